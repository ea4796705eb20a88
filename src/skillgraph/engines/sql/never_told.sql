-- Rows that restate what no row says.
SELECT r.kind AS kind, r.source AS source, r.line AS line, r.restates AS restates, r.file AS file
FROM (SELECT * FROM told WHERE restates <> '') r
WHERE NOT EXISTS (SELECT 1 FROM told t WHERE t.id = r.restates AND t.kind = r.kind AND t.restates = '')
ORDER BY kind, source, line
