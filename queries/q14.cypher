// 枣庄技能人才总量和高技能人才各多少?高技能人才占比约多少?自何时起增长了多少?
// How much skilled and highly skilled talent does Zaozhuang have, what is the share, and by how much has the stock grown since when?
MATCH (city:City)
WHERE city.name = '枣庄' OR '枣庄' IN city.aliases
MATCH (figure:Observation)-[:SUBJECT]->(city),
      (figure)-[:INDICATOR]->(indicator),
      (figure)-[:UNIT]->(unit)
WHERE indicator.name IN ['技能人才总量', '高技能人才总量', '高技能人才存量增长率']
RETURN indicator.name AS aspect,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit,
       figure.time AS time,
       false AS computed
UNION
MATCH (city:City)
WHERE city.name = '枣庄' OR '枣庄' IN city.aliases
// No report states the share: it follows from the part and its total.
MATCH (part:Observation)-[:SUBJECT]->(city),
      (part)-[:INDICATOR]->(:Indicator {name: '高技能人才总量'}),
      (part)-[:PART_OF_FIGURE]->(total:Observation)
// In percent, rounded to one decimal; 1000.0, because whole numbers divide without remainder.
RETURN '高技能人才占比' AS aspect,
       round(1000.0 * part.value / total.value) / 10 AS value,
       'approximately' AS bound,
       '%' AS unit,
       null AS time,
       true AS computed
