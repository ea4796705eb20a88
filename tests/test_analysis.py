from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.errors import UsageError

pytest.importorskip("pandas", reason="pandas comes with the extra notebook")

from skillgraph import analysis
from skillgraph.analysis.comparison import _reason, base_units
from skillgraph.model.records import Observation
from skillgraph.resolve.comparable import Comparable


def test_every_measure_names_what_it_measures(graph: KnowledgeGraph) -> None:
    for table in (analysis.centralities(graph), analysis.communities(graph), analysis.brokers(graph)):
        assert list(table.columns[:5]) == ["id", "name", "name_en", "class_zh", "class_en"]
        assert table.id.is_unique
        assert set(table.id) <= set(graph.entities)
        assert table.name.map(bool).all()


def test_measures_are_the_same_each_time_and_within_their_bounds(graph: KnowledgeGraph) -> None:
    table = analysis.centralities(graph)
    assert table.equals(analysis.centralities(graph))
    assert analysis.communities(graph).equals(analysis.communities(graph))
    assert table.betweenness.between(0, 1).all()
    assert table.harmonic.between(0, 1).all()
    assert (table.degree <= table.facts).all()


def test_plans_are_no_ties(graph: KnowledgeGraph) -> None:
    # The report only explores what 海尔集团 would establish with 青岛市; that it leads there and lies there is fact.
    table = analysis.explanations(graph, "haier", "qingdao")
    assert set(table.predicate) == {"龙头企业", "位于"}
    assert analysis.explanations(graph, "overseas-empowerment-centre", "qingdao").empty


def test_an_explanation_gives_the_passage_of_each_step(graph: KnowledgeGraph, reports: Path) -> None:
    table = analysis.explanations(graph, "laos-lpb-college", "gfm", documents=reports)
    assert table.step.tolist() == [1, 2, 2] or table.step.tolist() == [1, 2]
    text = (reports / "four-cities.txt").read_text("utf-8")
    assert "琅勃拉邦" in table.passage[0]
    for start, end, passage in zip(table["from"], table["to"], table.passage, strict=True):
        assert text[start:end] == passage


def test_an_unknown_id_is_refused_with_the_nearest(graph: KnowledgeGraph) -> None:
    for ask in (graph.describe, graph.evidence):
        with pytest.raises(UsageError, match="the id of 青岛市 is qingdao"):
            ask("青岛市")
    with pytest.raises(UsageError, match="did you mean 'qingdao'"):
        analysis.explanations(graph, "qindao", "zibo")


def test_partners_are_those_that_cypher_finds(graph: KnowledgeGraph, embedded: None) -> None:
    rows = graph.cypher(
        "MATCH (p:ForeignPartner)-[:LOCATED_IN]->(c:Country) RETURN p.name AS partner, c.name AS country"
    )
    table = analysis.partners(graph)
    assert set(zip(table.partner, table.country, strict=True)) == set(rows)
    counted = analysis.partners_by_country(graph)
    assert counted.partners.sum() == len(rows)
    assert counted.year.isna().all()


def test_only_equal_definitions_are_compared_and_the_rest_is_said(graph: KnowledgeGraph) -> None:
    comparison = analysis.compare_cities(graph)
    assert (comparison.figures.groupby("indicator_id").unit.nunique() == 1).all()
    assert (comparison.figures.groupby("indicator_id").city.nunique() > 1).all()
    [refused] = comparison.not_compared.to_dict("records")
    assert "266" in refused["figures"]
    # 266名 and 1433人 are both people: the unit is no reason.
    assert "unit differ" not in refused["reason"]
    assert "scope differ" in refused["reason"]
    assert not set(comparison.single.id) & set(comparison.figures.id)
    planned = {o.id for o in graph.observations() if o.modality != "actual"}
    assert not planned & {*comparison.figures.id, *comparison.single.id}
    assert "不可比" in comparison._repr_html_()


def test_different_times_and_units_are_no_comparison(graph: KnowledgeGraph) -> None:
    one = Observation("r/1", "r", "jinan", "i", "unit-ren", Decimal(1), time="2023年", start="2023", end="2023")
    other = Observation("r/2", "r", "zibo", "i", "unit-ren", Decimal(2), time="2024年", start="2024", end="2024")
    undated = Observation("r/3", "r", "zibo", "i", "unit-ren", Decimal(2))
    visits = Observation("r/4", "r", "zibo", "i", "unit-renci", Decimal(2))
    counted = Observation("r/5", "r", "jinan", "i", "unit-ming", Decimal(3))
    rule = Comparable(graph.entities, base_units(graph))

    def reasons(*figures: Observation) -> list[str]:
        return [_reason(d) for d in rule.differences(figures)]

    assert reasons(one, undated) == []
    assert reasons(one, other) == ["times differ: 2023年 / 2024年"]
    assert reasons(undated, visits) == ["unit differ: 人 / 人次"]
    assert reasons(counted, undated) == []
    assert reasons(counted, visits) == ["unit differ: 人 / 人次"]


def test_alliances_tie_their_members_and_large_ones_less(graph: KnowledgeGraph) -> None:
    table = analysis.institutions_by_alliance(graph, ("Alliance", "TrainingPlatform"))
    pairs = {frozenset(pair): (weight, names) for pair, weight, names in zip(
        zip(table.one_id, table.other_id, strict=True), table.weight, table.alliances, strict=True
    )}  # fmt: skip
    assert pairs[frozenset(("gfm", "qingdao"))] == (1.0, "山东培训基地")
    assert pairs[frozenset(("mfa", "mof"))][0] == 0.5
