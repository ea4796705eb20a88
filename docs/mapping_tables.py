"""Writes the tables of docs/mapping.md that follow from the vocabulary: `python docs/mapping_tables.py`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from skillgraph.mapping.propertygraph import relationship_type
from skillgraph.model.ontology import ontology

PAGE = Path(__file__).with_name("mapping.md")
START, END = "<!-- from the vocabulary: {} -->", "<!-- end -->"


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
    for make in (classes, relations, qualifiers):
        mark = START.format(make.__name__)
        before, _, rest = text.partition(mark)
        _, _, after = rest.partition(END)
        header, *rows = ("| " + " | ".join(row) + " |" for row in make())
        rule = "|" + "---|" * (header.count("|") - 1)
        text = "\n".join((before + mark, header, rule, *rows, END)) + after
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), encoding="utf-8")
