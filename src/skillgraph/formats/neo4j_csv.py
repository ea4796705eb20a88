"""A folder that `neo4j-admin database import full` makes a Neo4j database of, equal to what `push` would write.

The importer reads a cell as it stands, so the only thing to choose is what separates the items of a list: a character
that no item holds. Everything the importer must be told stands in `import.args`, everything a person must do in
`README.txt`. Formats of the files: https://neo4j.com/docs/operations-manual/5/import/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import IO

import msgspec

from skillgraph.formats._cypher import literal
from skillgraph.formats._elements import nodes, relationships
from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.propertygraph import Node, Property, Relationship
from skillgraph.model.errors import DataError
from skillgraph.model.naming import relationship_type
from skillgraph.model.terms import ENTITY
from skillgraph.stores.bolt.schema import SCHEMA, check_names

#: What may separate the items of a list, by preference: readable, made for it (unit separator), never assigned.
_SEPARATORS = (";", "|", "\x1f", *map(chr, range(0xE000, 0xF900)))
_TYPES = {str: "string", bool: "boolean", int: "long", float: "double", list: "string[]"}
_NODE_KEYS = ("id:ID", ":LABEL")
_RELATIONSHIP_KEYS = ("id:string", ":START_ID", ":END_ID", ":TYPE")
_ATTACHED = ("compose.yaml", "import.sh")


class Columns(msgspec.Struct):
    """One file of nodes or relationships with the columns that its rows need, as Neo4j's importer names them."""

    keys: tuple[str, ...]
    columns: dict[str, str] = msgspec.field(default_factory=dict)

    @property
    def header(self) -> str:
        """The line that names them."""
        return ",".join((*self.keys, *(f"{column}:{type}" for column, type in self.columns.items())))


class Survey(msgspec.Struct):
    """What must be known before the first row is written."""

    tables: dict[str, Columns] = msgspec.field(default_factory=dict)
    characters: set[str] = msgspec.field(default_factory=set)

    def add(self, element: Node | Relationship) -> None:
        """Takes what a row needs into account."""
        keys = _NODE_KEYS if isinstance(element, Node) else _RELATIONSHIP_KEYS
        columns = self.tables.setdefault(table_of(element), Columns(keys)).columns
        for name, value in element.properties.items():
            columns.setdefault(name, _TYPES[type(value)])
            if isinstance(value, list):
                self.characters.update(*value)

    def separator(self) -> str:
        """What separates the items of a list."""
        for candidate in _SEPARATORS:
            if candidate not in self.characters:
                return candidate
        raise DataError("the names hold every character that could separate the items of a list; use `push`")


def write(graph: GraphFolder, folder: Path) -> None:
    """Writes the tables, each with its header in a file of its own, and what the import needs."""
    check_names(graph.records())
    survey = Survey()
    for element in _elements(graph):
        survey.add(element)
    separator = survey.separator()
    with ExitStack() as stack:
        files = {
            name: stack.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            for name in survey.tables
        }
        after: list[str] = []
        multiline = write_rows(_elements(graph), survey.tables, files, separator, after)
    for name, table in survey.tables.items():
        (folder / f"{name}-header.csv").write_text(table.header + "\n", encoding="utf-8", newline="\n")
    write_guides(folder, {name: [f"{name}.csv"] for name in survey.tables}, separator, multiline, after)


def write_guides(
    folder: Path, tables: Mapping[str, Sequence[str]], separator: str, multiline: bool, after: Iterable[str]
) -> None:
    """Writes what the import needs beside the tables.

    Args:
        folder: of the tables.
        tables: the files of rows that a header belongs to, by the header's name without `-header.csv`.
        separator: of the items of a list.
        multiline: whether a cell has a line break in it.
        after: the queries that `write_rows` wants to be run after the import.
    """
    with (folder / "after-import.cypher").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines((*(f"{statement};\n" for statement in SCHEMA), *after))
    arguments = _arguments(tables, separator, multiline)
    # Neo4j reads them in a container, whichever system wrote them.
    (folder / "import.args").write_text(arguments, encoding="utf-8", newline="\n")
    for name in _ATTACHED:
        (folder / name).write_bytes(Path(__file__).with_name(f"neo4j_csv_{name}").read_bytes())
    (folder / "README.txt").write_bytes(Path(__file__).with_name("neo4j_csv_README.txt").read_bytes())


FORMAT = Format(write=write, folder=True)


def _elements(graph: GraphFolder) -> Iterator[Node | Relationship]:
    return chain(nodes(graph), relationships(graph))


def write_rows(
    elements: Iterable[Node | Relationship],
    tables: Mapping[str, Columns],
    files: Mapping[str, IO[str]],
    separator: str,
    after: list[str],
) -> bool:
    """Writes all rows, and adds to `after` what can't stand in one; returns whether a cell has a line break in it."""
    multiline = False
    for element in elements:
        name = table_of(element)
        keys: tuple[str, ...]
        if isinstance(element, Node):
            keys = (element.id, separator.join(element.labels))
        else:
            keys = (element.id, element.start, element.end, element.type)
        properties = element.properties
        row = ",".join((*map(_text, keys), *(_cell(properties.get(c), separator) for c in tables[name].columns)))
        files[name].write(row + "\n")
        multiline = multiline or "\n" in row or "\r" in row
        # The importer reads a list of one empty text as no list at all.
        after += (_set(element, property) for property, value in properties.items() if value == [""])
    return multiline


def table_of(element: Node | Relationship) -> str:
    """The file of a node or relationship: what is alike stands together, so that few cells are empty.

    A column has one type, so whole numbers and others of the same property stand in files of their own.
    """
    properties = element.properties
    fractions = "".join(f"-{name}-double" for name, value in properties.items() if isinstance(value, float))
    if isinstance(element, Node):
        # The last label is that of all nodes; the one before says what it is, but for derived classes of entities.
        kind = ENTITY if ENTITY in element.labels else element.labels[-2]
        return f"nodes-{kind.lower()}{fractions}"
    if "modality" in properties:
        return "relationships-fact"
    if "predicate" in properties:
        return "relationships-term"
    return "relationships-source" if element.type == relationship_type("source") else "relationships-other"


def _cell(value: Property | None, separator: str) -> str:
    if value is None or value == [""]:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return _text(separator.join(value))
    return repr(value)


def _text(value: str) -> str:
    """Text is always quoted: only so are an empty text and a missing one two things."""
    return '"' + value.replace('"', '""') + '"'


def _set(element: Node | Relationship, property: str) -> str:
    if isinstance(element, Node):
        return f"MATCH (n:Skillgraph {{id: {literal(element.id)}}}) SET n.{property} = [''];\n"
    match = f"MATCH (:Skillgraph {{id: {literal(element.start)}}})-[r {{id: {literal(element.id)}}}]->()"
    return f"{match} SET r.{property} = [''];\n"


def _arguments(tables: Mapping[str, Sequence[str]], separator: str, multiline: bool) -> str:
    # Neo4j 2026 takes no bare name of a file, without a folder before it.
    lines = [
        f"--{name.partition('-')[0]}={','.join(f'./{file}' for file in (f'{name}-header.csv', *files))}"
        for name, files in tables.items()
    ]
    readable = separator.isascii() and separator.isprintable()
    lines.append(f"--array-delimiter={separator if readable else f'U+{ord(separator):04X}'}")
    if multiline:
        lines.append("--multiline-fields=true")
    return "\n".join(lines) + "\n"
