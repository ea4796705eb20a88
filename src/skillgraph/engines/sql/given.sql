-- What a source has to be told of an id that it mentions: where another source named it first, whether it is the id of
-- a source, and whether the graph holds it; an id of a report that the graph holds needs no telling, nor one of a
-- reference table that it does not.
SELECT m.part AS part, m.source AS source, m.id AS id,
    CASE WHEN d.source <> m.source THEN d.slim END AS slim,
    CASE WHEN d.source <> m.source THEN d.origin END AS origin,
    CASE WHEN d.source <> m.source THEN d.line END AS line,
    u.id IS NOT NULL AS used,
    s.id IS NOT NULL AS is_source
FROM mentions m
LEFT JOIN (
    SELECT id, source, slim, origin, line
    FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY source, line) AS place_of FROM things) t
    WHERE place_of = 1
) d ON d.id = m.id
LEFT JOIN canonical c ON c.id = m.id
LEFT JOIN used u ON u.id = COALESCE(c.stays, m.id)
LEFT JOIN sources s ON s.id = m.id
WHERE d.source <> m.source OR s.id IS NOT NULL OR (u.id IS NOT NULL) = m.reference
