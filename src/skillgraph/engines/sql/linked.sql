-- The edges that rules look at, by the ids that stay.
SELECT DISTINCT l.kind AS kind, COALESCE(a.stays, l.one) AS one, COALESCE(b.stays, l.other) AS other
FROM links l
LEFT JOIN canonical a ON a.id = l.one
LEFT JOIN canonical b ON b.id = l.other
