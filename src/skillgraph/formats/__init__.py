"""The exchange formats, one module each; a new format is a new module with a `FORMAT` and a line here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import msgspec

from skillgraph.formats.format import Format, faults
from skillgraph.model.doors import load, offered, reason, refused
from skillgraph.model.errors import SkillgraphError, UsageError
from skillgraph.model.problems import unknown
from skillgraph.writing.files import whole_file
from skillgraph.writing.folders import whole_folder
from skillgraph.writing.seal import check_sealed, seal

if TYPE_CHECKING:
    from skillgraph.graph.folder import GraphFolder

#: The formats of this package and what `export --help` says of them; each is a module of that name with a `FORMAT`.
OWN = {
    "turtle": "RDF as Turtle",
    "ntriples": "RDF as N-Triples",
    "trig": "RDF as TriG, a named graph a source",
    "jsonld": "RDF as JSON-LD",
    "rdf12": "RDF 1.2 as Turtle, statements as reifiers and annotations",
    "void": "a description of the data set in VoID, DCAT and PROV, as Turtle",
    "nanopub": "a nanopublication for each statement and figure, as TriG with Trusty URIs",
    "ro-crate": "a folder to deposit: files, checksums and an RO-Crate description",
    "graphml": "entities and facts for Gephi, yEd, networkx, with colours and sizes",
    "gexf": "entities and facts for Gephi, with colours, sizes and times",
    "csv": "a folder of tables: entities, statements, observations",
    "loaders": "a folder of loaders, the tables that build reads, a source each",
    "neo4j-csv": "a folder that neo4j-admin imports into a Neo4j, or docker compose",
    "cypher-script": "one script for cypher-shell and Neo4j Browser",
    "html": "the network page: one HTML file that opens offline, with search, filters and evidence",
    "pyvis": "one HTML page with the network, made by pyvis, that opens offline",
    "site": "a folder that is a web site: a page, Turtle and JSON-LD for each thing, with search, that opens offline",
}
GROUP = "skillgraph.formats"
#: What spreadsheets keep their tables in; no format here is one of them.
WORKBOOKS = ("xlsx", "xls", "ods", "excel")
NO_WORKBOOK = (
    "export writes no workbook: `export csv -o FOLDER` writes tables that Excel opens, and the tables of the page "
    "(`export html`) are saved as xlsx by its button Excel"
)


def format_names() -> list[str]:
    """The names of all formats: this package's, and those that other packages offer.

    Example:
        >>> format_names()[:2]
        ['turtle', 'ntriples']
    """
    return [*OWN, *(name for name in offered(GROUP) if name not in OWN)]


def find_format(name: str) -> Format:
    """A format by its name.

    Raises:
        UsageError: there is none, or the package that offers it is at fault; the message names it.

    Example:
        >>> [option.name for option in find_format("turtle").options]
        ['profile']
    """
    if name in OWN:
        form: Format = import_module(f"skillgraph.formats.{name.replace('-', '_')}").FORMAT
        return msgspec.structs.replace(form, description=OWN[name])
    point = offered(GROUP).get(name)
    if point is None:
        raise UsageError(f"{unknown('format', name, format_names())} Known are {', '.join(format_names())}")
    found = load(point, "format")
    if why := faults(found):
        raise refused(point, "format", why)
    assert isinstance(found, Format)
    return found


def describe(name: str) -> str:
    """What a format is; of one that can't be loaded, why."""
    if name in OWN:
        return OWN[name]
    try:
        return find_format(name).description
    except UsageError as error:
        return f"({error})"


def export(graph: GraphFolder, name: str, target: Path | IO[bytes], **options: Any) -> None:
    """Writes a graph in a format; a file or folder is whole or not there; a former one stays until then.

    A former file is replaced whoever wrote it, a folder only where all of its files are as this function wrote them.

    Args:
        graph: the graph.
        name: one of `format_names`.
        target: the file, or the folder for a format of several files; or an open binary file.
        options: what the format's `write` understands, as `profile="facts"` for RDF.

    Raises:
        UsageError: the target can't be written, or there is no such format.
    """
    form = find_format(name)
    write = partial(form.write, **options) if name in OWN else partial(_write_guarded, name, form, options)
    if form.folder:
        if not isinstance(target, Path):
            raise UsageError(f"{name} is a folder of files; name it with -o")
        if target.suffix[1:].lower() in WORKBOOKS:
            raise UsageError(f"{target}: {name} is a folder of files; {NO_WORKBOOK}")
        _write_folder(target, partial(write, graph))
    elif isinstance(target, Path):
        _write_file(target, partial(write, graph))
    else:
        write(graph, target)
        target.flush()


def _write_guarded(
    name: str, form: Format, options: dict[str, Any], graph: GraphFolder, target: Path | IO[bytes]
) -> None:
    """Writes in a format of another package, whose errors are named as its own."""
    try:
        form.write(graph, target, **options)
    except (SkillgraphError, OSError):
        raise
    except Exception as error:  # whatever a foreign package raises
        raise refused(offered(GROUP)[name], "format", f"failed: {reason(error)}") from error


def _write_file(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    try:
        with whole_file(path) as file:
            write(file)
    except OSError as error:
        raise UsageError(f"{path}: can't be written ({error.strerror or error})") from None


def _write_folder(folder: Path, write: Callable[[Path], None]) -> None:
    try:
        with whole_folder(folder, check_sealed) as made:
            write(made)
            seal(made)
    except OSError as error:
        raise UsageError(f"{folder}: can't be written ({error.strerror or error})") from None
