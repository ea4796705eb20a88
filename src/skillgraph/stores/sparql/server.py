"""A SPARQL server and its services: query, update and graph store, found by asking it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from http.client import HTTPResponse
from typing import IO
from urllib.parse import urlencode

import pyoxigraph as ox

from skillgraph.model.errors import QueryError, UsageError
from skillgraph.model.ontology import BASE, SG, Term
from skillgraph.model.urls import host_of
from skillgraph.stores.sparql.http import ServerRefusal, SparqlHttp, pieces

#: The named graph in which a push puts all sources together, each triple once; queries are asked of it.
MERGED = ox.NamedNode(BASE + "graph")

N_TRIPLES = ox.RdfFormat.N_TRIPLES.media_type
_JSON = ox.QueryResultsFormat.JSON.media_type
#: Names of services at the end of a URL: those that answer queries, and those that do not.
_QUERY = ("query", "sparql")
_OTHER = ("update", "data", "get", "store", "upload")
_PROBE_SECONDS = 30.0
_NOT_THERE = (400, 404, 405, 406, 415)


class SparqlServer:
    """A server that speaks the SPARQL 1.1 Protocol, and where it is to be written, the Graph Store HTTP Protocol.

    Args:
        url: of an Oxigraph server (`http://localhost:7878`), of a data set of a Fuseki (`http://localhost:3030/ds`),
            or of a query service.
        username: for basic authentication.
        password: of that user.

    Raises:
        UsageError: it is no URL, or holds a password.
    """

    def __init__(self, url: str, username: str | None = None, password: str | None = None) -> None:
        host_of(
            url, "a SPARQL server", "leave user and password out of the URL: set SPARQL_USERNAME and SPARQL_PASSWORD"
        )
        self.url = url
        self._http = SparqlHttp(username, password)
        self._query_url = ""
        #: The graphs of the sources that were pushed there; known once the query service is.
        self.sources: list[ox.NamedNode] = []

    def find_query_url(self, timeout: float = _PROBE_SECONDS) -> str:
        """The query service; the first call asks the server.

        Raises:
            UsageError: there is none.
        """
        if not self._query_url:
            self._query_url = self._probe_query(timeout)
        return self._query_url

    def _probe_query(self, timeout: float) -> str:
        root = self.url.partition("?")[0].rstrip("/")
        base, _, last = root.rpartition("/")
        candidates = [f"{base}/query"] if last in _OTHER else [self.url, f"{root}/query", f"{root}/sparql"]
        body = urlencode({"query": f"SELECT ?g {{ GRAPH {MERGED} {{ ?g a <{SG}Document> }} }}"}).encode()
        refusals = []
        for url in candidates:
            try:
                with self.post(url, body, accept=_JSON, timeout=timeout) as response:
                    media_type, answer = response.headers.get_content_type(), b"".join(pieces(response))
            except ServerRefusal as error:
                if error.status not in _NOT_THERE:
                    raise
                refusals.append(f"{error.status}")
                continue
            if media_type == _JSON:
                self.sources = [g for g, *_ in parse_rows(url, answer) if isinstance(g, ox.NamedNode)]
                return url
            refusals.append(media_type)
        raise UsageError(
            f"{self.url} is no SPARQL server (it answers {', '.join(dict.fromkeys(refusals))}); "
            "of a Fuseki, name the data set too: http://HOST:3030/NAME"
        )

    @cached_property
    def _base(self) -> str:
        url = self.find_query_url().partition("?")[0].rstrip("/")
        base, _, last = url.rpartition("/")
        return base if last in _QUERY else url

    @cached_property
    def _is_oxigraph(self) -> bool:
        """Whether the graph store is where an Oxigraph has it, and not where a Fuseki has it."""
        for name in ("store", "data"):
            try:
                with self._http.open("HEAD", f"{self._base}/{name}?default", timeout=_PROBE_SECONDS):
                    return name == "store"
            except ServerRefusal as error:
                if error.status not in _NOT_THERE:
                    raise
        raise UsageError(
            f"{self.url} answers SPARQL, but has no graph store, which push and pull need: "
            "neither /store as an Oxigraph nor /data as a Fuseki"
        )

    def graph_url(self, graph: ox.NamedNode) -> str:
        """The URL of a named graph in the graph store."""
        service = "store" if self._is_oxigraph else "data"
        return f"{self._base}/{service}?{urlencode({'graph': graph.value})}"

    @contextmanager
    def post(
        self, url: str, body: bytes, *, accept: str = "*/*", timeout: float | None = None
    ) -> Iterator[HTTPResponse]:
        """The response to a form, as the protocol's query and update operations take it."""
        form = "application/x-www-form-urlencoded"
        with self._http.open("POST", url, accept=accept, body=body, content_type=form, timeout=timeout) as response:
            yield response

    def select(self, query: str) -> Iterator[list[Term | None]]:
        """The rows of a query's answer over all that the server holds, as terms, streamed."""
        url = self.find_query_url()
        with self.post(url, urlencode({"query": query}).encode(), accept=_JSON) as response:
            yield from parse_rows(url, response)

    def update(self, *operations: str | bytes) -> None:
        """Runs update operations, all or none of them."""
        body = b" ;\n".join(o.encode() if isinstance(o, str) else o for o in operations)
        url = f"{self._base}/update"
        with (
            self._writing(),
            self._http.open("POST", url, body=body, content_type="application/sparql-update") as response,
        ):
            response.read()

    def put(self, graph: ox.NamedNode, triples: IO[bytes], length: int) -> None:
        """Puts triples in the place of a named graph.

        Args:
            graph: its name.
            triples: N-Triples, streamed.
            length: in bytes.
        """
        self._send("PUT", graph, triples, length)

    def add(self, graph: ox.NamedNode, triples: IO[bytes], length: int) -> None:
        """Adds triples to a named graph; arguments as `put`."""
        self._send("POST", graph, triples, length)

    def _send(self, method: str, graph: ox.NamedNode, triples: IO[bytes], length: int) -> None:
        with self._writing():
            # In a transaction, an Oxigraph keeps all that is new in memory: 5 GB for 200,000 statements.
            url = self.graph_url(graph) + ("&no_transaction" if self._is_oxigraph else "")
            with self._http.open(method, url, body=triples, length=length, content_type=N_TRIPLES) as response:
                response.read()

    def get(self, graph: ox.NamedNode, file: IO[bytes]) -> None:
        """Writes a named graph into a file, as N-Triples; nothing if it is not there."""
        try:
            with self._http.open("GET", self.graph_url(graph), accept=N_TRIPLES) as response:
                file.writelines(pieces(response))
        except ServerRefusal as error:
            if error.status != 404:
                raise

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except ServerRefusal as error:
            if error.status in (404, 405):
                raise UsageError(
                    f"{self.url} can only be read; start Fuseki with --update, Oxigraph with serve"
                ) from None
            raise


def parse_rows(url: str, body: bytes | IO[bytes]) -> Iterator[list[Term | None]]:
    """The rows of an answer in SPARQL Results JSON.

    Raises:
        QueryError: it is none, as when it breaks off.
    """
    try:
        results = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        if isinstance(results, ox.QuerySolutions):
            yield from (list(solution) for solution in results)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"{url}: the answer is broken ({error})") from None
