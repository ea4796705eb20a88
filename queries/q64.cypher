// 技能领军人才包括哪几类人才和称号,各属哪一级?
// Which categories and titles belong to leading skilled talent, and at which level is each?
// * follows as many steps as there are; a category that is reached in two ways is one.
MATCH (narrower)-[:NARROWER_THAN*]->(:TalentCategory {name: '技能领军人才'})
OPTIONAL MATCH (narrower)-[:AT_LEVEL]->(level)
RETURN DISTINCT narrower.name AS category,
       level.name AS level
ORDER BY level, category
