"""Names with periods and changes of institutions: renamed, upgraded, merged, formed of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from loaders import edit
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.explore.data import PageData
from skillgraph.explore.schema import Names
from skillgraph.formats import export
from skillgraph.graph.view import View, choose
from skillgraph.model.errors import DataError
from skillgraph.review.verify import verify
from skillgraph.tables.build import build
from told import REFERENCES, report, said, thing

GraphOf = Callable[..., KnowledgeGraph]
COLLEGE = "海滨𬭎技师学院"
#: 原名 in traditional characters, as an older report writes it.
FORMER = "海濱技工學校"
TEXT = f"{COLLEGE}原名{FORMER}，2018年升格，2021年海滨二技校并入；云山学院由云山一校、云山二校合并组建。"


def renamed(parent: Path) -> Path:
    """A college that was upgraded under another name, took in a school, and a college formed of two."""
    return report(
        parent,
        "renamed",
        "2022-03",
        TEXT,
        [
            thing("college", "TechnicalSchool", COLLEGE, aliases="海滨"),
            thing("second", "TechnicalSchool", "海滨二技校"),
            thing("yunshan", "VocationalSchool", "云山学院"),
            thing("one", "VocationalSchool", "云山一校"),
            thing("two", "VocationalSchool", "云山二校"),
        ],
        [
            said("college", "formerName", FORMER, "1998", "2018"),
            said("second", "mergedInto", "college", "2021", "2021"),
            said("yunshan", "formedFrom", "one"),
            said("yunshan", "formedFrom", "two"),
        ],
    )


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    folder = tmp_path_factory.mktemp("renamed")
    build([*REFERENCES, renamed(folder)], folder / "build")
    with KnowledgeGraph(folder / "build") as graph:
        yield graph


def test_a_former_name_is_found_wherever_names_are(graph: KnowledgeGraph, arcadedb: None) -> None:
    assert next(iter(graph.find("海滨技工学校")))[0] == "college"
    sparql = 'SELECT ?name { ?x sg:anyName "海濱技工學校" ; sg:name ?name }'
    assert graph.sparql(sparql).rows == [(COLLEGE,)]
    cypher = "MATCH (x) WHERE x.anyName CONTAINS '海濱技工學校' AND '海濱技工學校' IN x.aliases RETURN x.name"
    assert graph.cypher(cypher).rows == [(COLLEGE,)]
    page = PageData(choose(graph, View()))
    number = page.picture(Names("", "")).names.index(COLLEGE)
    assert page.details().things.aliases[str(number)] == ["海滨", FORMER]


def test_a_former_name_says_when_it_was_borne(graph: KnowledgeGraph, arcadedb: None) -> None:
    sparql = """SELECT ?former ?start ?end { ?s a sg:Fact ; rdf:subject entity:college ; rdf:predicate sg:formerName ;
                rdf:object ?former ; sg:startDate ?start ; sg:endDate ?end }"""
    cypher = """MATCH (:School {id: 'college'})-[r:FORMER_NAME]->(t:Text)
                RETURN t.text AS former, r.startDate AS start, r.endDate AS end"""
    expected = [("海濱技工學校", "1998-01-01", "2018-12-31")]
    assert [tuple(map(str, row)) for row in graph.sparql(sparql)] == expected
    assert [tuple(map(str, row)) for row in graph.cypher(cypher)] == expected


def test_what_was_merged_into_what_is_one_step(graph: KnowledgeGraph, arcadedb: None) -> None:
    sparql = """SELECT ?a ?b { { ?x sg:mergedInto ?y } UNION { ?y sg:formedFrom ?x }
                ?x sg:name ?a . ?y sg:name ?b } ORDER BY ?a"""
    cypher = """MATCH (x)-[:MERGED_INTO]->(y) RETURN x.name AS a, y.name AS b
                UNION MATCH (y)-[:FORMED_FROM]->(x) RETURN x.name AS a, y.name AS b"""
    expected = [("云山一校", "云山学院"), ("云山二校", "云山学院"), ("海滨二技校", COLLEGE)]
    assert sorted(tuple(map(str, row)) for row in graph.sparql(sparql)) == sorted(expected)
    assert sorted(tuple(map(str, row)) for row in graph.cypher(cypher)) == sorted(expected)


def test_the_tables_of_a_graph_give_the_same_graph_again(graph: KnowledgeGraph, tmp_path: Path) -> None:
    export(graph, "loaders", tmp_path / "again")
    folders = sorted(path.parent for path in (tmp_path / "again").glob("*/source.toml"))
    build(folders, tmp_path / "build")
    assert set(KnowledgeGraph(tmp_path / "build").entities.values()) == set(graph.entities.values())
    # A former name stands in its statement's passage; the row of names need not say where.
    assert [p for p in verify(graph.folder.parent, folders).problems if "renamed" in p.file] == []


@pytest.mark.parametrize(
    ("old", "new", "column", "message"),
    [
        ("formerName,,海濱技工學校", "formerName,,海濱技工\u200b學校", "text", "U\\+200B"),
        ("college,formerName", "qingdao,formerName", "subject", "'qingdao' has no row in entities.csv"),
        ("formerName,,海濱技工學校", "formerName,second,", "text", "formerName takes text"),
    ],
)
def test_a_wrong_name_is_told_with_its_row(tmp_path: Path, old: str, new: str, column: str, message: str) -> None:
    loader = renamed(tmp_path)
    edit(loader / "statements.csv", old, new)
    with pytest.raises(DataError, match=f"renamed/statements.csv, row [23], column {column}: .*{message}"):
        build([*REFERENCES, loader], tmp_path / "build")


def test_a_name_that_its_passage_does_not_have_is_told(tmp_path: Path) -> None:
    loader = renamed(tmp_path)
    assert verify(tmp_path, [*REFERENCES, loader]).problems == []
    edit(loader / "statements.csv", FORMER, "海濱技術學校")
    [problem] = verify(tmp_path, [*REFERENCES, loader]).problems
    assert (problem.row, problem.column) == (2, "text")


@pytest.mark.parametrize(("old", "new"), [("actual", "planned"), ("stated,reviewed", "stated,rejected")])
def test_what_is_no_fact_gives_no_name(tmp_path: Path, graph_of: GraphOf, old: str, new: str) -> None:
    loader = renamed(tmp_path)
    edit(loader / "statements.csv", old, new)
    with graph_of(loader) as graph:
        assert graph.entities["college"].aliases == ("海滨",)
