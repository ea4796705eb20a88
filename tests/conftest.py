"""Fixtures that several tests share: the reports' graph, built once, and the reports where they are at hand."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest
from playwright.sync_api import Browser

import resources
from browser import executable, launched
from embedded_database import shared_database
from firefox import executable as find_firefox
from loaders import edit, small_loader
from locks import alone
from neo4j_server import NEWEST, Neo4jServer, neo4j_server
from page_reader import Reader, reading, write_page
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.tables.build import build
from skillgraph.tables.opening import reference_loaders
from sparql_servers import Fuseki, Oxigraph, SparqlServerProcess

# A job in a shell's background ignores Ctrl-C, and so would every program that the tests interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine takes its time over an example; what is slow for good is seen in the durations.
hypothesis.settings.register_profile("skillgraph", deadline=None)
hypothesis.settings.register_profile("quick", deadline=None, max_examples=20)  # `make quick` takes this one
hypothesis.settings.load_profile("skillgraph")

# What the command line says is compared in English, whatever the language of whoever runs the tests.
os.environ.update({"LC_ALL": "C.UTF-8", "LANGUAGE": ""})

SHARED = Path(__file__).resolve().parents[2] / "shared"
REPORTS = SHARED / "report"

#: Other programs' environments run these; pytest doesn't import them.
collect_ignore_glob = ["readers/*_read.py", "readers/owl_terms.py"]


def pytest_configure(config: pytest.Config) -> None:
    """Makes the marks known and watches what tests start."""
    for name in resources.RESOURCES:
        config.addinivalue_line("markers", f"{name}: needs it; follows from the fixtures that a test requests")
    config.pluginmanager.register(resources.Watch())


# First, so that `-m` finds the marks.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks each test with the resources of its fixtures."""
    for item in items:
        resources.mark(item)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the carried reports' graph."""
    folder = tmp_path_factory.mktemp("graph") / "build"
    build(output=folder)
    return folder


@pytest.fixture(scope="session")
def graph(built: Path) -> Iterator[KnowledgeGraph]:
    """The carried reports' graph."""
    with KnowledgeGraph(built) as graph:
        yield graph


@pytest.fixture(scope="session")
def desk(built: Path) -> Path:
    """The folder beside `build`, where a user works."""
    return built.parent


@pytest.fixture(scope="session")
def patience() -> None:
    """What a test needs that takes many seconds for the size of what it looks at."""


@pytest.fixture(scope="session")
def shacl() -> None:
    """SHACL, which takes about a second for the smallest graph."""
    pytest.importorskip("pyshacl", reason="pyshacl comes with the extra validate")


@pytest.fixture(scope="session")
def arcadedb() -> None:
    """Java, with the database from its wheel."""
    pytest.importorskip("arcadedb_embedded", reason="arcadedb-embedded comes with the extra cypher")


@pytest.fixture(scope="session")
def embedded(arcadedb: None, built: Path) -> Iterator[None]:
    """The carried reports' graph in the embedded database, started once for all who ask it in Cypher."""
    with shared_database(built):
        yield


@pytest.fixture(params=[pytest.param("graph", id="sparql"), pytest.param("embedded", id="cypher")])
def language(request: pytest.FixtureRequest) -> str:
    """Each of the two languages in which a graph is asked, with the engine behind it."""
    request.getfixturevalue(request.param)
    return "cypher" if request.param == "embedded" else "sparql"


@pytest.fixture
def kernel() -> None:
    """A kernel in which notebooks run."""
    pytest.importorskip("nbclient", reason="nbclient comes with the development packages")
    pytest.importorskip("pandas", reason="pandas comes with the extra notebook")


@pytest.fixture(scope="session")
def reports() -> Path:
    """The folder of the reports' own text, which is not part of the project."""
    if not (REPORTS / "four-cities.txt").is_file():
        missing("the report's own text is not part of the project; put it into ../shared/report to run this test")
    return REPORTS


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real pages with annotations, which are not part of the project."""
    folder = SHARED / "corpus" / "texts"
    if not folder.is_dir():
        missing("the annotated pages are not part of the project; put them into ../shared/corpus to run this test")
    return folder


def missing(reason: str) -> NoReturn:
    """Skips a test for want of something, which must be there in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}, which must be there in CI")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def python() -> str:
    """The Python of a program of its own, which takes its time to start."""
    return sys.executable


@pytest.fixture(scope="session")
def maven() -> None:
    """Java 17 and Maven, from which a Neo4j and a Fuseki can be started."""
    if not (shutil.which("mvn") and shutil.which("java")):
        missing("no Maven and Java 17 found")


@pytest.fixture(scope="session")
def spark() -> None:
    """The Java that Spark runs on."""
    if shutil.which("java") is None:
        missing("no Java found, which Spark runs on")


@pytest.fixture(scope="session")
def virtuoso() -> None:
    """The program of a Virtuoso."""
    if not shutil.which("virtuoso-t"):
        missing("no Virtuoso found; Debian has it as virtuoso-opensource-7")


