"""Writes the tables of docs/mapping.md that follow from fields and vocabulary: `python docs/mapping_tables.py`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from skillgraph.mapping.fields import LINKS, TABLES, Field
from skillgraph.model.naming import relationship_type
from skillgraph.model.ontology import ontology

PAGE = Path(__file__).with_name("mapping.md")
START, END = "<!-- made by mapping_tables.py: {} -->", "<!-- end -->"

#: What the object of a predicate is, by the kind of a field.
OBJECTS = {
    "title": "in the document's language",
    "zh": "in `zh`",
    "en": "in `en`",
    "path": "percent-encoded",
    "count": "an `xsd:integer`",
    "decimal": "an `xsd:decimal`",
    "date": "an `xsd:gYear`, `xsd:gYearMonth` or `xsd:date`",
    "predicate": "to a relation",
    "span": "to a span",
    "tagged": "in any other language",
    "coded": "with its scheme as datatype",
}
#: What has no predicate of its own.
WITHOUT = {
    "id": "the last part of the IRI",
    "qualifier": "the predicates below",
    "class": "`rdf:type`, see below",
    "code": "`rdf:type`, see below",
}


def fields() -> Iterable[tuple[str, ...]]:
    """A row for each field of the records."""
    yield "field", "of", "in RDF", "in the property graph", "column", "key in a page"
    of: dict[Field, list[str]] = {}
    for record, table in TABLES.items():
        for field in (f for f in table.fields if f.rdf or f.graph or f.column):
            of.setdefault(field, []).append(record.__name__)
    for field, records in of.items():
        column = f"`{field.column}`" if field.column else ""
        page = f"`{field.page}`" if field.page else ""
        yield f"`{field.name}`", ", ".join(records), _in_rdf(field), _in_graph(field), column, page


def _in_rdf(field: Field) -> str:
    if not field.rdf or field.kind == "qualifier":
        return WITHOUT[field.kind]
    folder = field.name if field.kind == "code" else field.kind
    folder = "entity" if field.kind == "former" else folder
    default = f"to `{folder}:...`" if field.kind in ("code", "document", "section", "former", *LINKS) else ""
    return f"`{field.rdf}` {OBJECTS.get(field.kind, default)}".strip() + (", each" if field.many else "")


def _in_graph(field: Field) -> str:
    name = f"`{field.graph}`"
    match field.kind:
        case "class":
            return "labels, see below"
        case "qualifier":
            return "properties and relationships, see below"
        case "decimal":
            return f"`{field.graph}Decimal`, the same digits as text; beside it {name}, a number to compute with"
        case "tagged":
            return f"{name} and, in the same order, `{field.graph[:-1]}Languages`"
        case "coded":
            return ", ".join(f"`{scheme}`" for scheme in ontology().datatypes) + ", each a list"
        case "entity" | "figure" | "statement":
            return f"`-[:{relationship_type(field.graph)}]->()`"
        case "span":
            return f"{name}, a list of spans" if field.many else f"{name}, a span"
    return f"{name}, a list" if field.many else name if field.graph else "see below"


def classes() -> Iterable[tuple[str, ...]]:
    """A row for each class: RDF classes with their superclasses, and the labels."""
    yield "in RDF", "in the property graph", "中文", "English"
    for name, found in ontology().classes.items():
        lineage = ontology().lineage(name)
        rdf = ", ".join(f"`sg:{c}`" for c in lineage)
        yield rdf, f"`:{':'.join(lineage)}`", found.label_zh, found.label_en


def relations() -> Iterable[tuple[str, ...]]:
    """A row for each relation: the direct triple, and the relationship."""
    yield "in RDF", "in the property graph", "from", "to", "中文", "English"
    for name, found in ontology().relations.items():
        start, end = "/".join(found.domain), "text" if found.takes_text else "/".join(found.range)
        target = "(:Text)" if found.takes_text else "()"
        yield (
            f"`sg:{name}`", f"`-[:{relationship_type(name)}]->{target}`", start, end, found.label_zh, found.label_en,
        )  # fmt: skip


def qualifiers() -> Iterable[tuple[str, ...]]:
    """A row for each qualifier: where it stands on a fact, and where on a statement node or a figure."""
    yield "in RDF, of a statement or figure", "of a relationship", "of a Statement or Figure node", "中文", "English"
    for name, found in ontology().qualifiers.items():
        if found.takes_text:
            of_fact = of_node = f"property `{name}`: the text"
        else:
            of_fact, of_node = f"property `{name}`: the entity's id", f"`-[:{relationship_type(name)}]->()`"
        yield f"`sg:{name}`", of_fact, of_node, found.label_zh, found.label_en


def page(text: str) -> str:
    """The page with its tables made anew.

    Args:
        text: of the page, with the marks between which the tables stand.
    """
    for make in (fields, classes, relations, qualifiers):
        mark = START.format(make.__name__)
        before, _, rest = text.partition(mark)
        _, _, after = rest.partition(END)
        header, *rows = ("| " + " | ".join(row) + " |" for row in make())
        rule = "|" + "---|" * (header.count("|") - 1)
        text = "\n".join((before + mark, header, rule, *rows, END)) + after
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), encoding="utf-8")
