"""What in SPARQL finds nothing together, though each part of it is there: which part is too much, and what fits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rdflib import Literal, URIRef, Variable

from skillgraph.model.ontology import SG, local, ontology
from skillgraph.questions.hints.sparql_query import (
    Comparison,
    Conjunction,
    SparqlQuery,
    Triple,
    iri_text,
    iris_of,
    literal_text,
    term_text,
)
from skillgraph.questions.hints.wording import not_with

#: Comparisons that are tried as they stand; bounds of numbers and dates exclude on purpose.
_TRIED = ("=", "CONTAINS", "STRSTARTS", "STRENDS")
#: What may stand in the place of a part that is too much: so many are looked for.
_LOOKED_AT = 50
#: A variable that no query has.
_ITS = Variable("skillgraphIts")


def too_much(query: SparqlQuery) -> Iterator[str]:
    """`sg:subject/sg:name "济南市" ; sg:indicator/sg:name "技工院校数"`, a figure that another city has."""
    if not query.found_nothing:
        return
    for conjunction in query.conjunctions:
        conditions = _conditions(query, conjunction)
        if query.holds(*conjunction, *conditions.values()):
            continue
        for part in conjunction:
            if isinstance(part, Triple):
                rest = [other for other in (*conjunction, *conditions.values()) if other != part]
                yield from _in_its_place(query, part, rest)
        for comparison, condition in conditions.items():
            rest = [other for other in (*conjunction, *conditions.values()) if other != condition]
            yield from not_with(str(condition), _values(query, comparison.variable, rest))
        return


def _conditions(query: SparqlQuery, conjunction: Conjunction) -> dict[Comparison, str]:
    """The conditions on variables of a conjunction, as text; of several values that one may have, none."""
    bound = {term for part in conjunction if isinstance(part, Triple) for term in part if isinstance(term, Variable)}
    return {c: f"FILTER({_condition(c)})" for c in query.comparisons if c.variable in bound and c.operator in _TRIED}


def _condition(c: Comparison) -> str:
    variable = f"{c.wrapped}({c.variable.n3()})" if c.wrapped else c.variable.n3()
    return (
        f"{variable} = {term_text(c.term)}" if c.operator == "=" else f"{c.operator}({variable}, {term_text(c.term)})"
    )


def _in_its_place(query: SparqlQuery, part: Triple, rest: list[Any]) -> Iterator[str]:
    """What would be found with another thing, value, class or relation in a pattern."""
    if isinstance(part.subject, URIRef):
        yield from not_with(str(part), _values(query, _ITS, [*rest, part._replace(subject=_ITS)]))
    if isinstance(part.object, Literal | URIRef):
        yield from not_with(str(part), _values(query, _ITS, [*rest, part._replace(object=_ITS)]))
    elif _relates(part.predicate) and isinstance(part.object, Variable):
        found = _values(query, _ITS, [*rest, part._replace(predicate=_ITS)])
        relations = [f"sg:{name}" for name in ontology().relations]
        yield from not_with(str(part), [name for name in found if name in relations])


def _relates(predicate: Any) -> bool:
    """Whether a predicate or path consists of relations between things."""
    names = [local(str(iri)) for iri in iris_of(predicate) if str(iri).startswith(SG)]
    return bool(names) and set(names) <= set(ontology().relations)


def _values(query: SparqlQuery, variable: Variable, patterns: list[Any]) -> list[str]:
    """What a variable may be, as a query writes it."""
    its = variable.n3()
    group = " . ".join(map(str, patterns))
    found = query.ask(
        f"SELECT DISTINCT {its} (ISIRI({its}) AS ?isIri) (LANG({its}) AS ?language) (STR(DATATYPE({its})) AS ?type) "
        f"{{ {group} }} LIMIT {_LOOKED_AT}"
    )
    iris = [str(value) for value, is_iri, *_ in found if is_iri]
    classes = {local(iri) for iri in iris if local(iri) in ontology().classes}
    if any(f"a {its}" in str(pattern) for pattern in patterns):
        return [f"sg:{name}" for name in sorted(ontology().most_specific(classes))]
    texts = [literal_text(str(v), str(lang or ""), str(type or "")) for v, is_iri, lang, type in found if not is_iri]
    return sorted([*map(iri_text, iris), *texts])
