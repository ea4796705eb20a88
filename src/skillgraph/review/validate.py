"""What is wrong with the tables: their own rules, and SHACL over the graph that they make.

A violation of ontology/shapes.ttl is led back from its node in the graph to the cell that it came from.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from skillgraph.formats.rdflib_graph import records_to_rdflib
from skillgraph.language.names import spelling_key
from skillgraph.mapping.fields import TABLES
from skillgraph.mapping.rdf import document_iri
from skillgraph.model.errors import DataError, missing_extra
from skillgraph.model.home import home
from skillgraph.model.ontology import BASE, local
from skillgraph.model.problems import Problem
from skillgraph.model.records import Entity, Evidence
from skillgraph.tables.checks import check
from skillgraph.tables.loader import row_of
from skillgraph.tables.opening import decision_tables, default_loaders, open_loaders
from skillgraph.tables.sources import Sources

if TYPE_CHECKING:
    import rdflib

#: Properties that follow from a column, or from the row itself, beside those of the table of fields.
_FOLLOWING = {"type": "class", "ofClass": "class", "refPeriod": "time", "source": "id", "dataSet": "id"}
_SPANS = ("mentions", "span", "figure", "evidence")


class Violation(msgspec.Struct, frozen=True):
    """A constraint that a graph breaks: the node at fault, the property that shows it, and what it should be."""

    node: str
    property: str
    message: str
    value: str = ""


class _Cell(msgspec.Struct, frozen=True):
    """A row that a node of the graph comes from."""

    table: str
    file: str
    row: int
    cells: dict[str, str]


def validate(loaders: Sequence[Path] | None = None) -> list[Problem]:
    """Everything that is wrong with some loaders.

    SHACL looks at the graph only once the tables' own rules hold, since no graph can be made before. Names that differ
    in traditional and simplified characters alone are asked about with the extra `chinese`; they may be built.

    Args:
        loaders: the loaders' folders; by default those that come with skillgraph.

    Returns:
        Each problem with file, row and column; an empty list if there is none.

    Raises:
        UsageError: pyshacl is not installed.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     for problem in validate([Path(folder)]):
        ...         print(problem.column or problem.message.split(";")[0])
        not found
    """
    folders = default_loaders() if loaders is None else loaders
    opened, problems = open_loaders(folders)
    if problems:
        return problems
    with check(opened, key=spelling_key, decisions=decision_tables(folders)) as sources:
        # A graph can be built where decisions clash, since nothing is merged by them; a person has to look at it.
        if found := [*sources.problems, *sources.merging.judgements.clashes]:
            return found
        rows = _rows(sources)
        return sorted(
            {_problem(violation, rows) for violation in violations(_graph(sources))},
            key=lambda problem: (problem.file, problem.row, problem.column, problem.message),
        )


def violations(graph: rdflib.Graph) -> list[Violation]:
    """What of a graph breaks ontology/shapes.ttl.

    Args:
        graph: the profile `provenance` together with the ontology; it is not changed.

    Raises:
        UsageError: pyshacl is not installed.
    """
    try:
        import pyshacl
    except ImportError:
        raise missing_extra("validation", "validate") from None
    with warnings.catch_warnings():
        # pyshacl still uses what rdflib is about to rename: nothing that a user could mend.
        warnings.simplefilter("ignore", DeprecationWarning)
        # No inference: every triple that the shapes look at is written out. inplace spares a copy of the graph.
        conforms, report, text = pyshacl.validate(graph, shacl_graph=_shapes(), inplace=True)
    if not conforms and not hasattr(report, "subjects"):
        raise DataError(f"ontology/shapes.ttl: {text}")
    return [] if conforms else list(_read_report(report))


@cache
def _shapes() -> rdflib.Graph:
    import rdflib

    return rdflib.Graph().parse(home() / "ontology" / "shapes.ttl", format="turtle")


def _read_report(report: rdflib.Graph) -> Iterator[Violation]:
    from rdflib.collection import Collection
    from rdflib.namespace import RDF, RDFS, SH
    from rdflib.term import BNode, Literal, URIRef

    for result in report.subjects(RDF.type, SH.ValidationResult):
        path = report.value(result, SH.resultPath)
        if isinstance(path, BNode):
            path = next(iter(Collection(report, path)))
        focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        # A SPARQL constraint has the document or dataset in focus, and the node at fault as its value.
        by_value = (result, SH.sourceConstraintComponent, SH.SPARQLConstraintComponent) in report
        node = value if by_value and value else focus
        found = "" if value in (node, focus) or not isinstance(value, Literal | URIRef) else str(value)
        # Its shape holds the message and, as a comment, the Chinese of it.
        rule = report.value(result, SH.sourceConstraint if by_value else SH.sourceShape)
        message = f"{_shapes().value(rule, SH.message)} ({_shapes().value(rule, RDFS.comment)})"
        yield Violation(str(node), local(str(path or "")), message, found)


def _graph(sources: Sources) -> rdflib.Graph:
    graph = records_to_rdflib(sources.records())
    graph.parse(home() / "ontology" / "skills.ttl", format="turtle")
    return graph


def _rows(sources: Sources) -> dict[str, list[_Cell]]:
    """The rows that each node of the graph comes from: by the node's IRI."""
    found: dict[str, list[_Cell]] = {}
    for source in sources:
        file = source.name_of("source.toml")
        for kind in ("document", "dataset"):
            found[f"{BASE}{kind}/{source.document.id}"] = [_Cell("source.toml", file, 0, {})]
        for table, scheme, records in (
            ("entities.csv", "entity", source.entities),
            ("sections.csv", "section", source.sections),
            ("statements.csv", "statement", source.statements()),
            ("observations.csv", "figure", source.observations()),
        ):
            for row, record in records:
                cell = _Cell(table, source.name_of(table), row, row_of(record))
                id = sources.merging.canonical(record.id) if isinstance(record, Entity) else record.id
                found.setdefault(f"{BASE}{scheme}/{id}", []).append(cell)
                for span in _spans(record):
                    for part in ("char", "position"):
                        iri = f"{document_iri(span.document).value}#{part}={span.start},{span.end}"
                        found.setdefault(iri, []).append(cell)
    return found


