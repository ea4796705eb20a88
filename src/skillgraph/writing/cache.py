"""The folder for what can be made again at any time, where a user's system has such things."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """The folder of this program, which may not be there yet.

    Raises:
        RuntimeError: the user has no home.

    Example:
        >>> cache_folder().name
        'skillgraph'
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    return Path(base) / "skillgraph"
