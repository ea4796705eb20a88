// 哪些数据(同一主体、指标和时间)不止一处给出?各处的数值与界限是否互相矛盾?
// Which figures, of one subject, indicator and time, are given in more than one place, and do their bounds exclude each other?
MATCH (subject)<-[:SUBJECT]-(one:Figure {modality: 'actual', kind: 'measure'})-[:INDICATOR]->(indicator),
      (subject)<-[:SUBJECT]-(other:Figure {modality: 'actual', kind: 'measure'})-[:INDICATOR]->(indicator)
WHERE one.id < other.id
  AND coalesce(one.start, '') = coalesce(other.start, '')
  AND coalesce(one.end, '') = coalesce(other.end, '')
  AND one.value IS NOT NULL AND other.value IS NOT NULL
MATCH (one)-[:UNIT]->()-[:BASE_UNIT*0..1]->(unit)<-[:BASE_UNIT*0..1]-()<-[:UNIT]-(other)
// In whatever reports: what each figure admits lies between lowest and highest, open where there is none.
RETURN DISTINCT subject.name AS subject,
       indicator.name AS indicator,
       one.value AS value,
       other.value AS other_value,
       coalesce(one.highest < other.lowest, false) OR coalesce(other.highest < one.lowest, false) AS contradict
