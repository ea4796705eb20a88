"""Reads every so many nanopublications of a file with nanopub-py, and prints the IRI of each that it finds valid."""

import sys
from pathlib import Path

from nanopub import Nanopub
from rdflib import ConjunctiveGraph

prefixes, *found = Path(sys.argv[1]).read_text("utf-8").split("\nPREFIX this:")
for text in found[:: int(sys.argv[2])]:
    nanopub = Nanopub(rdf=ConjunctiveGraph().parse(data=f"{prefixes}\nPREFIX this:{text}", format="trig"))
    assert nanopub.is_valid
    assert nanopub.has_valid_trusty
    print("valid", nanopub.source_uri)
