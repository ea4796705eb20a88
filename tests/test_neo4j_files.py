"""Files for Neo4j, given to Neo4j's own programs: what they make of them is what `push` writes."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from neo4j_server import PASSWORD, USER, Neo4jServer, contents, run, wipe
from neo4j_tools import cypher_shell, install, run_in
from record_strategies import TREACHEROUS, canonical, graphs
from skillgraph.folder import write_graph
from skillgraph.formats import export
from skillgraph.graph import KnowledgeGraph
from skillgraph.model import Document, Entity, Record, Statement
from skillgraph.stores.neo4j_graph import Neo4jGraph

#: One graph of many graphs: starting the programs takes longer than what they do with it.
ONCE = settings(
    max_examples=1, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None
)
HOSTILE = st.tuples(*(graphs(prefix=f"g{n}-") for n in range(25)))


def treacherous() -> list[Record]:
    """Each treacherous text in each kind of place: alone, in lists, at the end of a list, as text and qualifier."""
    source = Document("t", "报告", "Report")
    texts = [
        *TREACHEROUS,
        "".join(TREACHEROUS),
        "\\",
        "'",
        "\\'",
        "\\\\u0041",
        ";",
        "|",
        "'; MATCH (n) DETACH DELETE n;",
    ]
    entities: list[Record] = [
        Entity(f"t{n}", "t", ("Enterprise",), text, text, aliases=(text, "x"), aliases_en=("x", text),
               other_names=(("lo", text),), identifiers=(("gbt2260", text),))
        for n, text in enumerate(texts)
    ]  # fmt: skip
    statements: list[Record] = [
        Statement(f"t/{n}", "t", f"t{n}", "aim", text=text, time=text, qualifiers=(("role", text),) if text else ())
        for n, text in enumerate(texts)
    ]
    return [source, *entities, *statements]


def together(parts: tuple[list[Record], ...], folder: Path) -> KnowledgeGraph:
    """The graph of all parts and of the treacherous texts."""
    found = sorted(
        (r for part in (*parts, treacherous()) for r in part), key=lambda r: "DESO".index(type(r).__name__[0])
    )
    write_graph(found, folder / "build")
    return KnowledgeGraph(folder / "build")


def pushed(graph: KnowledgeGraph, uri: str) -> list[str]:
    """What the database holds after a push into an empty one."""
    wipe(uri)
    with Neo4jGraph(uri, username=USER, password=PASSWORD) as target:
        target.push(graph)
    return contents(uri)


def pulled(uri: str) -> list[Record]:
    with Neo4jGraph(uri, username=USER, password=PASSWORD) as target:
        return list(target.pull())


@given(parts=HOSTILE)
@ONCE
def test_the_importer_makes_what_push_writes(neo4j_uri: str, parts: tuple[list[Record], ...]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        graph = together(parts, folder)
        export(graph, "neo4j-csv", folder / "csv")
        home = install(folder)
        run_in(folder / "csv", home, "neo4j-admin", "database", "import", "full", "@import.args", "neo4j")
        server = Neo4jServer(folder)
        try:
            cypher_shell(folder, server.uri, folder / "csv" / "after-import.cypher")
            assert contents(server.uri) == pushed(graph, neo4j_uri)
            assert canonical(pulled(server.uri)) == canonical(list(graph.records()))
        finally:
            server.kill()


@given(parts=HOSTILE)
@ONCE
def test_the_script_makes_what_push_writes_however_often(neo4j_uri: str, parts: tuple[list[Record], ...]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        graph = together(parts, folder)
        export(graph, "cypher-script", folder / "graph.cypher")
        wanted = pushed(graph, neo4j_uri)
        wipe(neo4j_uri)
        run(neo4j_uri, "CREATE (:Entity {id: 'mine', name: 'mine'})")
        for _ in range(2):
            assert cypher_shell(folder, neo4j_uri, folder / "graph.cypher") == ""
            assert contents(neo4j_uri, "n.name <> 'mine' OR n.name IS NULL") == wanted
        assert canonical(pulled(neo4j_uri)) == canonical(list(graph.records()))
