-- One step along edges, to what was not reached before.
SELECT DISTINCT e.other AS id
FROM frontier f
JOIN edges e ON e.one = f.id
WHERE NOT EXISTS (SELECT 1 FROM reached r WHERE r.id = e.other)