@pytest.fixture(scope="session")
def rapper() -> Path:
    """The reader of Raptor."""
    found = shutil.which("rapper")
    if not found:
        missing("no rapper found; Debian has it in raptor2-utils")
    return Path(found)


@pytest.fixture(scope="session")
def nginx_program() -> None:
    """The program of an nginx."""
    if not shutil.which("nginx"):
        missing("no nginx found; Debian has it as nginx-light")


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """The program of a LibreOffice that reads tables."""
    program = shutil.which("soffice")
    if program is None:
        missing("no LibreOffice found; Debian has it as libreoffice-calc-nogui")
    return program


@pytest.fixture(scope="session")
def neo4j_process(maven: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A real Neo4j for all tests; each module fills it anew."""
    with neo4j_server(tmp_path_factory.mktemp("neo4j")) as server:
        yield server


@pytest.fixture(scope="session")
def neo4j_uri(neo4j_process: Neo4jServer) -> str:
    """Where it answers."""
    return neo4j_process.uri


@pytest.fixture(scope="session")
def neo4j_2026(maven: None, arcadedb: None) -> None:
    """Java 21 or newer for the newest Neo4j: that of the embedded database."""
    if not Path(NEWEST.java[0]).is_file():
        missing("no Java in the package arcadedb-embedded, with which the tests start the newest Neo4j")


@pytest.fixture(scope="session")
def neo4j_2026_uri(neo4j_2026: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the newest Neo4j answers, to which a query is Cypher 25 if it does not say otherwise."""
    with neo4j_server(tmp_path_factory.mktemp("neo4j-2026"), NEWEST) as server:
        yield server.uri


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparqlServerProcess]:
    """An Oxigraph server for all tests; each module fills it anew."""
    server = Oxigraph(tmp_path_factory.mktemp("oxigraph"))
    yield server
    server.kill()


@pytest.fixture(scope="session")
def fuseki(maven: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparqlServerProcess]:
    """A Fuseki for all tests; each module fills it anew."""
    server = Fuseki(tmp_path_factory.mktemp("fuseki"))
    yield server
    server.kill()


@pytest.fixture(scope="module", params=["oxigraph", "fuseki"])
def sparql_server(request: pytest.FixtureRequest) -> SparqlServerProcess:
    """Each of the SPARQL servers."""
    server: SparqlServerProcess = request.getfixturevalue(request.param)
    return server


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The program of a browser."""
    found = executable()
    if found is None:
        missing("no Chromium found; install it, or run `playwright install chromium`")
    return found


@pytest.fixture(scope="session")
def firefox() -> Path:
    """The program of Firefox, the one other browser that pages are tried in."""
    found = find_firefox()
    if found is None:
        missing("no Firefox found; install it as firefox or firefox-esr")
    return found


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """Chromium; no test of another module may start one while it runs."""
    with launched(chromium) as browser:
        yield browser


@pytest.fixture(scope="session")
def page(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the carried reports' graph, at a path as people have them."""
    return write_page(graph, tmp_path_factory.mktemp("page") / "页 面.html")


@pytest.fixture
def reader(browser: Browser, page: Path) -> Iterator[Reader]:
    """Somebody who has just opened the network page."""
    with reading(browser, page) as reader:
        yield reader


def with_packages(folder: Path, purpose: str) -> Path:
    """A folder of scripts, with the packages that its lock file pins."""
    npm = shutil.which("npm")
    if npm is None:
        missing(f"no npm found; install Node.js 20 or newer to {purpose}")
    lock, installed = folder / "package-lock.json", folder / "node_modules" / ".package-lock.json"
    with alone("npm"):
        if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
            command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    return folder


@pytest.fixture(scope="session")
def explorer_sources() -> Path:
    """The folder of the network page's TypeScript, with the packages that it is built from."""
    return with_packages(Path(__file__).resolve().parents[1] / "explorer", "build the page's script")


@pytest.fixture(scope="session")
def npm_readers() -> Path:
    """The folder of the readers in JavaScript, with them."""
    return with_packages(Path(__file__).with_name("readers") / "javascript", "open exports with readers in JavaScript")


@pytest.fixture
def graph_of(tmp_path: Path) -> Callable[..., KnowledgeGraph]:
    """Builds the graph of some loaders with the reference tables."""

    def make(*loaders: Path) -> KnowledgeGraph:
        output = Path(tempfile.mkdtemp(dir=tmp_path)) / "build"
        build([*reference_loaders(), *loaders], output)
        return KnowledgeGraph(output)

    return make


@pytest.fixture
def two_reports(tmp_path: Path) -> tuple[Path, Path]:
    """Two reports that name the same things and state the same fact; the second has an alias and a fact of its own."""
    first = small_loader(tmp_path / "1", "first")
    second = small_loader(tmp_path / "2", "second")
    edit(second / "entities.csv", "Hongfeng College,", "Hongfeng College,鋒學院")
    edit(second / "statements.csv", "2031,2031", "2031,2032")
    return first, second
