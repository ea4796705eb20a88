-- What each source says of the things that the graph holds, ready to be put together.
SELECT COALESCE(c.slot, t.slot) AS slot, COALESCE(c.stays, t.id) AS id, t.place AS place, t.line AS line,
    t.record AS record, p.id IS NOT NULL AS is_foreign
FROM things t
LEFT JOIN canonical c ON c.id = t.id
JOIN used u ON u.id = COALESCE(c.stays, t.id)
LEFT JOIN foreign_partners p ON p.id = COALESCE(c.stays, t.id)
WHERE NOT t.rejected
