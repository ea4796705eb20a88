"""SPARQL over HTTP: endpoints asked, graph stores filled, read and emptied."""
