"""The process in which Oxigraph answers one query after the other: JSON lines in, a JSON line and a body out."""

from __future__ import annotations

import io
import json
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox

from skillgraph.model.errors import AnswerTooLarge, NotAcceptable, QueryError
from skillgraph.model.ontology import PREFIXES
from skillgraph.stores.local.memory import limit_memory
from skillgraph.stores.local.network import shut_network
from skillgraph.stores.local.request import Request
from skillgraph.stores.local.sources import asks_for_graphs, fill
from skillgraph.stores.local.worker import incoming, reply
from skillgraph.stores.sparql.keywords import keywords

#: What lets this process ask other servers, behind the folder of the store and the bytes that it may use.
NETWORK = "network"


class _Bounded(io.BytesIO):
    """An answer that is given up as soon as it is larger than it may be."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, part: Any) -> int:
        if 0 < self._most < self.tell() + len(part):
            raise AnswerTooLarge(f"the answer has more than {self._most:,} bytes: take a LIMIT")
        return super().write(part)


class Stores:
    """The store of a built graph, and the graphs of its sources, which few queries ask for.

    Args:
        folder: the store's own folder, in that of the built graph.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.parent
        self._store = ox.Store.read_only(str(folder))
        self._sources: ox.Store | None = None

    def answer(self, request: Request) -> tuple[str, bytes]:
        """Media type and body of the answer to a query.

        Raises:
            SyntaxError: the query has a mistake.
            NotAcceptable: the answer has none of the forms that were asked for.
            AnswerTooLarge: the answer is larger than it may be.
        """
        results = self._results(request)
        if isinstance(results, ox.QueryTriples):
            format: Any = ox.RdfFormat.from_media_type(request.graph)
        else:
            format = ox.QueryResultsFormat.from_media_type(request.table)
        if format is None:
            what = "a graph" if isinstance(results, ox.QueryTriples) else "a table, or true or false"
            raise NotAcceptable(f"the answer to this query is {what}")
        body = _Bounded(request.most)
        if isinstance(results, ox.QueryTriples):
            ox.serialize(results, body, format=format, prefixes=_prefixes(format))
        else:
            results.serialize(body, format=format)
        return format.media_type, body.getvalue()

    def _results(self, request: Request) -> Any:
        graphs: list[Any] = [ox.NamedNode(iri) for iri in request.graphs]
        named: list[Any] = [ox.NamedNode(iri) for iri in request.named]
        if graphs or named:
            store = self._with_sources(request)
            return store.query(request.query, prefixes=PREFIXES, default_graph=graphs, named_graphs=named)
        words = keywords(request.query)
        if not words & {"GRAPH", "FROM"}:
            return self._store.query(request.query, prefixes=PREFIXES)
        if not asks_for_graphs(request.query, self._names):
            return self._store.query(request.query, prefixes=PREFIXES, named_graphs=[])
        store = self._with_sources(request)
        if "FROM" in words:
            return store.query(request.query, prefixes=PREFIXES)
        from skillgraph.stores.sparql.server import MERGED

        names: list[Any] = [ox.NamedNode(name) for name in self._names]
        return store.query(request.query, prefixes=PREFIXES, default_graph=[MERGED], named_graphs=names)

    @cached_property
    def _names(self) -> list[str]:
        from skillgraph.graph.folder import GraphFolder
        from skillgraph.mapping.rdf import document_iri

        return [document_iri(source).value for source in GraphFolder(self._folder).documents]

    def _with_sources(self, request: Request) -> ox.Store:
        if self._sources is None:
            if request.sources:
                self._sources = ox.Store.read_only(request.sources)
            else:
                self._sources = ox.Store()
                fill(self._sources, self._folder)
        return self._sources


def _prefixes(format: ox.RdfFormat) -> dict[str, str] | None:
    """Those that a graph is written with; N-Triples has none."""
    return PREFIXES if format in (ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML) else None


def main() -> None:
    """Serves queries until standard input ends, which the end of the parent brings about too."""
    requests = incoming()
    limit_memory(int(sys.argv[2]))
    if NETWORK not in sys.argv[3:]:
        shut_network()
    try:
        stores = Stores(Path(sys.argv[1]))
    except Exception as error:  # a store that is not whole, or not ours to read, raises many kinds
        next(requests)
        reply({"error": QueryError.__name__}, f"the graph's store can't be opened: {error}".encode())
        return
    for line in requests:
        head: dict[str, Any] = {"error": ""}
        request = msgspec.convert(json.loads(line), Request)
        try:
            head["media_type"], body = stores.answer(request)
        except Exception as error:  # whatever a query does, the next one is answered
            told = error if isinstance(error, QueryError) else _refusal(request, str(error))
            head["error"], body = type(told).__name__, str(told).encode("utf-8", "backslashreplace")
        reply(head, body)


def _refusal(request: Request, message: str) -> QueryError:
    """What is wrong with a query; here, since the parser that tells it may take seconds for a hostile one."""
    from skillgraph.stores.local.oxigraph import refusal

    return refusal(request.text, message)


if __name__ == "__main__":
    main()
