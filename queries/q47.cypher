// 哪些实际数据是从某年起累计至今的,各从哪年起?
// Which figures have been counted since some year until now, and since when?
MATCH (figure:Observation)
WHERE figure.start IS NOT NULL AND figure.end IS NULL
MATCH (figure)-[:SUBJECT]->(subject),
      (figure)-[:INDICATOR]->(indicator),
      (figure)-[:UNIT]->(unit)
RETURN figure.start AS since,
       subject.name AS subject,
       indicator.name AS indicator,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit
ORDER BY since, subject, value
