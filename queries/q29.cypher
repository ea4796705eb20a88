// “济南市技术能手”和“枣庄市技术能手”的获得人数各是多少,时间口径有何不同?
// How many people hold the titles Jinan Technical Expert and Zaozhuang Technical Expert, and how do the periods differ?
MATCH (honour:Honour)
WHERE honour.name IN ['济南市技术能手', '枣庄市技术能手']
MATCH (figure:Observation)-[:ABOUT]->(honour),
      (figure)-[:UNIT]->(unit)
RETURN honour.name AS title,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit,
       // Left empty where the report gives no period.
       figure.time AS time
ORDER BY title
