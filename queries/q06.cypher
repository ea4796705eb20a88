// 青岛与老挝哪所学校结对合作?
// Which Lao school is paired with Qingdao?
MATCH (city:City)
WHERE city.name = '青岛' OR '青岛' IN city.aliases
// Without an arrow, because partnership is symmetric: whichever side the report names first.
MATCH (city)-[fact:PARTNERS_WITH]-(partner:School)-[:LOCATED_IN]->(:Country {name: '老挝'})
WHERE fact.role CONTAINS '结对'
RETURN DISTINCT partner.name AS school
ORDER BY school
