"""Indicators are a scheme and units have base units: one question finds figures that reports word differently."""

from __future__ import annotations

import pytest

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.home import home
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity
from skillgraph.tables.loader import TableLoader

#: Numbers of names and places in an order count nothing.
COUNT_NOTHING = {"ind-numbers-in-names", "ind-international-partners", "ind-school-sites"}


@pytest.fixture(scope="module")
def indicators() -> dict[str, Entity]:
    rows = TableLoader(home() / "loaders" / "indicators").entities([])
    return {e.id: e for _, e in rows if not ontology().below("Indicator").isdisjoint(e.classes)}


@pytest.fixture(scope="module")
def said() -> dict[str, dict[str, str]]:
    """What the loader says: relation, subject, object."""
    found: dict[str, dict[str, str]] = {}
    for _, s in TableLoader(home() / "loaders" / "indicators").statements([]):
        assert s.subject not in found.setdefault(s.predicate, {})
        found[s.predicate][s.subject] = s.object
    return found


def test_every_indicator_says_what_kind_of_measure_it_is(indicators: dict[str, Entity]) -> None:
    kinds = ontology().below("Indicator") - {"Indicator"}
    assert [i for i, e in indicators.items() if kinds.isdisjoint(e.classes)] == []
    assert {name for e in indicators.values() for name in e.classes} == kinds


def test_every_indicator_says_what_it_counts(indicators: dict[str, Entity], said: dict[str, dict[str, str]]) -> None:
    silent = {i for i, e in indicators.items() if i not in said["counts"] and "RankIndicator" not in e.classes}
    assert {i for i in silent if said["broaderIndicator"].get(i) not in COUNT_NOTHING} == COUNT_NOTHING


def test_no_indicator_is_broader_than_itself(said: dict[str, dict[str, str]]) -> None:
    for indicator in said["broaderIndicator"]:
        path = [indicator]
        while above := said["broaderIndicator"].get(path[-1]):
            assert above not in path
            path.append(above)


ASKED = {
    "培养培训人数": {("青岛市", "10000"), ("青岛市", "50000"), ("淄博市", "9673")},
    "技能大师工作室(站)数": {("淄博市", "5"), ("枣庄市", "1"), ("枣庄市", "8"), ("枣庄市", "4"), ("枣庄市", "11")},
}


@pytest.mark.parametrize("broader", ASKED)
def test_what_cities_word_differently_is_one_hop_away(graph: KnowledgeGraph, embedded: None, broader: str) -> None:
    sparql = graph.sparql(
        f"""SELECT ?city ?value {{
          ?figure a sg:Observation ; sg:subject ?place ; sg:value ?value ;
            sg:indicator/sg:broaderIndicator/sg:name "{broader}" .
          ?place a sg:City ; sg:name ?city .
        }}"""
    )
    cypher = graph.cypher(
        f"""MATCH (figure:Observation)-[:INDICATOR]->()-[:BROADER_INDICATOR]->({{name: '{broader}'}}),
        (figure)-[:SUBJECT]->(place:City)
        RETURN place.name AS city, figure.value AS value"""
    )
    assert {(city, f"{float(str(value)):.0f}") for city, value in sparql} == ASKED[broader]
    assert {(city, f"{float(str(value)):.0f}") for city, value in cypher} == ASKED[broader]


def test_money_is_asked_for_by_its_kind(graph: KnowledgeGraph, embedded: None) -> None:
    rows = graph.cypher(
        "MATCH (figure:Figure)-[:INDICATOR]->(:MoneyIndicator), (figure)-[:UNIT]->(unit) RETURN figure.id, unit.name"
    )
    assert {unit for _, unit in rows} == {"元", "元/月"}
    assert len(rows) == len({id for id, _ in rows}) > 3


def test_units_lead_to_the_unit_they_compare_in() -> None:
    rows = [s for _, s in TableLoader(home() / "loaders" / "units").statements([])]
    base = {s.subject: s.object for s in rows}
    assert {s.predicate for s in rows} == {"baseUnit"}
    assert base["unit-ming"] == base["unit-wei"] == "unit-ren"
    assert base["unit-xiang"] == base["unit-jia"] == "unit-ge"
    assert set(base.values()).isdisjoint(base)
    # People and visits are not the same things.
    assert "unit-renci" not in base
