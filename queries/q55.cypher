// 青岛“铸就国际化技能标准‘新标杆’”一节说到哪些资格与标准,哪些还只是设想?
// Which qualifications and standards are named in Qingdao's section on international skill standards, and which are only envisaged?
MATCH (section:Section)
WHERE section.heading CONTAINS '国际化技能标准'
MATCH (thing:Entity)
// What is envisaged, or a kind, is no Qualification: it would be one.
WHERE section.id IN thing.saidIn AND (thing:Qualification OR 'Qualification' IN thing.ofClass)
RETURN thing.name AS name,
       thing:Envisaged AS envisaged
ORDER BY name
