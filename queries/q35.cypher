// 枣庄技工教育集团成员单位分项之和是否等于总数?
// Do the parts of the member units of the Zaozhuang Technician Education Group add up to the total?
MATCH (whole:Observation)-[:SUBJECT]->(:Alliance {name: '枣庄技工教育集团'})
// The sum of all the parts of each total.
MATCH (part:Observation)-[:PART_OF_FIGURE]->(whole)
WITH whole, sum(part.value) AS sum_of_parts
// The parts one by one, so that the sum can be followed.
MATCH (figure:Observation)-[:PART_OF_FIGURE]->(whole),
      (figure)-[:INDICATOR]->(indicator),
      (figure)-[:UNIT]->(unit)
RETURN indicator.name AS part,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit,
       sum_of_parts,
       whole.value AS total,
       sum_of_parts = whole.value AS adds_up
ORDER BY value DESC
