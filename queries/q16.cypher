// 枣庄乡土特色品牌技能人才大赛评选出哪几类称号,共多少人?
// Which titles does the Zaozhuang local-brand contest award, and to how many people altogether?
MATCH (contest:Competition {name: '乡土特色品牌技能人才大赛'})-[:AWARDS]->(title:Honour)
// A count per title, where a report gives one.
OPTIONAL MATCH (figure:Observation)-[:SUBJECT]->(contest),
      (figure)-[:ABOUT]->(title),
      (figure)-[:UNIT]->(unit)
RETURN '称号' AS aspect,
       title.name AS answer,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit
UNION
MATCH (contest:Competition {name: '乡土特色品牌技能人才大赛'})
MATCH (figure:Observation)-[:SUBJECT]->(contest),
      (figure)-[:INDICATOR]->(:Indicator {name: '大赛评选出的人数'}),
      (figure)-[:UNIT]->(unit)
RETURN '人数' AS aspect,
       null AS answer,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit
