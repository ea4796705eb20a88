"""Questions: the recorded ones, what a query's text may be given as, and hints where an answer says nothing."""
