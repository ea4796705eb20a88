// 济南一章说2025年计划做什么?
// What does the chapter on Jinan plan for 2025?
// A plan is no fact: no relationship between the two things and no Observation says it.
MATCH (section:Section)-[:ABOUT]->(:City {name: '济南市'})
MATCH (plan:Statement {modality: 'planned', start: '2025', saidIn: section.id})-[:OBJECT]->(object)
RETURN plan.predicate AS aspect,
       object.name AS answer,
       null AS value,
       null AS unit
UNION
MATCH (section:Section)-[:ABOUT]->(:City {name: '济南市'})
MATCH (plan:Projection {modality: 'planned', start: '2025', saidIn: section.id})-[:INDICATOR]->(indicator),
      (plan)-[:UNIT]->(unit)
RETURN indicator.name AS aspect,
       null AS answer,
       plan.value AS value,
       unit.name AS unit
