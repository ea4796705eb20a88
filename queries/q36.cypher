// “关联赛项84项,占赛项总数近40%”与总数是否相符?
// Is "84 linked items, nearly 40% of all items" consistent with the total?
// The stated part and the total that it belongs to.
MATCH (part:Observation)-[:INDICATOR]->(:Indicator {name: '与主导产业关联的赛项数'}),
      (part)-[:SUBJECT]->(contest),
      (part)-[:PART_OF_FIGURE]->(total)
// The stated share.
MATCH (figure:Observation)-[:INDICATOR]->(:Indicator {name: '与主导产业关联的赛项占比'}),
      (figure)-[:SUBJECT]->(contest),
      (figure)-[:UNIT]->(unit)
// The share that follows, in percent; 100.0, because whole numbers divide without remainder.
WITH part, total, figure, unit, 100.0 * part.value / total.value AS percent
// It is compared as it is and shown rounded to one decimal.
WITH part, total, figure, unit, percent, round(10 * percent) / 10 AS share
RETURN part.value AS linked,
       total.value AS total,
       share,
       figure.value AS stated,
       figure.bound AS bound,
       unit.name AS unit,
       CASE figure.bound
         WHEN 'lessThan' THEN percent < figure.value
         WHEN 'moreThan' THEN percent > figure.value
         ELSE share = figure.value
       END AS consistent
