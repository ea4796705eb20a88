// 哪些事实不止一处说到?各说到几次,出自几个来源?
// Which facts are stated more than once, how often, and by how many sources?
MATCH (a:Entity)<-[:SUBJECT]-(statement:Statement {modality: 'actual'})-[:OBJECT]->(b:Entity)
WHERE statement.status <> 'rejected'
WITH a, statement.predicate AS relation, b, collect(statement) AS alike
WHERE size(alike) > 1
UNWIND alike AS telling
UNWIND alike AS other
WITH a, relation, b, telling, other
// The same at another time is another fact; what has no date may be meant.
WHERE telling.id <> other.id
  AND coalesce(telling.startDate <= other.endDate, true) AND coalesce(other.startDate <= telling.endDate, true)
WITH a, relation, b, count(DISTINCT telling.id) AS stated, count(DISTINCT telling.source) AS sources
// WHERE sources > 1 keeps what two sources or more agree on.
RETURN a.name AS subject, relation, b.name AS object, stated, sources
ORDER BY sources DESC, stated DESC, subject, object
