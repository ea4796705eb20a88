"""What every use of a Bolt server needs: a driver, and its errors as errors of skillgraph."""

from __future__ import annotations

import logging
import ssl
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from skillgraph.model.errors import DataError, QueryError, QueryTimeout, SkillgraphError, UsageError, WriteRefused

if TYPE_CHECKING:
    from neo4j import AsyncDriver, Driver

# Without a handler of its own, Python prints the driver's warnings on the standard error.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

#: The driver knows http too, as a preview, which no part of this has been tried with.
_SCHEMES = frozenset(("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"))
_CONNECT_SECONDS = 5
#: A query that only a Neo4j answers with a plan and no row.
PROBE: Final = "EXPLAIN RETURN 1"
#: How long the driver tries a transaction again when the server goes away or two transactions collide.
RETRY_SECONDS = 15


def open_driver(uri: str, auth: tuple[str, str] | None) -> Driver:
    """Give a driver for a server; it connects with its first use.

    Args:
        uri: An address such as `bolt://localhost:7687` or `neo4j+s://example.org`.
        auth: User name and password, or None where the server asks for none.

    Raises:
        UsageError: It is no such address, or holds a password, which would stand in the shell's history.

    Example:
        >>> open_driver("http://localhost", None)
        Traceback (most recent call last):
        skillgraph.model.errors.UsageError: http://localhost is no address of a Cypher server: write
        bolt://HOST:7687 or neo4j+s://HOST
    """
    import neo4j

    driver: Driver = _opened(neo4j.GraphDatabase.driver, uri, auth)
    return driver


def open_async_driver(uri: str, auth: tuple[str, str] | None) -> AsyncDriver:
    """Give a driver whose queries can be cancelled; `open_driver` says the rest.

    Args:
        uri: An address such as `bolt://localhost:7687` or `neo4j+s://example.org`.
        auth: User name and password, or None where the server asks for none.

    Raises:
        UsageError: It is no such address, or holds a password.

    Example:
        >>> open_async_driver("bolt://me:secret@localhost", None)  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        skillgraph.model.errors.UsageError: leave user and password out of the address: ...
    """
    import neo4j

    driver: AsyncDriver = _opened(neo4j.AsyncGraphDatabase.driver, uri, auth)
    return driver


def _opened(factory: Callable[..., Any], uri: str, auth: tuple[str, str] | None) -> Any:
    """Make a driver with the settings that all of them have."""
    import neo4j

    _check_address(uri)
    try:
        return factory(
            uri,
            auth=auth,
            connection_timeout=_CONNECT_SECONDS,
            connection_acquisition_timeout=2 * _CONNECT_SECONDS,
            max_transaction_retry_time=RETRY_SECONDS,
            warn_notification_severity="OFF",
        )
    except (ValueError, neo4j.exceptions.ConfigurationError) as error:
        raise UsageError(f"{uri} is no address of a Cypher server: {error}") from None


def _check_address(uri: str) -> None:
    """Refuse an address in which the driver would pass over something, and look for a server elsewhere."""
    # Anywhere: behind a password with a slash in it, the host looks like a path.
    if "@" in uri:
        raise UsageError(
            "leave user and password out of the address: set NEO4J_USERNAME and NEO4J_PASSWORD, or be asked for it"
        )
    try:
        parts = urlsplit(uri)
        known = parts.scheme in _SCHEMES and parts.netloc and parts.port != 0
        (parts.hostname or "").encode("idna")
    except ValueError:
        known = False
    if not known:
        raise UsageError(f"{uri} is no address of a Cypher server: write bolt://HOST:7687 or neo4j+s://HOST")
    if parts.path.strip("/") or parts.fragment:
        raise UsageError(f"{uri}: an address ends with its port; a database is named by NEO4J_DATABASE")


