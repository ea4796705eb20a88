-- Partners located in a country abroad; a kind of things, or what is only envisaged, is no one's partner.
SELECT DISTINCT COALESCE(c.stays, t.id) AS id
FROM things t
LEFT JOIN canonical c ON c.id = t.id
JOIN abroad a ON a.id = COALESCE(c.stays, t.id)
JOIN (SELECT DISTINCT one AS id FROM linked WHERE kind = 'partner') p ON p.id = COALESCE(c.stays, t.id)
WHERE t.individual AND NOT t.rejected
