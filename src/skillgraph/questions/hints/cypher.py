"""Slips in Cypher that give an empty answer: words that nothing has, and relationships where no fact is.

Each kind of slip is a function from a query to sentences. What it says was tried with the database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from skillgraph.model.naming import relationship_type
from skillgraph.model.ontology import ontology
from skillgraph.model.terms import DOCUMENT, ENTITY, FIGURE, SECTION, STATEMENT
from skillgraph.questions.hints import vocabulary
from skillgraph.questions.hints.cypher_query import CypherQuery, Link
from skillgraph.questions.hints.cypher_words import (
    OTHER_LABELS,
    OTHER_TYPES,
    camel,
    kind_of,
    properties,
    relation_of,
)
from skillgraph.questions.hints.wording import counted, listed

#: What other graphs call what is here.
_NAMES = {
    ENTITY: dict.fromkeys(("label", "title", "labels", "nameZh", "nameCn", "fullName", "名称"), "name"),
    DOCUMENT: dict.fromkeys(("name", "label"), "title"),
    SECTION: dict.fromkeys(("name", "label", "title"), "heading"),
    "relationship": dict.fromkeys(("document", "documents", "sources"), "source"),
    STATEMENT: dict.fromkeys(("document", "documents", "sources"), "source"),
    FIGURE: {
        **dict.fromkeys(("document", "documents", "sources"), "source"),
        **dict.fromkeys(("date", "year"), "start"),
        "number": "value",
        "amount": "value",
    },
}


def unknown_words(query: CypherQuery) -> Iterator[str]:
    """`(c:Citty)`, `[:HAS_PARTNER]`, `[:SOURCE]`, which is a property, `[:HAS_MEMBER]`, which is read backwards."""
    for label in dict.fromkeys(chain.from_iterable(n.labels for n in query.nodes)):
        is_known = label in ontology().classes or label in OTHER_LABELS
        if not is_known and not query.asked(f"MATCH (n:`{label}`) RETURN 1 AS n LIMIT 1"):
            yield vocabulary.unknown("class", label, vocabulary.classes())
    for type in dict.fromkeys(chain.from_iterable(link.types for link in query.links)):
        is_known = type in vocabulary.types() or type in OTHER_TYPES
        if not is_known and not query.asked(f"MATCH ()-[n:`{type}`]->() RETURN 1 AS n LIMIT 1"):
            yield _unknown_type(type)


def _unknown_type(type: str) -> str:
    inverses = vocabulary.inverses().items()
    if inverse := [relation for name, relation in inverses if type in (name, relationship_type(name))]:
        relation = relationship_type(inverse[0])
        return f"{type} is the inverse of {relation} and not stored; write <-[:{relation}]-"
    places = {name: _having(name) for name in (camel(type), f"{camel(type)}s")}
    if having := [f"{name!r} is a property of {_kinds(kinds)}" for name, kinds in places.items() if kinds]:
        return f"no relationship is called {type}; {'; '.join(having)}"
    return vocabulary.unknown("relationship", type, vocabulary.types())


def _having(name: str) -> list[str]:
    """What has a property, by the label of its kind; what each source says of an entity is left out."""
    return [kind for kind, names in properties().items() if name in names and kind != "Description"]


def _kinds(kinds: list[str]) -> str:
    return listed("relationships" if kind == "relationship" else f":{kind}" for kind in kinds)


def unknown_properties(query: CypherQuery) -> Iterator[str]:
    """`c.label`, `c.nameen`, `(o:Observation {unit: '人'})`, `(s:Statement) ... s.name`: null for every node."""
    in_patterns = ((part.variable, key) for part in query.parts for key in part.values)
    of_nodes = {n.variable for n in query.nodes}
    for variable, key in dict.fromkeys((*query.uses, *in_patterns)):
        types = query.types(variable)
        if types is None and variable not in of_nodes:
            continue
        labels = query.labels(variable)
        kind = "relationship" if types is not None else kind_of(labels)
        known = properties()[kind] if kind else frozenset(chain.from_iterable(properties().values()))
        if key not in known and not _has(query, labels, types, key):
            yield _unknown_property(query, variable, key, kind, labels)


def _has(query: CypherQuery, labels: tuple[str, ...], types: tuple[str, ...] | None, key: str) -> bool:
    """Whether something in the database has the property after all, as another version of the vocabulary might."""
    return bool(query.asked(f"{matched(labels, types)} WHERE x.`{key}` IS NOT NULL RETURN 1 AS n LIMIT 1"))


def matched(labels: tuple[str, ...], types: tuple[str, ...] | None) -> str:
    """A MATCH of a node or relationship `x`; several labels are all meant, several types any of them."""
    if types is not None:
        return f"MATCH ()-[x{':' if types else ''}{'|'.join(f'`{t}`' for t in types)}]->()"
    return f"MATCH (x{''.join(f':`{label}`' for label in labels)})"


def _unknown_property(query: CypherQuery, variable: str, key: str, kind: str, labels: tuple[str, ...]) -> str:
    of = "no relationship" if kind == "relationship" else f"no :{labels[0]}" if kind else "nothing"
    said = f"{of} has the property {key!r}"
    if kind == "relationship" and key in ("predicate", "type", "name", "label"):
        return f"{said}; type({_shown(variable)}) says which relation it is"
    type = relationship_type(key)
    if kind in (STATEMENT, FIGURE, SECTION) and type in (*vocabulary.types(), "OBJECT"):
        return f"{said}; {type} is a relationship: ({_shown(variable)})-[:{type}]->()"
    own = properties()[kind] if kind else frozenset(chain.from_iterable(properties().values()))
    near = _NAMES.get(kind or ENTITY, {}).get(key) or vocabulary.nearest(key, sorted(own))
    if near:
        return f"{said}; did you mean {near!r}?"
    if kind and (having := _having(key)):
        return f"{said}; {_kinds(having)} {'has' if len(having) == 1 else 'have'} it"
    if type in vocabulary.types():
        return f"{said}; {type} is a relationship: ({_shown(variable)})-[:{type}]-()"
    return said


def _shown(variable: str) -> str:
    return "" if variable.isdigit() else variable


def no_such_fact(query: CypherQuery) -> Iterator[str]:
    """`(c)-[:GRANTS]->(x)`, where only rules grant, and `(p)-[:PARTNERS_WITH]->(:City)`, said the other way round."""
    # Of a UNION, the other part may be the one that finds what is asked.
    for link in () if query.is_part else query.links:
        relations = [relation_of(t) for t in link.types]
        if not relations or not all(relations) or _count(query, link, query.text[link.start : link.end]):
            continue
        if link.arrow:
            yield from _turned(query, link, relations)
        if link.is_step and all(r in ontology().relations for r in relations):
            for relation in relations:
                yield from _only_planned(query, link, relation)
        elif not any(r in ontology().relations for r in relations):
            yield from _of_statements(query, link, relations)


def _of_statements(query: CypherQuery, link: Link, relations: list[str]) -> Iterator[str]:
    """`(w)-[:AT]->(e)` between things, though what a statement is qualified by leaves the statement."""
    left = link.right if link.arrow == "<" else link.left
    if kind_of(query.labels(left.variable)) in (STATEMENT, FIGURE, SECTION):
        return
    types = "|".join(link.types)
    found = query.asked(f"MATCH (x)-[:{types}]->() UNWIND labels(x) AS label RETURN DISTINCT label")
    kinds = {kind_of([str(label)]) for (label,) in found} - {""}
    starts = listed(f":{kind}" for kind in sorted(kinds))
    if starts and kind_of(query.labels(left.variable)) not in kinds:
        also = f"; a fact's relationship has the id as its property {relations[0]!r}"
        yield f"{types} leads from {starts}" + (also if relations[0] in ontology().qualifiers else "")


def stands_apart(query: CypherQuery) -> Iterator[str]:
    """`(f:Observation)`, where a rule gives the figure, and `(x:School)`, where kinds of schools are meant."""
    if query.is_part or query.asked(f"{query.head} RETURN 1 AS n LIMIT 1"):
        return
    for node in dict.fromkeys((n.variable, n.labels) for n in query.nodes if len(n.labels) == 1):
        variable, [label] = node
        if wider := vocabulary.apart_from(label):
            found = _relabelled(query, variable, label, wider, "RETURN DISTINCT labels({}) AS labels LIMIT 20")
            own = {str(name) for (names,) in found for name in names} & ontology().below(wider)
            if classes := listed(f":{c}" for c in ontology().most_specific(own)):
                yield f"no :{label} is found here, but {classes}: ask ({_shown(variable)}:{wider})"
        elif label in ontology().entity_classes:
            one_of = "WITH {0} WHERE any(c IN {0}.ofClass WHERE c IN $below) RETURN 1 AS n LIMIT 1"
            if _relabelled(query, variable, label, ENTITY, one_of, below=sorted(ontology().below(label))):
                asked = f"({_shown(variable)}:{ENTITY}) with ofClass"
                yield f"no :{label} is found here, but kinds of it: ask {asked}"


def _relabelled(
    query: CypherQuery, variable: str, label: str, other: str, rest: str, **values: Any
) -> list[tuple[Any, ...]]:
    """What the first clauses find with another label for a node; nothing where it isn't in them as `(x:Label`."""
    name = "slip" if variable.isdigit() else variable
    pattern = rf"\(\s*{re.escape(_shown(variable))}\s*:\s*{label}(?=[\s{{)])"
    head, replaced = re.subn(pattern, f"({name}:{other}", query.head, count=1)
    return query.asked(f"{head} {rest.format(name)}", **values) if replaced else []


