"""A built graph on this machine, read-only: its page, the SPARQL 1.1 Protocol, each thing at its address, search."""
