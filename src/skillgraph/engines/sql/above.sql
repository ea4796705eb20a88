-- From a thing to where it is located or contained in.
SELECT one, other FROM linked WHERE kind = 'place'
