"""skillgraph export"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from skillgraph.cli._options import graph_option, open_graph
from skillgraph.cli._page import page_options, progress_bar, read_page_options
from skillgraph.formats import FORMATS


@click.command(
    "export", epilog="\b\nFormats:\n" + "\n".join(f"  {name:15}{f.description}" for name, f in FORMATS.items())
)
@click.argument("format_name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File (or folder) to write; - or nothing for standard output.",
)
@click.option(
    "--profile",
    type=click.Choice(["facts", "provenance"]),
    help="RDF only: facts alone, or with statements and their evidence (the default).",
)
@page_options
@graph_option
def command(format_name: str, output: Path | None, profile: str | None, graph_folder: Path, **page: Any) -> None:
    """Writes the graph in another FORMAT.

    \b
    Example:
      skillgraph export turtle -o graph.ttl
      skillgraph export html -o network.html
      skillgraph export html --documents reports --around qingdao --steps 2 -o qingdao.html
      skillgraph export html --from "MATCH (s:School)--(e:Enterprise) RETURN s, e" -o schools.html
      skillgraph export ntriples --profile facts | wc -l

    \b
    To Neo4j 5 without a server that runs (README.txt in the folder has more, docker compose among it):
      skillgraph export neo4j-csv -o graph-csv && cd graph-csv
      neo4j-admin database import full @import.args --overwrite-destination neo4j
    or by a script:
      skillgraph export cypher-script -o graph.cypher
      cypher-shell -f graph.cypher
    """
    from skillgraph.formats import export

    if output == Path("-"):
        output = None
    with open_graph(graph_folder) as graph:
        options = read_page_options(graph, page)
        with progress_bar(hidden=format_name != "html") as bar:
            export(graph, format_name, output or sys.stdout.buffer, profile, options, progress=bar)
    if output is not None:
        click.echo(f"written to {output}", err=True)
