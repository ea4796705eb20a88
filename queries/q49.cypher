// 各市出台的政策中,报告没有给出任何数字的有哪些?
// Of which policies that the cities issue does the report give no figure at all?
MATCH (city:City)-[:ISSUES]->(policy)
// Neither a figure of the policy nor one about it.
WHERE NOT EXISTS { (:Figure)-[:SUBJECT|ABOUT]->(policy) }
RETURN city.name AS city,
       policy.name AS policy
ORDER BY city, policy
