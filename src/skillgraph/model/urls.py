"""URLs of servers that a user names."""

from __future__ import annotations

from urllib.parse import urlsplit

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
    except ValueError:
        host = None
    if not host:
        raise UsageError(f"{url}: the URL of {server} begins with http:// or https://")
    if "@" in parts.netloc:
        raise UsageError(secret)
    return host
