// 淄博和枣庄的省级技能领军人才各多少人?
// How many provincial-level leading skilled talents have Zibo and Zaozhuang?
MATCH (city:City)
WHERE any(short IN ['淄博', '枣庄'] WHERE city.name = short OR short IN city.aliases)
MATCH (figure:Observation)-[:SUBJECT]->(city),
      (figure)-[:INDICATOR]->(:Indicator {name: '省级技能领军人才数'}),
      (figure)-[:UNIT]->(unit)
RETURN city.name AS city,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit,
       figure.time AS time
ORDER BY city
