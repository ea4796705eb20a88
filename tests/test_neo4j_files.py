"""Files for Neo4j, given to Neo4j's own programs: what they make of them is what `push` writes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from compose_spec import PyCompose
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import neo4j
from many_reports import many_reports
from neo4j_server import LTS, NEWEST, PASSWORD, USER, Release, contents, neo4j_server, run, wipe
from neo4j_tools import cypher_shell, install, run_in
from record_strategies import TEXT, TREACHEROUS, by_id, graphs
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.engines.build import build_in_partitions
from skillgraph.engines.opening import engine
from skillgraph.formats import export
from skillgraph.formats._cypher import literal
from skillgraph.graph.write import write_graph
from skillgraph.mapping.propertygraph import Property
from skillgraph.model.records import Document, Entity, Observation, Record, Statement
from skillgraph.stores.bolt.graph import Neo4jGraph
from skillgraph.tables.build import build
from told import REFERENCES

#: One graph of many graphs: starting the programs takes longer than what they do with it.
ONCE = settings(max_examples=1, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None)


class Server(NamedTuple):
    """A Neo4j with programs of its own, and where one of its kind answers."""

    release: Release
    uri: str


@pytest.fixture(
    scope="module", params=[pytest.param("neo4j_uri", id="5.26"), pytest.param("neo4j_2026_uri", id="2026")]
)
def server(request: pytest.FixtureRequest) -> Server:
    """Each Neo4j; `cypher-shell` is that of 5.26 for both."""
    uri = request.getfixturevalue(request.param)
    return Server(LTS if request.param == "neo4j_uri" else NEWEST, uri)


def several(number: int) -> st.SearchStrategy[tuple[list[Record], ...]]:
    """Some graphs; Hypothesis begins with the simplest, which are of no interest when there is one example."""
    parts = st.tuples(*(graphs(prefix=f"g{n}-") for n in range(number)))
    return parts.filter(lambda parts: sum(map(len, parts)) > 10 * number)


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
    numbers = ("0.1", "-5", "123456789012345.678901234567891", "1E-29", "9223372036854775807", "9223372036854775808")
    pairs = [(Decimal(a), Decimal(b)) for a in numbers for b in numbers]
    figures: list[Record] = [
        Observation(f"t/o{n}", "t", "t0", "t1", "t2", value=a, value_max=b) for n, (a, b) in enumerate(pairs)
    ]
    # A list of one empty text, at a node and (as what one of two sources says) at a relationship.
    empty = Entity("empty", "t", ("City",), "甲市", aliases=("",), aliases_en=("", ""))
    twice = Entity("twice", "t", ("City",), "乙市", aliases=("",))
    other = Entity("twice", "u", ("City",), "乙市", aliases=("x",))
    return [source, Document("u", "", ""), *entities, empty, twice.merged(other), *statements, *figures]


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


@given(parts=several(4))
@ONCE
def test_the_importer_makes_what_push_writes(server: Server, parts: tuple[list[Record], ...]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        graph = together(parts, folder)
        export(graph, "neo4j-csv", folder / "csv")
        home = install(folder, server.release)
        run_in(folder / "csv", home, "neo4j-admin", "database", "import", "full", "@import.args", "neo4j")
        with neo4j_server(folder, server.release) as imported:
            cypher_shell(imported.uri, folder / "csv" / "after-import.cypher")
            assert contents(imported.uri) == pushed(graph, server.uri)
            assert by_id(pulled(imported.uri)) == by_id(graph.records())


def test_the_importer_makes_of_partitions_what_push_writes(neo4j_uri: str, tmp_path: Path) -> None:
    loaders = [*REFERENCES, *many_reports(tmp_path / "loaders", 4, 1)]
    build(loaders, tmp_path / "whole")
    build_in_partitions(loaders, tmp_path / "parts", engine("duckdb", ""), 2)
    home = install(tmp_path)
    tables = tmp_path / "parts" / "neo4j"
    run_in(tables, home, "neo4j-admin", "database", "import", "full", "@import.args", "neo4j")
    with neo4j_server(tmp_path, LTS) as imported:
        cypher_shell(imported.uri, tables / "after-import.cypher")
        assert contents(imported.uri) == pushed(KnowledgeGraph(tmp_path / "whole"), neo4j_uri)


@given(parts=several(2))
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
            assert cypher_shell(neo4j_uri, folder / "graph.cypher") == ""
            assert contents(neo4j_uri, "n.name <> 'mine' OR n.name IS NULL") == wanted
        assert by_id(pulled(neo4j_uri)) == by_id(graph.records())


VALUES = (
    TEXT
    | st.text(st.sampled_from("\\'\"`u00275c;\n\r:/*{}$"))
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.booleans()
    | st.lists(TEXT, max_size=3)
)


@given(value=VALUES)
@settings(max_examples=150)
def test_neo4j_reads_a_literal_as_the_value(session: neo4j.Session, value: Property) -> None:
    [[read]] = session.run("RETURN " + literal(value)).values()
    assert (read, type(read)) == (value, type(value))


@given(values=st.lists(VALUES, min_size=150, max_size=150).filter(lambda values: len(set(map(str, values))) > 50))
@ONCE
def test_cypher_shell_takes_no_text_for_an_end_or_a_command(neo4j_uri: str, values: list[Property]) -> None:
    wipe(neo4j_uri)
    statements = [f"CREATE (:Value {{place: {n}, value:\n{literal(v)}}});\n" for n, v in enumerate(values)]
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "values.cypher"
        script.write_text("".join(statements), encoding="utf-8", newline="")
        assert cypher_shell(neo4j_uri, script) == ""
    with neo4j.GraphDatabase.driver(neo4j_uri, auth=(USER, PASSWORD)) as driver:
        rows, _, _ = driver.execute_query("MATCH (v:Value) RETURN v.value ORDER BY v.place")
    assert [row[0] for row in rows] == values


@pytest.fixture(scope="module")
def session(neo4j_uri: str) -> Iterator[neo4j.Session]:
    with neo4j.GraphDatabase.driver(neo4j_uri, auth=(USER, PASSWORD)) as driver, driver.session() as session:
        yield session


def test_the_folder_starts_with_docker_compose(server: Server, graph: KnowledgeGraph, tmp_path: Path) -> None:
    """What its containers run, in their order, with Neo4j's programs of the tests; no docker runs here."""
    folder = tmp_path / "csv"
    export(graph, "neo4j-csv", folder)
    # A plain graph is written so that a person and the importer read it most easily.
    assert "--array-delimiter=;" in (folder / "import.args").read_text("utf-8")
    assert "--multiline-fields" not in (folder / "import.args").read_text("utf-8")
    services = PyCompose.from_yaml((folder / "compose.yaml").read_text("utf-8")).to_dict()["services"]
    home = install(tmp_path, server.release)
    script = folder / services["import"]["command"][1].removeprefix("/graph/")
    # An import that was stopped leaves a database that is no whole one, and is done again.
    (home / "data" / "databases" / "neo4j").mkdir(parents=True)
    (home / "data" / "databases" / "neo4j" / "neostore").write_bytes(b"half")
    assert "IMPORT DONE" in run_in(tmp_path, home, services["import"]["command"][0], str(script))
    with neo4j_server(tmp_path, server.release) as imported:
        cypher_shell(imported.uri, folder / services["indexes"]["entrypoint"][-1].removeprefix("/graph/"))
        assert contents(imported.uri) == pushed(graph, server.uri)
        schema = [schema_of(uri) for uri in (imported.uri, server.uri)]
        assert schema[0] == schema[1]
        assert len(schema[0]) >= 4
        run(imported.uri, "CREATE (:Mine)")
    # The second start leaves the database alone, with what its user has written.
    assert "imported already" in run_in(tmp_path, home, services["import"]["command"][0], str(script))


