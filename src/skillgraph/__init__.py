"""A knowledge graph of institutions, partnerships and talent in vocational training, made from Chinese reports.

This is the public face: what stands in `__all__` stays where it is from release to release; everything else may move.

Example:
    >>> import skillgraph
    >>> graph = skillgraph.load()
    >>> [(name,)] = graph.sparql('SELECT ?name { entity:qingdao rdfs:label ?name FILTER(lang(?name) = "zh") }')
    >>> name
    '青岛市'
    >>> graph.close()
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from skillgraph.model.version import __version__

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from skillgraph.api.contradictions import Contradictions
    from skillgraph.api.description import Description
    from skillgraph.api.knowledge_graph import KnowledgeGraph
    from skillgraph.api.load import load
    from skillgraph.documents.evidence import Passage
    from skillgraph.explore.page import PageOptions
    from skillgraph.graph.results import Rows
    from skillgraph.graph.schema import Schema
    from skillgraph.graph.view import View
    from skillgraph.model.errors import DataError, QueryError, QueryTimeout, SkillgraphError, UsageError, WriteRefused
    from skillgraph.model.records import Document, Entity, Evidence, Observation, Statement
    from skillgraph.resolve.findings import Finding
    from skillgraph.tables.build import build

#: Where each name of the face lives; it is imported when it is asked for, so that `import skillgraph` stays quick.
_HOMES = {
    "load": "api.load",
    "build": "tables.build",
    "KnowledgeGraph": "api.knowledge_graph",
    "Description": "api.description",
    "Rows": "graph.results",
    "Schema": "graph.schema",
    "Contradictions": "api.contradictions",
    "Finding": "resolve.findings",
    "Passage": "documents.evidence",
    "View": "graph.view",
    "PageOptions": "explore.page",
    "Document": "model.records",
    "Entity": "model.records",
    "Statement": "model.records",
    "Observation": "model.records",
    "Evidence": "model.records",
    "SkillgraphError": "model.errors",
    "UsageError": "model.errors",
    "DataError": "model.errors",
    "QueryError": "model.errors",
    "QueryTimeout": "model.errors",
    "WriteRefused": "model.errors",
}

__all__ = [
    "Contradictions",
    "DataError",
    "Description",
    "Document",
    "Entity",
    "Evidence",
    "Finding",
    "KnowledgeGraph",
    "Observation",
    "PageOptions",
    "Passage",
    "QueryError",
    "QueryTimeout",
    "Rows",
    "Schema",
    "SkillgraphError",
    "Statement",
    "UsageError",
    "View",
    "WriteRefused",
    "__version__",
    "build",
    "load",
]


def load_ipython_extension(shell: InteractiveShell) -> None:
    """What `%load_ext skillgraph` does: `%%sparql`, `%%cypher`, completion in them, and rich displays."""
    from skillgraph.notebook.magics import register

    register(shell)


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"skillgraph.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
