"""More real SPARQL servers for the tests: RDF4J and Blazegraph from Maven Central, Virtuoso from Debian."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request
import zipfile
from collections.abc import Sequence
from pathlib import Path

from locks import alone
from neo4j_server import JVM_FLAGS
from sparql_servers import SparqlServerProcess

_JETTY = "org.eclipse.jetty:jetty-runner:9.4.58.v20250814"
_RDF4J = "org.eclipse.rdf4j:rdf4j-http-server:5.0.3:war"
_BLAZEGRAPH = "com.blazegraph:blazegraph-jar:2.1.4"
_REPOSITORY = """
@prefix rep: <http://www.openrdf.org/config/repository#> .
@prefix sail: <http://www.openrdf.org/config/sail#> .
@prefix sr: <http://www.openrdf.org/config/repository/sail#> .
[] a rep:Repository ; rep:repositoryID "tests" ; rep:repositoryImpl [
  rep:repositoryType "openrdf:SailRepository" ; sr:sailImpl [ sail:sailType "openrdf:MemoryStore" ] ] .
"""


class _Jetty(SparqlServerProcess):
    """A web application in a Jetty."""

    artifact = ""
    path = ""

    def __init__(self, folder: Path) -> None:
        with alone("maven"):
            for artifact in (_JETTY, self.artifact):
                command = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={artifact}"]
                subprocess.run([*command, f"-DoutputDirectory={folder}"], check=True, capture_output=True)
        super().__init__(folder)

    def application(self) -> Path:
        """The file or folder of the web application."""
        [found] = self.folder.glob("*.war")
        return found

    def command(self) -> Sequence[str]:
        [jetty] = self.folder.glob("jetty-runner-*.jar")
        place = ["--host", "127.0.0.1", "--port", str(self.port), "--path", self.path]
        home = f"-Dorg.eclipse.rdf4j.appdata.basedir={self.folder / 'data'}"
        return ["java", *JVM_FLAGS, home, "-jar", str(jetty), *place, str(self.application())]

    @property
    def query_url(self) -> str:
        return self.url

    @property
    def store_url(self) -> str:
        return f"{self.url}/rdf-graphs/service"


class Rdf4j(_Jetty):
    """An RDF4J server, whose protocol GraphDB speaks too, with a repository in memory."""

    name, artifact, path = "RDF4J", _RDF4J, "/rdf4j-server"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/rdf4j-server/repositories/tests"

    @property
    def update_url(self) -> str:
        return f"{self.url}/statements"

    def start(self) -> None:
        super().start()
        headers = {"Content-Type": "text/turtle"}
        request = urllib.request.Request(self.url, _REPOSITORY.encode(), headers, method="PUT")
        with urllib.request.urlopen(request) as response:
            response.read()


class Blazegraph(_Jetty):
    """A Blazegraph with its journal on disk."""

    name, artifact, path = "Blazegraph", _BLAZEGRAPH, "/blazegraph"

    def start(self) -> None:
        super().start()
        # What it serves comes a moment after the server that answers.
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}?query=ASK%7B%7D", timeout=30) as response:
                    response.read()
                    return
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/blazegraph/namespace/kb/sparql"

    @property
    def update_url(self) -> str:
        return self.url

    def application(self) -> Path:
        # The jar starts a server of its own only with an older Java; what it serves is in it as a folder.
        folder = self.folder / "war"
        if not folder.is_dir():
            [jar] = self.folder.glob("blazegraph-jar-*.jar")
            with zipfile.ZipFile(jar) as archive:
                archive.extractall(self.folder, [name for name in archive.namelist() if name.startswith("war/")])
            (folder / "WEB-INF" / "lib").mkdir(exist_ok=True)
            (folder / "WEB-INF" / "lib" / jar.name).symlink_to(jar)
            # Its journal is made where the server runs.
            (self.folder / "RWStore.properties").symlink_to(folder / "WEB-INF" / "RWStore.properties")
        return folder


class Virtuoso(SparqlServerProcess):
    """A Virtuoso that lets anyone write."""

    name = "Virtuoso"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"

    @property
    def query_url(self) -> str:
        return self.url

    @property
    def update_url(self) -> str:
        return self.url

    @property
    def store_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql-graph-crud"

    def command(self) -> Sequence[str]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._sql_port = free.getsockname()[1]
        files = {"DatabaseFile": "v.db", "ErrorLogFile": "v.log", "LockFile": "v.lck", "TransactionFile": "v.trx"}
        lines = ["[Database]", *(f"{key} = {name}" for key, name in files.items()), "xa_persistent_file = v.pxa"]
        lines += ["[TempDatabase]", "DatabaseFile = t.db", "TransactionFile = t.trx"]
        lines += ["[Parameters]", f"ServerPort = 127.0.0.1:{self._sql_port}", "NumberOfBuffers = 10000"]
        lines += ["DirsAllowed = /"]
        lines += ["[HTTPServer]", f"ServerPort = 127.0.0.1:{self.port}", "ServerThreads = 10"]
        lines += ["[SPARQL]", "ResultSetMaxRows = 1000000"]
        (self.folder / "virtuoso.ini").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return ["virtuoso-t", "-f", "-c", "virtuoso.ini"]

    def start(self) -> None:
        super().start()
        self.run('grant SPARQL_UPDATE to "SPARQL";')

    def run(self, sql: str) -> None:
        """Runs statements of SQL as the server's owner."""
        command = ["isql-vt", f"127.0.0.1:{self._sql_port}", "dba", "dba", "ERRORS=STDOUT"]
        done = subprocess.run(command, input=f"{sql}\n".encode(), check=True, capture_output=True, timeout=300)
        assert b"*** Error" not in done.stdout, done.stdout.decode()
