-- From a thing to what rows of reference tables say of it.
SELECT one, other FROM linked WHERE kind = 'need'
