"""The making of an ArcadeDB database from the two files of a property graph.

The process of `arcadedb_server` loads this file by its path, so it imports nothing of `skillgraph`.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

import jpype
import msgspec

#: Name of the database, and so of the folder that ArcadeDB makes for it.
DATABASE = "graph"
#: Properties by which a node is found without looking at all of them.
INDEXED = ("id", "name")
#: Lines that are read before they go to Java in one call for each type.
BATCH = 10_000
#: Of these, what Java holds in memory before it writes it: three million relationships do not fit into its gigabyte.
AT_A_TIME = 20
#: Nodes that are indexed in one transaction.
AT_ONCE = 20_000
#: Pages of an index, of which a small graph has hundreds with one page each: ArcadeDB's own take 80 MB for four cities.
PAGE, SMALL_PAGE = 262_144, 16_384
#: The names of indexes end in a reading of the clock; two in one tick have the same.
TRIES = 3


class Node(msgspec.Struct):
    """A line of the file of nodes; the properties go to Java as they are written."""

    id: str
    labels: tuple[str, ...]
    properties: msgspec.Raw


class Edge(msgspec.Struct):
    """A line of the file of relationships."""

    id: str
    type: str
    start: str
    end: str
    properties: msgspec.Raw


class Kind(msgspec.Struct):
    """What a look through the relationships asks for."""

    type: str


Line = TypeVar("Line", Node, Edge, Kind)


class LoadError(Exception):
    """Lines of the input files that make no graph, or no room for it."""


class Lines(Generic[Line]):
    """A file of JSON lines, each of one kind.

    Args:
        path: of the file.
        kind: of what stands in each line.
    """

    def __init__(self, path: Path, kind: type[Line]) -> None:
        self._path = path
        self._decoder: msgspec.json.Decoder[Line] = msgspec.json.Decoder(kind)

    def __iter__(self) -> Iterator[tuple[int, Line]]:
        """Each line with its number.

        Raises:
            LoadError: a line is not what it should be.
        """
        with self._path.open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    yield number, self._decoder.decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    raise self.error(number, str(error)) from None

    def batches(self) -> Iterator[list[tuple[int, Line]]]:
        """The same, many at a time."""
        lines = iter(self)
        while batch := list(itertools.islice(lines, BATCH)):
            yield batch

    def error(self, number: int, what: str) -> LoadError:
        """What is wrong with a line.

        Args:
            number: of the line.
            what: is wrong.
        """
        return LoadError(f"{self._path.name}, line {number}: {what}")


class Meter:
    """Counts the lines that are loaded.

    Args:
        lines: of both files.
        progress: as of `make`.
    """

    def __init__(self, lines: int, progress: Callable[[int, int], None]) -> None:
        self._done, self._lines, self._progress = 0, lines, progress

    def add(self, lines: int) -> None:
        """Tells of some more.

        Args:
            lines: that are loaded since the last call.
        """
        self._done += lines
        self._progress(self._done, self._lines)


def make(target: Path, nodes: Path, relationships: Path, progress: Callable[[int, int], None]) -> None:
    """Make a database, whole and on the disk when this returns.

    Args:
        target: The folder in which it is made; nothing is there yet.
        nodes: JSON lines of nodes.
        relationships: JSON lines of relationships.
        progress: Called now and then with how many of the lines are loaded, and how many there are.

    Raises:
        LoadError: The files make no graph, or there is no room for it.
    """
    for attempt in range(1, TRIES + 1):
        try:
            _make(target / DATABASE, nodes, relationships, progress)
        except jpype.JException as error:
            said = causes(error)
            shutil.rmtree(target / DATABASE, ignore_errors=True)
            if attempt == TRIES or "creating index" not in said:
                raise
        else:
            break
    _keep(target)


def _make(folder: Path, nodes: Path, relationships: Path, progress: Callable[[int, int], None]) -> None:
    """Make a database; Java closes it whatever happens."""
    database = jpype.JClass("com.arcadedb.database.DatabaseFactory")(str(folder)).create()
    try:
        types, named, lines = _make_types(database, nodes, relationships)
        meter = Meter(lines, progress)
        with _bulk(database) as batch:
            records = _load_nodes(batch, types, nodes, meter)
        _load_relationships(database, relationships, records, meter)
        _index(database, sorted(set(itertools.chain.from_iterable(types))), named, len(records))
    finally:
        database.close()


def _make_types(
    database: Any, nodes: Path, relationships: Path
) -> tuple[dict[tuple[str, ...], str], set[tuple[str, ...]], int]:
    """Make a type for each set of labels and each type of relationship; a batch does not let one be made.

    Returns:
        The name of the type of each set of labels, the sets of which some node has a name, and the number of lines.
    """
    labels, named, kinds = set(), set(), set()
    lines = 0
    for _, node in Lines(nodes, Node):
        lines += 1
        labels.add(node.labels)
        if node.labels not in named and b'"name":' in bytes(node.properties):
            named.add(node.labels)
    for _, edge in Lines(relationships, Kind):
        lines += 1
        kinds.add(edge.type)
    array_list = jpype.JClass("java.util.ArrayList")
    # ArcadeDB has one type a vertex: several labels make a type under all of them, named "A~B".
    compose = jpype.JClass("com.arcadedb.query.opencypher.Labels").ensureCompositeType
    schema = database.getSchema()
    # Outside of a transaction, each type would write the whole schema.
    database.begin()
    types = {some: str(compose(schema, array_list(some))) for some in sorted(labels)}
    for kind in sorted(kinds):
        schema.getOrCreateEdgeType(kind)
    database.commit()
    return types, named, lines


@contextmanager
def _bulk(database: Any) -> Iterator[Any]:
    """What takes many nodes or relationships, and has written them when it is left.

    It writes whole pages and no journal: a database that is not finished is thrown away.
    """
    bulk = database.batch().withWAL(False).withParallelFlush(False).build()
    try:
        yield bulk
    except BaseException:
        bulk.abandon()
        raise
    bulk.close()


def _load_nodes(batch: Any, types: dict[tuple[str, ...], str], nodes: Path, meter: Meter) -> dict[str, bytes]:
    """Load the nodes.

    Returns:
        The record id of every node, by its `id`.
    """
    create = jpype.JClass("com.arcadedb.python.VertexBatcher").createVerticesJson
    records: dict[str, bytes] = {}
    for lines in Lines(nodes, Node).batches():
        groups: dict[tuple[str, ...], list[Node]] = defaultdict(list)
        for _, node in lines:
            groups[node.labels].append(node)
        for labels, group in groups.items():
            rows = _array(_row(b'"id":' + msgspec.json.encode(node.id), node.properties) for node in group)
            made = str(create(batch, types[labels], rows)).encode().split(b";")
            records.update(zip((node.id for node in group), made, strict=True))
        meter.add(len(lines))
    return records


def _load_relationships(database: Any, relationships: Path, records: dict[str, bytes], meter: Meter) -> None:
    """Load the relationships between nodes that are there already."""
    create = jpype.JClass("com.arcadedb.python.EdgeBatcher").newEdgesJson
    file = Lines(relationships, Edge)
    batches = file.batches()
    for first in batches:
        with _bulk(database) as bulk:
            for lines in itertools.chain([first], itertools.islice(batches, AT_A_TIME - 1)):
                for kind, rows in _rows(file, lines, records).items():
                    create(bulk, kind, _array(rows))
                meter.add(len(lines))


def _rows(file: Lines[Edge], lines: list[tuple[int, Edge]], records: dict[str, bytes]) -> dict[str, list[bytes]]:
    """Relationships as Java takes them, by their type."""
    groups: dict[str, list[bytes]] = defaultdict(list)
    for number, edge in lines:
        try:
            ends = b'"_src":"%b","_dst":"%b","id":' % (records[edge.start], records[edge.end])
        except KeyError as error:
            raise file.error(number, f"there is no node {error}") from None
        groups[edge.type].append(_row(ends + msgspec.json.encode(edge.id), edge.properties))
    return groups


def _row(first: bytes, properties: msgspec.Raw) -> bytes:
    """An object with some members, and with those of another one."""
    rest = bytes(properties).strip()[1:-1].strip()
    return b"{%b,%b}" % (first, rest) if rest else b"{%b}" % first


def _array(rows: Iterator[bytes] | list[bytes]) -> str:
    """Rows as Java takes them in one call."""
    return (b"[" + b",".join(rows) + b"]").decode("utf-8")


def _index(database: Any, labels: list[str], named: set[tuple[str, ...]], nodes: int) -> None:
    """Index what a node is found by under each label, since an index is used for the label alone that it stands at.

    Args:
        database: The open Java database.
        labels: Of which each is a type.
        named: Sets of labels of which some node has a name.
        nodes: How many there are.
    """
    kind = jpype.JClass("com.arcadedb.schema.Schema$INDEX_TYPE").LSM_TREE
    text = jpype.JClass("java.lang.String")
    with_name = set(itertools.chain.from_iterable(named))
    # One transaction writes the schema once, but holds all that it indexes in memory.
    at_once = nodes <= AT_ONCE
    page = SMALL_PAGE if at_once else PAGE
    schema = database.getSchema()
    if at_once:
        database.begin()
    for label in labels:
        for name in INDEXED:
            if name == "id" or label in with_name:
                schema.getType(label).createProperty(name, text)
                schema.buildTypeIndex(label, [name]).withType(kind).withUnique(False).withPageSize(page).create()
    if at_once:
        database.commit()


def _keep(target: Path) -> None:
    """List the files of a database, and have them on the disk before it takes its place."""
    files = sorted((target / DATABASE).iterdir())
    text = "".join(f"{path.stat().st_size} {path.name}\n" for path in files)
    (target / "files").write_text(text, encoding="utf-8", newline="\n")
    if os.name == "nt":  # It syncs none that it reads.
        return
    mask = os.umask(0)
    os.umask(mask)
    for path in files:
        path.chmod(0o666 & ~mask)  # ArcadeDB hides its schema from others who may read the graph.
    for path in (*files, target / "files", target / DATABASE, target):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def causes(error: Any) -> str:
    """Tell all that is said of an error and, by Java, of what it came from.

    Args:
        error: Of Java or of Python.
    """
    said = []
    while error is not None:
        is_java = isinstance(error, jpype.JException)
        said.append(str(error.getMessage() if is_java else error))
        error = error.getCause() if is_java else None
    return "; ".join(said)
