"""The graph as of a date, and what was known by one: partnerships that ended, names and bodies that changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import skillgraph as face
from asking_page import pairs
from command_line import skillgraph
from loaders import edit, span
from page_reader import graph_of
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export
from skillgraph.graph.histories import Histories
from skillgraph.graph.view import View, choose
from skillgraph.model.dates import first_day, last_day
from skillgraph.model.errors import UsageError
from skillgraph.model.records import Document, Entity, Modality, Record, Statement
from skillgraph.tables.build import build
from told import REFERENCES, report, said, thing

COLLEGE = thing("college", "TechnicalSchool", "海滨𬭎技师学院")
FIRM = thing("firm", "Enterprise", "云山集团")
ABROAD = thing("abroad", "University", "缅国理工大学")
TOLD_2020 = "海滨𬭎技师学院自2019年起与云山集团合作，与缅国理工大学合作。"
TOLD_2024 = (
    "海濱𬭎技師學院（海滨𬭎技师学院）与云山集团的合作于２０２４年６月到期；学院2022年由海滨技工学校升格，招生九百人。"
)
TOLD_2025 = "海滨𬭎技师学院2026年拟与云山集团恢复合作。海滨二技校2021年并入海滨𬭎技师学院。"


def shelf(parent: Path) -> list[Path]:
    """Three reports: of 2020, of 2024, when a partnership is over, and of 2025, when it is planned anew."""
    figure = {
        "id": "f1", "subject": "college", "indicator": "ind-technical-schools", "value": "900", "unit": "unit-ren",
        "bound": "exact", "modality": "actual", "status": "reviewed", "start": "2022", "end": "2022",
        "figure": span("九百人", TOLD_2024),
    }  # fmt: skip
    return [
        report(parent, "r2020", "2020-05", TOLD_2020, [COLLEGE, FIRM, ABROAD], [
            said("college", "partnersWith", "firm", "2019"),
            said("abroad", "locatedIn", "myanmar"),
            said("college", "partnersWith", "abroad"),
        ]),
        report(parent, "r2024", "2024-09-01", TOLD_2024, [COLLEGE, FIRM], [
            said("firm", "partnersWith", "college", "", "2024-06"),
            said("college", "formerName", "海滨技工学校", "1998", "2022"),
        ], [figure]),
        report(parent, "r2025", "2025", TOLD_2025, [COLLEGE, FIRM, thing("second", "TechnicalSchool", "海滨二技校")], [
            said("college", "partnersWith", "firm", "2026", "2026", modality="planned"),
            said("second", "mergedInto", "college", "2021", "2021"),
        ]),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    folder = tmp_path_factory.mktemp("shelf")
    build([*REFERENCES, *shelf(folder)], folder / "build")
    with KnowledgeGraph(folder / "build") as graph:
        yield graph


SPARQL = {
    "partners": "SELECT ?x { entity:college sg:partnersWith/sg:name ?x }",
    "names": "SELECT ?x { entity:college sg:formerName ?x }",
    "merged": "SELECT ?x { ?y sg:mergedInto entity:college ; sg:name ?x }",
    "figures": "SELECT ?x { ?f a sg:Observation ; sg:subject entity:college ; sg:value ?x }",
    "plans": "SELECT ?x { ?s rdf:subject entity:college ; sg:modality modality:planned ; rdf:object/sg:name ?x }",
}
CYPHER = {
    "partners": "MATCH ({id: 'college'})-[:PARTNERS_WITH]-(p) RETURN DISTINCT p.name AS x",
    "names": "MATCH ({id: 'college'})-[:FORMER_NAME]->(t) RETURN t.text AS x",
    "merged": "MATCH (s)-[:MERGED_INTO]->({id: 'college'}) RETURN s.name AS x",
    "figures": "MATCH (f:Observation)-[:SUBJECT]->({id: 'college'}) RETURN toString(toInteger(f.value)) AS x",
    "plans": "MATCH ({id: 'college'})<-[:SUBJECT]-(s {modality: 'planned'})-[:OBJECT]->(p) RETURN p.name AS x",
}
GOING_ON = {"云山集团", "缅国理工大学"}
#: As of, known by; partners, former name in use, what was merged, figures.
ANSWERS = [
    ("", "", GOING_ON, {"海滨技工学校"}, {"海滨二技校"}, {"900"}),
    ("2015", "", {"缅国理工大学"}, {"海滨技工学校"}, set(), set()),
    ("2020-12", "", GOING_ON, {"海滨技工学校"}, set(), set()),
    ("2023", "", GOING_ON, set(), {"海滨二技校"}, {"900"}),
    ("2024-06-30", "", GOING_ON, set(), {"海滨二技校"}, {"900"}),
    ("2024-07", "", {"缅国理工大学"}, set(), {"海滨二技校"}, {"900"}),
    ("2026", "", {"缅国理工大学"}, set(), {"海滨二技校"}, {"900"}),
    ("", "2023", GOING_ON, set(), set(), set()),
    ("2025", "2023", GOING_ON, set(), set(), set()),
    ("2025", "2024-12", {"缅国理工大学"}, set(), set(), {"900"}),
    ("2023", "2024-12", GOING_ON, set(), set(), {"900"}),
]


@pytest.mark.parametrize(("as_of", "known_by", "partners", "names", "merged", "figures"), ANSWERS)
def test_what_holds_and_what_was_known(
    graph: KnowledgeGraph,
    as_of: str,
    known_by: str,
    partners: set[str],
    names: set[str],
    merged: set[str],
    figures: set[str],
) -> None:
    expected = {"partners": partners, "names": names, "merged": merged, "figures": figures}
    with graph.as_of(as_of, known_by=known_by) as dated:
        found = {what: {str(row[0]) for row in dated.sparql(SPARQL[what])} for what in expected}
    assert found == expected


@pytest.mark.parametrize("number", [1, 6, 9])
def test_cypher_says_the_same(graph: KnowledgeGraph, arcadedb: None, number: int) -> None:
    as_of, known_by, partners, names, merged, figures = ANSWERS[number]
    expected = {"partners": partners, "names": names, "merged": merged, "figures": figures}
    with graph.as_of(as_of, known_by=known_by) as dated:
        assert {what: {str(row[0]) for row in dated.cypher(CYPHER[what])} for what in expected} == expected
        plans = {str(row[0]) for row in dated.cypher(CYPHER["plans"])}
        assert plans == {str(row[0]) for row in dated.sparql(SPARQL["plans"])}
        assert plans == (set() if known_by else {"云山集团"})


def test_what_is_left_out_leaves_no_trace(graph: KnowledgeGraph) -> None:
    with graph.as_of("2020") as dated:
        assert "second" not in dated.entities
        assert "ind-technical-schools" not in dated.entities
        assert {"college", "firm", "abroad", "myanmar"} <= set(dated.entities)
        assert dated.entities["abroad"].derived == ("ForeignPartner",)
    assert next(iter(graph.as_of("2025").find("海滨技工学校")))[0] == "college"


def test_a_partner_abroad_is_one_for_as_long_as_the_partnership_lasts(tmp_path: Path) -> None:
    loaders = shelf(tmp_path)
    since = "partnersWith,abroad,,actual,stated,reviewed,,"
    edit(loaders[0] / "statements.csv", since, f"{since}2019")
    edit(loaders[1] / "statements.csv", "firm,partnersWith,college,,actual", "abroad,partnersWith,college,,actual")
    build([*REFERENCES, *loaders], tmp_path / "build")
    graph = KnowledgeGraph(tmp_path / "build")
    for when, classes in (("2023", ("ForeignPartner",)), ("2025", ())):
        assert graph.as_of(when).entities["abroad"].derived == classes


@pytest.mark.parametrize("known_by", ["2019", "2020", "2024-08-31", "2024", "2025"])
def test_what_was_known_is_the_graph_of_the_reports_issued_by_then(
    graph: KnowledgeGraph, tmp_path: Path, known_by: str
) -> None:
    issued = {"r2020": "2020-05-31", "r2024": "2024-09-01", "r2025": "2025-01-01"}
    reports = [folder for folder in shelf(tmp_path) if issued[folder.name] <= last_day(known_by)]
    if not reports:
        assert not [d for d in graph.as_of(known_by=known_by).documents.values() if d.kind == "report"]
        return
    build([*REFERENCES, *reports], tmp_path / "build")
    found, expected = graph.as_of(known_by=known_by).folder, tmp_path / "build"
    assert set(KnowledgeGraph(found).documents) == set(KnowledgeGraph(expected).documents)
    for name in ("nodes.jsonl", "relationships.jsonl", "facts.ttl"):
        assert lines(found / name) == lines(expected / name)


def lines(file: Path) -> list[str]:
    """Its lines in an order of their own, without what tells versions apart."""
    return sorted(line for line in file.read_text("utf-8").splitlines() if "tablesSha256" not in line)


def test_a_graph_without_dates_is_the_same_at_any_date(tmp_path: Path) -> None:
    undated = shelf(tmp_path)[0]
    edit(undated / "statements.csv", ",2019,", ",,")
    build([*REFERENCES, undated], tmp_path / "build")
    same = KnowledgeGraph(tmp_path / "build")
    for when in ("0001", "1999-05", "2100-01-01"):
        assert list(same.as_of(when).records()) == list(same.records())


def test_the_page_shows_no_ended_partnership_as_going_on(graph: KnowledgeGraph) -> None:
    since = {s.id for s in choose(graph, View(since="2025")).statements}
    assert "r2020/s1" not in since
    assert {"r2020/s3", "r2025/s1"} <= since
    chosen = choose(graph, View())
    assert chosen.periods == {"r2020/s1": ("2019", "2024-06"), "r2024/s1": ("2019", "2024-06")}
    assert "r2020/s1" in {s.id for s in choose(graph, View(as_of="2023")).statements}
    assert "r2020/s1" not in {s.id for s in choose(graph, View(as_of="2025")).statements}


def test_a_timeline_ends_where_another_statement_ends_it(graph: KnowledgeGraph, tmp_path: Path) -> None:
    export(graph, "gexf", tmp_path / "graph.gexf")
    edges = {e.get("id"): e for e in ElementTree.parse(tmp_path / "graph.gexf").iter("{http://gexf.net/1.3}edge")}
    assert (edges["r2020/s1"].get("start"), edges["r2020/s1"].get("end")) == ("2019-01-01", "2024-06-30")
    assert (edges["r2020/s3"].get("start"), edges["r2020/s3"].get("end")) == (None, None)


def test_a_graph_of_a_date_is_made_once_and_goes_with_the_next_build(tmp_path: Path) -> None:
    loaders = [*REFERENCES, *shelf(tmp_path)]
    build(loaders, tmp_path / "build")
    first = KnowledgeGraph(tmp_path / "build").as_of("2024").folder
    made = (first / "manifest.json").stat().st_mtime_ns
    assert KnowledgeGraph(tmp_path / "build").as_of("2024-12-31").folder == first
    assert (first / "manifest.json").stat().st_mtime_ns == made
    build(loaders[:-1], tmp_path / "build")
    assert not first.exists()


def test_a_server_can_tell_the_graph_of_a_date_from_the_whole(graph: KnowledgeGraph) -> None:
    dated = graph.as_of("2020").documents
    assert set(dated) == set(graph.documents) - {"indicators", "units"}
    differ = {id for id in dated if graph.documents[id].tables_sha256 != dated[id].tables_sha256}
    assert differ == {"r2024", "r2025"}
    assert dated["r2024"].tables_sha256 != graph.as_of("2021").documents["r2024"].tables_sha256


def test_a_folder_that_nobody_may_write_to_is_asked_all_the_same(
    graph: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(graph.folder, tmp_path / "build", ignore=shutil.ignore_patterns("dated"))
    # Who runs tests as root may write anywhere: a file stands where the folder should be.
    (tmp_path / "build" / "dated").write_text("", encoding="utf-8")
    with KnowledgeGraph(tmp_path / "build").as_of("2025") as dated:
        assert {str(row[0]) for row in dated.sparql(SPARQL["partners"])} == {"缅国理工大学"}
        assert not dated.folder.is_relative_to(tmp_path)


def test_a_first_telling_that_is_left_out_is_followed_by_the_next(tmp_path: Path) -> None:
    """An earlier report restates what a later one tells first, and refers to what only that describes."""
    again = said("college", "partnersWith", "abroad", restates="r2020/s3")
    early = report(tmp_path, "r2019", "2019", TOLD_2020, [COLLEGE], [again, again])
    build([*REFERENCES, *shelf(tmp_path), early], tmp_path / "build")
    graph = KnowledgeGraph(tmp_path / "build")
    assert [s.id for s in graph.statements() if s.is_fact and s.object == "abroad"] == ["r2020/s3"]
    known = graph.as_of(known_by="2019")
    assert {s.id: s.restates for s in known.statements() if s.source == "r2019"} == {
        "r2019/s1": "",
        "r2019/s2": "r2019/s1",
    }
    assert known.entities["abroad"] == Entity("abroad", "r2019", ("University",), "缅国理工大学")


@pytest.mark.parametrize("arguments", [
    ("sparql", SPARQL["partners"], "--format", "csv"),
    ("export", "turtle", "--profile", "facts"),
    ("find", "海滨", "--format", "csv"),
    ("schema", "--format", "json"),
])  # fmt: skip
def test_every_command_that_reads_a_graph_takes_a_date(
    graph: KnowledgeGraph, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    def output(*dates: str) -> str:
        return skillgraph(*arguments, "--graph", str(graph.folder), *dates, cwd=tmp_path).stdout

    whole, before, unknown = output(), output("--as-of", "2015"), output("--known-by", "2019")
    assert whole != before != unknown != whole


def test_a_report_that_says_no_date_of_issue_stays_and_is_named(tmp_path: Path) -> None:
    build([*REFERENCES, report(tmp_path, "never", "", TOLD_2020, [COLLEGE], [])], tmp_path / "build")
    done = skillgraph("find", "海滨", "--known-by", "1900", cwd=tmp_path)
    assert "college" in done.stdout
    assert done.stderr == "note: stays, since source.toml does not say when it was issued: never\n"
    assert skillgraph("find", "海滨", "--as-of", "1900", cwd=tmp_path).stderr == ""


def test_a_server_and_a_wrong_date_are_told_in_a_line(graph: KnowledgeGraph, tmp_path: Path) -> None:
    for arguments, message in (
        (("sparql", "ASK {}", "--endpoint", "http://localhost:9/ds", "--as-of", "2024"), "for http://localhost:9/ds, "),
        (("cypher", "RETURN 1", "--uri", "bolt://localhost:9", "--known-by", "2024"), "for bolt://localhost:9, ask"),
        (("find", "x", "--as-of", "2024-02-30"), "'2024-02-30' is no date: YYYY"),
        (("export", "void", "--known-by", "gestern"), "'gestern' is no date"),
    ):  # fmt: skip
        done = skillgraph(*arguments, "--graph", str(graph.folder), cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr
        assert done.stderr.count("\n") == 1
    with pytest.raises(UsageError, match="'2024-13' is no date"):
        face.load(graph.folder, as_of="2024-13")


DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31)).map(str)
DATES = st.one_of(st.just(""), DAYS, DAYS.map(lambda day: day[:4]), DAYS.map(lambda day: day[:7]))
MODALITIES: st.SearchStrategy[Modality] = st.sampled_from(["actual", "actual", "negated", "planned", "rule"])
PREDICATES = st.sampled_from(["partnersWith", "locatedIn", "established", "memberOf"])


@st.composite
def statements(draw: st.DrawFn) -> list[Statement]:
    """Statements of two reports about a school, a firm and an alliance, with all kinds of periods."""
    found = []
    for number in range(draw(st.integers(0, 8))):
        start, end = draw(DATES), draw(DATES)
        if start and end and last_day(end) < first_day(start):
            start, end = end, start
        source = draw(st.sampled_from("ab"))
        modality = draw(MODALITIES)
        ends = draw(st.permutations(["school", "firm", "alliance"]))
        found.append(Statement(
            f"{source}/{number}", source, ends[0], draw(PREDICATES), ends[1], modality=modality, start=start, end=end,
        ))  # fmt: skip
    return sorted(found, key=lambda s: s.source)


DOCUMENTS = {"a": Document("a", "甲", "A", issued="2010"), "b": Document("b", "乙", "B", issued="2020-05")}


@given(statements(), DAYS)
def test_before_all_begins_and_after_all_is_over(rows: list[Statement], day: str) -> None:
    histories = Histories(lambda: rows, DOCUMENTS)
    plans = {s.id for s in rows if s.modality == "planned"}
    before = {s.id for s in rows if histories.holds(s, "1999-12-31")}
    assert before == {s.id for s in rows if not s.start} - begun_by_another(rows, histories) | plans
    after = {s.id for s in rows if histories.holds(s, "2031-01-01")}
    single = {s.id for s in rows if s.start == s.end == histories.period(s)[1]}
    endless = {s.id for s in rows if not histories.period(s)[1] or s.predicate == "established"}
    assert after == single | endless | plans
    # What holds lies within what its own dates allow: a history only narrows them.
    for s in rows:
        start, end = histories.period(s)
        assert not s.start or start == s.start
        assert not s.end or end == s.end or s.end == s.start
        assert not end or not start or first_day(start) <= last_day(end)
        if histories.holds(s, day) and s.id not in plans:
            assert not s.start or first_day(s.start) <= day


def begun_by_another(rows: Iterable[Statement], histories: Histories) -> set[str]:
    return {s.id for s in rows if not s.start and histories.period(s)[0]}


@given(statements(), DATES)
def test_both_projections_have_the_same_facts_at_a_date(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Statement], when: str
) -> None:
    folder = tmp_path_factory.mktemp("g")
    classes = {"school": "School", "firm": "Enterprise", "alliance": "Alliance"}
    entities: list[Record] = [Entity(id, "a", (name,), id) for id, name in classes.items()]
    whole = graph_of(folder / "g", *DOCUMENTS.values(), *entities, *rows)
    with whole.as_of(when or "2031") as dated:
        in_rdf = {(a, p, b) for a, p, b in dated.sparql(
            "SELECT DISTINCT ?a ?p ?b { ?s a sg:Fact ; rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?b . ?a ?p ?b }"
        )}  # fmt: skip
        records = {(s.subject, s.predicate, s.object) for s in dated.statements() if s.is_fact}
        assert {tuple(str(x).rpartition("/")[2].rpartition("#")[2] for x in row) for row in in_rdf} == records
        relationships = (dated.folder / "relationships.jsonl").read_text("utf-8").splitlines()
        assert sum('"modality"' in line for line in relationships) == sum(s.is_fact for s in dated.statements())


def test_the_pattern_of_the_guide_says_the_same_of_a_server(graph: KnowledgeGraph, arcadedb: None) -> None:
    [(sparql, cypher)] = [pair for pair in pairs() if "?over" in pair[0]]
    for when, partners in (("2023-12-31", 2), ("2024-06-30", 2), ("2024-07-01", 1)):
        with graph.as_of(when) as dated:
            among = {row[0] for row in dated.sparql(SPARQL["partners"])}
        assert len(among) == partners
        for rows in (
            graph.sparql(sparql.replace("2025-01-01", when)),
            graph.cypher(cypher.replace("2025-01-01", when)),
        ):
            assert {str(name) for row in rows for name in row} - {str(COLLEGE["name"])} == among
