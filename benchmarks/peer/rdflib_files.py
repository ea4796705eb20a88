"""rdflib: a graph in N-Triples, rewritten in another format.

    python rdflib_files.py INPUT nt|turtle|json-ld OUTPUT

Prints the processor seconds of reading and of writing.
"""

from __future__ import annotations

import sys
import time

from rdflib import Graph


def main(source: str, form: str, target: str) -> None:
    """Reads and writes."""
    started = time.process_time()
    graph = Graph().parse(source, format="nt")
    read = time.process_time()
    graph.serialize(target, format=form, encoding="utf-8")
    print(f"{read - started:.1f} reading, {time.process_time() - read:.1f} writing")


if __name__ == "__main__":
    main(*sys.argv[1:])
