// 哪种模式促成了青岛中德产教融合联盟?联盟在哪里成立?助力引进了哪些企业?
// Which model brought about the Qingdao Sino-German alliance, where was the alliance founded, and which enterprises were attracted?
MATCH (model:TrainingModel)-[:FACILITATED]->(:Alliance {name: '青岛中德产教融合联盟'})
RETURN '模式' AS aspect,
       model.name AS answer,
       null AS value,
       null AS bound,
       null AS unit
UNION
MATCH (model:TrainingModel)-[:FACILITATED]->(:Alliance {name: '青岛中德产教融合联盟'})
MATCH (model)-[:HAS_PART]->(part)
RETURN '模式内容' AS aspect,
       part.name AS answer,
       null AS value,
       null AS bound,
       null AS unit
UNION
MATCH (:Alliance {name: '青岛中德产教融合联盟'})-[:ESTABLISHED_AT]->(event)
RETURN '在哪里成立' AS aspect,
       event.name AS answer,
       null AS value,
       null AS bound,
       null AS unit
UNION
MATCH (model:TrainingModel)-[:FACILITATED]->(:Alliance {name: '青岛中德产教融合联盟'})
// Enterprises by name; those that are only counted are labelled Kind.
MATCH (model)-[:ATTRACTED]->(enterprise:Enterprise)
RETURN '企业' AS aspect,
       enterprise.name AS answer,
       null AS value,
       null AS bound,
       null AS unit
UNION
MATCH (model:TrainingModel)-[:FACILITATED]->(:Alliance {name: '青岛中德产教融合联盟'})
// How many there are of each kind that was attracted or brought along, and of their parts.
MATCH (model)-[:ATTRACTED|DRIVES]->(whole)-[:HAS_PART*0..1]->(kind)
MATCH (figure:Observation)-[:ABOUT]->(kind),
      (figure)-[:INDICATOR]->(indicator),
      (figure)-[:UNIT]->(unit)
RETURN indicator.name AS aspect,
       kind.name AS answer,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit
