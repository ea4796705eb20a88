"""HTTP as SPARQL servers speak it: credentials, a limit of wall-clock time, and each failure as one clear line."""

from __future__ import annotations

import base64
import http.client
import math
import re
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from functools import partial
from typing import IO, Any
from urllib.parse import urljoin, urlsplit

from skillgraph.model.errors import QueryError, QueryTimeout, SkillgraphError, UsageError
from skillgraph.model.urls import ascii_url, is_loopback

_CONNECT_SECONDS = 5.0
#: How much of an error's text is read and shown.
_DETAIL = 2000
_PIECE = 1 << 16
#: Seconds without a byte after which nobody waits any longer, where no limit of time is set.
_IDLE_SECONDS = 600.0
#: Seconds without an answer after which it is said who is waited for.
_WAITED_SECONDS = 15.0
#: How often, and how long, a server that asks to come later is asked again.
_TRIES, _LONGEST_PAUSE = 4, 60
#: Before the host of a URL: it is not repeated.
_USER = re.compile(r"(?<=//)[^/?#]*@")
#: Is told what is waited for.
Waiting = Callable[[str], None]


def nobody(message: str) -> None:
    """For whom nothing needs to be told."""


class ServerRefusal(QueryError):
    """The server does not accept what was sent (status 400), or has nothing there (404, 405 ...).

    Args:
        message: for the user.
        status: of HTTP.
        detail: what the server says of it.
    """

    def __init__(self, message: str, status: int, detail: str) -> None:
        super().__init__(message)
        self.status = status
        self.detail = detail


class ServerGone(UsageError):
    """The connection broke in the middle of a request or an answer."""


class SparqlHttp:
    """Requests to one server.

    Args:
        username: for basic authentication; left out where the server asks for none.
        password: of that user.
        token: a bearer token, in the place of both.
        waiting: is told what is waited for.
    """

    def __init__(
        self,
        username: str | None = None,
        password: str | None = None,
        token: str | None = None,
        waiting: Waiting = nobody,
    ) -> None:
        self._waiting = waiting
        self._headers = {"User-Agent": "skillgraph"}
        if token is not None:
            self._headers["Authorization"] = f"Bearer {token}"
        elif username is not None:
            pair = base64.b64encode(f"{username}:{password or ''}".encode()).decode()
            self._headers["Authorization"] = f"Basic {pair}"

    @contextmanager
    def open(
        self,
        method: str,
        url: str,
        *,
        accept: str = "*/*",
        body: bytes | IO[bytes] | None = None,
        length: int | None = None,
        content_type: str = "",
        timeout: float | None = None,
    ) -> Iterator[http.client.HTTPResponse]:
        """A response of the server, closed at the end of the block.

        Args:
            method: of HTTP.
            url: http or https.
            accept: media types.
            body: bytes, or a file that is streamed.
            length: of a streamed body in bytes.
            content_type: of the body.
            timeout: wall-clock seconds for everything up to the end of the block; None to wait as long as bytes go
                either way now and then. A server that is busy and says when to come again is asked again.

        Raises:
            QueryTimeout: the time is up; the connection is closed then.
            ServerRefusal: the server does not accept the request.
            UsageError: the server is not there, or does not let this user in.
            QueryError: the server failed, or its answer breaks off.
        """
        headers = {**self._headers, "Accept": accept}
        if body is not None:
            headers["Content-Type"] = content_type
            headers["Content-Length"] = str(len(body) if isinstance(body, bytes) else length)
        request = urllib.request.Request(ascii_url(url), data=body, headers=headers, method=method)  # noqa: S310
        start = None if body is None or isinstance(body, bytes) else body.tell()
        proxy = _proxy(url)
        with _Watch(url, timeout, self._waiting) as watch:
            through = urllib.request.ProxyHandler(proxy)
            opener = urllib.request.build_opener(through, _Http(watch), _Https(watch), _NoRedirect())
            try:
                with self._opened(opener, request, watch, start) as response:
                    watch.answered()
                    _check_plain(url, response)
                    yield response
                    if watch.expired:
                        raise ValueError
            except SkillgraphError:
                raise
            except urllib.error.HTTPError as error:
                with error:
                    raise _status_error(url, error) from None
            except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
                if watch.expired:
                    raise QueryTimeout(
                        f"{url}: no whole answer in {timeout:g} s; a narrower query or a longer timeout helps"
                    ) from None
                if isinstance(getattr(error, "reason", error), TimeoutError) and watch.connected_once:
                    raise ServerGone(
                        f"{url}: nothing came for {_IDLE_SECONDS:g} s; is the server overloaded?"
                    ) from None
                raise _connection_error(url, error, "".join(proxy.values())) from None

    def _opened(
        self, opener: urllib.request.OpenerDirector, request: urllib.request.Request, watch: _Watch, start: int | None
    ) -> http.client.HTTPResponse:
        """The response; what is busy and says when to come again is asked again then."""
        for n in range(1, _TRIES + 1):
            try:
                response: http.client.HTTPResponse = opener.open(request, timeout=watch.connect_seconds)
                return response
            except urllib.error.HTTPError as error:
                pause = _pause(error)
                if pause is None or n == _TRIES or not watch.has_time_for(pause):
                    raise
                error.close()
            url = request.full_url
            self._waiting(f"{url} is busy and is asked again in {pause} s")
            time.sleep(pause)
            if start is not None:
                request.data.seek(start)  # type: ignore[union-attr]
        raise AssertionError


