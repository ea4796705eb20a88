"""What is answered at /reconcile and below."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from skillgraph.graph.folder import GraphFolder
from skillgraph.serve.protocol import parameters
from skillgraph.serve.reconcile import previews
from skillgraph.serve.reconcile.known import Known
from skillgraph.serve.reconcile.manifest import BATCH, manifest
from skillgraph.serve.reconcile.properties import ACTUAL, Property, described, proposed, suggested, values
from skillgraph.serve.reconcile.queries import Query, answer, type_of
from skillgraph.serve.refusals import Refused

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

T = TypeVar("T")
#: Queries that are answered in one go before others have their turn, and requests that wait for theirs.
_TURN, _WAITING = 50, 64
#: Properties of one extension, suggestions of one answer, characters of what is suggested for.
_PROPERTIES, _SUGGESTED, _LONGEST = 50, 20, 200


class Asked(msgspec.Struct, frozen=True):
    """A property that tables are extended with."""

    id: str
    settings: dict[str, Any] = {}

    @property
    def modality(self) -> str:
        """Of the statements that are told."""
        return str(self.settings.get("modality") or ACTUAL)

    @property
    def limit(self) -> int:
        """How many values; 0 for all. Clients send what a person typed."""
        given = self.settings.get("limit", 0)
        text = str(int(given)) if isinstance(given, float) else str(given)
        return int(text) if text.isdecimal() and len(text) < 10 else 0


class Extension(msgspec.Struct, frozen=True):
    """Which properties of which things are asked for."""

    ids: list[str]
    properties: list[Asked]


def routes(graph: GraphFolder) -> list[Route]:
    """The service's addresses.

    Args:
        graph: that is asked.
    """
    from starlette.routing import Route

    service = _Service(graph)
    return [
        Route("/reconcile", service.endpoint, methods=["GET", "POST"]),
        Route("/reconcile/suggest/{kind}", service.suggest),
        Route("/reconcile/flyout/{kind}", service.flyout),
        Route("/reconcile/preview", service.preview),
        Route("/reconcile/properties", service.properties),
    ]


class _Service:
    def __init__(self, graph: GraphFolder) -> None:
        self._graph = graph
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._known: Known | None = None

    async def endpoint(self, request: Request) -> Response:
        """The manifest, the candidates of a batch of queries, or values of properties."""
        given = dict(await parameters(request))
        if "queries" in given:
            return _json(await self._candidates(_decoded(given["queries"], dict[str, Query], "queries")))
        if "extend" in given:
            return _json(await self._extension(_decoded(given["extend"], Extension, "extend")))
        if request.method == "POST":
            raise Refused(400, "a request has a batch of queries as `queries`, or properties of things as `extend`")
        return _json(manifest(self._graph, str(request.base_url).rstrip("/")))

    async def _candidates(self, batch: dict[str, Query]) -> dict[str, Any]:
        if len(batch) > BATCH:
            raise Refused(413, f"a batch may have {BATCH:,} queries, not {len(batch):,}")
        found: dict[str, Any] = {}
        names = list(batch)
        for first in range(0, len(names), _TURN):
            found |= await self._told(partial(_answers, batch=batch, names=names[first : first + _TURN]))
        return found

    async def _extension(self, asked: Extension) -> dict[str, Any]:
        if len(asked.ids) > BATCH or len(asked.properties) > _PROPERTIES:
            raise Refused(413, f"at most {_PROPERTIES} properties of {BATCH:,} things are told at once")
        known: Known = await self._told(lambda known: known)
        found = [(p, described(known, p.id)) for p in asked.properties]
        rows: dict[str, Any] = {}
        for first in range(0, len(asked.ids), _TURN):
            rows |= await self._told(partial(_rows, ids=asked.ids[first : first + _TURN], properties=asked.properties))
        return {"meta": [_meta(p.id, about) for p, about in found], "rows": rows}

    async def suggest(self, request: Request) -> Response:
        """What a person may mean who has typed some characters."""
        kind, prefix = request.path_params["kind"], request.query_params.get("prefix", "").strip()
        if kind not in _SUGGESTIONS:
            raise Refused(404, f"suggested are {', '.join(_SUGGESTIONS)}")
        if len(prefix) > _LONGEST:
            raise Refused(413, f"at most {_LONGEST} characters are looked for")
        said = request.query_params.get("cursor", "0")
        first = int(said) if said.isdecimal() and len(said) < 10 else 0
        return _json({"result": await self._told(lambda known: _SUGGESTIONS[kind](known, prefix, first))})

    async def flyout(self, request: Request) -> Response:
        """What is shown beside a suggestion."""
        kind, id = request.path_params["kind"], request.query_params.get("id", "")
        if kind not in _SUGGESTIONS:
            raise Refused(404, f"shown are {', '.join(_SUGGESTIONS)}")
        found = await self._told(lambda known: previews.flyout(known, kind, id))
        if found is None:
            raise Refused(404, f"no {kind} has the id {id[:80]!r}")
        return _json({"id": id, "html": found})

    async def preview(self, request: Request) -> Response:
        """A thing in a frame."""
        from starlette.responses import HTMLResponse

        id = self._graph.canonical(request.query_params.get("id", ""))
        page = await self._told(lambda known: previews.page(known, id) if id in known.entities else "")
        if not page:
            raise Refused(404, str(self._graph.no_such("thing", id[:80])))
        return HTMLResponse(page)

    async def properties(self, request: Request) -> Response:
        """What tables may be extended with."""
        type, said = request.query_params.get("type", ""), request.query_params.get("limit", "")
        found = await self._told(lambda known: proposed(known, type))
        limit = int(said) if said.isdecimal() and len(said) < 10 and int(said) else 0
        shown = [_property(p) for p in (found[:limit] if limit else found)]
        return _json({"type": type, "properties": shown, **({"limit": limit} if limit else {})})

    async def _told(self, tell: Callable[[Known], T]) -> T:
        """What is told from memory; one at a time, so that many don't slow each other, and the first one reads it."""
        if self._waiting >= _WAITING:
            raise Refused(503, "too many requests at once; ask again in a moment", {"Retry-After": "1"})
        self._waiting += 1
        try:
            async with self._turn:
                if self._known is None:
                    self._known = await asyncio.to_thread(Known, self._graph)
                return await asyncio.to_thread(tell, self._known)
        finally:
            self._waiting -= 1


