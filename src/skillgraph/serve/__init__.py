"""A built graph on this machine for browsers and other programs: the page and the SPARQL 1.1 Protocol, read-only."""
