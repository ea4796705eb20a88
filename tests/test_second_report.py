"""A second report on the four cities: what it says alike contradicts nothing, and what it says otherwise is found."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.write import write_graph
from skillgraph.model.records import Observation, Record, Statement

FIRST, SECOND = "four-cities", "second"


def copied(record: Statement | Observation) -> Statement | Observation:
    """The record as the second report has it."""
    links = {
        name: str(getattr(record, name)).replace(f"{FIRST}/", f"{SECOND}/")
        for name in ("id", "part_of", "restates")
        if hasattr(record, name)
    }
    return msgspec.structs.replace(record, source=SECOND, said_in="", **links)


@pytest.fixture(scope="module")
def told(graph: KnowledgeGraph) -> list[Statement | Observation]:
    """What the first report says."""
    return [r for r in graph.records() if isinstance(r, Statement | Observation) and r.source == FIRST]


def otherwise(figure: Observation) -> Decimal | None:
    """A value that the figure does not admit; None for one that is not compared by itself."""
    if figure.value is None or figure.kind != "measure" or figure.part_of or figure.restates:
        return None
    return figure.value * 10 if figure.bound in ("upTo", "lessThan") else figure.value / 10


def both(graph: KnowledgeGraph, second: list[Statement | Observation], folder: Path) -> KnowledgeGraph:
    """The graph with a second report."""
    document = msgspec.structs.replace(graph.documents[FIRST], id=SECOND)
    parts: dict[type, list[Record]] = {}
    for record in (*graph.records(), document, *second):
        parts.setdefault(type(record), []).append(record)
    write_graph((record for records in parts.values() for record in records), folder / "build")
    return KnowledgeGraph(folder / "build")


def test_a_report_that_says_the_same_contradicts_nothing(
    graph: KnowledgeGraph, told: list[Statement | Observation], tmp_path: Path
) -> None:
    with both(graph, [copied(record) for record in told], tmp_path) as found:
        assert [(f.kind, [side.id for side in f.sides]) for f in found.contradictions()] == []


def test_all_that_a_report_says_otherwise_is_found_and_nothing_else(
    graph: KnowledgeGraph, told: list[Statement | Observation], tmp_path: Path
) -> None:
    second, altered = [], set()
    for number, record in enumerate(map(copied, told)):
        if isinstance(record, Statement) and record.modality == "actual" and number % 20 == 0:
            record = msgspec.structs.replace(record, modality="negated")
            altered.add(record.id)
        if isinstance(record, Observation) and number % 3 and (value := otherwise(record)) is not None:
            record = msgspec.structs.replace(record, value=value, bound="exact")
            altered.add(record.id)
        second.append(record)
    assert len(altered) > 60
    with both(graph, second, tmp_path) as found:
        sides = {side.id for f in found.contradictions(["figure", "denial"]) for side in f.sides}
        assert {id for id in sides if id.startswith(SECOND)} == altered
