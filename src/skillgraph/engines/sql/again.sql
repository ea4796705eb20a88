-- Facts that an earlier row states too, so that their triple stands already.
SELECT part, id
FROM (
    SELECT part, id, ROW_NUMBER() OVER (PARTITION BY predicate, one, other ORDER BY id) AS place_of
    FROM (
        SELECT f.part AS part, f.id AS id, f.predicate AS predicate,
            CASE WHEN f.is_symmetric THEN LEAST(COALESCE(a.stays, f.one), COALESCE(b.stays, f.other))
                ELSE COALESCE(a.stays, f.one) END AS one,
            CASE WHEN f.is_symmetric THEN GREATEST(COALESCE(a.stays, f.one), COALESCE(b.stays, f.other))
                WHEN f.is_text THEN f.other
                ELSE COALESCE(b.stays, f.other) END AS other
        FROM facts f
        LEFT JOIN canonical a ON a.id = f.one
        LEFT JOIN canonical b ON b.id = f.other
        LEFT JOIN used u ON u.id = COALESCE(a.stays, f.one)
        WHERE NOT f.reference OR u.id IS NOT NULL
    ) said
) ordered
WHERE place_of > 1
