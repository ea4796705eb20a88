// 淄博和枣庄各有多少家国家级技能大师工作室?
// How many national-level skill master studios have Zibo and Zaozhuang?
MATCH (city:City)
WHERE any(short IN ['淄博', '枣庄'] WHERE city.name = short OR short IN city.aliases)
MATCH (figure:Observation)-[:SUBJECT]->(city),
      (figure)-[:INDICATOR]->(:Indicator {name: '国家级技能大师工作室数'}),
      (figure)-[:UNIT]->(unit)
RETURN city.name AS city,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit,
       figure.time AS time
ORDER BY city
