"""Which files of a folder `build` made, so that the next one replaces nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from skillgraph.graph.folder import MANIFEST, Manifest
from skillgraph.model.errors import NOT_DECODED, UsageError
from skillgraph.writing.seal import check_files, files_of
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
        name = min(path.name for path in folder.iterdir())
        raise UsageError(f"holds something that is not a graph: {within}{name}")
    apart = []
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            if path.name == DATED:
                _check_dated(path, f"{within}{DATED}/")
            elif path.name in DATABASES:
                _check_database(path, DATABASES[path.name], f"{within}{path.name}/")
            else:
                continue
            apart.append(path.name)
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
    """Holds the folder of a database to what its engine puts there."""
    files = [name for name, _ in files_of(folder) if names.fullmatch(name)]
    begun = [path.name for path in folder.iterdir() if names.fullmatch(path.name) and _has_folders_alone(path)]
    check_files(folder, dict.fromkeys(files, ""), begun, within)


def _has_folders_alone(folder: Path) -> bool:
    """Whether a folder holds nothing but folders, as of a database that was only begun when its run was killed."""
    return all(path.is_dir() and not path.is_symlink() for path in (folder, *folder.rglob("*")))


def _check_dated(folder: Path, within: str) -> None:
    """Holds the graphs of dates to their manifests; one that was never finished is swept with the folder."""
    graphs = [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
    for path in graphs:
        if not is_workshop(path):
            check_built(path, f"{within}{path.name}/")
    check_files(folder, {}, [path.name for path in graphs], within)
