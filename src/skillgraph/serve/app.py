"""What is answered at which address."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from skillgraph.deciding.desk import Desk
from skillgraph.explore.page import PageOptions
from skillgraph.graph.folder import GraphFolder
from skillgraph.model.errors import SkillgraphError
from skillgraph.serve import asking, assets, graph_store, notes, passages, query_api, review, review_page, void
from skillgraph.serve.accept import GRAPHS, TABLES, form_of, wants_json
from skillgraph.serve.access import App
from skillgraph.serve.engines import Engines
from skillgraph.serve.finding import Finding
from skillgraph.serve.page import Page
from skillgraph.serve.plain import routes as plain_routes
from skillgraph.serve.protocol import Operation, answered, operation, responded
from skillgraph.serve.reconcile.routes import routes as reconciling
from skillgraph.serve.refusals import Refused
from skillgraph.serve.things import HTML, IN_THE_STORE, KINDS, absent, card, named, on_the_page, vocabulary

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

_PART = 2**16
#: The page has its own policy in itself; here stands what only a header can say.
_OF_THE_PAGE = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cache-Control": "private, no-cache",
    "Vary": "Accept",
}


def make_app(graph: GraphFolder, engines: Engines, options: PageOptions, desk: Desk | None = None) -> App:
    """The application, as ASGI has it.

    Args:
        graph: that is served.
        engines: that answer queries on it.
        options: how its page is made.
        desk: with reports under review, if there are any.
    """
    from starlette.routing import Route

    views = _Views(graph, engines, options)
    return _application(
        [
            Route("/", views.page),
            Route("/sparql", views.sparql, methods=["GET", "POST"]),
            Route("/find", views.find),
            *plain_routes(graph, engines),
            Route("/ontology", views.vocabulary),
            *graph_store.routes(graph, engines),
            *void.routes(graph),
            *assets.routes(),
            *asking.routes(options),
            *query_api.routes(engines),
            *reconciling(graph),
            *([] if desk is None else _reviewing(desk, options)),
            *notes.routes(graph.place),
            *passages.routes(graph, engines, options.documents),
            Route("/{folder}/{id:path}", views.thing),
        ]
    )


def make_review_app(desk: Desk, options: PageOptions) -> App:
    """The application where no graph is built yet: reports under review, and nothing else.

    Args:
        desk: with the reports.
        options: with the language that the page starts in.
    """
    from starlette.responses import RedirectResponse
    from starlette.routing import Route

    async def front(request: Request) -> Response:
        return RedirectResponse(f"{request.scope['root_path']}/review", 303)

    return _application([Route("/", front), *assets.routes(), *_reviewing(desk, options)])


def _reviewing(desk: Desk, options: PageOptions) -> list[Route]:
    return [*review_page.routes(options), *review.routes(desk)]


def _application(routes: Sequence[Route]) -> App:
    from starlette.applications import Starlette

    inner = Starlette(
        routes=routes,
        exception_handlers={Refused: _refusal, SkillgraphError: _shortfall, Exception: _failure},
    )
    # What is not there is not looked for under another name.
    inner.router.redirect_slashes = False
    app: App = inner
    return app


class _Views:
    def __init__(self, graph: GraphFolder, engines: Engines, options: PageOptions) -> None:
        self._graph, self._engines = graph, engines
        self._page, self._finding = Page(graph, options), Finding(graph, options.documents)

    async def page(self, request: Request) -> Response:
        """The network page; for programs that want JSON alone, where they can ask."""
        from starlette.responses import JSONResponse, Response, StreamingResponse

        if wants_json(", ".join(request.headers.getlist("accept"))):
            return JSONResponse(query_api.discovery(str(request.base_url)), headers={"Vary": "Accept"})
        page, tag = await self._page.made()
        headers = {**_OF_THE_PAGE, "ETag": tag}
        if assets.is_known(request, tag):
            return Response(status_code=304, headers=headers)
        headers["Content-Length"] = str(len(page))
        return StreamingResponse(_parts(page), headers=headers, media_type="text/html")

    async def sparql(self, request: Request) -> Response:
        """The answer to a query, or what the service is."""
        asked = await operation(request)
        if asked.query:
            return await responded(self._engines, asked, request)
        return graph_store.described(self._graph, request, "without a query this is a description of the service")

    async def thing(self, request: Request) -> Response:
        """A thing at its own address, in the form that is asked for."""
        from starlette.responses import HTMLResponse, RedirectResponse

        folder, id = request.path_params["folder"], request.path_params["id"]
        if folder not in KINDS:
            raise Refused(404, f"nothing is here; what has an address is {', '.join(f'/{kind}/' for kind in KINDS)}")
        form = form_of(request, (*GRAPHS, HTML), "this")
        headers, root = {"Vary": "Accept"}, request.scope["root_path"]
        thing = await asyncio.to_thread(named, self._graph, folder, id)
        if thing.id != id:
            return RedirectResponse(f"{root}/{folder}/{quote(thing.id)}", 301, headers)
        if folder in IN_THE_STORE:
            there = await answered(self._engines, Operation(thing.is_there), request, TABLES[0])
            if not there.rows().rows[0][0]:
                raise absent(self._graph, folder, id)
        if form != HTML:
            return await responded(self._engines, Operation(thing.query), request, form)
        if place := on_the_page(thing):
            return RedirectResponse(f"{root}{place}", 303, headers)
        return HTMLResponse(await asyncio.to_thread(card, self._graph, thing), headers=headers)

    async def vocabulary(self, request: Request) -> Response:
        """The vocabulary, with all classes and relations."""
        from starlette.responses import Response

        form = form_of(request, GRAPHS, "the vocabulary")
        body = await asyncio.to_thread(vocabulary, form)
        return Response(body, media_type=form, headers={"Vary": "Accept"})

    async def find(self, request: Request) -> Response:
        """What holds all of some words."""
        from starlette.responses import JSONResponse

        return JSONResponse(await self._finding.find(request.query_params.get("q", "")))


async def _parts(page: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(page), _PART):
        yield page[start : start + _PART]


async def _refusal(request: Request, error: Any) -> Response:
    from starlette.responses import PlainTextResponse

    return PlainTextResponse(f"{error}\n", status_code=error.status, headers=error.headers)


async def _shortfall(request: Request, error: Exception) -> Response:
    """What only who runs the server can mend, and others need not know: it may name folders."""
    from starlette.responses import PlainTextResponse

    logging.getLogger("skillgraph").error("%r: %s", request.url.path, error)
    return PlainTextResponse("this can't be made; where the server runs it says why\n", status_code=500)


async def _failure(request: Request, error: Exception) -> Response:
    """A fault of ours: told in full where the server runs, and to no client."""
    from starlette.responses import PlainTextResponse

    logging.getLogger("skillgraph").error("%s %r failed", request.method, request.url.path, exc_info=error)
    return PlainTextResponse("the server failed here; where it runs it says how\n", status_code=500)
