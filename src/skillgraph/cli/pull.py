"""skillgraph pull"""

from __future__ import annotations

from pathlib import Path

import click

from skillgraph.cli._options import format_option, server_graph
from skillgraph.cli._terminal import say


@click.command("pull")
@click.argument("uri", envvar="NEO4J_URI")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("build"), show_default=True, help="Folder to write."
)
@format_option
def command(uri: str, output: Path, form: str) -> None:
    """Reads the graph at URI back into a folder, as `build` would have written it.

    A former graph in the folder stays until the new one is whole; of its store, what is the same is taken over.

    From there it goes anywhere: to RDF and tables by `skillgraph export`, to answers by `sparql` and `cypher`. User,
    password and database come from NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE; of a SPARQL server (http, https)
    user and password come from SPARQL_USERNAME and SPARQL_PASSWORD.

    \b
    Example:
      skillgraph pull bolt://localhost:7687 -o pulled
      skillgraph pull http://localhost:3030/ds -o pulled
      skillgraph export turtle --graph pulled -o graph.ttl
      skillgraph export loaders --graph pulled -o tables
    """
    from skillgraph.cli._show import show_counts
    from skillgraph.graph.write import write_graph

    renewed: list[str] = []
    with server_graph(uri) as target:
        counts = write_graph(target.pull(), output, tell=renewed.append)
    show_counts(counts, form)
    for message in renewed:
        say(message, err=True)
    say(f"written to {output}", err=True)
