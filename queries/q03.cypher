// 济南“1+5+N”竞赛工作体系中的“1”“5”“N”分别指什么?
// What do "1", "5" and "N" stand for in Jinan's "1+5+N" competition work system?
MATCH (system:Mechanism {name: '1+5+N竞赛工作体系'})-[fact]->(part)
// The fact says which component of the name it explains.
WHERE fact.component IS NOT NULL
// What the part does under the same component.
OPTIONAL MATCH (part)-[task]->()
WHERE task.component = fact.component
// What the number in the name counts.
OPTIONAL MATCH (system)<-[:SUBJECT]-(figure:NominalNumber)-[:INDICATOR]->(indicator)
WHERE figure.value = toFloat(fact.component)
// A part is a thing with a name, or text.
RETURN DISTINCT fact.component AS component,
       coalesce(part.name, part.text) AS meaning,
       task.role AS role,
       indicator.name AS counted
ORDER BY component, meaning
