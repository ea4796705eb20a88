// 按淄博一章的规定,哪些人可得哪些资金、补贴或津贴,条件是什么?
// By the rules in the chapter on Zibo, who gets which funds, subsidies or allowances, and on what condition?
// A rule says what holds for whoever meets it, not that anybody did: it is no relationship of its own.
MATCH (section:Section)-[:ABOUT]->(:City {name: '淄博市'})
MATCH (rule:Statement {modality: 'rule', predicate: 'grants', saidIn: section.id})-[:OBJECT]->(benefit),
      (rule)-[:FOR]->(recipient)
RETURN recipient.name AS recipient,
       benefit.name AS benefit,
       rule.condition AS condition,
       rule.per AS per
ORDER BY recipient, benefit
