"""ArcadeDB with one read-only graph behind Bolt, as a process of its own.

`skillgraph.stores.local.arcadedb` runs this file and talks to it in JSON lines: the first line out is
`{"port", "password", "classes"}` or `{"error"}`, after those of a load, `{"done", "lines"}`; after that every line in,
`{"query", "milliseconds"}`, is answered with `{"writes", "columns", "query"}` or `{"error"}`, until `{"end"}`. The
death of the parent ends it, whatever it does.

A process of its own, because a thread of a JVM cannot be stopped from outside: some queries (nested list
comprehensions) never look at the clock. The file is run by its path and imports nothing of `skillgraph`,
which keeps its start short.
"""

from __future__ import annotations

import importlib.util
import json
import os
import queue
import secrets
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import jpype


def _beside(name: str) -> ModuleType:
    """A module of this folder, which is no package to a file that is run by its path."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_INLINE, _LOAD, _MEMORY, _CLASSES = map(_beside, ("inline_conditions", "arcadedb_load", "memory", "java_classes"))
DATABASE: str = _LOAD.DATABASE
#: Megabytes of Java's heap; what Java needs beside it, in address space; and what is too little.
HEAP, BESIDE, LEAST = 1024, 1536, 48
#: Megabytes of address space of which Java takes four thousand at once for the classes that it writes down.
WRITING = 8192
#: The request after which Java ends in its own time, and writes what it was told to.
END = {"end": True}
#: How often a folder is removed to which something is written meanwhile.
TRIES = 5
#: Bytes that are left on a disk which is full.
FULL = 2**24
JVM_FLAGS = (
    # A gigabyte of address space is kept for classes otherwise, and a tenth of that is used.
    "-XX:CompressedClassSpaceSize=96m",
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


class StartError(Exception):
    """What keeps the database from starting, in words for people."""


def start_jvm(home: Path, cache: Path | None) -> Path | None:
    """Start Java from the wheel, with everything it may write kept inside `home`.

    Args:
        home: A directory that is deleted afterwards.
        cache: The folder of classes that are kept from earlier starts, if there is one.

    Returns:
        Where the classes are to be kept that Java writes to `home` if it is let end by itself; None if it does not.
    """
    spec = importlib.util.find_spec("arcadedb_embedded")
    if spec is None or not spec.submodule_search_locations:
        raise StartError("the package arcadedb-embedded is not installed")
    package = Path(spec.submodule_search_locations[0])
    jars = sorted((package / "jars").glob("*.jar"))
    most = heap()
    # Where memory is short, none of it goes into a start that is quicker some day.
    writes = _MEMORY.memory_limits()[0] >= WRITING * 2**20
    shared = _CLASSES.classes(cache if most == HEAP else None, home / "classes", jars, JVM_FLAGS, writes=writes)
    logging = home / "logging.properties"
    logging.write_text("handlers=\n.level=OFF\n", encoding="ascii", newline="\n")
    # The package's own start_jvm() is not used: it loads a module that makes Java print a warning.
    libraries = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
    jpype.startJVM(
        next(str(package / "jre" / name) for name in libraries if (package / "jre" / name).exists()),
        *JVM_FLAGS,
        *shared.flags,
        f"-Xmx{most}m",
        f"-Djava.util.logging.config.file={logging}",
        f"-XX:ErrorFile={home / 'java-error.log'}",
        f"-Djava.io.tmpdir={home}",
        classpath=list(map(str, jars)),
    )
    wanted: Path | None = shared.wanted
    return wanted


def heap() -> int:
    """Say how many megabytes Java's heap may have by the limits that this process has been given.

    Raises:
        StartError: They are too few.
    """
    addresses, memory = (limit // 2**20 for limit in _MEMORY.memory_limits())
    most: int = min(HEAP, addresses - BESIDE, memory // 2)
    if most < LEAST:
        raise StartError(
            f"Java needs {BESIDE + LEAST:,} MB of addresses and {2 * LEAST} MB of memory, and may have "
            f"{addresses:,} and {memory:,} (ulimit -v, or the limits of a container)"
        )
    return most


def tell(done: int, lines: int) -> None:
    """Tell the parent how far the load is."""
    print(json.dumps({"done": done, "lines": lines}), flush=True)


def load(made: Path, databases: Path, nodes: Path, relationships: Path) -> None:
    """Make the database unless it is there, in one step for whoever looks for it.

    Args:
        made: The folder in which it is made.
        databases: The folder in which it is to be.
        nodes: JSON lines of nodes.
        relationships: JSON lines of relationships.

    Raises:
        StartError: The files make no graph, or there is no room for it.
    """
    if databases.exists():
        return
    made.mkdir()
    try:
        _LOAD.make(made, nodes, relationships, tell)
        made.rename(databases)
    except _LOAD.LoadError as error:
        raise StartError(str(error)) from None
    except Exception as error:
        # Of a full disk, ArcadeDB says many things.
        free = shutil.disk_usage(made.parent).free
        if free < FULL or "No space" in _LOAD.causes(error) or "quota" in _LOAD.causes(error):
            raise StartError(f"there is no more room in {made.parent}: {free >> 20} MB are free") from None
        raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def serve(home: Path, databases: Path) -> tuple[Any, dict[str, Any]]:
    """Open the database for reading only, behind Bolt on the loopback interface.

    Args:
        home: The directory that is deleted at the end.
        databases: The folder that `load` made.

    Returns:
        The Java database, and what a client needs to connect.
    """
    password = secrets.token_urlsafe(32)
    settings = {
        # A directory of its own, because the user files of an earlier process hold another password.
        "server.rootPath": tempfile.mkdtemp(dir=home),
        "server.rootPassword": password,
        # 256 random bits need no slow hash.
        "server.saltIterations": 1,
        "server.databaseDirectory": str(databases),
        "server.defaultDatabaseMode": "READ_ONLY",
        "server.httpIncomingHost": "127.0.0.1",
        "server.httpIncomingPort": "0",
        "serverMetrics": False,
        "polyglotEngineEnabled": False,
        # Otherwise it writes one beside the databases.
        "instance.derived": True,
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
        text = _INLINE.rewritten(parsed(query), query) if _INLINE.may_hold(query) else query
        return {"writes": not analyzed.isIdempotent(), "columns": columns(database, query), "query": text}
    except _INLINE.Unmovable as error:
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
    """Answer the parent until it asks for the end.

    Args:
        requests: Lines of JSON.
        database: The Java database.
    """
    while (request := json.loads(requests.get())) != END:
        print(json.dumps(examine(database, request["query"], request["milliseconds"])), flush=True)


def said(error: Exception) -> str:
    """Tell in a line what went wrong.

    Args:
        error: Of Java or of Python.
    """
    return " ".join(f"{type(error).__name__}: {_LOAD.causes(error)}".split())


def read(home: Path, requests: queue.SimpleQueue[str]) -> None:
    """Take the requests of the parent; its end of the pipe closes with its death, which ends all, whatever runs.

    Args:
        home: The directory that is deleted then.
        requests: Where they go.
    """
    try:
        for line in sys.stdin:
            requests.put(line)
    finally:
        end(home)


def watch(home: Path, parent: int) -> None:
    """End with the parent also where a program that it has forked holds the pipe open.

    Args:
        home: The directory that is deleted then.
        parent: The number of its process.
    """
    while os.getppid() == parent:
        time.sleep(1)
    end(home)


def end(home: Path) -> None:
    """End the process without leaving anything behind.

    Args:
        home: The directory that is deleted.
    """
    try:
        # A Java that starts at this moment may write there what is not removed yet.
        for _ in range(TRIES):
            shutil.rmtree(home, ignore_errors=True)
            if not home.exists():
                break
    finally:
        # Nothing is open for writing, so there is nothing for Java to put in order first.
        os._exit(0)


def main(home: Path, nodes: Path, relationships: Path, made: Path, databases: Path, cache: Path | None = None) -> None:
    """Load, serve, and leave nothing behind.

    Args:
        home: A directory for everything that is deleted at the end.
        nodes: JSON lines of nodes.
        relationships: JSON lines of relationships.
        made: The folder in which the database is made.
        databases: The folder in which it is then, or was before.
        cache: The folder of Java's classes that are kept from earlier starts, if there is one.
    """
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    try:
        threading.Thread(target=read, args=(home, requests), daemon=True).start()
        if os.name == "posix":  # Windows gives the number of a parent that is no more.
            threading.Thread(target=watch, args=(home, os.getppid()), daemon=True).start()
        wanted = start_jvm(home, cache)
        load(made, databases, nodes, relationships)
        try:
            database, access = serve(home, databases)
        except Exception as error:
            print(json.dumps({"error": said(error), "damaged": True}), flush=True)
            return
        print(json.dumps(access | {"classes": wanted and str(wanted)}), flush=True)
        answer(requests, database)
        jpype.JClass("java.lang.System").exit(0)
    except StartError as error:
        print(json.dumps({"error": str(error)}), flush=True)
    except Exception as error:
        print(json.dumps({"error": said(error)}), flush=True)
    finally:
        end(home)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
