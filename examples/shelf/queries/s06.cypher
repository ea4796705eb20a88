// 谁在哪项赛事中获得了什么奖项?
// Who won what in which contest?
MATCH (honour)<-[:WON]-(winner)-[:PARTICIPATES_IN]->(contest:Competition)
RETURN DISTINCT winner.name AS winner,
       honour.name AS honour,
       contest.name AS contest
