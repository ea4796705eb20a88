// 青岛与哪些国家的机构结成伙伴?每个国家几家?
// Institutions of which countries are partners of Qingdao, and how many of each country?
// Partners of which a report names only the kind (vocational schools of a country) can't be counted: they are no
// ForeignPartner. A partnership has no direction: no arrow.
MATCH (:City {name: '青岛市'})-[:PARTNERS_WITH]-(partner:ForeignPartner)-[:LOCATED_IN]->(country:Country)
RETURN country.name AS country,
       count(DISTINCT partner) AS partners
ORDER BY partners DESC, country
