"""What only one process may do at a time, though the tests run in several."""

from __future__ import annotations

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(what: str) -> Iterator[None]:
    """Waits until no other process does it."""
    with (Path(tempfile.gettempdir()) / f"skillgraph-tests-{what}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
