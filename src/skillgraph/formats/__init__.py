"""The exchange formats, one module each with a `write()`; a new format is a new module and a line here."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec

from skillgraph.model.errors import UsageError

if TYPE_CHECKING:
    from skillgraph.explore.page import PageOptions, Progress
    from skillgraph.graph.folder import GraphFolder


class Format(msgspec.Struct, frozen=True):
    """A format: its module in this package, what it is, and whether it has profiles or fills a folder."""

    module: str
    description: str
    has_profiles: bool = False
    folder: bool = False


FORMATS = {
    "turtle": Format("turtle", "RDF as Turtle", has_profiles=True),
    "ntriples": Format("ntriples", "RDF as N-Triples", has_profiles=True),
    "trig": Format("trig", "RDF as TriG, a named graph a source", has_profiles=True),
    "jsonld": Format("jsonld", "RDF as JSON-LD", has_profiles=True),
    "rdf12": Format("rdf12", "RDF 1.2 as Turtle, statements as reifiers and annotations"),
    "void": Format("void", "a description of the data set in VoID, DCAT and PROV, as Turtle"),
    "graphml": Format("graphml", "entities and facts for Gephi, yEd, networkx, with colours, sizes and positions"),
    "gexf": Format("gexf", "entities and facts for Gephi, with colours, sizes, positions and times"),
    "csv": Format("csv", "a folder of tables: entities, statements, observations", folder=True),
    "loaders": Format("loaders", "a folder of loaders, the tables that build reads, a source each", folder=True),
    "neo4j-csv": Format("neo4j_csv", "a folder that neo4j-admin imports into a Neo4j, or docker compose", folder=True),
    "cypher-script": Format("cypher_script", "one script for cypher-shell and Neo4j Browser"),
    "html": Format("html", "the network page: one HTML file that opens offline, with search, filters and evidence"),
    "pyvis": Format("pyvis", "one HTML page with the network, made by pyvis, that opens offline"),
}


def export(
    graph: GraphFolder,
    name: str,
    target: Path | IO[bytes],
    profile: str | None = None,
    page: PageOptions | None = None,
    progress: Progress | None = None,
) -> None:
    """Writes a graph in a format; a file or folder is whole or not there; a former file stays until then.

    Args:
        graph: the graph.
        name: a key of `FORMATS`.
        target: the file, or the folder for a format of several files; or an open binary file.
        profile: `facts` or `provenance`, for RDF.
        page: what the network page shows, and how, for `html`.
        progress: called with what is being done, for `html`.

    Raises:
        UsageError: the target can't be written, or the format has no profiles.
    """
    form = FORMATS[name]
    if profile and not form.has_profiles:
        raise UsageError(
            f"{name} has no profiles; --profile is for {', '.join(n for n in FORMATS if FORMATS[n].has_profiles)}"
        )
    if page is not None and name != "html":
        raise UsageError(f"{name} has no views, titles or documents; those options are for html")
    given = (("profile", profile), ("options", page), ("progress", progress if name == "html" else None))
    options = {key: value for key, value in given if value is not None}
    write = partial(import_module(f"skillgraph.formats.{form.module}").write, **options)
    if form.folder:
        if not isinstance(target, Path):
            raise UsageError(f"{name} is a folder of files; name it with -o")
        _write_folder(target, partial(write, graph))
    elif isinstance(target, Path):
        _write_file(target, partial(write, graph))
    else:
        write(graph, target)
        target.flush()


def _write_file(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    if path.is_dir():
        raise UsageError(f"{path}: is a folder; name a file")
    partial_path = path.with_name(f".{path.name}.partial-{os.getpid()}")
    try:
        with partial_path.open("xb") as file:
            write(file)
        partial_path.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: can't be written ({error.strerror or error})") from None
    finally:
        with contextlib.suppress(OSError):
            partial_path.unlink()


def _write_folder(folder: Path, write: Callable[[Path], None]) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: exists and is not an empty folder; name a new one")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write(folder)
    except BaseException as error:
        # Half a folder could be taken for a whole one; it was empty before.
        for path in folder.iterdir() if folder.is_dir() else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if isinstance(error, OSError):
            raise UsageError(f"{folder}: can't be written ({error.strerror or error})") from None
        raise
