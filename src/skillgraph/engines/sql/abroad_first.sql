-- Countries other than the one that partners are foreign to.
SELECT DISTINCT COALESCE(c.stays, t.id) AS id
FROM things t
LEFT JOIN canonical c ON c.id = t.id
WHERE t.country AND t.individual AND NOT t.rejected AND COALESCE(c.stays, t.id) <> 'china'
