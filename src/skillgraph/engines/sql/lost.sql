-- What rows restate, though it is left out.
SELECT DISTINCT r.part AS part, r.restates AS id
FROM (SELECT part, restates FROM told WHERE kept AND restates <> '') r
JOIN (SELECT id FROM told WHERE NOT kept) l ON l.id = r.restates
