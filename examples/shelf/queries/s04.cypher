// 哪些学校出现在两份以上的报告中?
// Which schools do two reports or more speak of?
MATCH (report:Document {kind: 'report'}), (school:School)
WHERE report.id IN school.sources
WITH school, count(DISTINCT report.id) AS reports
WHERE reports >= 2
RETURN school.name AS school,
       reports
