"""Reads a folder's files: python rdflib_read.py FOLDER OUT. Each becomes OUT/FILE.nq; complaints are printed."""

import logging
import sys
import warnings
from pathlib import Path

import rdflib

rdflib.NORMALIZE_LITERALS = False
# What it would rather not read it logs.
logging.basicConfig(stream=sys.stdout, format="%(message)s")
warnings.simplefilter("ignore", DeprecationWarning)
FORMATS = {".ttl": "turtle", ".nt": "nt", ".trig": "trig", ".jsonld": "json-ld"}

for path in Path(sys.argv[1]).iterdir():
    graph = rdflib.Dataset().parse(path, format=FORMATS[path.suffix], publicID="http://example.org/")
    found = graph if isinstance(graph, rdflib.Dataset) else rdflib.Dataset()
    found.serialize(Path(sys.argv[2]) / f"{path.name}.nq", format="nquads", encoding="utf-8")
