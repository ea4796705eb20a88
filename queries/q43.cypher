// 各市报告的“技能领军人才”人数是多少,口径有何不同?
// How much leading skilled talent do the cities report, and how do the figures differ in what they count?
// Reports count in words of their own; the indicators of all of them lie below one.
MATCH (indicator:Indicator)-[:BROADER_INDICATOR*0..]->(:Indicator {name: '技能领军人才数'})
MATCH (city:City)<-[:SUBJECT]-(figure:Observation)-[:INDICATOR]->(indicator)
RETURN city.name AS city,
       indicator.name AS indicator,
       figure.value AS value,
       figure.bound AS bound,
       figure.scope AS scope,
       figure.time AS time
ORDER BY city, value DESC
