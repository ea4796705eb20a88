"""The page on the mapping says what the code does."""

from __future__ import annotations

import re
import runpy
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from record_strategies import SLOW, graphs
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.explore.data import PageData
from skillgraph.explore.schema import Names
from skillgraph.graph.passages import passage_text
from skillgraph.graph.turtle import turtle, without_prefixes
from skillgraph.graph.view import View, choose
from skillgraph.mapping.fields import TABLES
from skillgraph.mapping.propertygraph import Node, elements, entity_of
from skillgraph.mapping.rdf import both_profiles, triples
from skillgraph.mapping.rdf_records import records
from skillgraph.mapping.rdf_shared import TextMarks, passages
from skillgraph.model.errors import DataError
from skillgraph.model.ontology import PREFIXES, ontology
from skillgraph.model.records import Document, Entity, Evidence, Observation, Record, Section, Statement

PAGE = Path(__file__).resolve().parents[1] / "docs" / "mapping.md"
SPAN = Evidence("r", 1, 3, "0a1b2c3d")
#: Records with every field filled.
FULL: tuple[Record, ...] = (
    Document(
        "r", "报告", "Report", "report", "某局", "2024", "zh", "CC-BY", "text/plain", "r.txt", "0", 3, "1",
        "https://example.org/r",
    ),
    Entity(
        "a", "r", ("City",), "某市", "Some City", "individual", ("某",), ("SC",), (("la", "urbs"),),
        tuple((scheme, "370200") for scheme in ontology().datatypes), "reviewed", (SPAN,), ("r/h",), ("a-formerly",),
    ),
    Document("q", "Bericht", "Report", "reference", language="de"),
    Entity("k", "r", ("School",), "学校", existence="kind", status="extracted"),
    Entity.of_parts([Entity("b", s, ("City",), "某市") for s in ("r", "q")], ["r"], ["ForeignPartner"]),
    Entity("u", "r", ("Unit",), "名"),
    Section("r/h", "r", "某市", "Some City", 2, "a", "a", SPAN),
    Statement(
        "r/1", "r", "a", "partnersWith", "k", time="2024年", start="2024", end="2024-05", evidence=(SPAN,),
        said_in="r/h",
    ),
    Statement("r/2", "r", "a", "aim", text="目的", basis="name", status="extracted", qualifiers=(("scope", "选手"),)),
    Statement("r/3", "r", "a", "partnersWith", "k", modality="planned", start="2024-05-01"),
    Statement("r/5", "r", "a", "partnersWith", "k", restates="r/1"),
    Statement("r/4", "r", "a", "aim", text="目的", modality="planned"),
    Statement("r/6", "r", "a", "aim", text="目的", rank="deprecated"),
    *(
        Observation(
            f"r/o{n}", "r", "a", "k", "u", Decimal(1), Decimal(2), "k", "exact", "r/o0", "actual", "reviewed", "", date,
            figure=SPAN,
        )
        for n, date in enumerate(("2024", "2024-05", "2024-05-01"))
    ),
    Observation(
        "r/o4", "r", "a", "k", "u", None, None, "", "upTo", "", "planned", "extracted", "当年", end="2024",
        qualifiers=(("scope", "选手"),), evidence=(SPAN,), said_in="r/h", restates="r/o0", kind="rank",
        rank="preferred",
    ),
)  # fmt: skip
DERIVED = {*ontology().relations, *ontology().qualifiers}


def rows() -> list[list[str]]:
    """What stands in RDF and in the property graph, for each row of both tables."""
    found = []
    for start, end, columns in (
        ("<!-- made by mapping_tables.py: fields -->", "<!-- end -->", slice(2, 4)),
        ("<!-- beside the fields -->", "<!-- end of what stands beside -->", slice(1, 3)),
    ):
        text = PAGE.read_text("utf-8").partition(start)[2].partition(end)[0]
        found += [
            line.removeprefix("| ").removesuffix(" |").split(" | ")[columns] for line in text.strip().splitlines()[2:]
        ]
    return found


def test_the_tables_are_those_of_the_vocabulary() -> None:
    page = runpy.run_path(str(PAGE.with_name("mapping_tables.py")))["page"]
    text = PAGE.read_text("utf-8")
    assert page(text) == text
    for name in (*ontology().classes, *ontology().relations, *ontology().qualifiers):
        assert f"`sg:{name}" in text


def test_every_field_has_a_line_and_a_place() -> None:
    for record, table in TABLES.items():
        assert sorted(f.name for f in table.fields) == sorted(record.__struct_fields__)
        # Of these, types and labels or named graphs hold what they say.
        special = {"classes", "existence", "derived", "parts"}
        for field in table.fields:
            in_graph = field.graph or (record, field.name) == (Entity, "source")
            assert field.name in special or field.kind == "id" or (field.rdf and in_graph), field
            prefix, _, name = field.rdf.partition(":")
            assert prefix != "sg" or name == "*" or all(ontology().label(name, tag) for tag in ("zh", "en")), field


def test_the_records_of_this_test_fill_every_field() -> None:
    for record, table in TABLES.items():
        defaults = {f.name: f.default for f in msgspec.structs.fields(record)}
        for field in table.fields:
            values = [getattr(found, field.name) for found in FULL if isinstance(found, record)]
            assert any(value != defaults[field.name] for value in values), field


