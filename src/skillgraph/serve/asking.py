"""The page that asks: queries in both languages, with the recorded questions and the vocabulary at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skillgraph.explore.page import Language
from skillgraph.serve import assets

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route


def routes(language: Language) -> list[Route]:
    """Where the page is.

    Args:
        language: that it starts in.
    """
    from starlette.routing import Route

    async def page(request: Request) -> Response:
        return assets.page("ask", language)

    return [Route("/ask", page)]
