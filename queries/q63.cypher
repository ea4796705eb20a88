// 报告中的省、市各在哪个国家?
// In which country is each province and city that the report names?
// * follows as many steps as there are: a city is in a province or a country.
MATCH (place:Place)-[:CONTAINED_IN*]->(country:Country)
RETURN place.name AS place,
       country.name AS country
ORDER BY country, place
