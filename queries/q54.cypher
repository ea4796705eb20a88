// “新质工匠”学员人数出自报告哪一节、第几至第几个字符,该节由谁署名?
// In which section of the report and between which characters does the number of trainees of New-Quality Craftsman stand, and who signed the section?
MATCH (figure:Observation)-[:SUBJECT]->(programme)
WHERE '新质工匠' IN programme.aliases
MATCH (section:Section {id: figure.saidIn})-[:SIGNED_BY]->(signer)
// A passage is DOCUMENT:START-END#CHECKSUM; characters count from 0, and the end is the first that no longer belongs.
UNWIND figure.evidence AS passage
RETURN figure.value AS value,
       figure.bound AS bound,
       section.heading AS section,
       split(split(passage, '#')[0], ':')[1] AS characters,
       signer.name AS signer
