"""URLs of servers that a user names."""

from __future__ import annotations

import ipaddress
from urllib.parse import quote, urlsplit, urlunsplit

from skillgraph.model.errors import UsageError


def host_of(url: str, server: str, secret: str) -> str:
    """The host of a server's URL.

    Args:
        url: as the user wrote it.
        server: what kind of server it should be of, for the message.
        secret: where a secret goes instead of into the URL, which stands in the shell's history.

    Raises:
        UsageError: it is no http or https URL, or holds a secret.

    Example:
        >>> host_of("http://127.0.0.1:3030/ds", "a SPARQL server", "a password goes elsewhere")
        '127.0.0.1'
        >>> host_of("localhost:3030/ds", "a SPARQL server", "a password goes elsewhere")
        Traceback (most recent call last):
        skillgraph.model.errors.UsageError: localhost:3030/ds: the URL of a SPARQL server begins with http:// or https://
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.scheme in ("http", "https") and parts.port != 0 else None
        ascii_url(url)
    except ValueError:
        # A password with a slash or a bracket leaves no URL; it is not repeated.
        if "@" in url:
            raise UsageError(secret) from None
        raise UsageError(f"{url} is no URL: its host or port is none") from None
    # A password of digits before a slash is a port, and the user a host, to whoever reads me:12/34@host.
    has_port = ":" in parts.netloc.rpartition("]")[2]
    if "@" in url and ("@" in parts.netloc or has_port or not host):
        raise UsageError(secret)
    if not host:
        raise UsageError(f"{url}: the URL of {server} begins with http:// or https://")
    return host


def ascii_url(url: str) -> str:
    """A URL as HTTP sends it: in ASCII, whatever the host and the path are called.

    Args:
        url: as the user wrote it; what has percent signs already is left alone.

    Raises:
        ValueError: its host can't be written so.

    Example:
        >>> ascii_url("http://图谱.example:3030/数据 1/query")
        'http://xn--wcsy15j.example:3030/%E6%95%B0%E6%8D%AE%201/query'
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    name = host.encode("idna").decode()
    netloc = parts.netloc if host.isascii() else parts.netloc.lower().replace(host, name)
    path, query = (quote(part, safe="!#$%&'()*+,/:;=?@[]~") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its name.

    Example:
        >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("example.org")
        (True, True, False)
    """
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