@contextmanager
def translated(
    uri: str, timeout: float | None = None, unavailable: Callable[[], SkillgraphError | None] | None = None
) -> Iterator[None]:
    """Turn the driver's errors into those of skillgraph.

    Args:
        uri: The server's address, for the messages.
        timeout: Seconds that a query was given.
        unavailable: Gives the error for a server that does not answer, where a better one than the usual is known.

    Raises:
        UsageError: The server is not there, or does not let this user in.
        WriteRefused: The server takes a query for one that writes, and this user or mode may only read.
        QueryTimeout: The server stopped the query after its time.
        DataError: A constraint of the database forbids what is to be written.
        QueryError: Anything else that the server or the driver complains of.

    Example:
        >>> with translated("bolt://localhost:7687"):
        ...     pass
    """
    import neo4j.exceptions as errors

    handled = sys.exception()
    try:
        try:
            yield
        except Exception as error:
            # Ctrl-C in the midst of a message leaves the driver unable to close in order; that error is no news.
            if _interrupted(error, handled):
                raise KeyboardInterrupt from None
            raise
    except errors.AuthError as error:
        raise UsageError(
            f"{uri} does not let you in: {first_line(error)}; check user name and password "
            "(NEO4J_USERNAME, NEO4J_PASSWORD)"
        ) from None
    except (errors.ServiceUnavailable, errors.SessionExpired) as error:
        better = unavailable() if unavailable else None
        raise (_misunderstanding(uri, error) or better or _silent(uri, error)) from None
    except errors.Neo4jError as error:
        raise _server_error(error, timeout) from None
    except (errors.DriverError, OSError) as error:
        raise QueryError(f"{uri}: {first_line(error)}") from None
    except Exception as error:
        if _of_the_driver(error):
            raise QueryError(f"{uri}: the server's answer can't be read ({first_line(error)})") from None
        raise


def _of_the_driver(error: Exception) -> bool:
    """Tell whether an error came up in the driver, which trusts a server to speak as it should, and not in our own."""
    names = [str(frame.f_globals.get("__name__", "")) for frame, _ in traceback.walk_tb(error.__traceback__)]
    ours = [name.partition(".")[0] for name in names if name.startswith(("neo4j", "skillgraph"))]
    return ours[-1:] == ["neo4j"]


def _interrupted(error: BaseException | None, handled: BaseException | None) -> bool:
    """Tell whether an error came up while Ctrl-C was being handled, and not one that was `handled` before."""
    while error is not None and error is not handled and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None and error is not handled


def _misunderstanding(uri: str, error: BaseException) -> UsageError | None:
    """Give the error for a server that is there but does not speak as the address says; None if it is not there."""
    causes = list(_causes(error))
    insecure = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None)
    if isinstance(insecure, ssl.SSLCertVerificationError):
        return UsageError(
            f"{uri}: the server's certificate is not trusted ({insecure.verify_message}): set SSL_CERT_FILE to a file "
            "with the certificate of who signed it; +ssc in the place of +s trusts any"
        )
    if insecure:
        return UsageError(
            f"{uri}: the connection can't be made secure ({insecure.reason}): bolt:// and neo4j:// are for a server "
            "without TLS"
        )
    # The driver's words where the server hung up or said something else, and where that was HTTP.
    said = " ".join(map(str, causes))
    if any(isinstance(cause, TimeoutError) for cause in causes):
        return None
    if "handshake" in said or "looks like HTTP" in said:
        return UsageError(
            f"{uri}: what answers there speaks no Bolt in the clear: "
            "write bolt+s:// or neo4j+s:// for a server with TLS, or another port"
        )
    return None


def _silent(uri: str, error: BaseException) -> UsageError:
    """Give the error for a server of which nothing is heard, whether or not it takes connections."""
    if any("handshake" in str(cause) for cause in _causes(error)):
        return UsageError(
            f"{uri} takes connections and says nothing: is the server overloaded or stopped, "
            "or does it speak no Bolt in the clear?"
        )
    return not_there(uri)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Go through an error and what led to it; a driver that asks several servers has several causes."""
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for one in error.exceptions:
                yield from _causes(one)
        error = error.__cause__ or error.__context__


def not_there(uri: str) -> UsageError:
    """Give the error for a server that does not answer.

    Args:
        uri: Its address.

    Example:
        >>> raise not_there("bolt://localhost:1")
        Traceback (most recent call last):
        skillgraph.model.errors.UsageError: no Cypher server answers at bolt://localhost:1: start it, or give
        another address
    """
    return UsageError(f"no Cypher server answers at {uri}: start it, or give another address")


def is_arcade(agent: str) -> bool:
    """Tell whether the server is an ArcadeDB, which differs from Neo4j where it writes.

    Args:
        agent: What the server calls itself.

    Example:
        >>> is_arcade("Neo4j/5.26.0")
        False
    """
    return "ArcadeDB" in agent


def check_neo4j(uri: str, agent: str, summary: Any) -> None:
    """Refuse a server that only calls itself a Neo4j, and would run what it is asked to explain.

    Args:
        uri: Its address.
        agent: What it calls itself.
        summary: What it says of `PROBE`.

    Raises:
        UsageError: It is another one.

    Example:
        >>> from types import SimpleNamespace
        >>> check_neo4j("bolt://localhost:1", "Neo4j/5.13.0", SimpleNamespace(query_type=None, plan=None))
        Traceback (most recent call last):
        skillgraph.model.errors.UsageError: bolt://localhost:1 speaks Bolt and calls itself Neo4j/5.13.0, but explains
        no query as a Neo4j does, and could not be kept from writing: use Neo4j
    """
    if summary.query_type != "r" or not summary.plan:
        raise UsageError(
            f"{uri} speaks Bolt and calls itself {agent}, but explains no query as a Neo4j does, and could not be kept "
            "from writing: use Neo4j"
        )


def first_line(error: Any) -> str:
    """Give the first line of an error's message, which names the place in a query.

    Args:
        error: Of the driver.

    Example:
        >>> first_line(ValueError("one\\ntwo"))
        'one'
    """
    message = getattr(error, "message", None) or str(error)
    return str(message).strip().partition("\n")[0]


def timed_out(timeout: float | None) -> QueryTimeout:
    """Give the error for a query that took too long.

    Args:
        timeout: Seconds that it was given; None where the server alone knows.

    Example:
        >>> raise timed_out(2)
        Traceback (most recent call last):
        skillgraph.model.errors.QueryTimeout: the query took longer than 2 s and was stopped; narrow it or give
        it more time
    """
    given = "the server allows" if timeout is None else f"{timeout:g} s"
    return QueryTimeout(f"the query took longer than {given} and was stopped; narrow it or give it more time")


def refusal() -> WriteRefused:
    """Give the error for a query that writes.

    Example:
        >>> raise refusal()  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        skillgraph.model.errors.WriteRefused: the query would write, load ... and only reading the graph is allowed
    """
    return WriteRefused(
        "the query would write, load a file or call an unknown procedure, and only reading the graph is allowed"
    )


def _server_error(error: Any, timeout: float | None) -> SkillgraphError:
    """Turn an error that the server reports into one of skillgraph."""
    code = str(error.code)
    message = first_line(error)
    if "TimedOut" in code:
        return timed_out(timeout)
    if message.startswith("LOAD CSV") and "disabled" in message:  # ArcadeDB meets it no earlier than this.
        return refusal()
    if code.endswith(".AccessMode") or "read only database" in message:
        return WriteRefused(f"the server takes the query for one that writes: {message}")
    if ".Schema.Constraint" in code:
        return DataError(f"a constraint of the database stands against the graph: {message}")
    if code.endswith(".Database.DatabaseNotFound"):
        return QueryError(
            f"{message}: no such database; NEO4J_DATABASE names one, and SHOW DATABASES in Neo4j Browser or "
            "cypher-shell lists them"
        )
    if code.endswith(".Security.AuthenticationRateLimit"):
        return UsageError(
            "the server lets this user in no more after too many wrong passwords: wait some seconds, "
            "and check NEO4J_USERNAME and NEO4J_PASSWORD"
        )
    if code.endswith(".Security.CredentialsExpired"):
        return UsageError(
            "the server wants another password for this user before anything else: change it in Neo4j Browser or "
            "cypher-shell, by ALTER CURRENT USER SET PASSWORD FROM '...' TO '...' in the database system"
        )
    if code.endswith((".DeadlockDetected", ".LockAcquisitionTimeout", ".LockClientStopped")):
        return UsageError(
            "other transactions of the database stand in the way of this one; give the command again once they are done"
        )
    if code.endswith(".Security.Forbidden"):
        return UsageError(f"this user may not do that on the server: {message}")
    return QueryError(message)
