"""Hypothesis strategies for whole graphs: records that refer to one another, with all that other tools lose.

And what two lists of records have in common, once they went through a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import msgspec
import pyoxigraph as ox
from hypothesis import HealthCheck
from hypothesis import strategies as st

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.write import write_graph
from skillgraph.mapping.fields import DOCUMENT, ENTITY, OBSERVATION, SECTION, STATEMENT, Table
from skillgraph.mapping.rdf import triples
from skillgraph.model.canonical import canonical
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Evidence, Existence, Observation, Record, Section, Statement

#: For tests that ask a database about each example.
SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]

#: What other tools lose, cut or misread.
TREACHEROUS = (
    "info@school",
    "青岛@zh-CN",
    "@zh-Hans",
    "一行\n二行\r\n三行\r\t",
    "",
    "𬭎鋒學院𠮷",
    "２０２４年",
    "=SUM(A1)",
    "+1",
    "-1",
    "@cmd",
    "a;b,c|d\\e\"f'g`h",
    "\\u0027 }) DETACH DELETE n //",
    '"""',
    "//x /* y */ ; :param",
    "\u2028\u200f\u202e",
    "a\x1fb\x1ec\x01",
    " leading and trailing ",
    "null",
    "true",
    "0",
)
TEXT = st.sampled_from(TREACHEROUS) | st.text(
    # No lone half of a surrogate pair is text, and neither XML nor Java's servers take NUL everywhere.
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    max_size=12,
)
_LANGUAGES = ("lo", "ja", "ko", "zh-hant", "zh-cn", "de", "en-gb")
_DATES = ("", "2024", "2024-05", "2024-05-31", "0999")
_DECIMAL = (
    st.decimals(allow_nan=False, allow_infinity=False, places=12)
    | st.integers(-(10**35), 10**35).map(Decimal)
    | st.just(Decimal("123456789012345.678901234567891"))
    | st.just(Decimal("0.100000000000000000000000000001"))
    | st.just(Decimal("1E+400"))  # Beyond the largest float.
)


def _literal(type: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(type))


@st.composite
def graphs(draw: st.DrawFn, prefix: str = "") -> list[Record]:
    """Records in the order of a built graph; every id begins with `prefix`, so that several graphs make one."""
    documents = [
        draw(_document(f"{prefix}source-{n}", kind)) for n, kind in enumerate(("reference", "report", "report"))
    ]
    ids = [f"{prefix}e{n}" for n in range(draw(st.integers(1, 6)))]
    entities = [draw(_entity(id, [d.id for d in documents])) for id in ids]
    sections = [draw(_section(f"{prefix}h{n}", documents, ids)) for n in range(draw(st.integers(0, 3)))]
    statements = [draw(_statement(f"s{n}", documents, ids)) for n in range(draw(st.integers(0, 6)))]
    figures = [draw(_observation(f"o{n}", documents, ids)) for n in range(draw(st.integers(0, 6)))]
    return [*documents, *entities, *sections, *statements, *figures]


@st.composite
def _document(draw: st.DrawFn, id: str, kind: Any) -> Document:
    language = draw(st.sampled_from(("zh", "zh-hans", "de")))
    return Document(**draw(_filled(DOCUMENT, {"id": id, "kind": kind, "language": language}, [], [])))


@st.composite
def _entity(draw: st.DrawFn, id: str, sources: Sequence[str]) -> Entity:
    names = st.sampled_from(sorted(ontology().entity_classes))
    classes = ontology().most_specific(draw(st.sets(names, min_size=1, max_size=2)))
    name, existence = draw(TEXT), draw(_literal(Existence))
    described = sorted(draw(st.sets(st.sampled_from(sources), min_size=1)))
    name_en = draw(TEXT)
    parts = []
    for source in described:
        identifiers = st.tuples(st.sampled_from(ontology().datatypes), TEXT)
        others = st.tuples(st.sampled_from(_LANGUAGES), TEXT)
        given = {
            "id": id, "source": source, "classes": classes, "name": name, "existence": existence,
            "name_en": name_en if draw(st.booleans()) else "",
            "other_names": _unique(draw(st.lists(others, max_size=3))),
            "identifiers": _unique(draw(st.lists(identifiers, max_size=3))),
            "derived": (), "parts": (),
        }  # fmt: skip
        parts.append(Entity(**draw(_filled(ENTITY, given, [source], []))))
    merged = parts[0]
    for part in parts[1:]:
        merged = merged.merged(part)
    return msgspec.structs.replace(merged, derived=("ForeignPartner",) if draw(st.booleans()) else ())


