// 每个署名单位的章节各给出多少项实际数据?
// How many figures do the sections that each body signed give?
// Plans, rules, numbers in names and what is told a second time are no Observation.
MATCH (figure:Observation)
MATCH (:Section {id: figure.saidIn})-[:SIGNED_BY]->(signer)
RETURN signer.name AS signer,
       count(figure) AS figures
ORDER BY figures DESC, signer
