// 选手在哪类竞赛中取得什么名次可获“济南市技术能手”称号,条件是什么,由谁核准?
// Which place in which contests leads to the title Jinan Technical Expert, on what condition, and who approves it?
MATCH (contest)<-[:SUBJECT]-(rule:Statement {modality: 'rule', predicate: 'qualifiesFor'}),
      (rule)-[:OBJECT]->({name: '济南市技术能手'}),
      (rule)-[:APPROVED_BY]->(body)
RETURN contest.name AS contest,
       // What the sentence says besides its two ends: text is a property, a thing a node.
       rule.ordinal AS place,
       rule.scope AS scope,
       rule.condition AS condition,
       body.name AS approved_by
ORDER BY contest
