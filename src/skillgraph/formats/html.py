"""The network page: one HTML file that opens offline and shows the evidence of every fact."""

from __future__ import annotations

from typing import IO

from skillgraph.explore.page import PageOptions, Progress, write_page
from skillgraph.graph.folder import GraphFolder


def write(
    graph: GraphFolder, file: IO[bytes], options: PageOptions | None = None, progress: Progress | None = None
) -> None:
    """Writes the page; see `skillgraph.explore.page.write_page`."""
    write_page(graph, file, options, progress)
