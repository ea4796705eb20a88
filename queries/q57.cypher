// 报告中名称含“工作站”的平台有哪些,各市报告了多少家?
// Which platforms of the report have 'workstation' in their Chinese name, and how many of each do the cities report?
// All forms of the name in one text.
MATCH (kind:Kind)
WHERE kind.anyName CONTAINS '工作站' AND 'TrainingPlatform' IN kind.ofClass AND 'four-cities' IN kind.sources
OPTIONAL MATCH (kind)<-[:ABOUT]-(figure:Observation)-[:SUBJECT]->(city),
               (figure)-[:INDICATOR]->(indicator)
RETURN kind.name AS platform,
       city.name AS city,
       indicator.name AS indicator,
       figure.value AS value
ORDER BY platform, city, indicator
