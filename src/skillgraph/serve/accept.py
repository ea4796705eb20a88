"""Which of several forms of an answer a client wants, by its Accept header (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from skillgraph.serve.refusals import Refused

if TYPE_CHECKING:
    from starlette.requests import Request

TABLES = (
    "application/sparql-results+json",
    "application/json",
    "application/sparql-results+xml",
    "application/xml",
    "text/xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")


def chosen(accept: str, offered: Sequence[str]) -> str:
    """The form that a client likes best, the first of several; nothing if it wants none of them.

    Args:
        accept: the header; empty for any form.
        offered: media types, the one that is given without a wish first.

    Example:
        >>> chosen("text/csv;q=0.5, application/*", TABLES), chosen("image/png", GRAPHS)
        ('application/sparql-results+json', '')
    """
    ranges = list(_ranges(accept)) if accept.strip() else [("*/*", 1.0)]
    liked = {form: _quality(form, ranges) for form in offered}
    best = max(offered, key=liked.__getitem__)
    return best if liked[best] > 0 else ""


def form_of(request: Request, offered: Sequence[str], what: str) -> str:
    """The form that a request wants most.

    Args:
        request: with its Accept headers.
        offered: as `chosen` has them.
        what: is to be had in them, for the message.

    Raises:
        Refused: it wants none of them.
    """
    form = chosen(", ".join(request.headers.getlist("accept")), offered)
    if not form:
        raise Refused(406, f"{what} is to be had as {', '.join(offered)}")
    return form


def wants_json(accept: str) -> bool:
    """Whether a client wants JSON at the address of the page: where to ask, and no page.

    Args:
        accept: the header.

    Example:
        >>> wants_json("application/json"), wants_json("text/html, */*"), wants_json("")
        (True, False, False)
    """
    return chosen(accept, ("text/html", "application/json")) == "application/json"


def _quality(form: str, ranges: Sequence[tuple[str, float]]) -> float:
    """What is said of a form by the range that says most of it."""
    general = ("*/*", form.partition("/")[0] + "/*", form)
    said = [(general.index(name), quality) for name, quality in ranges if name in general]
    return max(said, default=(0, 0.0))[1]


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = float(parameter[2:])
                except ValueError:
                    quality = 0.0
        yield name, quality if 0 <= quality <= 1 else 0.0
