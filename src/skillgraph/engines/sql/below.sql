-- The same edges from the other end.
SELECT other AS one, one AS other FROM linked WHERE kind = 'place'
