"""Real SPARQL servers for the tests: Oxigraph from its wheel, Fuseki from its artifacts in Maven Central."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from neo4j_server import JVM_FLAGS, classpath
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.mapping.rdf import quads
from skillgraph.model.ontology import BASE, XSD, ontology
from skillgraph.model.records import plain_decimal
from skillgraph.stores.sparql.graph import ONTOLOGY
from skillgraph.stores.sparql.server import MERGED

#: What a Fuseki, and the programs of Jena, are made of.
FUSEKI = Path(__file__).with_name("fuseki")
USER, PASSWORD = "writer", "only-on-loopback"


class SparqlServerProcess(ABC):
    """A server with its data in a folder, on a port of its own; it may be killed and started again."""

    name = ""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.start()

    @property
    @abstractmethod
    def url(self) -> str:
        """What a user would write."""

    @property
    @abstractmethod
    def query_url(self) -> str:
        """The query service."""

    @property
    @abstractmethod
    def store_url(self) -> str:
        """The graph store."""

    @property
    def update_url(self) -> str:
        """The update service."""
        return self.query_url.removesuffix("query") + "update"

    @abstractmethod
    def command(self) -> Sequence[str]:
        """What starts the server."""

    def start(self) -> None:
        """Starts the process and waits until it answers."""
        log = self.folder / "server.log"
        with log.open("wb") as file:
            self._process = subprocess.Popen(self.command(), stdout=file, stderr=file, cwd=self.folder)
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5):
                    return
            except urllib.error.HTTPError as error:
                error.close()
                return
            except OSError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail(f"{self.name} did not start: {log.read_text('utf-8', 'replace')[-2000:]}")
                time.sleep(0.05)

    def kill(self) -> None:
        """Ends the process at once, as kill -9 does."""
        with self._process:
            self._process.kill()

    def update(self, text: str) -> None:
        """Runs an update as a user of the server would."""
        headers = {"Content-Type": "application/sparql-update; charset=utf-8"}
        with urllib.request.urlopen(urllib.request.Request(self.update_url, text.encode(), headers)) as response:
            response.read()

    def quads(self) -> set[ox.Quad]:
        """All that the server holds, its default graph included; blank nodes are not told apart.

        Decimals are told apart by value: servers spell them as they like.
        """
        query = "SELECT ?g ?s ?p ?o { { GRAPH ?g { ?s ?p ?o } } UNION { ?s ?p ?o } }"
        headers = {"Accept": "application/sparql-results+json"}
        request = urllib.request.Request(self.query_url, urlencode({"query": query}).encode(), headers)
        with urllib.request.urlopen(request) as response:
            results = ox.parse_query_results(response.read(), ox.QueryResultsFormat.JSON)
        assert isinstance(results, ox.QuerySolutions)
        one = ox.BlankNode("one")
        found = set()
        for graph, *triple in map(list, results):
            subject, predicate, object = (one if isinstance(term, ox.BlankNode) else spelled(term) for term in triple)
            found.add(ox.Quad(subject, predicate, object, graph or ox.DefaultGraph()))  # type: ignore[arg-type]
        return found

    def wipe(self) -> None:
        """Removes all triples."""
        self.update("DROP ALL")


class Oxigraph(SparqlServerProcess):
    """The Oxigraph server.

    Args:
        folder: for its data.
        timeout: seconds for a query, which a client can't stop: the tests must not leave one running.
    """

    name = "Oxigraph"

    def __init__(self, folder: Path, *, timeout: int | None = 10) -> None:
        self._options = [] if timeout is None else ["--timeout-s", str(timeout)]
        super().__init__(folder)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def query_url(self) -> str:
        return f"{self.url}/query"

    @property
    def store_url(self) -> str:
        return f"{self.url}/store"

    def command(self) -> Sequence[str]:
        program = Path(sys.executable).with_name("oxigraph.exe" if os.name == "nt" else "oxigraph")
        data = self.folder / "data"
        return [str(program), "serve", "--location", str(data), "--bind", f"127.0.0.1:{self.port}", *self._options]


class ReadOnlyOxigraph(Oxigraph):
    """The Oxigraph server over the store of a built folder, as a user would start it.

    Args:
        folder: for its log.
        built: the built folder.
    """

    def __init__(self, folder: Path, built: Path) -> None:
        self._built = built
        super().__init__(folder)

    def command(self) -> Sequence[str]:
        program, _, *_ = super().command()
        store = str(self._built / "oxigraph")
        return [program, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{self.port}"]


class Fuseki(SparqlServerProcess):
    """Apache Jena Fuseki with a TDB2 data set.

    Args:
        folder: for its data.
        password: whether it asks for user and password.
        update: whether it lets anyone write.
        java: options of Java.
    """

    name = "Fuseki"

    def __init__(
        self, folder: Path, *, password: bool = False, update: bool = True, java: Sequence[str] = JVM_FLAGS
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._classpath = classpath(FUSEKI)
        self._java = java
        self._options = ["--update"] if update else []
        if password:
            users = folder / "users"
            users.write_text(f"{USER}: {PASSWORD}\n", encoding="utf-8")
            self._options += [f"--passwd={users}", "--auth=basic"]
        super().__init__(folder)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/ds"

    @property
    def query_url(self) -> str:
        return f"{self.url}/query"

    @property
    def store_url(self) -> str:
        return f"{self.url}/data"

    def command(self) -> Sequence[str]:
        data = self.folder / "data"
        data.mkdir(exist_ok=True)
        program = ["org.apache.jena.fuseki.main.cmds.FusekiMainCmd", "--tdb2", f"--loc={data}", "--localhost"]
        options = [f"--port={self.port}", *self._options, "/ds"]
        return ["java", *self._java, "-cp", self._classpath, *program, *options]


def wanted_quads(graph: KnowledgeGraph) -> set[ox.Quad]:
    """What a push of a graph to an empty server puts there."""
    seen: dict[str, set[str]] = {}
    found = {quad for record in graph.records() for quad in quads(record, "provenance", seen)}
    one = ox.BlankNode("one")
    for triple in ontology().triples():
        terms = [one if isinstance(term, ox.BlankNode) else term for term in triple]
        found.add(ox.Quad(*terms, ONTOLOGY))  # type: ignore[arg-type,call-arg]
    return found | {ox.Quad(q.subject, q.predicate, q.object, MERGED) for q in found}


def spelled(term: Any) -> Any:
    """A term of a server, a decimal as it is spelled here."""
    decimal = ox.NamedNode(XSD + "decimal")
    if isinstance(term, ox.Literal) and term.datatype == decimal:
        return ox.Literal(plain_decimal(Decimal(term.value)), datatype=decimal)
    return term


#: A graph that is not ours, and a triple in the default graph.
FOREIGN = f"""
INSERT DATA {{
  <https://example.org/a> <https://example.org/b> "mine"@zh-hans .
  <{BASE}entity/laos> a <{BASE}ontology#City> .
  GRAPH <https://example.org/graph> {{
    <{BASE}entity/laos> a <{BASE}ontology#City> ; <{BASE}ontology#source> <{BASE}document/first> .
    <{BASE}document/first> a <{BASE}ontology#Document> .
  }}
}}
"""