def _head_with(query: CypherQuery, link: Link, replacement: str) -> str:
    """The first clauses with something else in the place of a relationship; empty where it stands further on."""
    if link.end > len(query.head):
        return ""
    return query.head[: link.start] + replacement + query.head[link.end :]


def _named(text: str, variable: str, link: Link) -> str:
    """The text of a relationship, with a variable in it where it has none."""
    if not link.variable.isdigit():
        return text
    if "[" not in text:
        return text.replace("-", f"-[{variable}]-", 1).replace("]--", "]-", 1)
    return text.replace("[", f"[{variable}", 1)


def _count(query: CypherQuery, link: Link, text: str) -> int:
    """How often the first clauses find a relationship that is written so."""
    variable = _variable(link)
    head = _head_with(query, link, _named(text, variable, link))
    if not head:
        return 1  # It can't be tried alone, so nothing is said of it.
    [(found,)] = query.asked(f"{head} RETURN count({variable}) AS n") or [(0,)]
    return int(found)


def _turned(query: CypherQuery, link: Link, relations: list[str]) -> Iterator[str]:
    text = query.text[link.start : link.end]
    inner = text.strip("<>")
    other = f"{inner}>" if link.arrow == "<" else f"<{inner}"
    if not _count(query, link, other):
        return
    if all(ontology().properties[r].symmetric for r in relations):
        yield f"{'|'.join(link.types)} holds both ways and is stored one way: write {inner}, without an arrow"
    else:
        yield f"nothing is said as {text}; the other way round there is something: {other}"


