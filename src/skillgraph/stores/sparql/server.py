"""A SPARQL server: what is asked of it, and how triples get into its named graphs and out of them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from http.client import HTTPResponse
from itertools import islice
from typing import IO
from urllib.parse import urlencode

import pyoxigraph as ox

from skillgraph.model.errors import QueryError, QueryTimeout, UsageError
from skillgraph.model.ontology import BASE, SG, Term
from skillgraph.model.urls import host_of
from skillgraph.stores.sparql.http import ServerRefusal, SparqlHttp, Waiting, nobody, pieces
from skillgraph.stores.sparql.services import (
    FORM,
    N_TRIPLES,
    PROBE_SECONDS,
    RESULTS,
    TRIPLES,
    UPDATE,
    find_query,
    find_store,
    find_update,
    triples_format,
)  # fmt: skip
from skillgraph.stores.sparql.virtuoso import with_values_compared

#: The named graph in which a push puts all sources together, each triple once; queries are asked of it.
MERGED = ox.NamedNode(BASE + "graph")

#: What Fuseki and Oxigraph write at the end of an answer that they had begun when its time was up.
_CANCELLED = (b"Query cancelled due to timeout", b"The SPARQL operation has been cancelled")
#: So many bytes at the end hold that.
TAIL = 500
_BLANK = re.compile(rb"^_:|> _:", re.MULTILINE)
#: Triples of an update where there is no graph store.
_TRIPLES_AT_A_TIME = 1000


class SparqlServer:
    """A server that speaks the SPARQL 1.1 Protocol, and, if it has one, the Graph Store HTTP Protocol.

    Args:
        url: of a server or a data set or repository in it, as `services` lists them, or of a query service.
        username: for basic authentication.
        password: of that user.
        token: a bearer token, in the place of both.
        update_url: the update service, where it can't be found beside the query service.
        waiting: is told what is waited for.

    Raises:
        UsageError: it is no URL, or holds a password.
    """

    def __init__(
        self,
        url: str,
        username: str | None = None,
        password: str | None = None,
        token: str | None = None,
        update_url: str = "",
        waiting: Waiting = nobody,
    ) -> None:
        for given in filter(None, (url, update_url)):
            host_of(
                given,
                "a SPARQL server",
                "leave user and password out of the URL: set SPARQL_USERNAME and SPARQL_PASSWORD; in a path, @ is %40",
            )
        self.url = url
        self._given_update = update_url
        self._http = SparqlHttp(username, password, token, waiting)
        self._query_url = ""
        self._software = ""
        #: The graphs of the sources that were pushed there; known once the query service is.
        self.sources: list[ox.NamedNode] = []

    def find_query_url(self, timeout: float = PROBE_SECONDS) -> str:
        """The query service; the first call asks the server.

        Raises:
            UsageError: there is none.
        """
        if not self._query_url:
            query = f"SELECT ?g {{ GRAPH {MERGED} {{ ?g a <{SG}Document> }} }}"
            url, answer, self._software = find_query(self._http, self.url, query, timeout)
            self.sources = [g for [g] in parse_rows(url, answer, ("g",)) if isinstance(g, ox.NamedNode)]
            self._query_url = url
        return self._query_url

    def time_limit(self, seconds: float) -> list[tuple[str, str]]:
        """The parameter that asks the server itself to stop in time, in whole seconds as most of them read it.

        A Virtuoso would read milliseconds, and answer with a part of the rows as if it were all.
        """
        return [] if self._is_virtuoso else [("timeout", str(max(1, round(seconds))))]

    def fitted(self, query: str) -> str:
        """A query, with its prefixes declared, in the form in which this server answers it rightly."""
        return with_values_compared(query) if self._is_virtuoso else query

    @property
    def _is_virtuoso(self) -> bool:
        return "Virtuoso" in self._software

    @cached_property
    def _update_url(self) -> str:
        return find_update(self._http, self.find_query_url(), self._given_update)

    @cached_property
    def _store_url(self) -> str:
        return find_store(self._http, self.find_query_url())

    def check_writable(self) -> None:
        """Whether this user may write there; nothing changes.

        Raises:
            UsageError: the server can only be read, or not be written by this user.
        """
        # Asked for once; not in an assertion, which Python may leave out.
        _ = self._update_url

    @contextmanager
    def post(
        self, url: str, body: bytes, *, accept: str = "*/*", timeout: float | None = None
    ) -> Iterator[HTTPResponse]:
        """The response to a form, as the protocol's query and update operations take it."""
        with self._http.open("POST", url, accept=accept, body=body, content_type=FORM, timeout=timeout) as response:
            yield response

    def select(self, query: str) -> Iterator[list[Term | None]]:
        """The rows of a query's answer over all that the server holds, as terms, streamed."""
        url = self.find_query_url()
        with self.post(url, urlencode({"query": query}).encode(), accept=RESULTS) as response:
            yield from parse_rows(url, response, columns_of(query))

    def update(self, *operations: str | bytes) -> None:
        """Runs update operations, all or none of them."""
        body = b" ;\n".join(o.encode() if isinstance(o, str) else o for o in operations)
        with (
            self._writing(),
            self._http.open("POST", self._update_url, body=body, content_type=UPDATE) as response,
        ):
            response.read()

    def put(self, graph: ox.NamedNode, triples: IO[bytes], length: int) -> None:
        """Puts triples in the place of a named graph.

        Args:
            graph: its name.
            triples: N-Triples, streamed.
            length: in bytes.
        """
        if self._store_url:
            self._send("PUT", graph, triples, length)
        else:
            self.update(f"DROP SILENT GRAPH {graph}")
            self.add(graph, triples, length)

    def add(self, graph: ox.NamedNode, triples: IO[bytes], length: int) -> None:
        """Adds triples to a named graph; arguments as `put`."""
        if self._store_url:
            self._send("POST", graph, triples, length)
            return
        # Blank nodes, which little has, would be others in each update.
        blank: list[bytes] = []
        while lines := list(islice(iter(triples.readline, b""), _TRIPLES_AT_A_TIME)):
            blank += filter(_BLANK.search, lines)
            self.update(insertion(graph, b"".join(line for line in lines if not _BLANK.search(line))))
        if blank:
            self.update(insertion(graph, b"".join(blank)))

    def _send(self, method: str, graph: ox.NamedNode, triples: IO[bytes], length: int) -> None:
        # In a transaction, an Oxigraph keeps all that is new in memory: 5 GB for 200,000 statements.
        at_once = "&no_transaction" if self._store_url.endswith("/store") else ""
        url = self._graph_url(graph) + at_once
        with (
            self._writing(),
            self._http.open(method, url, body=triples, length=length, content_type=N_TRIPLES) as response,
        ):
            response.read()

    def _graph_url(self, graph: ox.NamedNode) -> str:
        return f"{self._store_url}?{urlencode({'graph': graph.value})}"

    def get(self, graph: ox.NamedNode, file: IO[bytes]) -> tuple[ox.RdfFormat, bool]:
        """Writes a named graph into a file; nothing if it is not there.

        Returns:
            The format, and whether it is sure that the answer came whole.
        """
        try:
            if self._store_url:
                with self._http.open("GET", self._graph_url(graph), accept=N_TRIPLES) as response:
                    return _kept(response, file)
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
            with self.post(self.find_query_url(), urlencode({"query": query}).encode(), accept=TRIPLES) as response:
                return _kept(response, file)
        except ServerRefusal as error:
            if error.status != 404:
                raise
            return ox.RdfFormat.N_TRIPLES, True

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except ServerRefusal as error:
            if error.status in (404, 405):
                raise UsageError(f"{self.url} can only be read: {error}") from None
            raise


