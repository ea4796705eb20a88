"""The page on the mapping says what the code does."""

from __future__ import annotations

import re
import runpy
from decimal import Decimal
from pathlib import Path

from skillgraph.mapping.propertygraph import Node, elements
from skillgraph.mapping.rdf import triples
from skillgraph.model.ontology import PREFIXES, ontology
from skillgraph.model.records import Document, Entity, Evidence, Observation, Record, Statement

PAGE = Path(__file__).resolve().parents[1] / "docs" / "mapping.md"
SPAN = Evidence("r", 1, 3, "0a1b2c3d")
#: Records with every field filled.
FULL: tuple[Record, ...] = (
    Document("r", "报告", "Report", "report", "某局", "2024", "zh", "CC-BY", "text/plain", "r.txt", "0", 3, "1"),
    Entity(
        "a", "r", ("City",), "某市", "Some City", "individual", ("某",), ("SC",), (("la", "urbs"),),
        (("gbt2260", "370200"), ("iso3166", "CN")), "reviewed", (SPAN,),
    ),
    Entity("k", "r", ("School",), "学校", existence="kind"),
    Entity("u", "r", ("Unit",), "名"),
    Statement("r/1", "r", "a", "partnersWith", "k", time="2024年", start="2024", end="2024-05", evidence=(SPAN,)),
    Statement("r/2", "r", "a", "aim", text="目的"),
    Statement("r/3", "r", "a", "partnersWith", "k", modality="planned", start="2024-05-01"),
    Statement("r/4", "r", "a", "aim", text="目的", modality="planned"),
    *(
        Observation(
            f"r/o{n}", "r", "a", "k", "u", Decimal(1), Decimal(2), "k", "exact", "r/o0", "actual", "reviewed", "", date,
            figure=SPAN,
        )
        for n, date in enumerate(("2024", "2024-05", "2024-05-01"))
    ),
    Observation("r/o4", "r", "a", "k", "u", end="2024"),
)  # fmt: skip
DERIVED = {*ontology().relations, *ontology().qualifiers}


def rows() -> list[list[str]]:
    text = PAGE.read_text("utf-8").partition("<!-- properties -->")[2].partition("<!-- end of properties -->")[0]
    return [line.strip("| ").split(" | ") for line in text.strip().splitlines()[2:]]


def test_the_tables_are_those_of_the_vocabulary() -> None:
    page = runpy.run_path(str(PAGE.with_name("mapping_tables.py")))["page"]
    text = PAGE.read_text("utf-8")
    assert page(text) == text
    for name in (*ontology().classes, *ontology().relations, *ontology().qualifiers):
        assert f"`sg:{name}" in text


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
        for token in re.findall(r"`((?:rdf|rdfs|sg|skos|dcterms|schema|oa|time|qb):[a-z]\w+)`", row[1])
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
    described = {token for row in rows() for token in re.findall(r"`([a-z][A-Za-z0-9]*)`", row[2])}
    assert described == used - DERIVED
    named = {
        token for row in rows() for token in re.findall(r"\b([A-Z]+(?:_[A-Z]+)*)\b(?!:)", row[2]) if len(token) > 2
    }
    assert named - {"ID"} == types - {"PARTNERS_WITH", "AIM"}
