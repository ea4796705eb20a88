"""ArcadeDB with one read-only graph behind Bolt, as a process of its own.

`skillgraph.stores.local.arcadedb` runs this file and talks to it in JSON lines: the first line out is
`{"port", "password"}` or `{"error"}`; after that every line in, `{"query", "milliseconds"}`, is answered with
`{"writes", "columns", "query"}` or `{"error"}`. The end of the input, which the death of the parent brings about too,
ends it, also in the middle of a question.

A process of its own, because a thread of a JVM cannot be stopped from outside: some queries (nested list
comprehensions) never look at the clock. The file is run by its path and imports nothing of `skillgraph`,
which keeps its start short.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
import os
import queue
import runpy
import secrets
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jpype

DATABASE = "graph"
_INLINE = runpy.run_path(str(Path(__file__).with_name("inline_conditions.py")))
#: A transaction of 5,000 edges has been seen to deadlock with itself; 1,000 pass.
BATCH = 1000
#: Nodes that are indexed in one transaction.
AT_ONCE = 20_000
JVM_FLAGS = (
    "-Xmx1g",
    # For a graph that lives for a few queries, these three save about a fifth of the whole run.
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-XX:+UseCompactObjectHeaders",
    # A server half dead for want of memory would answer nonsense; a dead one is started anew.
    "-XX:+ExitOnOutOfMemoryError",
    # Otherwise a file stays behind in the system's temporary directory after a kill.
    "-XX:-UsePerfData",
    "-Djava.awt.headless=true",
    "-Dpolyglot.engine.WarnInterpreterOnly=false",
    "-Darcadedb.installCustomFormatter=false",
    "-Darcadedb.typeDefaultBuckets=1",
    "--enable-native-access=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
    "--add-opens=java.base/java.nio.channels.spi=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
)


class LoadError(Exception):
    """A line of the input files that makes no graph."""


def start_jvm(home: Path) -> None:
    """Start Java from the wheel, with everything it may write kept inside `home`.

    Args:
        home: A directory that is deleted afterwards.
    """
    spec = importlib.util.find_spec("arcadedb_embedded")
    if spec is None or not spec.submodule_search_locations:
        raise LoadError("the package arcadedb-embedded is not installed")
    package = Path(spec.submodule_search_locations[0])
    logging = home / "logging.properties"
    logging.write_text("handlers=\n.level=OFF\n", encoding="ascii", newline="\n")
    # The package's own start_jvm() is not used: it loads a module that makes Java print a warning.
    libraries = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
    jpype.startJVM(
        next(str(package / "jre" / name) for name in libraries if (package / "jre" / name).exists()),
        *JVM_FLAGS,
        f"-Djava.util.logging.config.file={logging}",
        f"-XX:ErrorFile={home / 'java-error.log'}",
        f"-Djava.io.tmpdir={home}",
        classpath=[str(jar) for jar in sorted((package / "jars").glob("*.jar"))],
    )


def read_lines(file: Path) -> Iterator[list[tuple[int, Any]]]:
    """Read JSON lines in batches, each with its line number.

    Args:
        file: A JSON-lines file.

    Yields:
        Up to BATCH pairs of line number and value.

    Raises:
        LoadError: A line is not JSON.
    """
    with file.open(encoding="utf-8") as lines:
        numbered = enumerate(lines, 1)
        while batch := list(itertools.islice(numbered, BATCH)):
            values = []
            for number, line in batch:
                try:
                    values.append((number, json.loads(line)))
                except ValueError as error:
                    raise LoadError(f"{file.name}, line {number}: {error}") from None
            yield values


def flat(identifier: str, properties: dict[str, Any]) -> list[Any]:
    """Names and values of the properties one after the other, which Java takes in one call.

    Args:
        identifier: The `id`.
        properties: Values that JSON has, and lists of text.
    """
    array_list = jpype.JClass("java.util.ArrayList")
    pairs: list[Any] = ["id", identifier]
    for name, value in properties.items():
        pairs += (name, array_list(value) if isinstance(value, list) else value)
    return pairs


def load_nodes(database: Any, file: Path) -> dict[str, Any]:
    """Load the nodes and index their `id` under every label.

    Types are made in the transaction of their first records: outside of one, each would write the whole schema.

    Args:
        database: The open Java database.
        file: JSON lines of nodes.

    Returns:
        The record id of every node, by its `id`.
    """
    array_list = jpype.JClass("java.util.ArrayList")
    objects = jpype.JArray(jpype.JObject)
    # ArcadeDB has one type a vertex: several labels make a type under all of them, named "A~B".
    compose = jpype.JClass("com.arcadedb.query.opencypher.Labels").ensureCompositeType
    schema = database.getSchema()
    types: dict[tuple[str, ...], str] = {}
    records: dict[str, Any] = {}
    for batch in read_lines(file):
        database.begin()
        for _, node in batch:
            labels = tuple(node["labels"])
            if labels not in types:
                types[labels] = str(compose(schema, array_list(labels)))
            vertex = database.newVertex(types[labels])
            vertex.set(objects(flat(node["id"], node["properties"]))).save()
            records[node["id"]] = vertex.getIdentity()
        database.commit()
    index(database, sorted(set(itertools.chain.from_iterable(types))), len(records))
    return records


def index(database: Any, labels: list[str], nodes: int) -> None:
    """Index the `id` of the nodes that are there under some labels.

    Args:
        database: The open Java database.
        labels: Of which each is a type.
        nodes: How many there are.
    """
    kind = jpype.JClass("com.arcadedb.schema.Schema$INDEX_TYPE").LSM_TREE
    # One transaction writes the schema once, but holds all that it indexes in memory.
    at_once = nodes <= AT_ONCE
    if at_once:
        database.begin()
    for label in labels:
        type = database.getSchema().getType(label)
        type.createProperty("id", jpype.JClass("java.lang.String"))
        type.createTypeIndex(kind, False, "id")
    if at_once:
        database.commit()


def load_relationships(database: Any, file: Path, records: dict[str, Any]) -> None:
    """Load the relationships between nodes that are there already.

    Args:
        database: The open Java database.
        file: JSON lines of relationships.
        records: What `load_nodes` returned.

    Raises:
        LoadError: An end of a relationship is no node.
    """
    schema = database.getSchema()
    for batch in read_lines(file):
        database.begin()
        for kind in sorted({edge["type"] for _, edge in batch}):
            schema.getOrCreateEdgeType(kind)
        for number, edge in batch:
            for end in (edge["start"], edge["end"]):
                if end not in records:
                    raise LoadError(f"{file.name}, line {number}: there is no node {end!r}")
            start = database.lookupByRID(records[edge["start"]], False).asVertex()
            start.newEdge(edge["type"], records[edge["end"]], *flat(edge["id"], edge["properties"]))
        database.commit()


def load(home: Path, nodes: Path, relationships: Path) -> None:
    """Make the database, unless an earlier process of the same `home` has.

    Args:
        home: The directory it goes to.
        nodes: JSON lines of nodes.
        relationships: JSON lines of relationships.
    """
    done = home / "loaded"
    if done.exists():
        return
    database = jpype.JClass("com.arcadedb.database.DatabaseFactory")(str(home / "databases" / DATABASE)).create()
    load_relationships(database, relationships, load_nodes(database, nodes))
    database.close()
    done.touch()


def serve(home: Path) -> tuple[Any, dict[str, Any]]:
    """Open the database for reading only, behind Bolt on the loopback interface.

    Args:
        home: The directory that `load` filled.

    Returns:
        The Java database, and what a client needs to connect.
    """
    password = secrets.token_urlsafe(32)
    settings = {
        # A directory of its own, because the user files of an earlier process hold another password.
        "server.rootPath": tempfile.mkdtemp(dir=home),
        "server.rootPassword": password,
        # 256 random bits need no slow hash.
        "server.securitySaltIteration": 1,
        "server.databaseDirectory": str(home / "databases"),
        "server.defaultDatabaseMode": "READ_ONLY",
        "server.httpIncomingHost": "127.0.0.1",
        "server.httpIncomingPort": "0",
        "server.metrics": False,
    }
    configuration = jpype.JClass("com.arcadedb.ContextConfiguration")()
    for name, value in settings.items():
        configuration.setValue(f"arcadedb.{name}", value)
    server = jpype.JClass("com.arcadedb.server.ArcadeDBServer")(configuration)
    server.start()
    server.getHttpServer().stopService()
    database = server.getDatabase(DATABASE)
    for kind in ("File", "Remote"):
        database.getConfiguration().setValue(f"arcadedb.opencypher.loadCsv.allow{kind}Urls", False)
    # The plug-in takes a port number only; the listener itself can let the system choose a free one.
    listener = jpype.JClass("com.arcadedb.bolt.BoltNetworkListener")(
        server,
        jpype.JClass("com.arcadedb.server.network.DefaultServerSocketFactory")(),
        jpype.JClass("com.arcadedb.bolt.BoltSslHelper")(configuration),
        "127.0.0.1",
        "0",
    )
    return database, {"port": int(listener.getPort()), "password": password}


def examine(database: Any, query: str, milliseconds: int) -> dict[str, Any]:
    """Tell whether a query writes, and give it its time.

    Args:
        database: The Java database.
        query: Cypher text.
        milliseconds: How long the next query may run.

    Returns:
        `{"writes": ..., "columns": [...], "query": ...}` with the text to be run, or `{"error": ...}` for one that is
        not Cypher or would be answered wrongly.
    """
    database.getConfiguration().setValue("arcadedb.command.timeout", jpype.JLong(milliseconds))
    try:
        analyzed = database.getQueryEngine("opencypher").analyze(query)
        text = _INLINE["rewritten"](parsed(query), query) if _INLINE["may_hold"](query) else query
        return {"writes": not analyzed.isIdempotent(), "columns": columns(database, query), "query": text}
    except _INLINE["Unmovable"] as error:
        return {"error": str(error)}
    except jpype.JException as error:
        return {"error": str((error.getCause() or error).getMessage())}


def parsed(query: str) -> Any:
    """Read a query into the tree of its grammar.

    Args:
        query: Cypher text that the parser accepts.
    """
    grammar = "com.arcadedb.query.opencypher.grammar.Cypher25"
    lexer = jpype.JClass(f"{grammar}Lexer")(jpype.JClass("org.antlr.v4.runtime.CharStreams").fromString(query))
    return jpype.JClass(f"{grammar}Parser")(jpype.JClass("org.antlr.v4.runtime.CommonTokenStream")(lexer)).statements()


def columns(database: Any, query: str) -> list[str]:
    """Name the columns of a query's answer, which ArcadeDB leaves out over Bolt where there is no row.

    Args:
        database: The Java database.
        query: Cypher text that the parser accepts.

    Returns:
        The names; none where they follow from the rows alone (`RETURN *`, or no RETURN).
    """
    statement = jpype.JClass("com.arcadedb.query.opencypher.parser.Cypher25AntlrParser")(database).parse(query)
    if isinstance(statement, jpype.JClass("com.arcadedb.query.opencypher.ast.UnionStatement")):
        statement = statement.getQueries().get(0)
    clause = statement.getReturnClause()
    items = list(clause.getReturnItems()) if clause is not None else []
    return [] if any(item.isStar() for item in items) else [str(item.getOutputName()) for item in items]


def answer(requests: queue.SimpleQueue[str], database: Any) -> None:
    """Answer the parent for as long as the process lives.

    Args:
        requests: Lines of JSON.
        database: The Java database.
    """
    while True:
        request = json.loads(requests.get())
        print(json.dumps(examine(database, request["query"], request["milliseconds"])), flush=True)


def read(home: Path, requests: queue.SimpleQueue[str]) -> None:
    """Take the requests of the parent; its end of the pipe closes with its death, which ends all, whatever runs.

    Args:
        home: The directory that is deleted then.
        requests: Where they go.
    """
    for line in sys.stdin:
        requests.put(line)
    end(home)


def end(home: Path) -> None:
    """End the process without leaving anything behind.

    Args:
        home: The directory that is deleted.
    """
    shutil.rmtree(home, ignore_errors=True)
    # Nothing is open for writing, so there is nothing for Java to put in order first.
    os._exit(0)


def main(home: Path, nodes: Path, relationships: Path) -> None:
    """Load, serve, and leave nothing behind.

    Args:
        home: A directory for everything, deleted at the end.
        nodes: JSON lines of nodes.
        relationships: JSON lines of relationships.
    """
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=read, args=(home, requests), daemon=True).start()
    try:
        start_jvm(home)
        load(home, nodes, relationships)
        database, access = serve(home)
        print(json.dumps(access), flush=True)
        answer(requests, database)
    except Exception as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}), flush=True)
    end(home)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
