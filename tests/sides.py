"""Graphs of a few records of several sources, for tests of what they say differently."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.write import write_graph
from skillgraph.model.records import Document, Entity, Evidence, Observation, Statement

#: Two reports of one year and one of the next, of which the first is the city's own.
DOCUMENTS = (
    Document("own", "甲市报告", "", publisher="甲市人力资源和社会保障局", issued="2024-03-01"),
    Document("other", "省报告", "", publisher="某省教育厅", issued="2024-11-20"),
    Document("later", "某刊", "", publisher="某刊编辑部", issued="2025-02"),
    Document("undated", "某文", ""),
    Document("undated-too", "又一文", ""),
)
ENTITIES = (
    Entity("city", "own", ("City",), "甲市"),
    Entity("city-b", "own", ("City",), "乙市"),
    Entity("county", "own", ("City",), "丙县"),
    Entity("province", "own", ("Province",), "某省"),
    Entity("bureau", "own", ("GovernmentBody",), "甲市人力资源和社会保障局"),
    Entity("school", "own", ("TechnicalSchool",), "𬭎鋒技師學院"),
    Entity("partner", "own", ("Enterprise",), "乙公司"),
    Entity("schools", "own", ("TechnicalSchool",), "技工院校", existence="kind"),
    Entity("stock", "own", ("StockIndicator",), "技工院校数"),
    Entity("increase", "own", ("IncreaseIndicator",), "新增技工院校数"),
    Entity("flow", "own", ("FlowIndicator",), "年培训人数"),
    Entity("unit-suo", "own", ("Unit",), "所"),
    Entity("unit-ge", "own", ("Unit",), "个"),
    Entity("unit-percent", "own", ("Unit",), "%"),
)
FACTS = (
    Statement("own/u", "own", "unit-suo", "baseUnit", "unit-ge"),
    Statement("own/g", "own", "bureau", "governmentOf", "city"),
    Statement("own/l", "own", "school", "locatedIn", "city"),
    Statement("own/c", "own", "city", "containedIn", "province"),
    Statement("own/c2", "own", "city-b", "containedIn", "province"),
)


def figure(id: str, value: str | None, bound: Any = "exact", **more: Any) -> Observation:
    """A figure: its source stands before the slash."""
    said = {"subject": "city", "indicator": "stock", "unit": "unit-suo", **more}
    number = None if value is None else Decimal(value)
    evidence = (Evidence(id.partition("/")[0], 1, 3, ""),)
    return Observation(id, id.partition("/")[0], value=number, bound=bound, evidence=evidence, **said)


def statement(id: str, predicate: str = "partnersWith", object: str = "partner", **more: Any) -> Statement:
    """A statement on the school: its source stands before the slash."""
    source = id.partition("/")[0]
    said = {"subject": "school", "evidence": (Evidence(source, 1, 3, ""),), **more}
    return Statement(id, source, predicate=predicate, object=object, **said)


def graph_of(folder: Path, records: Iterable[Statement | Observation]) -> KnowledgeGraph:
    """A built graph of the documents and things here, and some records."""
    said = sorted(records, key=lambda record: isinstance(record, Observation))
    write_graph([*DOCUMENTS, *ENTITIES, *FACTS, *said], folder / "build")
    return KnowledgeGraph(folder / "build")
