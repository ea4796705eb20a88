"""skillgraph schema"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import click

from skillgraph.cli._options import graph_option, open_graph
from skillgraph.cli._terminal import give, put, say


@click.command("schema")
@graph_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write a picture of the relations: an SVG."
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(graph_folder: Path, output: Path | None, form: str) -> None:
    """Shows what a graph really uses of the vocabulary, and how often.

    Classes in Chinese and English; relations, in SPARQL and in Cypher, from which class to which, and how many facts,
    plans and rules there are; the properties of nodes and relationships with an example; indicators and units. Where a
    relation has many classes at an end, the table shows the most frequent; JSON and the picture have all.

    \b
    Example:
      skillgraph schema
      skillgraph schema | grep -i partner
      skillgraph schema --format json
      skillgraph schema -o schema.svg
    """
    from skillgraph.model.errors import UsageError
    from skillgraph.writing.files import write_whole

    if output is not None and output.suffix.lower() != ".svg":
        raise UsageError(f"{output}: the picture is an SVG; name a file that ends in .svg")
    with open_graph(graph_folder) as graph:
        schema = graph.schema()
    if output is not None:
        write_whole(output, schema.to_svg().encode())
        say(f"written to {output}", err=True)
    elif form == "json":
        give(json.dumps(schema.to_dict(), ensure_ascii=False, indent=1))
    else:
        fit = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
        for line in schema.lines(fit):
            put(line)
