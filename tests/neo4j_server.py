"""A real Neo4j for the tests, from its artifacts in Maven Central; without Java and Maven its tests are skipped."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

import neo4j

_PROJECT = Path(__file__).with_name("neo4j")
USER, PASSWORD = "neo4j", "only-on-loopback"


@contextmanager
def neo4j_server(folder: Path) -> Iterator[str]:
    """Starts Neo4j with its data in a folder; gives its Bolt URI and stops it at the end."""
    if not (shutil.which("mvn") and shutil.which("java")):
        reason = "no Maven and Java 17 found, from which a Neo4j could be started"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [_PROJECT / "Neo4jServer.java", folder / "home", port]
    command = ["java", "-Xmx1g", "-cp", _classpath(folder), *map(str, program)]
    with (folder / "neo4j.log").open("wb") as log:
        server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
    with server:
        assert server.stdout is not None
        if not any(line == b"up\n" for line in server.stdout):
            pytest.fail(f"Neo4j did not start: {(folder / 'neo4j.log').read_text('utf-8', 'replace')[-2000:]}")
        uri = f"bolt://127.0.0.1:{port}"
        with neo4j.GraphDatabase.driver(uri, auth=(USER, "neo4j")) as driver:
            change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
            driver.execute_query(change, password=PASSWORD, database_="system")
        yield uri
        server.kill()


def _classpath(folder: Path) -> str:
    """The jars in Maven's own repository, fetched at the first time."""
    target = folder / "classpath"
    command = ["mvn", "-q", "-B", "-f", str(_PROJECT / "pom.xml"), "dependency:build-classpath"]
    subprocess.run([*command, f"-Dmdep.outputFile={target}"], check=True, capture_output=True)
    return target.read_text("utf-8")


def load(uri: str, built: Path) -> None:
    """Puts a built graph into an empty database with plain Cypher, a query for each set of labels and each type."""
    nodes: dict[str, list[Any]] = defaultdict(list)
    for line in (built / "nodes.jsonl").read_bytes().splitlines():
        node = msgspec.json.decode(line)
        nodes[":".join(node["labels"])].append(node)
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