def _only_planned(query: CypherQuery, link: Link, relation: str) -> Iterator[str]:
    variable = "s" if link.variable.isdigit() else link.variable
    type = relationship_type(relation)
    for arrow in (link.arrow,) if link.arrow else (">", "<"):
        first, last = ("SUBJECT", "OBJECT") if arrow == ">" else ("OBJECT", "SUBJECT")
        path = f"<-[:{first}]-({{}}:Statement {{{{predicate: '{relation}'}}}})-[:{last}]->"
        name = _variable(link)
        head = _head_with(query, link, path.format(name))
        returned = f"RETURN {name}.modality AS m, count(DISTINCT {name}.id) AS n ORDER BY n DESC, m"
        if by_modality := _not_actual(query.asked(f"{head} {returned}") if head else []):
            here = " here" if query.asked(f"MATCH ()-[x:`{type}`]->() RETURN 1 AS n LIMIT 1") else ""
            asked = f"ask {path.format(variable)} with {variable}.modality"
            yield f"no fact says {type}{here}; {counted(by_modality)}: {asked}"
            return
    if query.asked(f"MATCH ()-[x:`{type}`]->() RETURN 1 AS n LIMIT 1"):
        return
    returned = "RETURN s.modality AS m, count(s) AS n ORDER BY n DESC, m"
    by_modality = _not_actual(query.asked(f"MATCH (s:Statement {{predicate: '{relation}'}}) {returned}"))
    yield f"no fact says {type}; {counted(by_modality)}, of other things" if by_modality else f"nothing says {type}"


def _not_actual(found: list[tuple[Any, ...]]) -> dict[str, int]:
    return {str(m): int(n) for m, n in found if m is not None and m != "actual" and n}


def _variable(link: Link) -> str:
    """The variable of a relationship, or one that no query has."""
    return "slip" if link.variable.isdigit() else link.variable
