// 报告说谁在什么事上取得“突破”?
// Who made a breakthrough, in the words of the report, and in what?
MATCH (who)<-[:SUBJECT]-(fact:Fact)
// The word may stand in the text of a fact or in what is said besides.
UNWIND [fact.text, fact.role, fact.topic, fact.manner] AS words
WITH who, fact, words
WHERE words CONTAINS '突破'
OPTIONAL MATCH (fact)-[:OBJECT]->(object)
RETURN DISTINCT who.name AS who,
       object.name AS object,
       words
ORDER BY who, object