def test_a_page_has_the_keys_of_the_table(graph: KnowledgeGraph) -> None:
    data = PageData(choose(graph, View()))
    picture, details = msgspec.to_builtins(data.picture(Names("甲", "A"))), msgspec.to_builtins(data.details())
    keys = {
        Document: {"sources"} & set(picture),
        Entity: {"names", "classSet", *details["things"]},
        # What a record contradicts follows from others.
        Statement: {*picture["facts"], *details["facts"]} - {"against"},
        Observation: set(details["figures"]) - {"against"},
        Section: set[str](),
    }
    for record, table in TABLES.items():
        assert {field.page for field in table.fields if field.page} == keys[record]


def test_every_predicate_has_a_row_and_no_other() -> None:
    prefixes = {iri: prefix for prefix, iri in PREFIXES.items()}
    used = set()
    for record in FULL:
        for triple in triples(record, "provenance", set()):
            namespace, name = re.fullmatch(r"(.+[#/])(.+)", triple.predicate.value).groups()  # type: ignore[union-attr]
            used.add(f"{prefixes[namespace]}:{name}")
    described = {
        token
        for row in rows()
        for token in re.findall(r"`((?:rdf|rdfs|sg|skos|dcterms|schema|oa|owl|time|qb):[a-z]\w+)`", row[0])
    }
    datatypes = {f"sg:{name}" for name in ontology().datatypes}
    assert described - datatypes == used - {f"sg:{name}" for name in DERIVED}


def test_every_property_of_the_property_graph_has_a_row_and_no_other() -> None:
    used = {"id"}
    types = set()
    for record in FULL:
        for element in elements(record):
            used |= set(element.properties)
            if not isinstance(element, Node):
                types.add(element.type)
    described = {token for row in rows() for token in re.findall(r"`([a-z][A-Za-z0-9]*)`", row[1])}
    assert described == used - DERIVED
    named = {
        token for row in rows() for token in re.findall(r"\b([A-Z]+(?:_[A-Z]+)*)\b(?!:)", row[1]) if len(token) > 2
    }
    assert named - {"ID", "PARTNERS_WITH"} == types - {"PARTNERS_WITH", "AIM"}


@pytest.mark.parametrize(
    "wrong",
    [{"sources": 3}, {"sources": [["r"]]}, {"aliases": 3}, {"ofClass": 3}, {"mentions": [3]}, {"otherNames": ["x"]}],
)
def test_a_property_of_another_kind_is_refused_or_says_nothing(wrong: dict[str, Any]) -> None:
    labels = ["Actor", "City", "Entity", "Place", "Skillgraph"]
    node = {"id": "x", "name": "某市", "status": "reviewed", "sources": ["r"]}
    assert entity_of(labels, node, [], ["r"]).name == "某市"
    if "ofClass" in wrong:
        assert entity_of(labels, {**node, **wrong}, [], ["r"]).classes == ("City",)
    else:
        with pytest.raises(DataError):
            entity_of(labels, {**node, **wrong}, [], ["r"])


def test_a_count_that_is_none_beside_one_that_is_does_not_hide_it() -> None:
    report = Document("r", "甲", "A", characters=7)
    store = ox.Store()
    store.extend(ox.Quad(*t) for t in triples(report, "provenance"))
    [count] = [q for q in store if isinstance(q.object, ox.Literal) and q.object.value == "7"]
    store.add(ox.Quad(count.subject, count.predicate, ox.Literal("many")))
    assert next(records(store)) == report


@settings(max_examples=20, suppress_health_check=SLOW)
@given(graphs())
def test_both_profiles_at_once_are_the_two(records: list[Record]) -> None:
    """What they have in common is made once, for things of several sources too."""
    facts, provenance = set[str](), set[str]()
    seen_facts, seen = set[str](), set[str]()
    for record in records:
        expected = triples(record, "facts", facts), triples(record, "provenance", provenance)
        assert both_profiles(record, seen_facts, seen) == expected


@pytest.mark.parametrize("document", ["r", "four-cities", "a%20b", "r87654321", "x.876543218765432287654323"])
@pytest.mark.parametrize("checksum", ["", "0a1b2c3d", "00000000", 'a"b\\\n', "校"])
def test_a_passage_as_text_is_what_the_serializer_writes(document: str, checksum: str) -> None:
    for e in (Evidence(document, 0, 7, checksum), Evidence(document, 87654321, 123456789012345, checksum)):
        assert passage_text(e).encode() == without_prefixes(turtle(passages([e], set())))


@settings(max_examples=20, suppress_health_check=SLOW)
@given(graphs())
def test_passages_taken_out_are_those_that_triples_describe(records: list[Record]) -> None:
    marks, said = TextMarks(), set[ox.Triple]()
    for record in records:
        said.update(triples(record, "provenance", marks))
    assert len(set(marks.passages)) == len(marks.passages)
    assert said.isdisjoint(told := passages(marks.passages, set()))
    seen = set[str]()
    assert said.union(told) == {triple for record in records for triple in triples(record, "provenance", seen)}
