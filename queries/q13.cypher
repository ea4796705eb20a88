// “十四五”以来淄博的四项人才数据是什么?
// Which four talent figures does Zibo give for the period since the 14th Five-Year Plan began?
MATCH (city:City)
WHERE city.name = '淄博' OR '淄博' IN city.aliases
// The period in the report's own words; figure.start has the year in which it begins.
MATCH (figure:Observation {time: '“十四五”以来'})-[:SUBJECT]->(city),
      (figure)-[:INDICATOR]->(indicator),
      (figure)-[:UNIT]->(unit)
RETURN indicator.name AS indicator,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit
ORDER BY indicator
