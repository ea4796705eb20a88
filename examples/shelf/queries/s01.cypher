// 各国的合作方与几个省份的几所学校有合作?
// In how many provinces, and with how many schools, do the partners of each country work?
MATCH (school:School)-[:LOCATED_IN]->()-[:CONTAINED_IN*0..3]->(province:Province)-[:CONTAINED_IN]->(home:Country)
// Partnership is symmetric; a college or workshop abroad is what a school established there.
MATCH (school)-[tie:PARTNERS_WITH|ESTABLISHED|JOINTLY_ESTABLISHED]-(partner:Organization)
WHERE type(tie) = 'PARTNERS_WITH' OR startNode(tie) = school
MATCH (partner)-[:LOCATED_IN]->()-[:CONTAINED_IN*0..3]->(land:Country)
WHERE land.id <> home.id
RETURN land.name AS country,
       count(DISTINCT province.id) AS provinces,
       count(DISTINCT school.id) AS schools,
       count(DISTINCT partner.id) AS partners
