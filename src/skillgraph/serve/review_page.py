"""The page on which a person decides on what was found in a report; what it asks stands below its own address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skillgraph.explore.page import PageOptions
from skillgraph.serve import assets

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route


def routes(options: PageOptions) -> list[Route]:
    """Where the page is.

    Args:
        options: with the language that it starts in.
    """
    from starlette.routing import Route

    async def page(request: Request) -> Response:
        return assets.page("review", options)

    return [Route("/review", page)]
