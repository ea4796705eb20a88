// 济南市代表团在第二届山东省职业技能大赛中获得金、银、铜牌各多少枚?名次如何?
// How many gold, silver and bronze medals did the Jinan delegation win at the 2nd Shandong Provincial Vocational Skills Competition, and how did it rank?
MATCH (team:Delegation {name: '济南市代表团'})
MATCH (contest:Competition {name: '第二届山东省职业技能大赛'})
// Medals are Observations, ranks measure nothing (NominalNumber): both are figures of the team, qualified by the contest.
MATCH (figure:Figure {modality: 'actual'})-[:SUBJECT]->(team),
      (figure)-[:AT]->(contest),
      (figure)-[:INDICATOR]->(indicator),
      (figure)-[:UNIT]->(unit)
RETURN indicator.name AS indicator,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit
ORDER BY indicator
