"""Cypher over HTTP in the form of Neo4j's Query API (version 2), for reading.

A transaction of that API holds nothing here, since the graph never changes: one is only a name that clients want.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import msgspec

from skillgraph.model.errors import (
    NOT_DECODED,
    AnswerTooLarge,
    EngineEnded,
    QueryError,
    QueryTimeout,
    SkillgraphError,
    WriteRefused,
)
from skillgraph.model.version import __version__
from skillgraph.serve.accept import chosen
from skillgraph.serve.cypher import CypherAnswer, CypherRequest
from skillgraph.serve.engines import Engines
from skillgraph.serve.reading import while_there, whole_body
from skillgraph.serve.refusals import Refused

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

#: What the graph goes by: its own name, and that which clients of Neo4j take where nobody says another.
DATABASES = ("skillgraph", "neo4j")
PLAIN, TYPED = "application/json", "application/vnd.neo4j.query"
_FORMS = (PLAIN, TYPED, f"{TYPED}.v1.0", f"{TYPED}.v1.1")
#: The version of Neo4j that first had all of the API that is here; clients ask for one.
_LIKE_NEO4J = "5.26.0"
#: Characters of a query, bytes of an answer, seconds that the name of a transaction is said to be good for.
_QUERY, _ANSWER, _GOOD_FOR = 2**17, 2**26, 60
#: Status and Neo4j's code for what is wrong with a query.
_CODES: tuple[tuple[type[QueryError], int, str], ...] = (
    (WriteRefused, 403, "Neo.ClientError.Statement.AccessMode"),
    (QueryTimeout, 400, "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"),
    (AnswerTooLarge, 400, "Neo.ClientError.General.TransactionOutOfMemoryError"),
    (EngineEnded, 500, "Neo.DatabaseError.Statement.ExecutionFailed"),
    (QueryError, 400, "Neo.ClientError.Statement.SyntaxError"),
)
_SAID = (
    ("Expected parameter(s)", "Neo.ClientError.Statement.ParameterMissing"),
    ("/ by zero", "Neo.ClientError.Statement.ArithmeticError"),
)
#: The same for what is wrong with a request.
_REFUSED = {
    404: "Neo.ClientError.Database.DatabaseNotFound",
    503: "Neo.TransientError.Request.NoThreadsAvailable",
}
_COUNTED = (
    "nodesCreated", "nodesDeleted", "propertiesSet", "relationshipsCreated", "relationshipsDeleted", "labelsAdded",
    "labelsRemoved", "indexesAdded", "indexesRemoved", "constraintsAdded", "constraintsRemoved", "systemUpdates",
)  # fmt: skip
_NOTHING = {"containsUpdates": False, "containsSystemUpdates": False, **dict.fromkeys(_COUNTED, 0)}


class Body(msgspec.Struct, frozen=True, rename="camel"):
    """What is read of a request's body; bookmarks, access mode and users have no meaning here."""

    statement: str = ""
    parameters: dict[str, Any] | None = None
    include_counters: bool = False
    max_execution_time: float = 0


def discovery(address: str) -> dict[str, Any]:
    """What is said at the root of a server to those who want JSON: where queries go.

    Args:
        address: of the root, with its slash.

    Example:
        >>> discovery("http://localhost:8321/")["query"]
        'http://localhost:8321/db/{databaseName}/query/v2'
    """
    return {
        "query": f"{address}db/{{databaseName}}/query/v2",
        "sparql": f"{address}sparql",
        "neo4j_version": _LIKE_NEO4J,
        "neo4j_edition": "community",
        "skillgraph_version": __version__,
        "auth_config": {"oidc_providers": []},
    }


