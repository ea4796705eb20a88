-- Nothing is reached yet.
SELECT id FROM frontier WHERE FALSE
