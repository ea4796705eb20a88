// 青岛和枣庄的技工院校在校生各多少?
// How many students do the technical schools of Qingdao and of Zaozhuang have?
MATCH (city:City)
WHERE any(short IN ['青岛', '枣庄'] WHERE city.name = short OR short IN city.aliases)
MATCH (figure:Observation)-[:SUBJECT]->(city),
      (figure)-[:INDICATOR]->(:Indicator {name: '技工院校在校生数'}),
      (figure)-[:UNIT]->(unit)
RETURN city.name AS city,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit
ORDER BY city
