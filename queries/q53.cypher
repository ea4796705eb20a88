// 各市还在探索、没有成为事实的事有哪些?
// What are the cities still exploring, so that it is no fact yet?
MATCH (city:City)<-[:SUBJECT]-(statement:Statement {modality: 'exploratory'})-[:OBJECT]->(object)
RETURN city.name AS city,
       statement.predicate AS relation,
       object.name AS object
ORDER BY city, relation, object
