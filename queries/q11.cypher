// 淄博市有突出贡献的技师津贴标准是多少?对省级以上技能领军人才的最高支持是多少?
// What is the allowance of a Zibo Technician with Outstanding Contribution, and what is the highest support for leading skilled talent at provincial level or above?
MATCH (city:City)
WHERE city.name = '淄博' OR '淄博' IN city.aliases
// A Norm is what a rule sets: neither a figure that was reached nor one that is planned.
MATCH (figure:Norm)-[:SUBJECT]->(city),
      (figure)-[:ABOUT]->(recipient),
      (figure)-[:INDICATOR]->(indicator),
      (figure)-[:UNIT]->(unit)
WHERE recipient.name IN ['淄博市有突出贡献的技师', '省级以上技能领军人才']
RETURN recipient.name AS recipient,
       indicator.name AS indicator,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit,
       figure.condition AS condition
ORDER BY recipient, indicator