def routes(engines: Engines) -> list[Route]:
    """The addresses of the API.

    Args:
        engines: that answer.
    """
    from starlette.routing import Route

    api = _Api(engines)
    root = "/db/{database}/query/v2"
    return [
        Route(root, _told(api.query), methods=["POST"]),
        Route(f"{root}/tx", _told(api.begin), methods=["POST"]),
        Route(f"{root}/tx/{{id}}", _told(api.go_on), methods=["POST", "DELETE"]),
        Route(f"{root}/tx/{{id}}/commit", _told(api.commit), methods=["POST"]),
        Route(f"{root}{{rest:path}}", _told(_not_so), methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
    ]


class _Api:
    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    async def query(self, request: Request) -> Response:
        """A query by itself."""
        body = await _read(request)
        if not body.statement.strip():
            raise Refused(400, "the request has no statement")
        return await self._answer(request, body, {})

    async def begin(self, request: Request) -> Response:
        """A name for a transaction, with the answer to a query if there is one."""
        return await self._answer(request, await _read(request), _named(secrets.token_hex(4)))

    async def go_on(self, request: Request) -> Response:
        """A query in a transaction, or the end of one."""
        if request.method == "DELETE":
            return _json(request, 200, b"{}")
        return await self._answer(request, await _read(request), _named(request.path_params["id"]))

    async def commit(self, request: Request) -> Response:
        """The end of a transaction, with the answer to a query if there is one."""
        return await self._answer(request, await _read(request), {})

    async def _answer(self, request: Request, body: Body, more: dict[str, Any]) -> Response:
        form = _form(request)
        said: dict[str, Any] = {}
        if body.statement:
            answer = await self._asked(request, body, form)
            said["data"] = msgspec.Raw(answer.data)
            if answer.notes:
                said["notifications"] = [*map(_notification, answer.notes)]
        if body.include_counters:
            said["counters"] = _NOTHING
        return _json(request, 202, msgspec.json.encode({**said, "bookmarks": [], **more}))

    async def _asked(self, request: Request, body: Body, form: str) -> CypherAnswer:
        if len(body.statement) > _QUERY:
            raise Refused(413, f"the query has {len(body.statement):,} characters; the most is {_QUERY:,}")
        asked = CypherRequest(
            body.statement,
            body.parameters or {},
            typed_parameters=_kind(request) != PLAIN,
            typed=form != PLAIN,
            timeout=body.max_execution_time or float("inf"),
            most=_ANSWER,
        )
        try:
            return await while_there(request, self._engines.cypher(asked))
        except RecursionError:
            raise Refused(400, "the parameters are nested too deeply") from None


async def _not_so(request: Request) -> Response:
    raise Refused(405, 'a query is sent with POST, as {"statement": "MATCH ..."}', {"Allow": "POST"})


def _named(id: str) -> dict[str, Any]:
    expires = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + _GOOD_FOR))
    return {"transaction": {"id": id, "expires": expires}}


def _notification(note: str) -> dict[str, Any]:
    return {
        "code": "Skillgraph.ClientNotification.Statement.NothingFound",
        "title": "The answer says nothing in a place where the query may have a slip.",
        "description": note,
        "severity": "WARNING",
        "category": "UNRECOGNIZED",
    }


async def _read(request: Request) -> Body:
    """What a request asks; one without a body asks nothing.

    Raises:
        Refused: it goes to no graph that is here, or is not what the API has.
    """
    database = request.path_params["database"]
    if database not in DATABASES:
        raise Refused(404, f"there is no database {database[:80]}; this one goes by {' and '.join(DATABASES)}")
    raw = await whole_body(request)
    if not raw:
        return Body()
    if (kind := _kind(request)) not in _FORMS:
        raise Refused(415, f"a query is sent as {PLAIN} or {TYPED}, not as {kind or 'nothing that is named'}")
    try:
        return msgspec.json.decode(raw, type=Body)
    except NOT_DECODED as error:
        raise Refused(400, f"the body of the request is not as the Query API has it: {error}") from None


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _form(request: Request) -> str:
    form = _wanted(request)
    if not form:
        raise Refused(406, f"answers are to be had as {', '.join(_FORMS)}")
    return form


def _wanted(request: Request) -> str:
    """The form that a client likes best; of several that it likes as well, the one that it names first."""
    accept = ", ".join(request.headers.getlist("accept")).lower()
    named = [form for form in _FORMS if form in accept]
    rest = [form for form in _FORMS if form not in named]
    return chosen(accept, [*sorted(named, key=accept.index), *rest])


def _json(request: Request, status: int, body: bytes) -> Response:
    from starlette.responses import Response

    form = _wanted(request) or PLAIN
    return Response(body, status, {"Vary": "Accept", "Cache-Control": "no-store"}, form)


def _told(view: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """A view whose refusals are in the form of the API."""

    async def told(request: Request) -> Response:
        try:
            return await view(request)
        except Refused as error:
            response = _json(request, error.status, _errors(_REFUSED.get(error.status, _INVALID), str(error)))
            response.headers.update(error.headers)
            return response
        except QueryError as error:
            status, code = next((status, code) for kind, status, code in _CODES if isinstance(error, kind))
            code = next((own for start, own in _SAID if type(error) is QueryError and start in str(error)), code)
            return _json(request, status, _errors(code, str(error)))
        except SkillgraphError as error:
            # Only who runs the server can mend it, and others need not know: it may name folders.
            logging.getLogger("skillgraph").error("%r: %s", request.url.path, error)
            message = "the Cypher database does not start; where the server runs it says why"
            return _json(request, 500, _errors("Neo.DatabaseError.General.UnknownError", message))

    return told


_INVALID = "Neo.ClientError.Request.Invalid"


def _errors(code: str, message: str) -> bytes:
    return msgspec.json.encode({"errors": [{"code": code, "message": message}]})
