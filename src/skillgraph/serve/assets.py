"""The frames, scripts and styles of the pages that ask and review; the network page has all it needs in itself."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, NamedTuple

from skillgraph.explore import scripts
from skillgraph.explore.page import PageOptions
from skillgraph.explore.scripts import released
from skillgraph.model.version import __version__
from skillgraph.serve.refusals import Refused

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

_HERE, _EXPLORE = Path(__file__).parent, Path(scripts.__file__).parent
_FILES = {
    "base.css": _EXPLORE / "base.css",
    "ask.css": _HERE / "ask.css",
    "ask.js": _HERE / "ask.js",
    "review.css": _HERE / "review.css",
    "review.js": _HERE / "review.js",
}
_TYPES = {".css": "text/css", ".js": "text/javascript"}
#: Scripts come from here alone; the editor's styles, which its script makes, by a word that is new with each answer.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Asset(NamedTuple):
    """A file for browsers."""

    body: bytes
    media_type: str
    tag: str


def routes() -> list[Route]:
    """Where the files are."""
    from starlette.routing import Route

    return [Route("/assets/{name}", _asset)]


def page(name: str, options: PageOptions, **more: str) -> Response:
    """A page in its frame, `{name}.html`.

    Args:
        name: of the page.
        options: with the language that it starts in.
        more: what else the frame has places for, as HTML.
    """
    from starlette.responses import HTMLResponse

    nonce = secrets.token_urlsafe(16)
    frame = Template((_HERE / f"{name}.html").read_text("utf-8"))
    text = frame.substitute(language=options.language_attributes, version=__version__, nonce=nonce, **more)
    return HTMLResponse(
        text, headers={"Content-Security-Policy": _POLICY.format(nonce=nonce), "Cache-Control": "no-store"}
    )


def is_known(request: Request, tag: str) -> bool:
    """Whether a browser has what bears this tag already."""
    known = request.headers.get("if-none-match", "").split(",")
    return tag in (one.strip().removeprefix("W/") for one in known)


def tagged(request: Request, asset: Asset) -> Response:
    """A file, or that the browser has it already."""
    from starlette.responses import Response

    headers: dict[str, Any] = {"ETag": asset.tag, "Cache-Control": "no-cache"}
    if is_known(request, asset.tag):
        return Response(status_code=304, headers=headers)
    return Response(asset.body, headers=headers, media_type=asset.media_type)


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FILES:
        raise Refused(404, f"no such file; there is {', '.join(_FILES)}")
    return tagged(request, asset(name))


@cache
def asset(name: str) -> Asset:
    """A file of the package.

    Args:
        name: one of those that pages ask for.

    Raises:
        UsageError: a script is not what was released.

    Example:
        >>> asset("base.css").media_type
        'text/css'
    """
    file = _FILES[name]
    body = released(file) if file.suffix == ".js" else file.read_bytes()
    return Asset(body, _TYPES[file.suffix], tag_of(body))


def tag_of(body: bytes) -> str:
    """The tag of these bytes, and of no others.

    Example:
        >>> tag_of(b"")
        '"e3b0c44298fc1c149afbf4c8996fb924"'
    """
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'