def test_compose_yaml_is_one(graph: KnowledgeGraph, tmp_path: Path) -> None:
    export(graph, "neo4j-csv", tmp_path / "csv")
    text = (tmp_path / "csv" / "compose.yaml").read_text("utf-8")
    assert PyCompose.from_yaml(text).service_names() == ["import", "neo4j", "indexes"]
    with pytest.raises(ValueError, match="comand"):
        PyCompose.from_yaml(text.replace("command:", "comand:"))
    services = PyCompose.from_yaml(text).to_dict()["services"]
    assert {service["image"] for service in services.values()} == {"neo4j:5.26-community"}
    assert [port.split(":")[0] for service in services.values() for port in service.get("ports", [])] == [
        "127.0.0.1"
    ] * 2
    assert "${NEO4J_PASSWORD:?" in services["neo4j"]["environment"]["NEO4J_AUTH"]
    assert services["neo4j"]["depends_on"]["import"]["condition"] == "service_completed_successfully"
    # Whatever the containers read of the folder is in it.
    for service in ("import", "indexes"):
        assert ".:/graph:ro" in services[service]["volumes"]


def schema_of(uri: str) -> list[str]:
    """The constraints and indexes of a database."""
    with neo4j.GraphDatabase.driver(uri, auth=(USER, PASSWORD)) as driver:
        constraints, _, _ = driver.execute_query("SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties")
        indexes, _, _ = driver.execute_query("SHOW INDEXES YIELD name, type, labelsOrTypes, properties, options")
    return sorted(repr(list(row.values())) for row in (*constraints, *indexes))
