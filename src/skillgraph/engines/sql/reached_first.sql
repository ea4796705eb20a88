-- Where the steps begin, which is reached as well.
SELECT id FROM frontier