def _answers(known: Known, batch: dict[str, Query], names: Sequence[str]) -> dict[str, Any]:
    return {name: answer(known, batch[name]) for name in names}


def _rows(known: Known, ids: Sequence[str], properties: Sequence[Asked]) -> dict[str, Any]:
    return {id: {p.id: values(known, id, p.id, p.modality, p.limit) for p in properties} for id in ids}


def _meta(id: str, about: Property | None) -> dict[str, Any]:
    """What a column is; one that nobody knows stays empty."""
    if about is None:
        return {"id": id, "name": id}
    return {"id": id, "name": about.name, **({"type": type_of(about.range)} if about.range else {})}


def _entities(known: Known, prefix: str, first: int) -> list[dict[str, Any]]:
    found = known.beginning(prefix)[first : first + _SUGGESTED]
    return [
        {
            "id": id,
            "name": known.entities[id].name,
            "description": known.description(id),
            "notable": [type_of(name) for name in known.entities[id].classes],
        }
        for id in found
    ]


def _types(known: Known, prefix: str, first: int) -> list[dict[str, Any]]:
    wanted = prefix.casefold()
    told = [(type_of(name), count) for name, count in known.used_classes.most_common()]
    found = [(t, count) for t, count in told if wanted in f"{t['id']} {t['name']}".casefold()]
    return [{**t, "description": f"{count:,}"} for t, count in found[first : first + _SUGGESTED]]


def _properties(known: Known, prefix: str, first: int) -> list[dict[str, Any]]:
    return [_property(p) for p in suggested(known, prefix)[first : first + _SUGGESTED]]


_SUGGESTIONS = {"entity": _entities, "property": _properties, "type": _types}


def _property(p: Property) -> dict[str, str]:
    return {"id": p.id, "name": p.name, **({"description": p.description} if p.description else {})}


def _decoded(text: str, kind: type[T], name: str) -> T:
    try:
        return msgspec.json.decode(text.encode("utf-8", "surrogatepass"), type=kind, strict=True)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Refused(400, f"{name} is not as the Reconciliation Service API 0.2 has it: {error}") from None


def _json(said: Any) -> Response:
    from starlette.responses import Response

    return Response(msgspec.json.encode(said), media_type="application/json")
