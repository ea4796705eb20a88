"""From which commit this installation was built. The build runs this file by itself, so it imports nothing of ours."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

#: What is said where nobody can tell: sources that were copied without git.
UNKNOWN = "unknown"
#: In wheels and archives it holds the commit, in a checkout what `git archive` would put the commit for.
_FILE = Path(__file__).with_name("commit.txt")
#: What stands in a wheel.
_PARTS = (":/src", ":/ontology", ":/loaders", ":/queries", ":/pyproject.toml", ":/README.md", ":/hatch_build.py")


def commit() -> str:
    """The commit that this installation was built from, or that a checkout is at.

    Returns:
        Its name, with " and changes" behind it where files differ from it; "unknown" where nobody can tell.

    Example:
        >>> commit() == UNKNOWN or len(commit().partition(" ")[0]) == 40
        True
    """
    said = _FILE.read_text("utf-8").strip() if _FILE.is_file() else ""
    if said and not said.startswith("$Format"):
        return said
    # Whose repository it is counts: sources may have been copied into somebody's.
    if not _git("ls-files", "--", _FILE.name) or not (head := _git("rev-parse", "HEAD")):
        return UNKNOWN
    changed = ("and changes",) if _git("status", "--porcelain", "--", *_PARTS) else ()
    return " ".join((head, *changed))


def _git(*arguments: str) -> str:
    """What git says of the folder of this file; nothing where there is no git or it refuses."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        ended = subprocess.run(
            ["git", "-C", str(_FILE.parent), *arguments],  # noqa: S607 (whichever git its user has)
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env=environment,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return "" if ended.returncode else ended.stdout.strip()
