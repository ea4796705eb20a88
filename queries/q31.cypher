// 哪些城市打造了职业技能大赛品牌?品牌名和规模如何?
// Which cities build a skills contest brand, what is it called and how large is it?
MATCH (city:City)-[:BUILDS]->(contest:Competition)
// How large it is, where a report says so.
OPTIONAL MATCH (figure:Observation)-[:SUBJECT]->(contest),
      (figure)-[:INDICATOR]->(indicator),
      (figure)-[:UNIT]->(unit)
WHERE indicator.name IN ['竞赛场数', '竞赛项目(赛项)数']
RETURN DISTINCT city.name AS city,
       contest.name AS contest,
       indicator.name AS indicator,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit,
       figure.time AS time,
       figure.per AS per
ORDER BY city, contest, indicator