def _pause(error: urllib.error.HTTPError) -> int | None:
    """The seconds after which a busy server wants to be asked again; it tells them, or the time of day."""
    after = error.headers.get("Retry-After", "")
    if error.code not in (429, 503):
        return None
    if not after.isdecimal():
        try:
            seconds = parsedate_to_datetime(after).timestamp() - time.time()
        except ValueError:
            return None
        return min(max(math.ceil(seconds), 0), _LONGEST_PAUSE)
    return min(int(after), _LONGEST_PAUSE)


def _check_plain(url: str, response: http.client.HTTPResponse) -> None:
    """Refuses what is compressed although nobody asked for it."""
    encoding = response.headers.get("Content-Encoding", "identity")
    if encoding.lower() != "identity":
        raise UsageError(f"{url} answers compressed ({encoding}), which it was not asked for: turn that off there")


def pieces(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """The body of a response in pieces, so that memory is taken for what comes, not for what a header announces.

    Raises:
        http.client.IncompleteRead: less came than was announced, which reading in pieces does not tell by itself.
    """
    announced = response.length
    came = 0
    while piece := response.read(_PIECE):
        came += len(piece)
        yield piece
    if announced is not None and came < announced:
        raise http.client.IncompleteRead(b"", announced - came)


class _Watch:
    """Closes the connection when the time is up, whatever it waits for; says so where it takes long."""

    def __init__(self, url: str, seconds: float | None, waiting: Waiting) -> None:
        self.expired = False
        self.connected_once = False
        self.idle_seconds = _IDLE_SECONDS if seconds is None else None
        self._until = None if seconds is None else time.monotonic() + seconds
        self._long = threading.Timer(
            _WAITED_SECONDS, lambda: waiting(f"waiting for an answer of {url} for {_WAITED_SECONDS:g} s now")
        )
        self._long.daemon = True
        self.connect_seconds = _CONNECT_SECONDS if seconds is None else min(_CONNECT_SECONDS, seconds)
        self._socket: socket.socket | None = None
        self._timer = None if seconds is None else threading.Timer(seconds, self._expire)

    def has_time_for(self, seconds: float) -> bool:
        """Whether the limit of time lies behind a pause."""
        return self._until is None or time.monotonic() + seconds < self._until

    def sent(self) -> None:
        """Everything is with the server; from now on it is waited for."""
        if not self._long.is_alive() and self._long.ident is None:
            self._long.start()

    def answered(self) -> None:
        """The server has begun to answer."""
        self._long.cancel()

    def __enter__(self) -> _Watch:
        if self._timer:
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._long.cancel()
        if self._timer:
            self._timer.cancel()

    def connected(self, sock: socket.socket) -> None:
        self._socket = sock
        self.connected_once = True
        if self.expired:
            self._expire()

    def _expire(self) -> None:
        self.expired = True
        if self._socket:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


class _Connection(http.client.HTTPConnection):
    def __init__(self, *arguments: Any, watch: _Watch, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._watch = watch

    def connect(self) -> None:
        super().connect()
        self.sock.settimeout(self._watch.idle_seconds)
        self._watch.connected(self.sock)

    def getresponse(self) -> http.client.HTTPResponse:
        self._watch.sent()
        return super().getresponse()


class _SecureConnection(_Connection, http.client.HTTPSConnection):
    pass


class _Http(urllib.request.HTTPHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._connection: Callable[..., Any] = partial(_Connection, watch=watch)

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._connection, req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._connection: Callable[..., Any] = partial(_SecureConnection, watch=watch)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._connection, req)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would drop the body of a request, or carry a password to another host."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def _status_error(url: str, error: urllib.error.HTTPError) -> SkillgraphError:
    detail = _detail(error)
    said = f": {first_line(detail)}" if detail else ""
    if error.code == 401:
        scheme = error.headers.get("WWW-Authenticate", "").partition(" ")[0]
        if scheme.lower() == "bearer":
            return UsageError(f"{url} does not let you in; it asks for a token: set SPARQL_TOKEN")
        if scheme.lower() not in ("", "basic"):
            return UsageError(
                f"{url} does not let you in; it asks for {scheme} authentication, and skillgraph knows Basic "
                "(SPARQL_USERNAME, SPARQL_PASSWORD) and Bearer (SPARQL_TOKEN)"
            )
        return UsageError(f"{url} does not let you in; check user and password (SPARQL_USERNAME, SPARQL_PASSWORD)")
    if error.code == 403:
        return UsageError(f"{url}: this user may not do that there{said}")
    if 300 <= error.code < 400:
        place = _USER.sub("", urljoin(url, error.headers.get("Location", "")))
        if error.code in (301, 308) and place != url:
            return UsageError(f"{url} has moved to {place}: give that URL")
        return UsageError(
            f"{url} sends on to {place}: give that URL, or where that is a page to log in at, user and password or a "
            "token (SPARQL_USERNAME, SPARQL_PASSWORD, SPARQL_TOKEN)"
        )
    if error.code == 413:
        return UsageError(
            f"{url} does not take so much at once (413): raise its limit, or that of the proxy before it (of nginx, "
            "client_max_body_size)"
        )
    if error.code in (408, 503, 504) and "time" in detail.lower():
        return QueryTimeout(f"{url}: the server stopped the query when its time was up{said}")
    if error.code >= 500 and error.code != 501:  # That says of a method that there is none.
        return QueryError(f"{url}: the server failed ({error.code} {error.reason}){said}")
    return ServerRefusal(f"{url} answers {error.code} {error.reason}{said}", error.code, detail)


def _detail(error: urllib.error.HTTPError) -> str:
    """What the server says of an error; a page made for browsers says nothing more than its status does."""
    try:
        said = error.read(_DETAIL)
    except (OSError, http.client.HTTPException, ValueError):
        return ""
    try:
        text = said.decode(error.headers.get_content_charset("utf-8"), "replace").strip()
    except LookupError:
        text = said.decode("utf-8", "replace").strip()
    return "" if "html" in error.headers.get("Content-Type", "") or text.startswith("<") else text


def first_line(text: str) -> str:
    """The first line of a message, kept short.

    Example:
        >>> first_line("Parse error\\nat line 2")
        'Parse error'
    """
    return text.strip().partition("\n")[0][:200]


def _proxy(url: str) -> dict[str, str]:
    """The proxy of the environment for a URL, by its scheme; none stands between two programs of this machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_loopback(host) or urllib.request.proxy_bypass(host):
        return {}
    return {scheme: proxy for scheme, proxy in urllib.request.getproxies().items() if scheme == parts.scheme}


def _connection_error(url: str, error: Exception, proxy: str) -> SkillgraphError:
    reason = getattr(error, "reason", error)
    if isinstance(reason, ssl.SSLCertVerificationError):
        return UsageError(
            f"{url}: the server's certificate is not trusted ({reason.verify_message}): set SSL_CERT_FILE to a file "
            "with the certificate of who signed it"
        )
    if isinstance(reason, ssl.SSLError):
        return UsageError(
            f"{url}: the connection can't be made secure ({reason.reason}): http:// is for a server without TLS"
        )
    broken = isinstance(reason, ConnectionResetError | BrokenPipeError | ConnectionAbortedError)
    if isinstance(error, urllib.error.URLError | http.client.InvalidURL) and not broken:
        if proxy:
            # Its user and password are nobody's business.
            return UsageError(
                f"{url} can't be reached by the proxy {proxy.rpartition('@')[2]} ({first_line(str(reason))}); "
                f"NO_PROXY={urlsplit(url).hostname} goes past it"
            )
        return UsageError(f"{url} can't be reached ({first_line(str(reason))}); is the server running?")
    why = first_line(str(reason)) or type(error).__name__
    return ServerGone(f"{url}: the server broke off ({why}); is it still running?")
