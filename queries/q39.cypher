// 济南大赛2024年实际与2025年计划相比,赛项数变化多少?“场”“主题”能否比较?关联赛项呢?
// Compare the Jinan contest of 2024 (held) with 2025 (planned): how do the items change, and can contests and themes or the linked items be compared?
// What the question sets side by side.
UNWIND [
  ['竞赛项目(赛项)数', '竞赛项目(赛项)数'],
  ['竞赛场数', '竞赛主题数'],
  ['与主导产业关联的赛项数', '与产业链体系关联的赛项数']
] AS pair
MATCH (city:City)-[:ORGANIZES]->(contest:Competition)
WHERE city.name = '济南' OR '济南' IN city.aliases
WITH DISTINCT pair, contest
// Held: a fact.
MATCH (held:Observation {start: '2024', bound: 'exact'})-[:SUBJECT]->(contest),
      (held)-[:INDICATOR]->(:Indicator {name: pair[0]}),
      (held)-[:UNIT]->(heldUnit)
// Planned: no fact.
MATCH (plan:Projection {modality: 'planned', start: '2025', bound: 'exact'})-[:SUBJECT]->(contest),
      (plan)-[:INDICATOR]->(:Indicator {name: pair[1]}),
      (plan)-[:UNIT]->(planUnit)
// Figures compare if they measure the same in the same unit.
WITH pair, held, heldUnit, plan, planUnit, pair[0] = pair[1] AND heldUnit.name = planUnit.name AS comparable
RETURN pair[0] AS indicator_2024,
       held.value AS value_2024,
       heldUnit.name AS unit_2024,
       pair[1] AS indicator_2025,
       plan.value AS value_2025,
       planUnit.name AS unit_2025,
       comparable,
       CASE WHEN comparable THEN plan.value - held.value END AS change
ORDER BY comparable DESC, indicator_2024
