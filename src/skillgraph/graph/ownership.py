"""Which files of a folder `build` made, so that the next one replaces nothing else."""

from __future__ import annotations

import os
import re
from pathlib import Path

import msgspec

from skillgraph.graph.folder import MANIFEST, Manifest
from skillgraph.model.errors import NOT_DECODED, UsageError
from skillgraph.writing.seal import check_files, is_dust, not_ours
from skillgraph.writing.workshop import is_workshop

#: The files that follow from the records alone, and whose checksums the manifest has.
FILES = ("records.jsonl", "facts.ttl", "provenance.ttl", "nodes.jsonl", "relationships.jsonl")
#: Where the graphs of dates lie in a built folder, which the next build replaces as a whole.
DATED = "dated"
#: Folders of databases, which are made from these files, and what their engines call what is in them.
DATABASES = {
    "oxigraph": re.compile(
        r"\d{6}\.(sst|log|blob|dbtmp)|CURRENT|IDENTITY|LOCK|LOG(\.old\.\d+)?|MANIFEST-\d{6}|OPTIONS-\d{6}(\.dbtmp)?|"
        r"made\.json"
    ),
    # One for each state of the graph's files that a question in Cypher was asked of, and what a killed run left.
    "arcadedb": re.compile(
        r"lock|(making-)?[0-9a-f]{16}(/(files|graph(/[^/]+\.(bucket|n?u[cm]tidx|dict|wal|lck|bin|json)(\.tmp)?)?))?"
    ),
}


def check_built(folder: Path, within: str = "") -> None:
    """Holds a folder to its manifest.

    Args:
        folder: of a graph.
        within: the path of the folder in that which a message is about.

    Raises:
        UsageError: it holds something that `build` did not make; the message goes on after the folder's name.

    Example:
        >>> import skillgraph
        >>> check_built(skillgraph.load().folder)
    """
    files = _listed(folder / MANIFEST)
    if files is None:
        name = min((path.name for path in folder.iterdir()), default="")
        raise UsageError(f"holds something that is not a graph: {within}{name}")
    # Who reads the graph may make one of these just then, so they are left out also where they were not there.
    apart = [name for name in (DATED, *DATABASES) if not (folder / name).is_symlink()]
    for name in apart:
        if (folder / name).is_dir():
            if name == DATED:
                _check_dated(folder / name, f"{within}{DATED}/")
            else:
                _check_database(folder / name, DATABASES[name], f"{within}{name}/")
    check_files(folder, {MANIFEST: "", **files}, apart, within)


def _listed(manifest: Path) -> dict[str, str] | None:
    """The files of a graph with their checksums, by its manifest; None if that is none of ours."""
    if manifest.is_symlink() or not manifest.is_file():
        return None
    data = manifest.read_bytes()
    try:
        found = msgspec.json.decode(data, type=Manifest)
    except NOT_DECODED:
        return None
    if found.encoded() != data or not found.files.keys() <= set(FILES):
        return None
    # Before there were checksums, the same files were written.
    return found.files or dict.fromkeys(FILES, "")


def _check_database(folder: Path, names: re.Pattern[str], within: str) -> None:
    """Holds the folder of a database to what its engine puts there; who reads the graph may make one just then."""
    check_files(folder, {}, within=within, changing=names)


def _check_dated(folder: Path, within: str) -> None:
    """Holds the graphs of dates to their manifests; one that was never finished is swept with the folder."""
    try:
        paths = sorted(folder.iterdir())
    except FileNotFoundError:
        # Who had made the folder has taken it away meanwhile.
        return
    for path in paths:
        try:
            if not path.is_dir() or path.is_symlink():
                if not is_dust(path) and os.path.lexists(path):
                    raise not_ours(within + path.name)
            elif not is_workshop(path):
                check_built(path, f"{within}{path.name}/")
        except (OSError, UsageError):
            # One that is being made changes its name meanwhile.
            if path.exists():
                raise
