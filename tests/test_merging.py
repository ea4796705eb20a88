"""What people judged to be the same is one in the graph, in both languages, and one row undoes it."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders import edit
from shelf import NAMES, ROWS, decide, shelf
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.cli import skillgraph as command
from skillgraph.explore.data import PageData
from skillgraph.explore.schema import Names
from skillgraph.formats import export
from skillgraph.graph.view import View, choose
from skillgraph.model.errors import DataError
from skillgraph.model.problems import Problem
from skillgraph.model.records import Entity, Record
from skillgraph.questions.recorded import find_questions
from skillgraph.review.validate import validate
from skillgraph.review.verify import verify
from skillgraph.tables.build import build
from skillgraph.tables.checks import check
from skillgraph.tables.opening import decision_tables, open_loader
from told import REFERENCES

FILES = ("records.jsonl", "facts.ttl", "provenance.ttl", "nodes.jsonl", "relationships.jsonl", "manifest.json")


def built(folder: Path, loaders: Sequence[Path]) -> list[Problem]:
    """Builds a graph of some loaders with the reference tables; what it was built in spite of."""
    warned: list[Problem] = []
    build([*REFERENCES, *loaders], folder, warn=warned.append)
    return warned


def files(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    folder = tmp_path_factory.mktemp("merged")
    loaders = shelf(folder / "loaders")
    decide(folder / "loaders", ROWS)
    assert built(folder / "build", loaders) == []
    with KnowledgeGraph(folder / "build") as graph:
        yield graph


def both(graph: KnowledgeGraph, sparql: str, cypher: str) -> list[tuple[str, ...]]:
    """One answer in both languages."""
    found = [sorted(tuple(map(str, row)) for row in ask) for ask in (graph.sparql(sparql), graph.cypher(cypher))]
    assert found[0] == found[1]
    return found[0]


# The hard cases, each with the right answer in both languages


def test_alias_traditional_characters_and_prefix_are_one_school(merged: KnowledgeGraph, arcadedb: None) -> None:
    school = merged.entities["qd-tech"]
    assert (school.name, school.name_en, school.classes) == (NAMES["qd-tech"], "Haidao College", ("TechnicalSchool",))
    assert school.aliases == (NAMES["qd-long"], "海岛技院", NAMES["qd-trad"])
    assert school.aliases_en == ("Haidao Tech",)
    assert [(p.source, p.merged_from) for p in school.parts] == [
        ("y2023", ()), ("y2024", ("qd-trad",)), ("y2025", ("qd-long",))
    ]  # fmt: skip
    answer = both(
        merged,
        'SELECT ?name ?partner { ?x sg:anyName "海島技師學院" ; sg:name ?name ; sg:partnersWith/sg:name ?partner }',
        "MATCH (x:Entity)-[:PARTNERS_WITH]-(y) WHERE '海島技師學院' IN x.aliases "
        "RETURN DISTINCT x.name AS name, y.name AS partner",
    )
    assert answer == [(NAMES["qd-tech"], "柏林公司")]
    figures = both(
        merged,
        "SELECT ?v { ?f sg:subject entity:qd-tech ; sg:value ?v }",
        "MATCH (f:Observation)-[:SUBJECT]->({id: 'qd-tech'}) RETURN f.valueDecimal AS v",
    )
    assert figures == [("9000",)]


def test_what_two_sources_say_stays_two_statements_with_their_passages(merged: KnowledgeGraph, arcadedb: None) -> None:
    answer = both(
        merged,
        "SELECT ?source ?start { ?s a sg:Fact ; rdf:subject entity:qd-tech ; rdf:object entity:berlin ; sg:source ?d ; "
        "sg:evidence/oa:hasSelector/oa:start ?start . BIND(STRAFTER(STR(?d), 'document/') AS ?source) }",
        "MATCH ({id: 'qd-tech'})-[r:PARTNERS_WITH]->({id: 'berlin'}) RETURN r.source AS source, 0 AS start",
    )
    assert answer == [("y2023", "0"), ("y2024", "0")]


def test_a_fact_says_which_sources_state_it_and_how_often(merged: KnowledgeGraph, arcadedb: None) -> None:
    assert merged.agreement(sources=2).rows == [
        (NAMES["qd-tech"], "partnersWith", "柏林公司", 2, ["y2023", "y2024"], ["y2023/s1", "y2024/s1"])
    ]
    [question] = find_questions(["q68"])
    answer = both(merged, question.sparql, question.cypher)
    assert answer == [(NAMES["qd-tech"], "partnersWith", "柏林公司", "2", "2")]


def test_one_source_can_be_asked_alone(merged: KnowledgeGraph, arcadedb: None) -> None:
    answers = [
        both(
            merged,
            # Of several graphs Oxigraph counts a triple for each that it stands in.
            f"SELECT DISTINCT ?name {clause} {{ entity:qd-tech sg:partnersWith/sg:name ?name }}",
            f"MATCH ({{id: 'qd-tech'}})-[r:PARTNERS_WITH]-(x) WHERE r.source IN {sources} RETURN DISTINCT x.name AS n",
        )
        for clause, sources in (
            ("FROM document:y2024", ["y2024"]), ("FROM document:y2025", ["y2025"]),
            ("FROM document:y2023 FROM document:y2024", ["y2023", "y2024"]),
        )
    ]  # fmt: skip
    assert answers == [[("柏林公司",)], [], [("柏林公司",)]]
    said = both(
        merged,
        "SELECT ?id { GRAPH document:y2024 { entity:qd-tech sg:mergedFrom ?x } "
        "BIND(STRAFTER(STR(?x), 'entity/') AS ?id) }",
        "MATCH ({id: 'qd-tech'})-[:DESCRIBED_AS]->(d {source: 'y2024'}) UNWIND d.mergedFrom AS id RETURN id",
    )
    assert said == [("qd-trad",)]


def test_one_short_name_in_two_cities_stays_two_schools(merged: KnowledgeGraph, arcadedb: None) -> None:
    answer = both(
        merged,
        'SELECT ?id { ?x sg:name "实验职业学校" . BIND(STRAFTER(STR(?x), "entity/") AS ?id) }',
        "MATCH (x:School {name: '实验职业学校'}) RETURN x.id AS id",
    )
    assert answer == [("qd-exp",), ("zb-exp",)]


def test_what_names_a_merged_thing_in_passing_leads_to_it(merged: KnowledgeGraph, arcadedb: None) -> None:
    answer = both(
        merged,
        "SELECT ?with { ?s rdf:subject entity:qd-exp ; sg:with/sg:name ?with }",
        "MATCH (f:Fact)-[:SUBJECT]->({id: 'qd-exp'}) MATCH (f)-[:WITH]->(x) RETURN x.name AS with",
    )
    assert answer == [(NAMES["qd-tech"],)]
    assert both(merged, "ASK { ?x ?p entity:qd-long . FILTER(?p != sg:mergedFrom) }",
                "OPTIONAL MATCH (x {id: 'qd-long'}) RETURN x IS NOT NULL AS found") == [("False",)]  # fmt: skip


def test_an_id_that_was_published_stays_findable(merged: KnowledgeGraph, arcadedb: None, tmp_path: Path) -> None:
    now = both(
        merged,
        "SELECT ?now { entity:qd-trad dcterms:isReplacedBy ?x ; owl:deprecated true . ?x sg:mergedFrom entity:qd-trad "
        "BIND(STRAFTER(STR(?x), 'entity/') AS ?now) }",
        "MATCH (x:Entity) WHERE 'qd-trad' IN x.mergedFrom RETURN x.id AS now",
    )
    assert now == [("qd-tech",)]
    assert merged.find("qd-trad").rows[0][:1] + merged.find("qd-trad").rows[0][4:5] == ("qd-tech", "qd-trad")
    assert "(qd-tech; 曾用标识符 qd-long; 曾用标识符 qd-trad)" in str(merged.describe("qd-long"))
    assert merged.evidence("qd-trad") == merged.evidence("qd-tech")
    assert choose(merged, View(around="qd-trad")) == choose(merged, View(around="qd-tech"))
    page = PageData(choose(merged, View()))
    number = page.picture(Names("", "")).names.index(NAMES["qd-tech"])
    assert sorted(page.details().things.formerly[str(number)]) == ["qd-long", "qd-trad"]
    target = ["--graph", str(merged.folder), "-o", str(tmp_path / "page.html")]
    shown = CliRunner().invoke(command, ["export", "html", "--around", "qd-trad", *target])
    assert "note: qd-trad was judged to be the same as qd-tech, which is shown" in shown.stderr


def test_a_merge_is_undone_by_a_row_to_the_byte(tmp_path: Path) -> None:
    loaders = shelf(tmp_path / "loaders")
    built(tmp_path / "build", loaders)
    before = files(tmp_path / "build")
    decide(tmp_path / "loaders", ROWS[:2])
    built(tmp_path / "build", loaders)
    assert "qd-trad" not in KnowledgeGraph(tmp_path / "build").entities
    for undo in ("withdrawn", "不同"):
        decide(
            tmp_path / "loaders", [*ROWS[:2], *(f"qd-tech,{other},{undo},,,看错" for other in ("qd-trad", "qd-long"))]
        )
        built(tmp_path / "build", loaders)
        assert files(tmp_path / "build") == before


def test_without_a_source_the_merged_thing_stays_and_what_it_alone_said_is_gone(tmp_path: Path) -> None:
    loaders = shelf(tmp_path / "loaders")
    decide(tmp_path / "loaders", ROWS)
    # The one whose id stays is left out: the others go on under that id.
    [warning] = built(tmp_path / "build", [loader for loader in loaders if loader.name != "y2023"])
    assert "unknown id 'qd-tech'" in warning.message
    graph = KnowledgeGraph(tmp_path / "build")
    school = graph.entities["qd-tech"]
    assert (school.name, school.merged_from) == (NAMES["qd-trad"], ("qd-long", "qd-trad"))
    assert [s.source for s in graph.statements() if s.subject == "qd-tech"] == ["y2024", "y2025"]
    # An id that no source of the build uses any more still leads to the thing.
    built(tmp_path / "build", [loader for loader in loaders if loader.name != "y2024"])
    graph = KnowledgeGraph(tmp_path / "build")
    assert (graph.canonical("qd-trad"), graph.entities["qd-tech"].merged_from) == ("qd-tech", ("qd-long", "qd-trad"))
    assert list(graph.observations()) == []


# What a person should know


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("qd-tech,berlin,same,,,", "row 2, column decision: qd-tech is a TechnicalSchool (individual) and berlin is"),
        ("qd-tech,qd-exp,same,,,", "qd-exp is a VocationalSchool (individual): nothing is both"),
        ("qd-tech,rar:0abc,same,,,", "column right: unknown scheme 'rar'; did you mean 'ror'?; one of gbt2260, "),
        ("qd-tech,qd-trad,似乎,,,", "row 2, column decision: unknown decision '似乎'"),
    ],
)
def test_a_decision_that_cannot_be_carried_out_is_named_by_its_row(tmp_path: Path, row: str, problem: str) -> None:
    loaders = shelf(tmp_path / "loaders")
    decide(tmp_path / "loaders", [row])
    with pytest.raises(DataError) as raised:
        built(tmp_path / "build", loaders)
    assert str(raised.value).startswith("loaders/decisions.csv, row 2")
    assert problem in str(raised.value)
    assert "decisions.csv" in str(verify(tmp_path / "loaders", [*REFERENCES, *loaders]).problems) or "似乎" not in row


def test_a_clash_is_shown_and_not_merged(tmp_path: Path) -> None:
    loaders = shelf(tmp_path / "loaders")
    decide(tmp_path / "loaders", [*ROWS, "qd-trad,qd-long,不同,赵,2026-11-03,"])
    [warning] = built(tmp_path / "build", loaders)
    for row in (2, 3, 5):
        assert f"row {row}" in str(warning)
    assert {"qd-tech", "qd-trad", "qd-long"} <= KnowledgeGraph(tmp_path / "build").entities.keys()
    assert validate([*REFERENCES, *loaders]) == [warning]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        build([*REFERENCES, *loaders], tmp_path / "build")
    assert str(warning) in [str(w.message) for w in caught]
    shown = CliRunner().invoke(command, ["build", *map(str, loaders), "-o", str(tmp_path / "build")])
    assert (shown.exit_code, f"warning: {warning}" in shown.stderr) == (0, True)


def test_ids_that_no_table_has_and_facts_that_turn_upon_themselves_are_warned_of(tmp_path: Path) -> None:
    loaders = shelf(tmp_path / "loaders")
    decide(tmp_path / "loaders", ["qd-tech,qd-trat,same,,,", "nanshan,qd-exp,unsure,,,", "gone,lost,撤回,,,"])
    assert [str(w) for w in built(tmp_path / "build", loaders)] == [
        "loaders/decisions.csv, row 2: unknown id 'qd-trat'; did you mean 'qd-trad'?; no table of this build has a row "
        "for it"
    ]
    edit(loaders[1] / "statements.csv", "qd-trad,partnersWith,berlin", "qd-trad,partnersWith,qd-trad2")
    edit(loaders[1] / "entities.csv", "berlin,Enterprise", "qd-trad2,School")
    decide(tmp_path / "loaders", ["qd-trad,qd-trad2,same,,,"])
    [warning] = built(tmp_path / "build", loaders)
    assert str(warning).startswith("y2024/statements.csv, row 2, column object: qd-trad and qd-trad2 are one thing by")


def test_the_shelf_passes_all_checks_with_its_decisions(tmp_path: Path) -> None:
    loaders = shelf(tmp_path / "loaders")
    decide(tmp_path / "loaders", ROWS)
    assert validate([*REFERENCES, *loaders]) == []
    assert verify(tmp_path / "loaders", [*REFERENCES, *loaders]).problems == []


# Identifiers, references, versions, round trips


def test_an_identifier_from_outside_is_added(tmp_path: Path, arcadedb: None) -> None:
    loaders = shelf(tmp_path / "loaders")
    decide(tmp_path / "loaders", [*ROWS, "qd-long,ror:03ktg9j65,same,,,", "zb-exp,wikidata:Q1,不同,,,"])
    built(tmp_path / "build", loaders)
    with KnowledgeGraph(tmp_path / "build") as graph:
        answer = both(
            graph,
            'SELECT ?id { ?x skos:notation "03ktg9j65"^^sg:ror . BIND(STRAFTER(STR(?x), "entity/") AS ?id) }',
            "MATCH (x:Entity) WHERE '03ktg9j65' IN x.ror RETURN x.id AS id",
        )
        assert answer == [("qd-tech",)]
        assert graph.entities["zb-exp"].identifiers == ()


def test_the_id_of_a_reference_table_stays(tmp_path: Path) -> None:
    loaders = shelf(tmp_path / "loaders")
    edit(loaders[0] / "entities.csv", "berlin,Enterprise,individual,柏林公司", "berlin,City,individual,青岛市")
    edit(loaders[1] / "entities.csv", "berlin,Enterprise,individual,柏林公司", "berlin,City,individual,青岛市")
    decide(tmp_path / "loaders", ["berlin,qingdao,same,,2026-11-01,"])
    built(tmp_path / "build", loaders)
    city = KnowledgeGraph(tmp_path / "build").entities["qingdao"]
    assert (city.merged_from, city.name, city.name_en) == (("berlin",), "青岛市", "Qingdao")


def test_a_source_that_decisions_change_is_another_version(tmp_path: Path) -> None:
    """By it, a push knows that what a server holds is not this."""
    loaders = shelf(tmp_path / "loaders")
    built(tmp_path / "build", loaders)
    before = {d.id: d.tables_sha256 for d in KnowledgeGraph(tmp_path / "build").documents.values()}
    decide(tmp_path / "loaders", ROWS)
    built(tmp_path / "build", loaders)
    after = {d.id: d.tables_sha256 for d in KnowledgeGraph(tmp_path / "build").documents.values()}
    assert {id for id in before if before[id] != after[id]} == {"y2024", "y2025"}


def test_the_tables_of_a_merged_graph_give_it_again(merged: KnowledgeGraph, tmp_path: Path) -> None:
    export(merged, "loaders", tmp_path / "again")
    build(sorted(path.parent for path in (tmp_path / "again").glob("*/source.toml")), tmp_path / "build")
    again = KnowledgeGraph(tmp_path / "build")
    assert again.entities == merged.entities
    assert set(again.statements()) == set(merged.statements())


def test_a_former_id_that_is_an_id_is_told(tmp_path: Path) -> None:
    loaders = shelf(tmp_path / "loaders")
    edit(loaders[0] / "entities.csv", ",海岛技院,,,,", ",海岛技院,,,,qd-trad")
    with pytest.raises(DataError, match=r"y2023/entities.csv, row 2, column merged_from: 'qd-trad' is an id"):
        built(tmp_path / "build", loaders)


# Any order

IDS = ("qd-tech", "qd-trad", "qd-long", "berlin-1", "zb-exp", "qd-exp")
JUDGED = st.lists(
    st.tuples(st.sampled_from(IDS[:3]), st.sampled_from(IDS), st.sampled_from(("same", "different", "withdrawn")))
    .filter(lambda row: row[0] != row[1])
    .map(lambda row: ",".join((*row, "", "", ""))),
    max_size=6, unique_by=lambda row: frozenset(row.split(",")[:2]),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JUDGED, st.integers())
def test_any_order_of_rows_and_loaders_gives_the_same_graph(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("order")
    loaders = shelf(folder / "loaders")
    # One class for all, so that any two of them can be one.
    for loader in loaders:
        path = loader / "entities.csv"
        text = path.read_text("utf-8").replace("TechnicalSchool", "School").replace("VocationalSchool", "School")
        path.write_text(text, encoding="utf-8")
    shuffle: Callable[[list[object]], None] = random.Random(seed).shuffle
    graphs = []
    for _ in range(2):
        decide(folder / "loaders", rows)
        graphs.append(records_of([*REFERENCES, *loaders]))
        shuffle(rows)  # type: ignore[arg-type]
        shuffle(loaders)  # type: ignore[arg-type]
    assert graphs[0] == graphs[1]
    ids = {record.id for record in graphs[0] if isinstance(record, Entity)}
    assert ids.isdisjoint({id for r in graphs[0] if isinstance(r, Entity) for id in r.merged_from})


def records_of(loaders: Sequence[Path]) -> set[Record]:
    with check(map(open_loader, loaders), decisions=decision_tables(loaders)) as sources:
        assert sources.problems == []
        return set(sources.records())
