// 报告给出哪些比率,哪些是事实、哪些是规定?
// Which rates does the report give, and which are facts and which rules?
// A rate may be a fact (Observation), a rule (Norm) or a plan (Projection): all are figures.
MATCH (subject)<-[:SUBJECT]-(figure:Figure)-[:INDICATOR]->(indicator:RateIndicator),
      (figure)-[:UNIT]->(unit)
RETURN subject.name AS subject,
       indicator.name AS indicator,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit,
       figure.modality AS modality
ORDER BY subject, indicator
