"""SPARQL at a server: what was pushed there is asked in the same words, and with the same answers, as a built graph."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from http.client import HTTPResponse
from typing import Any
from urllib.parse import urlencode

import msgspec
import pyoxigraph as ox

from skillgraph.model.errors import NOT_DECODED, QueryError, QueryTimeout, UsageError
from skillgraph.model.ontology import PREFIXES
from skillgraph.stores.local.oxigraph import Answer, SparqlStore, refusal
from skillgraph.stores.sparql.http import ServerRefusal, pieces
from skillgraph.stores.sparql.keywords import keywords
from skillgraph.stores.sparql.parameters import bind
from skillgraph.stores.sparql.prefixes import missing_declarations
from skillgraph.stores.sparql.server import MERGED, TAIL, SparqlServer, is_cancelled
from skillgraph.stores.sparql.services import N_TRIPLES, TRIPLES, triples_format
from skillgraph.stores.sparql.truth import with_truths

#: Bytes of an answer; what is larger is not for the memory of a client.
_LARGEST = 2**30
_TABLE = ox.QueryResultsFormat.JSON.media_type
#: The word that says what a query is, after the prologue: comments, BASE and PREFIX.
_FORM = re.compile(
    r"(?:\s+|\#[^\n]*|BASE\s*<[^<>]*>|PREFIX\s+[^\s:]*:\s*<[^<>]*>)*(?P<form>SELECT|ASK|CONSTRUCT|DESCRIBE)(?!\w)",
    re.IGNORECASE,
)


class RemoteSparql(SparqlStore):
    """A SPARQL 1.1 endpoint, asked by the protocol's query operation, which can't write.

    Where a graph was pushed to, queries see that graph and nothing else, and `GRAPH ?source { ... }` what each source
    says; anywhere else, they see what the endpoint shows by default.

    Args:
        endpoint: URL of the query service, of a data set of a Fuseki, or of an Oxigraph server.
        username: for basic authentication; left out where the server asks for none.
        password: of that user.
        token: a bearer token, in the place of both.

    Raises:
        UsageError: it is no URL.

    Example:
        >>> RemoteSparql("http://localhost:3030/ds").query("ASK { entity:laos a sg:Country }")  # doctest: +SKIP
        Rows(columns=('answer',), rows=[(True,)])
    """

    def __init__(
        self, endpoint: str, *, username: str | None = None, password: str | None = None, token: str | None = None
    ) -> None:
        self._server = SparqlServer(endpoint, username, password, token)

    def _answer(self, text: str, parameters: Mapping[str, Any], timeout: float, allow_service: bool) -> Answer:
        query = bind(text, parameters)
        form_of_query = _FORM.match(query)
        if not form_of_query:
            raise _mistake(text, "a query is SELECT, ASK, CONSTRUCT or DESCRIBE")
        until = time.monotonic() + timeout
        url = self._server.find_query_url(timeout)
        whole = f"{missing_declarations(query)}\n{query}"
        form = [("query", self._server.fitted(whole)), *self._server.time_limit(timeout)]
        # What the protocol says of graphs goes before what the query says: a query that names graphs is left alone.
        if self._server.sources and "FROM" not in keywords(text):
            form.append(("default-graph-uri", MERGED.value))
            form += [("named-graph-uri", graph.value) for graph in self._server.sources]
        # A Virtuoso that may choose answers a CONSTRUCT with a table.
        accept = _TABLE if form_of_query["form"].upper() in ("SELECT", "ASK") else TRIPLES
        try:
            answer = self._ask(url, urlencode(form).encode(), accept, until - time.monotonic())
            return self._true_or_false(answer, whole)
        except QueryTimeout:
            raise QueryTimeout(f"stopped after {timeout:g} s; a narrower query or a longer timeout helps") from None
        except ServerRefusal as error:
            if error.status != 400:
                raise UsageError(str(error)) from None
            raise _mistake(text, f"{url}: {_moved(error.detail)}") from None

    @staticmethod
    def _true_or_false(answer: Answer, query: str) -> Answer:
        if answer.media_type != _TABLE:
            return answer
        try:
            return Answer(_TABLE, with_truths(query, answer.body))
        except (*NOT_DECODED, KeyError, TypeError, AttributeError):
            return answer  # Who reads the rows says what is wrong with them.

    def _ask(self, url: str, form: bytes, accept: str, timeout: float) -> Answer:
        if timeout <= 0:
            raise QueryTimeout
        with self._server.post(url, form, accept=accept, timeout=timeout) as response:
            media_type = response.headers.get_content_type()
            form_of_triples = None if media_type == _TABLE else _triples_format(url, response)
            answer = bytearray()
            for piece in pieces(response):
                answer += piece
                if len(answer) > _LARGEST:
                    raise QueryError(
                        f"{url}: the answer is larger than {_LARGEST >> 20} MB; narrow the query, or give it a LIMIT"
                    )
        body: bytes = bytes(answer)
        if is_cancelled(body[-TAIL:]):
            raise QueryTimeout
        try:
            if form_of_triples is None:
                msgspec.json.decode(body, type=msgspec.Raw)
            elif media_type != N_TRIPLES:
                triples = (quad.triple for quad in ox.parse(body, form_of_triples))
                media_type, body = N_TRIPLES, ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        except (*NOT_DECODED, SyntaxError) as error:
            raise QueryError(f"{url}: the answer is broken ({error})") from None
        return Answer(media_type, body)

    def close(self) -> None:
        """Nothing is kept open between queries."""


def _triples_format(url: str, response: HTTPResponse) -> ox.RdfFormat:
    try:
        return triples_format(response)
    except QueryError:
        said = response.headers.get_content_type()
        raise UsageError(f"{url} answers with {said}, which is no answer to SPARQL; is it the query service?") from None


def _mistake(text: str, message: str) -> QueryError:
    """The error for a query that the server does not accept: in the words for a built graph, where these say why."""
    try:
        ox.Store().query(text, prefixes=PREFIXES)
    except SyntaxError as error:
        return refusal(text, str(error))
    except (ValueError, OSError):
        pass
    return refusal(text, message)


def _moved(detail: str) -> str:
    """A server's message with the place of a mistake in the query as the user wrote it, as LINE:COLUMN."""
    pattern = r"(?:at )?line (\d+), column (\d+)|(?<!\d)(\d+):(\d+)(?!\d)"
    return re.sub(pattern, lambda m: f"{int(m[1] or m[3]) - 1}:{m[2] or m[4]}", " ".join(detail.split()))
