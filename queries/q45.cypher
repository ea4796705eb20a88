// 报告给事实注明的时间,哪些涵盖2022年底?
// Which facts does the report date to a time that includes the end of 2022?
MATCH (subject)<-[:SUBJECT]-(fact:Fact)
// Dates are text that sorts as time does. What has no end still holds.
WHERE fact.startDate <= '2022-12-31' AND coalesce(fact.endDate, '9999-12-31') >= '2022-12-31'
// The object of a fact is a thing with a name, or text.
OPTIONAL MATCH (fact)-[:OBJECT]->(object)
RETURN substring(fact.startDate, 0, 4) AS since,
       subject.name AS subject,
       fact.predicate AS relation,
       coalesce(object.name, fact.text) AS object
ORDER BY since, subject, relation, object
