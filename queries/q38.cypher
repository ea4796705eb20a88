// “双元三地”模式中的“三地”是哪三地?“13+34”中的13和34分别指什么?
// Which are the "three places" of "双元三地", and what do 13 and 34 count in "13+34"?
MATCH (figure:NominalNumber)-[:INDICATOR]->(indicator),
      (figure)-[:SUBJECT]->(thing),
      (figure)-[:UNIT]->(unit)
WHERE indicator.name IN ['双元三地中的三地', '13+34中的13', '13+34中的34']
// What it stands for would be what the figure counts, or a fact with that component of the name.
OPTIONAL MATCH (figure)-[:ABOUT]->(counted)
OPTIONAL MATCH (thing)-[fact]->(part)
WHERE indicator.name ENDS WITH fact.component
WITH figure, indicator, thing, unit, collect(DISTINCT counted) + collect(DISTINCT part) AS found
// An empty meaning: no report says it.
UNWIND CASE WHEN size(found) = 0 THEN [null] ELSE found END AS what
RETURN DISTINCT thing.name AS subject,
       indicator.name AS indicator,
       figure.value AS value,
       figure.bound AS bound,
       unit.name AS unit,
       coalesce(what.name, what.text) AS meaning
ORDER BY indicator, meaning
