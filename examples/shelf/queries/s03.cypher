// 哪些事实由两份以上的报告陈述?
// Which facts do two reports or more state?
MATCH (subject:Entity)<-[:SUBJECT]-(fact:Fact)-[:OBJECT]->(object:Entity),
      (report:Document {kind: 'report'})
WHERE report.id = fact.source
WITH subject, fact.predicate AS relation, object, count(DISTINCT report.id) AS reports
WHERE reports >= 2
RETURN subject.name AS subject,
       relation,
       object.name AS object,
       reports
