// 报告中归入“培养培训人数”的数据有哪些?
// Which figures of the report count people trained, in whatever words?
// Each report counts in its own words (trained, supplied, awarded certificates): one indicator lies above all of them.
MATCH (indicator:Indicator)-[:BROADER_INDICATOR*0..]->(:Indicator {name: '培养培训人数'})
MATCH (who)<-[:SUBJECT]-(figure:Observation)-[:INDICATOR]->(indicator),
      (figure)-[:UNIT]->(unit)
RETURN who.name AS who,
       indicator.name AS indicator,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit,
       // They don't add up: some are of a year, some since a year, some of no stated time.
       figure.time AS time,
       figure.per AS per
ORDER BY who, value
