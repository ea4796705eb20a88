"""The scripts of the pages, as esbuild made them from explorer/ of the repository."""

from __future__ import annotations

import hashlib
from pathlib import Path

from skillgraph.model.errors import UsageError


def released(file: Path) -> bytes:
    """A script as it was released, by the checksum that stands beside it.

    Args:
        file: the script, which ends in `.js`.

    Raises:
        UsageError: it is not what was released.

    Example:
        >>> released(Path(__file__).with_name("page.js"))[:1]
        b'"'
    """
    script = file.read_bytes()
    wanted = file.with_name(f"{file.name}.sha256").read_text("utf-8").split()[0]
    if hashlib.sha256(script).hexdigest() != wanted:
        raise UsageError(f"{file} was changed; install skillgraph again")
    return script
