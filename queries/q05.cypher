// 青岛市有多少所技工院校?在校生多少人?每年培养多少技能人才?
// How many technical schools does Qingdao have, how many enrolled students, and how much skilled talent is trained each year?
MATCH (city:City {name: '青岛市'})
MATCH (figure:Observation)-[:SUBJECT]->(city),
      (figure)-[:INDICATOR]->(indicator),
      (figure)-[:UNIT]->(unit)
WHERE indicator.name IN ['技工院校数', '技工院校在校生数', '年培养技能人才数']
RETURN indicator.name AS indicator,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit
ORDER BY indicator
