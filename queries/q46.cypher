// 哪些实际数据说的是2024年底以前已经结束的时期?
// Which figures are of a period that was over by the end of 2024?
// A figure without an end is of a period that goes on, or of no period that a report tells: neither is over, and
// a comparison with nothing is never true.
MATCH (figure:Observation)
WHERE figure.endDate <= '2024-12-31'
MATCH (figure)-[:SUBJECT]->(subject),
      (figure)-[:INDICATOR]->(indicator),
      (figure)-[:UNIT]->(unit)
RETURN subject.name AS subject,
       indicator.name AS indicator,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit
ORDER BY subject, value
