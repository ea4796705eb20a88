// “海外高技能人才赋能中心”和“上合国际技能认证中心”是否已经建成?
// Have the Overseas Highly Skilled Talent Empowerment Centre and the SCO International Skills Certification Centre been built?
// Statement nodes hold what is not a fact: plans, explorations, rules.
MATCH (builder)<-[:SUBJECT]-(statement:Statement)-[:OBJECT]->(centre)
WHERE centre.name IN ['海外高技能人才赋能中心', '上合国际技能认证中心']
  AND statement.predicate IN ['established', 'jointlyEstablished', 'builds']
  AND statement.status <> 'rejected'
RETURN centre.name AS centre,
       builder.name AS builder,
       statement.modality AS modality,
       // Only a fact has a relationship.
       EXISTS { (builder)-[:ESTABLISHED|JOINTLY_ESTABLISHED|BUILDS]->(centre) } AS built
UNION
MATCH (builder)-[fact:ESTABLISHED|JOINTLY_ESTABLISHED|BUILDS]->(centre)
WHERE centre.name IN ['海外高技能人才赋能中心', '上合国际技能认证中心']
RETURN centre.name AS centre,
       builder.name AS builder,
       fact.modality AS modality,
       true AS built
