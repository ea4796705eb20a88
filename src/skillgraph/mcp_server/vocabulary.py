"""The whole vocabulary in so few characters that an assistant reads it before it asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from skillgraph.model.ontology import Property, ontology

_LISTS = ("modality", "bound", "rank", "status")
_SHAPES = """\
RULES. sg:partnersWith in SPARQL is [:PARTNERS_WITH] in Cypher, properties are spelt alike. Prefixes need no \
declaration. entity:ID is {id:'ID'}; sg:name is the Chinese name, untagged; sg:anyName every form of it. Direct \
triples and relationships are facts only. What is planned, explored, a rule, supported or denied is a Statement that \
is no Fact: ask the node and its modality. Only Observation is a measured figure; a bound is part of its value. Kind \
(in general) and Envisaged (planned) things have no other class but sg:ofClass. Return ids of statements and figures: \
evidence comes with them.
SPARQL: ?s a sg:Statement; rdf:subject ?a; rdf:predicate sg:won; rdf:object ?b; sg:modality modality:planned. \
?f a sg:Observation; sg:subject ?x; sg:indicator ?i; sg:value ?v; sg:unit ?u; sg:bound ?b. ?i sg:name ?name.
Cypher: (a)<-[:SUBJECT]-(s:Statement {predicate:'won',modality:'planned'})-[:OBJECT]->(b). \
(x)<-[:SUBJECT]-(f:Observation)-[:INDICATOR]->(i); f.value, f.bound; (f)-[:UNIT]->(u). Codes are text there; \
saidIn, source and evidence are properties."""


@cache
def vocabulary() -> str:
    """Classes, relations, qualifiers and properties with Chinese labels, domains and ranges, and how they are used.

    Example:
        >>> "partnersWith合作" in vocabulary(), len(vocabulary()) < 6_000
        (True, True)
    """
    known = ontology()
    tops = [name for name, found in known.classes.items() if not found.ancestors]
    structure = [p for p in known.properties.values() if p.role == "structure"]
    lists = "; ".join(f"{name} " + " ".join(f"{c}{zh}" for c, zh in known.codes(name).items()) for name in _LISTS)
    return "\n".join(
        [
            f"CLASSES, those below in brackets: {' '.join(map(_tree, tops))}",
            f"RELATIONS, domain>range ({', '.join(f'{c} {name}' for name, c in _letters().items())}; = both ways):",
            *_grouped(known.relations.values()),
            f"QUALIFIERS of Statement and Figure: {_names(known.qualifiers.values())}",
            "PROPERTIES:",
            *_grouped(structure),
            f"CODES: {lists}",
            _SHAPES,
        ]
    )


def _tree(name: str) -> str:
    known = ontology()
    below = [n for n, found in known.classes.items() if found.ancestors[:1] == (name,)]
    return f"{name}{known.label(name, 'zh')}" + (f"({' '.join(map(_tree, below))})" if below else "")


def _grouped(properties: Iterable[Property]) -> list[str]:
    groups: dict[str, list[Property]] = {}
    for found in properties:
        groups.setdefault(f"{_ends(found.domain)}>{_ends(found.range)}", []).append(found)
    return [f"{ends}: {_names(group)}" for ends, group in groups.items()]


def _names(properties: Iterable[Property]) -> str:
    return " ".join(f"{p.name}{p.label_zh}{'=' if p.symmetric else ''}" for p in properties)


def _ends(classes: tuple[str, ...]) -> str:
    names = [iri.rpartition("#")[2] for iri in classes]
    return "|".join(_letters().get(name, name) for name in names)


@cache
def _letters() -> dict[str, str]:
    """A letter each for the classes that most relations lead from and to."""
    ends = Counter(name for p in ontology().relations.values() for name in (*p.domain, *p.range))
    return {name: name[0] for name, _ in ends.most_common(2)}
