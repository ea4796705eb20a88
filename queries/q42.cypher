// 枣庄建成的技能人才平台,每一级各有几种、共多少家?
// How many kinds of platforms for skilled talent has Zaozhuang built at each level, and how many platforms altogether?
MATCH (city:City {name: '枣庄市'})-[:ESTABLISHED]->(platform)-[:AT_LEVEL]->(level)
MATCH (city)<-[:SUBJECT]-(figure:Observation)-[:ABOUT]->(platform)
RETURN level.name AS level,
       count(figure) AS kinds,
       sum(figure.value) AS platforms
ORDER BY platforms
