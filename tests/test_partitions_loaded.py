"""The RDF of a build in partitions, loaded in bulk as docs/howto/scale.md says: each triple is in each graph, once."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pyoxigraph as ox
import pytest

from java_sparql_servers import Virtuoso
from many_reports import many_reports
from neo4j_server import JVM_FLAGS, classpath
from skillgraph.engines.build import build_in_partitions
from skillgraph.engines.opening import engine
from skillgraph.model.ontology import XSD
from skillgraph.stores.sparql.server import MERGED
from sparql_servers import FUSEKI, spelled
from told import REFERENCES


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The files of partitions."""
    folder = tmp_path_factory.mktemp("partitions")
    loaders = [*REFERENCES, *many_reports(folder / "loaders", 6, 3)]
    build_in_partitions(loaders, folder / "parts", engine("duckdb"), 3)
    return sorted((folder / "parts" / "rdf").glob("*.gz"))


@pytest.fixture(scope="module")
def wanted(files: list[Path]) -> Counter[tuple[str, str]]:
    """Their triples and quads."""
    lines = b"".join(gzip.decompress(path.read_bytes()) for path in files)
    found = counted(ox.parse(lines, ox.RdfFormat.N_QUADS))
    assert {str(name).rpartition("/")[2] for name, _ in found} >= {"DEFAULT", "m00>", "m05>", "derived>"}
    return found


def counted(quads: Iterable[ox.Quad]) -> Counter[tuple[str, str]]:
    """How often each triple stands in each graph, where all blank nodes are one."""
    return Counter(
        (
            str(quad.graph_name),
            " ".join("_" if isinstance(t, ox.BlankNode) else str(spelled(t)) for t in quad.triple),
        )
        for quad in quads
    )


def test_jena_has_every_triple(
    maven: None, files: list[Path], wanted: Counter[tuple[str, str]], tmp_path: Path
) -> None:
    def jena(program: str, *arguments: str | Path) -> bytes:
        command = [
            "java",
            *JVM_FLAGS,
            "-cp",
            classpath(FUSEKI),
            f"tdb2.{program}",
            "--loc",
            tmp_path / "db",
            *arguments,
        ]
        return subprocess.run(command, check=True, capture_output=True, timeout=300).stdout

    jena("tdbloader", *files)
    assert counted(ox.parse(jena("tdbdump"), ox.RdfFormat.N_QUADS)) == wanted


def test_oxigraph_has_every_triple(
    oxigraph: object, files: list[Path], wanted: Counter[tuple[str, str]], tmp_path: Path
) -> None:
    program = Path(sys.executable).with_name("oxigraph")
    command: list[str | Path] = [program, "load", "--location", tmp_path / "db"]
    for path in files:
        command += ["--file", path]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    assert counted(ox.Store.read_only(str(tmp_path / "db"))) == wanted


def test_virtuoso_has_every_triple(
    virtuoso: None, files: list[Path], wanted: Counter[tuple[str, str]], tmp_path: Path
) -> None:
    """It has no default graph: the triples stand in the graph of a push. Its names of blank nodes are no SPARQL."""
    server = Virtuoso(tmp_path)
    try:
        server.run(f"ld_dir('{files[0].parent}', '*.gz', '{MERGED.value}');\nrdf_loader_run();\ncheckpoint;")
        query = "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } FILTER(!isBlank(?s) && !isBlank(?o)) }"
        accept = {"Accept": "application/sparql-results+json"}
        with urlopen(Request(server.query_url, urlencode({"query": query}).encode(), accept)) as answer:
            rows = ox.parse_query_results(answer.read(), ox.QueryResultsFormat.JSON)
            assert isinstance(rows, ox.QuerySolutions)
            found = counted(ox.Quad(s, p, _plain(o), g) for s, p, o, g in rows)  # type: ignore[arg-type]
    finally:
        server.kill()
    named = Counter(
        {(str(MERGED) if graph == "DEFAULT" else graph, triple): n for (graph, triple), n in wanted.items()}
    )
    ours = {graph for graph, _ in named}
    assert Counter({key: n for key, n in found.items() if key[0] in ours}) == Counter(
        {key: n for key, n in named.items() if "_" not in key[1].split()}
    )


def _plain(term: object) -> object:
    """A term as others spell it: to Virtuoso, what is true is 1."""
    if isinstance(term, ox.Literal) and term.datatype.value == XSD + "boolean":
        return ox.Literal({"1": "true", "0": "false"}.get(term.value, term.value), datatype=term.datatype)
    return term
