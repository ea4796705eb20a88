"""How much memory the process of an engine may use."""

from __future__ import annotations

import sys


def limit_memory(most: int) -> None:
    """Ends this process, and not the machine, if a query sorts or collects without end; Windows has no such limit.

    Args:
        most: bytes; those that the process starts may each use as many.
    """
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        allowed = resource.getrlimit(resource.RLIMIT_AS)[1]
        # Whoever runs this may be given less already.
        most = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(resource.RLIMIT_AS, (most, allowed))
