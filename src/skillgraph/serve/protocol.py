"""The SPARQL 1.1 Protocol, its query operation."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import parse_qsl

import pyoxigraph as ox

from skillgraph.model.errors import EngineEnded, NotAcceptable, QueryError, QueryTimeout
from skillgraph.serve.accept import GRAPHS, TABLES, chosen
from skillgraph.serve.engines import Engines
from skillgraph.serve.reading import while_there, whole_body
from skillgraph.serve.refusals import Refused
from skillgraph.serve.spool import Spooled
from skillgraph.stores.local.oxigraph import Answer
from skillgraph.stores.local.request import Request as Asked
from skillgraph.stores.sparql.keywords import check_service

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

Given = TypeVar("Given")

#: Bytes of a query and of an answer; parameters of a request.
_QUERY, _ANSWER, _FIELDS = 2**17, 2**26, 100
_FORM, _PLAIN = "application/x-www-form-urlencoded", "application/sparql-query"
_READ_ONLY = "this server is read-only; change the tables and build the graph again"


class Operation(NamedTuple):
    """What a request asks: a query, or the description of the service if that is empty."""

    query: str
    graphs: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


async def operation(request: Request) -> Operation:
    """What a request asks.

    Raises:
        Refused: it is no query operation of the protocol.
    """
    url = _fields(request.scope["query_string"])
    if request.method != "POST":
        fields = url
    else:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "application/sparql-update":
            raise Refused(403, _READ_ONLY)
        if kind not in (_FORM, _PLAIN):
            raise Refused(415, f"a query is sent as {_FORM} or {_PLAIN}, not as {kind or 'nothing that is named'}")
        body = await whole_body(request)
        fields = [*url, *_fields(body)] if kind == _FORM else [*url, ("query", _decoded(body))]
    if any(name == "update" for name, _ in fields):
        raise Refused(403, _READ_ONLY)
    queries = [value for name, value in fields if name == "query"]
    if len(queries) > 1 or (request.method == "POST" and not queries):
        raise Refused(400, f"a request has one query, not {len(queries)}")
    if queries and not queries[0].strip():
        raise Refused(400, "the query is empty")
    if queries and len(queries[0]) > _QUERY:
        raise Refused(413, f"the query has {len(queries[0]):,} characters; the most is {_QUERY:,}")
    return Operation("".join(queries), _graphs(fields, "default-graph-uri"), _graphs(fields, "named-graph-uri"))


async def parameters(request: Request) -> list[tuple[str, str]]:
    """The parameters of a request: those of its address, and of its body where that is a form.

    Raises:
        Refused: the body is no form, is too large or too slow, or is not UTF-8.
    """
    url = _fields(request.scope["query_string"])
    if request.method != "POST":
        return url
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        raise Refused(415, f"parameters are sent as {_FORM}, not as {kind or 'nothing that is named'}")
    return [*url, *_fields(await whole_body(request))]


async def answered(engines: Engines, asked: Operation, request: Request, form: str = "") -> Answer:
    """The answer to a query in a form that the client accepts, or in `form`; it is stopped when the client is gone.

    Raises:
        Refused: with the status that the protocol has for what is wrong.
    """
    return await _told(engines.answer, _wanted(asked, request, form), request)


async def responded(
    engines: Engines, asked: Operation, request: Request, form: str = "", most: int = _ANSWER
) -> Response:
    """The answer as it is sent, a large one piece by piece; arguments and errors as `answered`.

    Args:
        engines: that answer.
        asked: the query.
        request: whose it is.
        form: of the answer, in place of what the client accepts.
        most: bytes that the answer may have.
    """
    from starlette.responses import Response, StreamingResponse

    given = await _told(engines.given, _wanted(asked, request, form, most), request)
    headers = {"Vary": "Accept"}
    if isinstance(given, Answer):
        return Response(given.body, media_type=given.media_type, headers=headers)
    media_type, spooled = given
    headers["Content-Length"] = str(spooled.length)
    return StreamingResponse(_parts(spooled), media_type=media_type, headers=headers)


async def _parts(spooled: Spooled) -> AsyncIterator[bytes]:
    for part in spooled.parts():
        yield part


def _wanted(asked: Operation, request: Request, form: str, most: int = _ANSWER) -> Asked:
    accept = ", ".join(request.headers.getlist("accept")) if not form else f"{form}, {TABLES[0]}"
    table, graph = chosen(accept, TABLES), chosen(accept, GRAPHS)
    if not table and not graph:
        raise Refused(406, f"answers are to be had as {', '.join((*TABLES, *GRAPHS))}")
    try:
        check_service(asked.query)
    except QueryError:
        raise Refused(403, "SERVICE is refused: this server sends no requests to others") from None
    return Asked(asked.query, asked.query, asked.graphs, asked.named, table, graph, most)


async def _told(answer: Callable[[Asked], Awaitable[Given]], wanted: Asked, request: Request) -> Given:
    """What an engine answers, or what is wrong with the query with the status that the protocol has for it."""
    try:
        return await while_there(request, answer(wanted))
    except QueryTimeout as error:
        raise Refused(504, str(error)) from None
    except NotAcceptable as error:
        raise Refused(406, f"{error}; it is to be had as {', '.join(GRAPHS if wanted.table else TABLES)}") from None
    except EngineEnded as error:
        raise Refused(500, str(error)) from None
    except QueryError as error:
        raise Refused(400, str(error)) from None


def _fields(encoded: bytes) -> list[tuple[str, str]]:
    try:
        text = encoded.decode("utf-8")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError:
        raise Refused(400, "the request is not UTF-8") from None
    except ValueError:
        raise Refused(400, f"the request has more than {_FIELDS} parameters") from None


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, f"the query is not UTF-8 at byte {error.start}") from None


def _graphs(fields: list[tuple[str, str]], wanted: str) -> tuple[str, ...]:
    iris = tuple(value for name, value in fields if name == wanted)
    for iri in iris:
        try:
            ox.NamedNode(iri)
        except ValueError as error:
            raise Refused(400, f"{wanted}: {iri[:200]!r} is no IRI ({error})") from None
    return iris
