// 2024年“技耀泉城”海右技能人才大赛共开展多少场竞赛、多少个赛项,涉及多少个行业门类?点名的有哪些?
// In 2024, how many contests and items did the Haiyou contest hold, how many industry categories did it cover, and which are named?
MATCH (contest:Competition {name: '技耀泉城海右技能人才大赛'})
// An Observation is a figure that stands as a fact; what is planned for another year is a Projection.
MATCH (figure:Observation {start: '2024'})-[:SUBJECT]->(contest),
      (figure)-[:INDICATOR]->(indicator),
      (figure)-[:UNIT]->(unit)
WHERE indicator.name IN ['竞赛场数', '竞赛项目(赛项)数', '竞赛涉及行业门类数']
RETURN indicator.name AS aspect,
       null AS answer,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit
UNION
MATCH (contest:Competition {name: '技耀泉城海右技能人才大赛'})
MATCH (contest)-[:COVERS_FIELD {start: '2024'}]->(industry:Industry)
RETURN '行业门类' AS aspect,
       industry.name AS answer,
       null AS value,
       null AS bound,
       null AS unit
