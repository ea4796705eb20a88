"""The guide to asking: its queries find the same in both languages, its tables are those of the graph."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from asking_page import CHINESE, DOCS, PAGE, blocks, cells, pairs
from skillgraph import analysis
from skillgraph.api.knowledge_graph import KnowledgeGraph


def test_each_query_finds_the_same_in_both_languages(graph: KnowledgeGraph, embedded: None) -> None:
    assert len(pairs()) > 30
    for sparql, cypher in pairs():
        one, other = graph.sparql(sparql), graph.cypher(cypher)
        assert one.columns == other.columns, sparql
        assert cells(one) == cells(other), sparql
        assert len(one) > 0, sparql


def test_the_chinese_page_has_the_same_queries() -> None:
    assert blocks(CHINESE) == blocks(PAGE)
    for page in (PAGE, CHINESE):
        text = page.read_text("utf-8")
        assert len(re.findall(r"^#", text, re.MULTILINE)) == len(
            re.findall(r"^#", PAGE.read_text("utf-8"), re.MULTILINE)
        )


def test_the_tables_are_those_of_the_graph(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built.parent)
    made = runpy.run_path(str(DOCS / "asking_tables.py"))["page"]
    for page in (PAGE, CHINESE):
        text = page.read_text("utf-8")
        assert made(text) == text, "run: python docs/asking_tables.py"


#: Two things, and in how many steps facts lead from one to the other.
ENDS = [("zibo", "zaozhuang", 2), ("laos-lpb-college", "gfm", 2), ("haier", "mof", 3), ("jinan", "qingdao", 3)]


@pytest.mark.parametrize(("start", "end", "steps"), ENDS)
def test_paths_are_those_of_the_analysis(
    graph: KnowledgeGraph, embedded: None, start: str, end: str, steps: int
) -> None:
    pytest.importorskip("pandas", reason="pandas comes with the extra notebook")
    table = analysis.explanations(graph, start, end, most=1000)
    facts = {s.id: s for s in graph.statements()}
    expected = {
        (step, statement, document, first, last)
        for step, statement, document, first, last in zip(
            table.step, table.statement, table.document, table["from"], table.to, strict=True
        )
    }
    documented = {2: ("淄博市", "枣庄市"), 3: ("海尔集团", "财政部")}[steps]
    [(sparql, cypher)] = [p for p in pairs() if documented[0] in p[0] and documented[1] in p[0] and "?f1" in p[0]]
    for rows in (graph.sparql(_between(sparql, documented, start, end, graph)),
                 graph.cypher(_between(cypher, documented, start, end, graph))):  # fmt: skip
        found = {(r["step"], r["fact"], r["document"], r["start"], r["end"]) for r in rows.to_dicts()}
        assert {tuple(map(str, row)) for row in found} == {tuple(map(str, row)) for row in expected}
        assert {(r["subject"], r["object"]) for r in rows.to_dicts()} == set(
            zip(table.subject, table.object, strict=True)
        )
        assert {r["relation"] for r in rows.to_dicts()} == {facts[id].predicate for id in table.statement}


def _between(query: str, names: tuple[str, str], start: str, end: str, graph: KnowledgeGraph) -> str:
    """A query of the guide, asked of two other things."""
    for name, id in zip(names, (start, end), strict=True):
        query = query.replace(name, f"\0{id}\0")
    return re.sub("\0(.*?)\0", lambda match: graph.entities[match[1]].name, query)
