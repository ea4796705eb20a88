"""What an answer is to those who print it, compute with it or pass it on."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.results import RdfText, Rows
from skillgraph.graph.table import table_lines, width

pd = pytest.importorskip("pandas")

NODE = {"id": "a", "labels": ["School"], "properties": {"name": "甲校"}}
OTHER = {"id": "b", "labels": ["School"], "properties": {}}
EDGE = {"id": "r", "type": "NEXT", "start": "b", "end": "a", "properties": {"w": 1}}
PATH = {"nodes": [NODE, OTHER], "relationships": [EDGE]}


def test_pandas_computes_with_figures(graph: KnowledgeGraph) -> None:
    rows = graph.sparql("SELECT ?f ?v ?m { ?f sg:value ?v ; sg:modality ?m } ORDER BY ?f")
    table = rows.to_pandas()
    assert table["v"].dtype == "float64"
    assert table["v"].sum() == pytest.approx(float(sum(row[1] for row in rows if isinstance(row[1], Decimal))))
    assert table["m"].dtype == "category"
    assert table["f"].dtype != "category"
    assert "mean" in table["v"].describe().index


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([1, None, 3], "Int64"),
        ([1, 2], "int64"),
        ([1, 0.5, None], "float64"),
        ([2**70, None], "object"),
        (["2024-01-02", None], "datetime64[s]"),
        (["2024-01-02", "2024"], None),
        (["a", "b", "a", "b"], "category"),
        ([True, None], "object"),
        ([None, None], "object"),
        ([["a"], ["a"]], "object"),
    ],
)
def test_pandas_types(values: list[object], dtype: str | None) -> None:
    column = Rows(("x", "x"), [(value, value) for value in values]).to_pandas().iloc[:, 1]  # type: ignore[misc]
    if dtype:
        assert column.dtype == dtype
    assert [None if pd.isna(v) is True else v for v in column.astype(object)] or dtype is None


def test_text_knows_its_language_and_what_it_stands_for(graph: KnowledgeGraph) -> None:
    [(thing, name)] = graph.sparql("SELECT * { VALUES ?a { entity:qingdao } ?a rdfs:label ?b FILTER(LANG(?b) = 'zh') }")
    assert isinstance(thing, RdfText)
    assert isinstance(name, RdfText)
    assert (thing.is_iri, thing.language, name.is_iri, name.language) == (True, "", False, "zh")
    [(year, plain)] = graph.sparql("SELECT ('2024'^^xsd:gYear AS ?y) ('x' AS ?z) {}")
    assert isinstance(year, RdfText)
    assert year.datatype.endswith("#gYear")
    assert isinstance(plain, RdfText)
    assert plain.datatype == ""
    assert json.loads(json.dumps(name)) == name == "青岛市"


def test_printed_rows_are_a_short_table() -> None:
    rows = Rows(("path", "text"), [(PATH, "长" * 30_000)] * 5_000)
    text = repr(rows)
    assert "(甲校)<-[:NEXT]-(b)" in text
    assert "5000 rows; the first 20 are shown" in text
    assert len(text) < 5_000
    assert max(map(width, text.split("\n"))) <= 120
    assert len(rows._repr_html_()) < 500_000


def test_path_in_csv_can_be_parsed() -> None:
    [_, [cell]] = csv.reader(io.StringIO(Rows(("p",), [(PATH,)]).to_csv()))
    assert json.loads(cell) == PATH
    [_, [cell]] = csv.reader(io.StringIO(Rows(("p",), [([EDGE],)]).to_csv()))
    assert json.loads(cell) == [EDGE]


def test_table_is_cut_to_the_terminal_and_only_there() -> None:
    row = ["短", "很长的文字" * 20, "long words " * 20]
    assert row[1] in table_lines(["a", "b", "c"], [row])[-1]
    assert max(map(width, table_lines(["a", "b", "c"], [row], fit=60))) <= 60
    assert table_lines(["a", "b", "c"], [row], fit=60)[-1].startswith("短  ")
