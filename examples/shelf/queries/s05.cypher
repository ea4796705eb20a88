// 哪些联盟的发起者或成员分布在两个以上的省份?
// Which alliances have founders or members in two provinces or more?
MATCH (alliance:Alliance)<-[:MEMBER_OF|LEADS|ESTABLISHED|JOINTLY_ESTABLISHED]-(member:Organization),
      (member)-[:LOCATED_IN]->()-[:CONTAINED_IN*0..3]->(province:Province)
WITH alliance, count(DISTINCT province.id) AS provinces, count(DISTINCT member.id) AS members
WHERE provinces >= 2
RETURN alliance.name AS alliance,
       provinces,
       members
