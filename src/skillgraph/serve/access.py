"""Who may ask, by which name and way; and what all that stands before the answers has in common."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any, NamedTuple

from skillgraph.model.errors import UsageError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_PREFIX = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


class Access(NamedTuple):
    """Who may ask.

    Attributes:
        host: the address that is listened on.
        names: that a proxy has for this server, in small letters.
        origins: of pages elsewhere that may ask; `*` for all.
        token: that whoever asks has to have; none if it is empty.
        prefix: under which all addresses stand, as `/skillgraph`.
        proxies: addresses and networks of proxies that say for whom they ask; those of this machine always may.
    """

    host: str = "127.0.0.1"
    names: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    token: str = ""
    prefix: str = ""
    proxies: tuple[str, ...] = ()

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches the server."""
        return self.host == "localhost" or is_loopback(self.host)

    @property
    def trusted(self) -> list[str]:
        """Who is believed that says for whom it asks."""
        return ["127.0.0.0/8", "::1", *self.proxies]

    @property
    def is_shared(self) -> bool:
        """Whether others can reach the server, directly or by a proxy, so that a token is needed."""
        return not self.is_local or bool(self.names)

    def checked(self) -> Access:
        """The same, if all of it can be.

        Raises:
            UsageError: an origin, a name, a prefix or a proxy is none.

        Example:
            >>> Access(prefix="/skillgraph/", names=("Graph.example.org",)).checked()[1::3]
            (('graph.example.org',), '/skillgraph')
        """
        for origin in self.origins:
            if origin != "*" and not re.fullmatch(r"https?://[^/\s]+", origin):
                raise UsageError(f"--cors {origin}: an origin is https://example.org, without a path, or *")
        names = tuple(name.lower() for name in self.names)
        for name in names:
            if not _NAME.fullmatch(name):
                raise UsageError(f"--allow-host {name}: a name is graph.example.org, without scheme, port and path")
        prefix = self.prefix.rstrip("/")
        if not _PREFIX.fullmatch(prefix):
            raise UsageError(f"--prefix {self.prefix}: a prefix is /skillgraph, of letters, digits, - . _ ~ and /")
        for proxy in self.proxies:
            try:
                ip_network(proxy)
            except ValueError:
                raise UsageError(f"--proxy {proxy}: a proxy is 192.0.2.7, or a network as 172.16.0.0/12") from None
        return self._replace(names=names, prefix=prefix)


@lru_cache(4096)
def is_loopback(name: str) -> bool:
    """Whether a name is an address of this machine that no other machine reaches.

    Example:
        >>> is_loopback("127.0.0.2"), is_loopback("::1"), is_loopback("192.0.2.7"), is_loopback("localhost")
        (True, True, False, False)
    """
    return is_address(name) and ip_address(name).is_loopback


def is_address(name: str) -> bool:
    """Whether a name is an address, and not looked up by anybody."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def values(scope: Scope, name: bytes) -> list[str]:
    """All values of a header of a request, whose name is given in small letters."""
    return [value.decode("latin-1") for given, value in scope["headers"] if given == name]


def is_one_of(address: str, networks: list[str]) -> bool:
    """Whether an address is in one of some networks.

    Example:
        >>> is_one_of("172.17.0.2", ["172.16.0.0/12", "::1"]), is_one_of("", ["::1"])
        (True, False)
    """
    return is_address(address) and any(ip_address(address) in ip_network(network) for network in networks)


async def refuse(send: Send, status: int, message: str, headers: dict[str, str] | None = None) -> None:
    """Answers a request with what is wrong with it, in a line of text."""
    body = message.encode() + b"\n"
    own = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body)), **(headers or {})}
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in own.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})