def _unique(items: list[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(items))


@st.composite
def _evidence(draw: st.DrawFn, documents: Sequence[str]) -> tuple[Evidence, ...]:
    spans = draw(st.sets(st.tuples(st.sampled_from(documents), st.integers(0, 50), st.integers(51, 99)), max_size=3))
    # The checksum follows from the span, as in a report; one in three spans has none.
    return tuple(Evidence(d, s, e, f"{s:04x}{e:04x}" if s % 3 else "") for d, s, e in sorted(spans))


@st.composite
def _qualifiers(draw: st.DrawFn, ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
    qualifiers = draw(st.dictionaries(st.sampled_from(list(ontology().qualifiers)), TEXT.filter(bool), max_size=3))
    return tuple(
        (name, qualifiers[name] if property.takes_text else draw(st.sampled_from(ids)))
        for name, property in ontology().qualifiers.items()
        if name in qualifiers
    )


@st.composite
def _filled(
    draw: st.DrawFn, table: Table[Any], given: dict[str, Any], documents: Sequence[str], ids: Sequence[str]
) -> dict[str, Any]:
    """Values for all fields of a record, for those that are not given by their kind: a new field is filled too."""
    values = dict(given)
    for field in table.fields:
        if field.name not in given:
            match field.kind:
                case "code":
                    value = draw(_literal(table.types[field.name]))
                case "figure" | "statement":
                    value = draw(st.sampled_from(["", given["id"]]))
                case "entity":
                    value = draw(st.sampled_from(ids if field.needed else ["", *ids]))
                case "decimal":
                    value = draw(st.none() | _DECIMAL)
                case "count":
                    value = draw(st.none() | st.integers(0, 10**9))
                case "date":
                    value = draw(st.sampled_from(_DATES))
                case "span":
                    spans = draw(_evidence(documents))
                    value = spans if field.many else next(iter(spans), None)
                case "section":
                    sections = [f"{document}/h{n}" for document in documents for n in range(3)]
                    chosen = draw(st.sets(st.sampled_from(sections), max_size=2)) if sections else set()
                    value = tuple(sorted(chosen)) if field.many else min(chosen, default="")
                case "former":
                    former = draw(st.sets(st.integers(0, 9), max_size=3))
                    value = tuple(f"{given['id']}-was-{n}" for n in sorted(former))
                case "qualifier":
                    value = draw(_qualifiers(ids))
                case _:
                    value = _unique(draw(st.lists(TEXT, max_size=3))) if field.many else draw(TEXT)
            values[field.name] = value
    return values


@st.composite
def _section(draw: st.DrawFn, id: str, documents: Sequence[Document], ids: Sequence[str]) -> Section:
    source = draw(st.sampled_from([d.id for d in documents]))
    given = {"id": f"{source}/{id}", "source": source, "level": draw(st.integers(1, 9))}
    return Section(**draw(_filled(SECTION, given, [source], ids)))


@st.composite
def _statement(draw: st.DrawFn, id: str, documents: Sequence[Document], ids: Sequence[str]) -> Statement:
    source = draw(st.sampled_from([d.id for d in documents]))
    relation = ontology().relations[draw(st.sampled_from(list(ontology().relations)))]
    given = {
        "id": f"{source}/{id}", "source": source, "predicate": relation.name,
        "object": "" if relation.takes_text else draw(st.sampled_from(ids)),
        "text": draw(TEXT) if relation.takes_text else "",
    }  # fmt: skip
    return Statement(**draw(_filled(STATEMENT, given, [source], ids)))


@st.composite
def _observation(draw: st.DrawFn, id: str, documents: Sequence[Document], ids: Sequence[str]) -> Observation:
    source = draw(st.sampled_from([d.id for d in documents]))
    evidence = draw(_evidence([source]))
    given = {
        "id": f"{source}/{id}", "source": source, "evidence": evidence,
        "part_of": f"{source}/{id}" if draw(st.booleans()) else "",
        "figure": next(iter(evidence), None) if draw(st.booleans()) else None,
    }  # fmt: skip
    return Observation(**draw(_filled(OBSERVATION, given, [source], ids)))


def by_id(records: Iterable[Record]) -> list[Record]:
    """Records in the one order and spelling that `build` and `pull` write."""
    kinds = (Document, Entity, Section, Statement, Observation)
    return sorted(map(canonical, records), key=lambda record: (kinds.index(type(record)), record.id))


def written(records: Iterable[Record], folder: Path) -> dict[str, bytes]:
    """The files of a graph of some records, but for Oxigraph's own."""
    write_graph(records, folder)
    return files_of(folder)


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of a built folder, but for Oxigraph's own."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def as_triples(records: Iterable[Record]) -> set[ox.Triple]:
    """What records say in RDF, their provenance included."""
    seen: set[str] = set()
    return {triple for record in records for triple in triples(record, "provenance", seen)}


def graph_of_records(records: Iterable[Record], folder: Path) -> KnowledgeGraph:
    """A graph of these records in a folder."""
    write_graph(records, folder / "build")
    return KnowledgeGraph(folder / "build")
