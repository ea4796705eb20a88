// 哪些城市和代表团在哪项赛事上获得了哪些奖牌?
// Which medals did which cities and delegations win, and at which contest?
// The Fact node behind the relationship leads to the contest.
MATCH (winner:Actor)<-[:SUBJECT]-(fact:Fact {predicate: 'won'})-[:OBJECT]->(medal),
      (fact)-[:AT]->(contest)
RETURN winner.name AS winner,
       medal.name AS medal,
       contest.name AS contest
ORDER BY winner, medal
