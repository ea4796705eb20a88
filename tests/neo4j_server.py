"""A real Neo4j for the tests, from its artifacts in Maven Central; without Java and Maven its tests are skipped."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

import neo4j
from locks import alone

_PROJECT = Path(__file__).with_name("neo4j")
#: For a server that lives for a few tests, half of the time goes into compiling it better than it needs.
JVM_FLAGS = ("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
USER, PASSWORD = "neo4j", "only-on-loopback"
#: What a command finds in its environment.
ACCESS = {"NEO4J_USERNAME": USER, "NEO4J_PASSWORD": PASSWORD}


class Release(NamedTuple):
    """A Neo4j that can be started: the folder of its pom.xml, its Java, what else its neo4j.conf says."""

    project: Path
    java: tuple[str, ...]
    settings: tuple[str, ...] = ()


#: The Java of Debian 12 is too old for the newest Neo4j; the one that the embedded database brings with it is not.
_JAVA_25 = Path(getattr(find_spec("arcadedb_embedded"), "origin", None) or "nowhere").with_name("jre") / "bin" / "java"
LTS = Release(_PROJECT, ("java", *JVM_FLAGS))
#: What its own start script lets it into.
_OPENED = ("--add-opens=java.base/java.nio=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED")
NEWEST = Release(_PROJECT / "2026", (str(_JAVA_25), *JVM_FLAGS, *_OPENED), ("db.query.default_language=CYPHER_25",))


class Neo4jServer:
    """A Neo4j with its data in a folder, on a port of its own; it may be killed and started again.

    Args:
        folder: for its home.
        release: which Neo4j.
        settings: lines of its neo4j.conf.
        changed: whether the password that a new server comes with is changed.
    """

    def __init__(
        self, folder: Path, release: Release = LTS, settings: Iterable[str] = (), *, changed: bool = True
    ) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.release = folder, release
        self.uri = f"bolt://127.0.0.1:{self.port}"
        bolt = ("server.bolt.enabled=true", f"server.bolt.listen_address=127.0.0.1:{self.port}")
        lines = (*bolt, "dbms.security.auth_enabled=true", *release.settings, *settings)
        (folder / "home" / "conf").mkdir(parents=True, exist_ok=True)
        (folder / "home" / "conf" / "neo4j.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.start()
        if changed:
            with neo4j.GraphDatabase.driver(self.uri, auth=(USER, "neo4j")) as driver:
                change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
                driver.execute_query(change, password=PASSWORD, database_="system")

    def start(self) -> None:
        """Starts the process and waits until Bolt answers."""
        jars = f"{_program()}{os.pathsep}{classpath(self.release.project)}"
        command = [*self.release.java, "-cp", jars, "Neo4jServer", str(self.folder / "home")]
        with (self.folder / "neo4j.log").open("wb") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
        assert self._process.stdout is not None
        if not any(line == b"up\n" for line in self._process.stdout):
            pytest.fail(f"Neo4j did not start: {(self.folder / 'neo4j.log').read_text('utf-8', 'replace')[-2000:]}")

    def kill(self) -> None:
        """Ends the process at once, as kill -9 does."""
        with self._process:
            self._process.kill()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Stops the process, which keeps its connections but answers nothing, and lets it go on afterwards."""
        self._process.send_signal(signal.SIGSTOP)
        # A thread that has not stopped yet may still answer.
        os.waitid(os.P_PID, self._process.pid, os.WSTOPPED)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)


@contextmanager
def neo4j_server(
    folder: Path, release: Release = LTS, settings: Iterable[str] = (), *, changed: bool = True
) -> Iterator[Neo4jServer]:
    """Starts Neo4j with its data in a folder and stops it at the end; arguments as `Neo4jServer`."""
    server = Neo4jServer(folder, release, settings, changed=changed)
    try:
        yield server
    finally:
        server.kill()


def wipe(uri: str) -> None:
    """Empties the database; the schema of a former push stays, since a server forgets its query plans with it."""
    with neo4j.GraphDatabase.driver(uri, auth=(USER, PASSWORD)) as driver, driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()


def contents(uri: str, where: str = "true") -> list[str]:
    """All nodes and relationships, in an order that does not depend on how they came there."""
    with neo4j.GraphDatabase.driver(uri, auth=(USER, PASSWORD)) as driver:
        nodes, _, _ = driver.execute_query(f"MATCH (n) WHERE {where} RETURN labels(n), properties(n)")
        links, _, _ = driver.execute_query(
            f"MATCH (n)-[r]->(m) WHERE {where} RETURN n.id, type(r), m.id, properties(r)"
        )
    found = [repr((sorted(labels), sorted(properties.items()))) for labels, properties in nodes]
    found += [repr((start, type, end, sorted(properties.items()))) for start, type, end, properties in links]
    return sorted(found)


def run(uri: str, *statements: str) -> None:
    """Runs statements as a user of the database would."""
    with neo4j.GraphDatabase.driver(uri, auth=(USER, PASSWORD)) as driver:
        for statement in statements:
            driver.execute_query(statement)


@cache
def classpath(project: Path = _PROJECT) -> str:
    """The jars of a folder with a pom.xml, in Maven's own repository; fetched at the first time."""
    # Maven itself does not keep two of its kind from writing the same file of its repository.
    with alone("maven"), tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "classpath"
        command = ["mvn", "-q", "-B", "-f", str(project / "pom.xml"), "dependency:build-classpath"]
        subprocess.run([*command, f"-Dmdep.outputFile={target}"], check=True, capture_output=True)
        return target.read_text("utf-8")


@cache
def _program() -> str:
    """The folder of the compiled Neo4jServer.java; what the older Neo4j knows, the newer one does too."""
    folder = tempfile.mkdtemp(prefix="skillgraph-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    command = ["javac", "-cp", classpath(), "-d", folder, str(_PROJECT / "Neo4jServer.java")]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def load(uri: str, built: Path) -> None:
    """Puts a built graph into an empty database with plain Cypher, a query for each set of labels and each type."""
    nodes: dict[str, list[Any]] = defaultdict(list)
    for line in (built / "nodes.jsonl").read_bytes().splitlines():
        node = msgspec.json.decode(line)
        nodes[":".join(f"`{label}`" for label in node["labels"])].append(node)
    relationships: dict[str, list[Any]] = defaultdict(list)
    for line in (built / "relationships.jsonl").read_bytes().splitlines():
        relationship = msgspec.json.decode(line)
        relationships[relationship["type"]].append(relationship)
    with neo4j.GraphDatabase.driver(uri, auth=(USER, PASSWORD)) as driver:
        driver.execute_query("CREATE INDEX loading FOR (n:Loading) ON (n.id)")
        for labels, rows in nodes.items():
            create = f"UNWIND $rows AS row CREATE (n:Loading:{labels}) SET n = row.properties, n.id = row.id"
            driver.execute_query(create, rows=rows)
        for type_name, rows in relationships.items():
            create = (
                "UNWIND $rows AS row MATCH (a:Loading {id: row.start}) MATCH (b:Loading {id: row.end}) "
                f"CREATE (a)-[r:{type_name}]->(b) SET r = row.properties, r.id = row.id"
            )
            driver.execute_query(create, rows=rows)
        driver.execute_query("MATCH (n:Loading) REMOVE n:Loading")
        driver.execute_query("DROP INDEX loading")
