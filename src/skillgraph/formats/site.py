"""A site of files: a page, Turtle and JSON-LD for each thing, with the network page and a search that works offline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from skillgraph.formats.format import Format, Option
from skillgraph.graph.folder import GraphFolder
from skillgraph.site.write import STEPS, write_site

OPTIONS = (
    Option("base", "the address that the site will have, for canonical links and a sitemap.", metavar="URL"),
    Option(
        "documents",
        "your own copies of the reports; the pages then quote the passages, and the network page carries the texts.",
        type=Path,
        metavar="DIR",
    ),
)


def write(graph: GraphFolder, folder: Path, **options: Any) -> None:
    """Writes the site; see `skillgraph.site.write.write_site`."""
    write_site(graph, folder, **options)


FORMAT = Format(write=write, folder=True, options=OPTIONS, steps=STEPS)
