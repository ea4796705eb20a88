// 首期老挝师资研修班的6名学员获得了哪两种证书?其中哪种与国际劳工组织有关?实现了什么突破?
// Which two certificates did the six trainees of the first Laos teacher course receive, which one involves the ILO, and which breakthrough was it?
MATCH (course:Programme {name: '首期老挝师资研修班'})-[:AWARDS]->(certificate:Qualification)
MATCH (organization:InternationalOrganization {name: '国际劳工组织'})
RETURN '证书' AS aspect,
       certificate.name AS answer,
       EXISTS { (organization)-[:CERTIFIES]->(certificate) } AS involves_ilo,
       null AS scope
UNION
MATCH (course:Programme {name: '首期老挝师资研修班'})-[fact:ACHIEVED_FIRST]->(breakthrough)
RETURN '突破' AS aspect,
       breakthrough.name AS answer,
       null AS involves_ilo,
       // For whom it was the first time.
       fact.scope AS scope
