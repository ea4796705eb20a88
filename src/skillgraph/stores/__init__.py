"""The query engines: SPARQL (Oxigraph, remote endpoints) and Cypher (any Bolt server, ArcadeDB beside the program)."""

from __future__ import annotations

import math

from skillgraph.model.errors import UsageError


def check_timeout(timeout: float) -> None:
    """Refuses a timeout that is not a positive number of seconds.

    Raises:
        UsageError: it is not.

    Example:
        >>> check_timeout(0)
        Traceback (most recent call last):
        skillgraph.model.errors.UsageError: timeout 0: give seconds, more than 0
    """
    if not (math.isfinite(timeout) and timeout > 0):
        raise UsageError(f"timeout {timeout:g}: give seconds, more than 0")
