// 青岛参与的“新质工匠”项目由哪个部门主持?学员来自哪些国家,多少人,学什么?
// Whose project is "New-Quality Craftsman", from which countries do the trainees come, how many are they, and what do they study?
MATCH (programme:Programme)<-[:LEADS]-(leader)
WHERE programme.name = '新质工匠' OR '新质工匠' IN programme.aliases
RETURN '部门' AS aspect,
       leader.name AS answer,
       null AS value,
       null AS bound,
       null AS unit
UNION
MATCH (programme:Programme)-[:ENROLS_FROM]->(country)
WHERE programme.name = '新质工匠' OR '新质工匠' IN programme.aliases
RETURN '国家' AS aspect,
       country.name AS answer,
       null AS value,
       null AS bound,
       null AS unit
UNION
MATCH (programme:Programme)-[:OFFERS_TRAINING_IN]->(field)
WHERE programme.name = '新质工匠' OR '新质工匠' IN programme.aliases
RETURN '学什么' AS aspect,
       field.name AS answer,
       null AS value,
       null AS bound,
       null AS unit
UNION
MATCH (programme:Programme)<-[:SUBJECT]-(figure:Observation),
      (figure)-[:INDICATOR]->(indicator),
      (figure)-[:UNIT]->(unit)
WHERE programme.name = '新质工匠' OR '新质工匠' IN programme.aliases
RETURN indicator.name AS aspect,
       null AS answer,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit
