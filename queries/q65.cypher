// 淄博新增国家级技能大师工作室多少家?报告说了几次?
// How many national skill master studios has Zibo added, and how often does the report say so?
// A figure that is told again is a Restatement and no Observation, so that no sum counts it twice.
MATCH (figure:Observation)-[:SUBJECT]->(:City {name: '淄博市'}),
      (figure)-[:INDICATOR]->(:Indicator {name: '新增国家级技能大师工作室数'}),
      (figure)-[:UNIT]->(unit)
// *0..1 is one step or none: the figure itself and what restates it.
MATCH (telling)-[:RESTATES*0..1]->(figure)
WITH figure, unit, count(telling) AS told
RETURN figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit,
       told
