// 各级“技术能手”称号的人数是多少?单位“人”与“名”化为同一基本单位后如何?
// How many people hold the title Technical Expert at each level, and in which unit do they compare?
MATCH (indicator:Indicator)-[:BROADER_INDICATOR*0..]->(:Indicator {name: '技术能手数'})
MATCH (figure:Observation)-[:INDICATOR]->(indicator),
      (figure)-[:SUBJECT]->(city),
      (figure)-[:ABOUT]->(honour)-[:AT_LEVEL]->(level),
      (figure)-[:UNIT]->(unit)
// A unit without a base unit is one itself.
OPTIONAL MATCH (unit)-[:BASE_UNIT]->(base)
RETURN city.name AS city,
       honour.name AS title,
       level.name AS level,
       figure.value AS value,
       unit.name AS unit,
       coalesce(base.name, unit.name) AS base_unit
ORDER BY value
