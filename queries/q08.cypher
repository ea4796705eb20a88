// 青岛的国际焊工培养基地依据什么标准、从哪年开始培训、累计培养多少名焊工?
// Which standard does Qingdao's International Welder base follow, since when does it train, and how many welders has it trained?
MATCH (city:City)
WHERE city.name = '青岛' OR '青岛' IN city.aliases
// The base by what it does, because its name holds the standard that is asked for.
MATCH (base:TrainingPlatform)-[:LOCATED_IN]->(city),
      (base)-[training:OFFERS_TRAINING_IN]->(occupation:Occupation {name: '国际焊工'}),
      (base)-[:FOLLOWS_STANDARD]->(standard)
MATCH (figure:Observation)-[:SUBJECT]->(base),
      (figure)-[:ABOUT]->(occupation),
      (figure)-[:UNIT]->(unit)
RETURN DISTINCT standard.name AS standard,
       training.start AS since,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit
