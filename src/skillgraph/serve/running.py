"""A server from its port to its end."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from types import FrameType
from typing import Any

from skillgraph.model.errors import UsageError
from skillgraph.serve.access import Access, App
from skillgraph.serve.connections import CONNECTIONS, protocol
from skillgraph.serve.engines import Engines

#: What asks a process to end.
_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
#: Ports after the wished one that are tried where nobody asked for that very one.
_NEXT = 20


def listening(host: str, port: int, *, exactly: bool) -> socket.socket:
    """A socket that listens.

    Args:
        host: the address of an interface.
        port: the wished port; 0 for any.
        exactly: whether it is this port or none.

    Raises:
        UsageError: there is no such address, or no port to be had.
    """
    for candidate in range(port, port + 1 if exactly or not port else min(port + _NEXT, 2**16)):
        try:
            family = socket.getaddrinfo(host, candidate, type=socket.SOCK_STREAM)[0][0]
            found = socket.socket(family, socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise UsageError(f"--host {host}: no address of this machine ({error})") from None
        try:
            # On Windows this would share the port with whoever has it.
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0 if os.name == "nt" else 1)
            found.bind((host, candidate))
            found.listen(CONNECTIONS)
        except OSError as error:
            found.close()
            if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
                raise UsageError(f"--host {host}: no address of this machine ({error.strerror})") from None
            # Windows says so of ports, too, that it keeps for itself: the next one may be free.
            if error.errno == errno.EACCES and candidate < 1024:
                raise UsageError(f"port {candidate} is not for you to use; --port takes one above 1023") from None
            continue
        return found
    raise UsageError(f"port {port} is taken; another one is given by --port, any that is free by --port 0")


def address(listener: socket.socket) -> str:
    """The address of a socket as a browser takes it.

    Example:
        >>> with listening("127.0.0.1", 0, exactly=True) as listener:
        ...     address(listener).rpartition(":")[0]
        'http://127.0.0.1'
    """
    host, port = listener.getsockname()[:2]
    if ip_address(host.partition("%")[0]).is_unspecified:
        host = _outward(listener.family)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _outward(family: int) -> str:
    """The address by which other machines know this one, as far as it has one; nothing is sent to find it."""
    far, near = ("2001:db8::1", "::1") if family == socket.AF_INET6 else ("192.0.2.1", "127.0.0.1")
    with socket.socket(family, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect((far, 9))
        except OSError:
            return near
        return str(asking.getsockname()[0])


def run(app: App, engines: Engines | None, listener: socket.socket, access: Access) -> None:
    """Serves until Ctrl-C or the end of the process is asked for; no query outlives it.

    Args:
        app: what answers.
        engines: that end with the server, if there are any.
        listener: a socket of `listening`.
        access: who may ask.

    Raises:
        KeyboardInterrupt: it was Ctrl-C.
    """
    import uvicorn

    config = uvicorn.Config(
        app,  # type: ignore[arg-type,unused-ignore]  # ASGI's types have names of their own in each package
        http=protocol(access),
        ws="none",
        lifespan="off",
        # What goes wrong in here is told by the application itself.
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    with asked_to_end(server), asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(server, engines, listener))


@contextmanager
def asked_to_end(server: Any) -> Iterator[None]:
    """Has the signals that ask a process to end, at whatever moment, end the server first and then the program.

    Args:
        server: of uvicorn.

    Raises:
        KeyboardInterrupt: it was Ctrl-C.
    """
    caught: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        caught.append(number)
        server.should_exit = True

    heard = [number for number in _ENDING if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, end) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if caught:
        signal.raise_signal(caught[0])


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """A quicker loop than Python's own, where there is one: not on Windows."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop


async def _serve(server: Any, engines: Engines | None, listener: socket.socket) -> None:
    serving = asyncio.create_task(server.serve([listener]))
    while not server.should_exit and not serving.done():
        await asyncio.sleep(0.1)
    # The server waits for answers that nobody waits for any more.
    if engines is not None:
        await engines.close()
    await serving
