// 国家人社部与哪个国际组织共建了哪个项目?山东哪个城市入选,并因此与哪国哪校结对?
// With which international organization did the MOHRSS build which project, which city was selected, and with which school of which country is it paired?
MATCH (:GovernmentBody {name: '国家人社部'})-[:JOINTLY_ESTABLISHED]->(programme:Programme),
      (programme)<-[:JOINTLY_ESTABLISHED]-(organization:InternationalOrganization),
      (programme)<-[:SELECTED_FOR]-(city:City)-[:CONTAINED_IN]->(province:Province)
WHERE province.name = '山东' OR '山东' IN province.aliases
// That the pairing follows from the selection is not stated: both stand in one sentence.
MATCH (city)-[fact:PARTNERS_WITH]-(school:School)-[:LOCATED_IN]->(country:Country)
WHERE fact.role CONTAINS '结对'
RETURN DISTINCT organization.name AS organization,
       programme.name AS programme,
       city.name AS city,
       school.name AS school,
       country.name AS country
