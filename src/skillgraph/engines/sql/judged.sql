-- The rows that decisions are about.
SELECT t.record AS record
FROM things t
JOIN asked a ON a.id = t.id
WHERE NOT t.rejected
ORDER BY t.place, t.line
