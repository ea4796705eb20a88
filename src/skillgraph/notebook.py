"""What a notebook shows: the network of a graph inside a cell."""

from __future__ import annotations

import html
import io

from skillgraph.formats import export
from skillgraph.graph import KnowledgeGraph


class Network:
    """The network page of a graph, which Jupyter shows as the result of a cell and keeps in an exported notebook.

    Args:
        graph: what to show.
        height: of the frame, in pixels.

    Example:
        >>> import skillgraph
        >>> with skillgraph.load() as graph:
        ...     Network(graph)._repr_html_().startswith("<iframe sandbox")
        True
    """

    def __init__(self, graph: KnowledgeGraph, height: int = 640) -> None:
        page = io.BytesIO()
        export(graph, "pyvis", page)
        self._page = page.getvalue().decode("utf-8")
        self._height = height

    def _repr_html_(self) -> str:
        # A frame of its own origin: whatever a report's names hold, the page can't reach the notebook.
        return (
            f'<iframe sandbox="allow-scripts" style="width:100%;height:{self._height}px;border:0" '
            f'title="network" srcdoc="{html.escape(self._page)}"></iframe>'
        )
