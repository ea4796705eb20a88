"""The N-Triples of a build in partitions, loaded in bulk as docs/howto/scale.md says: every triple is there, once."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from many_reports import many_reports
from neo4j_server import JVM_FLAGS, classpath
from skillgraph.engines.build import build_in_partitions
from skillgraph.engines.opening import engine
from sparql_servers import FUSEKI, spelled
from told import REFERENCES


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The files of partitions."""
    folder = tmp_path_factory.mktemp("partitions")
    loaders = [*REFERENCES, *many_reports(folder / "loaders", 6, 3)]
    build_in_partitions(loaders, folder / "parts", engine("duckdb"), 3)
    return sorted((folder / "parts" / "rdf").glob("*.nt.gz"))


@pytest.fixture(scope="module")
def wanted(files: list[Path]) -> Counter[str]:
    """Their triples."""
    lines = b"".join(gzip.decompress(path.read_bytes()) for path in files)
    return counted(ox.parse(lines, ox.RdfFormat.N_TRIPLES))


def counted(quads: Iterable[ox.Quad]) -> Counter[str]:
    """How often each triple stands there, where all blank nodes are one."""
    return Counter(
        " ".join("_" if isinstance(t, ox.BlankNode) else str(spelled(t)) for t in quad.triple) for quad in quads
    )


def test_jena_has_every_triple(maven: None, files: list[Path], wanted: Counter[str], tmp_path: Path) -> None:
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


def test_oxigraph_has_every_triple(oxigraph: object, files: list[Path], wanted: Counter[str], tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("oxigraph")
    command: list[str | Path] = [program, "load", "--location", tmp_path / "db"]
    for path in files:
        command += ["--file", path]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    assert counted(ox.Store.read_only(str(tmp_path / "db"))) == wanted
