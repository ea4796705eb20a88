// 老挝琅勃拉邦职业技术学院与国际劳工组织之间,最短经过哪些事物相连?
// What stands on the shortest way between the Luang Prabang college and the International Labour Organization?
MATCH (start:Entity {name: '老挝琅勃拉邦职业技术学院'})
MATCH (end:Entity {name: '国际劳工组织'})
MATCH path = allShortestPaths((start)-[*..6]-(end))
// What is no Entity (a figure, a statement, a section) is no way.
WHERE all(node IN nodes(path) WHERE node:Entity)
RETURN DISTINCT nodes(path)[1].name AS first,
       nodes(path)[2].name AS second
ORDER BY first, second
