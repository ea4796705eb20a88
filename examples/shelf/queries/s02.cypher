// 哪些单位在哪些国家建了鲁班工坊或海外学院?
// Who established which Luban workshop or college abroad, and in which country?
// A Luban workshop is a college abroad too: it has both labels.
MATCH (body)-[:ESTABLISHED|JOINTLY_ESTABLISHED|BUILDS]->(abroad:OverseasCollege)-[:LOCATED_IN]->(land:Country)
RETURN DISTINCT body.name AS founder,
       abroad.name AS college,
       land.name AS country
