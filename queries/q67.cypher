// 哪些内容一处作为事实陈述,另一处却称计划、探索、规则、支持或否定?
// What is stated as a fact in one place, and planned, explored, a rule, supported or denied in another?
MATCH (subject:Entity)<-[:SUBJECT]-(fact:Fact)-[:OBJECT]->(object:Entity)
// A denial of another time is no contradiction: look at both before you judge.
MATCH (subject)<-[:SUBJECT]-(statement:Statement)-[:OBJECT]->(object)
WHERE statement.predicate = fact.predicate AND statement.modality <> 'actual'
RETURN DISTINCT subject.name AS subject,
       fact.predicate AS relation,
       object.name AS object,
       statement.modality AS elsewhere
