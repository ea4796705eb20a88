// 报告没有提到哪些城市有境外合作方?
// For which cities does the report name no partner abroad?
// The report names cities abroad too: those that a chapter is about.
MATCH (:Section {level: 1})-[:ABOUT]->(city:City)
WHERE NOT EXISTS { (city)-[:PARTNERS_WITH]-(:ForeignPartner) }
RETURN city.name AS name
ORDER BY name