def _kept(response: HTTPResponse, file: IO[bytes]) -> tuple[ox.RdfFormat, bool]:
    # An answer that ends with its connection may have been cut, and a cut at a line's end leaves good N-Triples.
    is_announced = response.chunked or response.length is not None
    file.writelines(pieces(response))
    return triples_format(response), is_announced


def insertion(graph: ox.NamedNode, triples: bytes) -> bytes:
    """The update that adds triples, given as N-Triples, to a graph."""
    name = str(graph).encode()
    # A Virtuoso takes no blank nodes as data.
    if _BLANK.search(triples):
        return b"INSERT { GRAPH %b {\n%b} } WHERE { }" % (name, triples)
    return b"INSERT DATA { GRAPH %b {\n%b} }" % (name, triples)


def columns_of(query: str) -> tuple[str, ...]:
    """The columns of one of our own queries, each called by a variable.

    Example:
        >>> columns_of("SELECT DISTINCT ?a (COUNT(DISTINCT ?s) AS ?count) { ?a ?b ?s }")
        ('a', 'count')
    """
    head = re.sub(r"\(.*\?(\w+)\)", r"?\1", query.partition("{")[0])
    return tuple(re.findall(r"\?(\w+)", head))


def parse_rows(url: str, body: bytes | IO[bytes], columns: Sequence[str]) -> Iterator[list[Term | None]]:
    """The rows of an answer in SPARQL Results JSON.

    Args:
        url: of the server, for messages.
        body: the answer.
        columns: that were asked for.

    Raises:
        QueryError: it is none, as when it breaks off, or answers something else.
        QueryTimeout: the server stopped in the middle of it, since its time was up.
    """
    read = _WithTail(io.BytesIO(body) if isinstance(body, bytes) else body)
    try:
        results = ox.parse_query_results(read, ox.QueryResultsFormat.JSON)  # type: ignore[arg-type]
        if not isinstance(results, ox.QuerySolutions):
            raise QueryError(f"{url}: the answer is not what was asked for")
        found = {variable.value for variable in results.variables}
        for solution in results:
            # A server may leave out a column of which no row says anything.
            if not found & set(columns):
                raise QueryError(f"{url}: the answer is not what was asked for")
            yield [solution[name] if name in found else None for name in columns]
    except (SyntaxError, ValueError, RecursionError) as error:
        if read.is_cancelled():
            raise QueryTimeout(f"{url}: the server stopped a query when its time was up: give it more time") from None
        raise QueryError(f"{url}: the answer is broken ({error})") from None


def is_cancelled(tail: bytes) -> bool:
    """Whether the end of an answer says that the server stopped in the middle of it, since its time was up."""
    return any(said in tail for said in _CANCELLED)


class _WithTail:
    """A file whose last bytes are remembered as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._tail = b""

    def read(self, count: int = -1) -> bytes:
        piece = self._file.read(count)
        self._tail = (self._tail + piece[-TAIL:])[-TAIL:]
        return piece

    def is_cancelled(self) -> bool:
        """Whether it ends so, or goes on so where the parser stopped."""
        return is_cancelled(self._tail + self._file.read(TAIL))