def _spans(record: object) -> Iterator[Evidence]:
    for name in _SPANS:
        spans = getattr(record, name, None) or ()
        yield from (spans,) if isinstance(spans, Evidence) else spans


def _problem(violation: Violation, rows: dict[str, list[_Cell]]) -> Problem:
    node, name, message = violation.node, violation.property, violation.message
    if violation.value:
        message = f"{message}: {local(violation.value)}"
    candidates = rows.get(node)
    if not candidates:
        return Problem("", 0, name, f"{message}: {node}")
    if "#" in node:
        cell = candidates[0]
        span = node.rpartition("=")[2].replace(",", "-")
        column = next(c for c in _SPANS if span in (item.split("#")[0] for item in cell.cells.get(c, "").split("|")))
        return Problem(cell.file, cell.row, column, f"{span}: {message}")
    column = _column(candidates[0].table, name)
    # Several loaders may name one entity: the fault lies with a row that fills the cell.
    cell = next((c for c in candidates if _holds(c, column, violation.value)), candidates[0])
    if column == "object" and cell.cells.get("text"):
        column = "text"
    return Problem(cell.file, cell.row, column, message)


def _column(file: str, property: str) -> str:
    """The column that a property of the graph comes from; of several, the first."""
    [table] = (table for table in TABLES.values() if table.file == file)
    columns = (column for column, field in table.columns.items() if field.rdf.partition(":")[2] == property)
    return next(columns, _FOLLOWING.get(property, property))


def _holds(cell: _Cell, column: str, value: str) -> bool:
    return bool(cell.cells.get(column)) and local(value) in cell.cells[column]
