-- What reports name or refer to, by the ids that stay.
SELECT DISTINCT COALESCE(c.stays, w.id) AS id
FROM (
    SELECT id FROM mentions WHERE referred
    UNION ALL
    SELECT id FROM things WHERE decided AND NOT reference
) w
LEFT JOIN canonical c ON c.id = w.id
