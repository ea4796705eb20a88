// “澜湄地区新职业技能提升在线课程资源库”涉及哪些部委?青岛开发了哪些课程资源?
// Which ministries are behind the Lancang-Mekong online course repository, and which courses did Qingdao develop?
MATCH (repository:TrainingPlatform {name: '澜湄地区新职业技能提升在线课程资源库'})
MATCH (ministry:GovernmentBody)-[:LEADS]->(repository)
RETURN '部委' AS aspect,
       ministry.name AS answer
UNION
MATCH (repository:TrainingPlatform {name: '澜湄地区新职业技能提升在线课程资源库'})
// What Qingdao developed and the repository holds.
MATCH (repository)-[:CONTAINS_COURSE]->(course)<-[:DEVELOPS_COURSE]-(city:City)
WHERE city.name = '青岛' OR '青岛' IN city.aliases
RETURN '课程资源' AS aspect,
       course.name AS answer
