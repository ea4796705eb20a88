"""The token that whoever asks has to have, once others reach the server: read, made, shown by programs and browsers."""

from __future__ import annotations

import asyncio
import hmac
import json
import re
import secrets
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

from skillgraph.model.errors import UsageError
from skillgraph.serve.accept import wants_json
from skillgraph.serve.access import Access, App, Receive, Scope, Send, refuse, values
from skillgraph.serve.login import POLICY, login_page

#: What stands in a header as it is, and is not guessed by trying.
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{16,512}")
#: Seconds that whoever sends a wrong token waits for the answer; bytes of a login.
_PAUSE, _LOGIN = 1.0, 4096


def token_from(file: Path | None, environment: str) -> str:
    """The token that somebody chose; nothing if nobody did.

    Args:
        file: that has it as its only line.
        environment: the value of SKILLGRAPH_TOKEN, which the file goes before.

    Raises:
        UsageError: there is no such file, or what it says is no token.

    Example:
        >>> token_from(None, "0123456789abcdef")
        '0123456789abcdef'
    """
    if file is not None:
        try:
            with file.open("rb") as opened:
                said = opened.read(4096).decode("ascii", "replace").strip()
        except OSError as error:
            raise UsageError(f"--token-file {file}: {error.strerror}") from None
    else:
        said = environment.strip()
    if not _TOKEN.fullmatch(said) and (said or file is not None):
        where = "SKILLGRAPH_TOKEN" if file is None else str(file)
        raise UsageError(f"{where}: a token has 16 to 512 letters, digits or . _ ~ + / = -, and stands in one line")
    return said


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(32)


class Door:
    """Lets in who has the token: as a bearer, as the password of any user, or by the cookie that a login gave.

    Args:
        app: what answers those.
        access: with the token.
    """

    def __init__(self, app: App, access: Access) -> None:
        self._app, self._access = app, access
        # A cookie is of no use for anything but this, and opens nothing once the token has changed.
        self._session = hmac.new(access.token.encode(), b"skillgraph session", "sha256").hexdigest()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == f"{self._access.prefix}/login":
            await self._login(scope, receive, send)
        elif self._is_inside(scope) or self._asks_where(scope):
            await self._app(scope, receive, send)
        else:
            shown = list(_tokens(scope))
            if any(_same(token, self._access.token) for token in shown):
                await self._app(scope, receive, send)
            else:
                await self._refuse(scope, send, wrong=bool(shown))

    def _is_inside(self, scope: Scope) -> bool:
        return any(_same(cookie, self._session) for cookie in _cookies(scope, _name(scope)))

    def _asks_where(self, scope: Scope) -> bool:
        """Whether it is the one thing that clients of Neo4j's Query API ask before they show who they are."""
        is_root = scope["path"] == f"{self._access.prefix}/" and scope["method"] in ("GET", "HEAD")
        return is_root and wants_json(", ".join(values(scope, b"accept")))

    async def _login(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in ("GET", "HEAD"):
            if self._is_inside(scope):
                await refuse(send, 303, "welcome", {"Location": f"{self._access.prefix}/"})
            else:
                await self._form(scope, send, 200)
        elif scope["method"] != "POST":
            await refuse(send, 405, "a login is sent by POST", {"Allow": "GET, HEAD, POST"})
        elif (body := await _body(receive)) is None:
            await refuse(send, 413, f"a login has at most {_LOGIN:,} bytes", {"Connection": "close"})
        else:
            tokens = parse_qs(body.decode("utf-8", "replace"), max_num_fields=8).get("token", [""])
            if _same(tokens[0].strip(), self._access.token):
                secure = "; Secure" if scope["scheme"] == "https" else ""
                place = f"{self._access.prefix}/"
                cookie = f"{_name(scope)}={self._session}; Path={place}; HttpOnly; SameSite=Strict{secure}"
                await refuse(send, 303, "welcome", {"Location": place, "Set-Cookie": cookie})
            else:
                await asyncio.sleep(_PAUSE)
                await self._form(scope, send, 403, wrong=True)

    async def _refuse(self, scope: Scope, send: Send, *, wrong: bool) -> None:
        if wrong:
            await asyncio.sleep(_PAUSE)
        by_a_browser = bool(values(scope, b"sec-fetch-mode"))
        if "text/html" in ",".join(values(scope, b"accept")):
            await self._form(scope, send, 401)
            return
        # A browser would ask for user and password at each of its own requests when a login has ended.
        ways = 'Bearer realm="skillgraph"' + ("" if by_a_browser else ', Basic realm="skillgraph", charset="UTF-8"')
        said = "this token is not the one" if wrong else "this server wants a token"
        message = f"{said}: send `Authorization: Bearer TOKEN`, or the token as the password of any user"
        headers = {"WWW-Authenticate": ways}
        if scope["path"].startswith(f"{self._access.prefix}/db/"):
            # In the form of Neo4j's Query API.
            message = json.dumps({"errors": [{"code": "Neo.ClientError.Security.Unauthorized", "message": message}]})
            headers["Content-Type"] = "application/json"
        await refuse(send, 401, message, headers)

    async def _form(self, scope: Scope, send: Send, status: int, *, wrong: bool = False) -> None:
        chinese = ",".join(values(scope, b"accept-language")).lower().startswith("zh")
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": POLICY,
            "Cache-Control": "no-store",
            # Without it, a form that is sent with no script has no origin.
            "Referrer-Policy": "same-origin",
            "Vary": "Accept, Accept-Language",
            **({"WWW-Authenticate": 'Bearer realm="skillgraph"'} if status == 401 else {}),
        }
        await refuse(send, status, login_page(self._access.prefix, chinese=chinese, wrong=wrong), headers)


def _name(scope: Scope) -> str:
    """The name of the cookie: a browser sends those of a host to all its ports."""
    return f"skillgraph-{(scope['server'] or ('', 0))[1]}"


def _same(said: str, wanted: str) -> bool:
    """Whether two texts are the same, in a time that tells nothing of where they differ, nor of their length."""
    key = secrets.token_bytes(32)
    first, second = (hmac.digest(key, text.encode("utf-8", "replace"), "sha256") for text in (said, wanted))
    return hmac.compare_digest(first, second)


def _tokens(scope: Scope) -> Iterator[str]:
    """What a request shows as a token."""
    for value in values(scope, b"authorization"):
        way, _, said = value.partition(" ")
        if way.lower() == "bearer":
            yield said.strip()
        elif way.lower() == "basic":
            try:
                yield b64decode(said.strip(), validate=True).decode("utf-8", "replace").partition(":")[2]
            except ValueError:
                yield ""


def _cookies(scope: Scope, name: str) -> Iterator[str]:
    """The values of a cookie; several where other servers of the same host set it too."""
    for value in values(scope, b"cookie"):
        for part in value.split(";"):
            given, _, said = part.strip().partition("=")
            if given == name:
                yield said


async def _body(receive: Receive) -> bytes | None:
    """The body of a login; none if it is too long."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message["type"] == "http.request" and message.get("more_body", False)
        if len(body) > _LOGIN:
            return None
    return body
