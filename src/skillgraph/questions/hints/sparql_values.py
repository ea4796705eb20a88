"""Slips in SPARQL about values: a literal that is not the one that is stored, though a person would take it for that.

To RDF `49100` and `49100.0`, "青岛市" and "青岛市"@zh, "2024" and the year 2024 are different terms.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, RDFS, SKOS, XSD, Literal, URIRef, Variable

from skillgraph.language.names import halves
from skillgraph.model.ontology import SG, local, ontology
from skillgraph.questions.hints import vocabulary
from skillgraph.questions.hints.sparql_query import (
    Comparison,
    Conjunction,
    SparqlQuery,
    Triple,
    Values,
    iri_text,
    literal_text,
    term_text,
)
from skillgraph.questions.hints.wording import listed

_NAMES = (RDFS.label, SKOS.altLabel, *(URIRef(f"{SG}{name}") for name in ("name", "nameEn", "anyName")))
_NUMBERS = frozenset(map(str, (XSD.integer, XSD.decimal, XSD.double, XSD.float, XSD.int, XSD.long)))
#: Values of a property that are looked through for one that is spelt alike.
_LOOKED_AT = 5000


def literals(query: SparqlQuery) -> Iterator[str]:
    """`rdfs:label "青岛"@zh`, `sg:value "49100"`, `sg:unit "人"`, in a pattern, in VALUES or in a FILTER with `=`."""
    for triple in query.triples():
        is_said = isinstance(triple.object, Literal) and isinstance(triple.predicate, URIRef)
        if is_said and not query.holds(triple):
            yield from _explained(query, triple.predicate, triple.object, term_text(triple.object))
    for variable, literal, shown in _held_against(query):
        for predicate in _predicates_of(query, variable):
            if not query.holds(Triple("?x", predicate, "?v"), f"FILTER(?v = {term_text(literal)})"):
                yield from _explained(query, predicate, literal, shown)


def _held_against(query: SparqlQuery) -> Iterator[tuple[Variable, Literal, str]]:
    for conjunction in query.conjunctions:
        for part in conjunction:
            if isinstance(part, Values) and all(isinstance(term, Literal) for term in part.terms):
                yield from ((part.variable, term, term_text(term)) for term in part.terms)
    for c in query.comparisons:
        if c.operator in ("=", "IN") and not c.wrapped and isinstance(c.term, Literal):
            yield c.variable, c.term, term_text(c.term)


def _predicates_of(query: SparqlQuery, variable: Variable) -> list[URIRef]:
    found = (t.predicate for t in query.triples() if t.object == variable and isinstance(t.predicate, URIRef))
    return list(dict.fromkeys(found))


def _explained(query: SparqlQuery, predicate: URIRef, literal: Literal, shown: str) -> Iterator[str]:
    """Why a literal is no value of a property: the first reason that holds."""
    if not query.holds(Triple("?x", predicate, "?v")):
        return  # The property itself is the slip, or has no value in this graph.
    for reason in (_other_term, _thing, _other_name, _part_of_name, _short_form, _spelt_alike):
        if found := reason(query, predicate, str(literal)):
            yield f"{term_text(predicate)} {shown} finds nothing: {found}"
            return
    if predicate not in _NAMES:
        yield from _type(query, predicate, literal)
    elif query.found_nothing:
        yield f"nothing here is called {str(literal)!r}"


def other_names(query: SparqlQuery) -> Iterator[str]:
    """`?c a sg:City ; rdfs:label "青岛"@zh`, where the label is that of something else, and an alias of the city."""
    for conjunction in query.conjunctions:
        for part in conjunction:
            if not isinstance(part, Triple) or part.predicate not in _NAMES:
                continue
            literals = [part.object, *(term for variable, term, _ in _held_against(query) if variable == part.object)]
            for literal in filter(lambda term: isinstance(term, Literal), literals):
                for rest in (_class_of(part, conjunction), _without(part, conjunction)):
                    if query.holds(*rest, part._replace(object=literal)):
                        continue
                    if found := _other_name(query, part.predicate, str(literal), part.subject, *rest):
                        yield f"{term_text(literal)} is not the label of what is asked for: {found}"
                        break


def _class_of(named: Triple, conjunction: Conjunction) -> list[object]:
    """What a conjunction says of the class of what it names: only things have relations."""
    found: list[object] = []
    for part in conjunction:
        if isinstance(part, Triple) and named.subject in (part.subject, part.object):
            if part.predicate == RDF.type:
                found.append(part)
            elif local(str(part.predicate)) in ontology().relations:
                found.append(Triple(named.subject, RDF.type, URIRef(f"{SG}Entity")))
    return found


def _without(named: Triple, conjunction: Conjunction) -> list[object]:
    """All but the pattern of a name, and the values of its variable."""
    return [p for p in conjunction if p != named and getattr(p, "variable", None) != named.object]


def _other_term(query: SparqlQuery, predicate: URIRef, text: str) -> str:
    """The same characters or number in another language or datatype."""
    same = f"LCASE(STR(?v)) = LCASE({Literal(text).n3()})"
    if (number := _number(text)) is not None:
        same += f" || (isNumeric(?v) && ?v = {number})"
    found = query.select(
        "DISTINCT (STR(?v) AS ?text) (LANG(?v) AS ?language) (STR(DATATYPE(?v)) AS ?type)",
        Triple("?x", predicate, "?v"),
        f"FILTER(isLiteral(?v) && ({same}))",
    )
    if not found:
        return ""
    written = listed(literal_text(*map(str, row)) for row in sorted(found, key=str)[:3])
    if found[0][2] in _NUMBERS:
        return f"here it is {written}; FILTER(?value = {number}) compares by number"
    return f"here it is {written}"


def _number(text: str) -> str | None:
    try:
        float(text)
    except ValueError:
        return None
    return text if all(c.isdigit() or c in "+-." for c in text) else None


def _thing(query: SparqlQuery, predicate: URIRef, text: str) -> str:
    """What has this id, code or name, where the property leads to things and not to text."""
    plain = Literal(text.lower()).n3()
    last = f'REPLACE(REPLACE(LCASE(STR(?v)), "^.*[/#]", ""), "[_ -]", "") = REPLACE({plain}, "[_ -]", "")'
    ways = (
        (f"FILTER(isIRI(?v) && {last})",),
        ("?v rdfs:label|skos:altLabel ?called", f"FILTER(LCASE(STR(?called)) = {plain})"),
    )
    for way in ways:
        if found := query.select("DISTINCT ?v", Triple("?x", predicate, "?v"), *way):
            written = listed(iri_text(str(v)) for (v,) in found[:3])
            what = "a relation" if predicate == RDF.predicate else "a class" if predicate == RDF.type else "a thing"
            return f"it leads to {what} and not to text; write {written}"
    sample = query.select("DISTINCT ?v", Triple("?x", predicate, "?v"), "FILTER(isIRI(?v))")
    if not sample:
        return ""
    known = {local(str(v)): iri_text(str(v)) for (v,) in sample}
    if near := vocabulary.nearest(text, known):
        return f"it leads to things and not to text; did you mean {known[near]}?"
    some = listed(known[name] for name in [*known][:6])
    return f"it leads to things and not to text: {some}" + (" ..." if len(known) > 6 else "")


def _other_name(query: SparqlQuery, predicate: URIRef, text: str, thing: object = "?x", *rest: object) -> str:
    """The name of what has this text as another name, or in the other language."""
    if predicate not in _NAMES:
        return ""
    thing = term_text(thing)
    found = query.select(
        f"DISTINCT (STR(?name) AS ?text) {thing}",
        *rest,
        f"{thing} rdfs:label|skos:altLabel ?called FILTER(LCASE(STR(?called)) = {Literal(text.lower()).n3()})",
        f'{thing} rdfs:label ?name FILTER(LANG(?name) = "zh" && STR(?name) != {Literal(text).n3()})',
    )
    if not found:
        return ""
    name, iri = found[0]
    return (
        f'it is another name of {iri_text(str(iri))}, whose label is "{name}"@zh; '
        "sg:anyName, which has no language, finds by every name"
    )


def _part_of_name(query: SparqlQuery, predicate: URIRef, text: str) -> str:
    if predicate not in _NAMES or len(text) < 2:
        return ""
    found = query.select(
        "DISTINCT (STR(?v) AS ?text) (LANG(?v) AS ?language)",
        Triple("?x", predicate, "?v"),
        f"FILTER(CONTAINS(LCASE(STR(?v)), {Literal(text.lower()).n3()}))",
    )
    if not found:
        return ""
    some = listed(literal_text(str(text), str(language), "") for text, language in sorted(found)[:3])
    return (
        f"{some} {'has' if len(found) == 1 else 'have'} it in it: FILTER(CONTAINS(STR(?label), {Literal(text).n3()}))"
    )


def _short_form(query: SparqlQuery, predicate: URIRef, text: str) -> str:
    """A name that has the halves of a shorter one in it."""
    if predicate not in _NAMES:
        return ""
    for half, other in halves(text.lower()):
        both = " && ".join(f"CONTAINS(LCASE(STR(?v)), {Literal(part).n3()})" for part in (half, other))
        found = query.select("DISTINCT (STR(?v) AS ?text)", Triple("?x", predicate, "?v"), f"FILTER({both})")
        if found:
            return f"did you mean {listed(Literal(str(v)).n3() for (v,) in sorted(found)[:3])}?"
    return ""


def _spelt_alike(query: SparqlQuery, predicate: URIRef, text: str) -> str:
    found = query.ask(
        f"SELECT DISTINCT (STR(?v) AS ?text) (LANG(?v) AS ?language) (STR(DATATYPE(?v)) AS ?type) "
        f"{{ {Triple('?x', predicate, '?v')} FILTER(isLiteral(?v) && !isNumeric(?v)) }} LIMIT {_LOOKED_AT}"
    )
    known = {str(row[0]): row for row in found}
    near = vocabulary.nearest(text, known)
    return f"did you mean {literal_text(*map(str, known[near]))}?" if near else ""


def comparisons(query: SparqlQuery) -> Iterator[str]:
    """`FILTER(?start > 2024)` of a year, `FILTER(LANG(?l) = "cn")`, `CONTAINS(?l, "qingdao")`, `STR(?m) = "plan"`."""
    for c in query.comparisons:
        if not isinstance(c.term, Literal):
            continue
        for predicate in _predicates_of(query, c.variable):
            if c.wrapped == "LANG":
                yield from _language(query, predicate, c)
            elif c.operator in ("<", ">", "<=", ">=") and not c.wrapped:
                yield from _type(query, predicate, c.term)
            elif c.operator in ("CONTAINS", "STRSTARTS", "STRENDS", "REGEX") and c.wrapped not in ("LCASE", "UCASE"):
                yield from _capitals(query, predicate, c)
            elif c.wrapped == "STR" and c.operator == "=":
                plain = Literal(str(c.term))
                if not query.holds(Triple("?x", predicate, "?v"), f"FILTER(STR(?v) = {plain.n3()})"):
                    yield from _explained(query, predicate, plain, f"with STR {plain.n3()}")


def _language(query: SparqlQuery, predicate: URIRef, c: Comparison) -> Iterator[str]:
    found = query.select("DISTINCT (LANG(?v) AS ?language)", Triple("?x", predicate, "?v"), 'FILTER(LANG(?v) != "")')
    known = sorted(str(language) for (language,) in found)
    if c.operator == "=" and query.found_nothing and known and str(c.term).lower() not in (*known, "*", ""):
        yield f'{term_text(predicate)} has no text in "{c.term}"; its languages are {listed(known)}'


def _type(query: SparqlQuery, predicate: URIRef, literal: Literal) -> Iterator[str]:
    """A literal that is held against values of another type, because numbers, text and dates have no common order."""
    pattern = Triple("?x", predicate, "?v")
    found = query.select("DISTINCT (STR(DATATYPE(?v)) AS ?type)", pattern, "FILTER(isLiteral(?v))")
    types = {str(t) for (t,) in found}
    given = str(literal.datatype or (RDF.langString if literal.language else XSD.string))
    if not types or given in types or (given in _NUMBERS and types & _NUMBERS):
        return
    [(text, datatype), *_] = query.select("(STR(?v) AS ?text) (STR(DATATYPE(?v)) AS ?type)", pattern)
    example = text if str(datatype) in _NUMBERS else literal_text(str(text), "", str(datatype))
    day = f"{local(str(predicate))}Date"
    yield (
        f"{term_text(predicate)} can't be compared with {term_text(literal)}: "
        f"its values are {listed(sorted(map(iri_text, types)))}, as {example}"
        + (f"; sg:{day} has days" if given == str(XSD.date) and day in ontology().properties else "")
    )


def _capitals(query: SparqlQuery, predicate: URIRef, c: Comparison) -> Iterator[str]:
    text, pattern = str(c.term), Triple("?x", predicate, "?v")
    if query.holds(pattern, f"FILTER({c.operator}(STR(?v), {Literal(text).n3()}))"):
        return
    if query.holds(pattern, "FILTER(isIRI(?v))") and not c.wrapped:
        yield f"{term_text(predicate)} leads to things and not to text: look in their rdfs:label"
    elif query.holds(pattern, f"FILTER({c.operator}(LCASE(STR(?v)), {Literal(text.lower()).n3()}))"):
        lower = Literal(text.lower()).n3()
        yield (
            f"{term_text(predicate)} has {text!r} in it with other capitals only: "
            f"{c.operator}(LCASE(STR({c.variable.n3()})), {lower})"
        )
    elif predicate in _NAMES and query.holds(
        "?x rdfs:label|skos:altLabel ?v", f"FILTER({c.operator}(LCASE(STR(?v)), {Literal(text.lower()).n3()}))"
    ):
        yield f"{text!r} is in other names alone: ask sg:anyName"
    elif predicate in _NAMES and query.found_nothing and c.operator == "CONTAINS":
        meant = _short_form(query, predicate, text)
        yield f"no {term_text(predicate)} has {text!r} in it" + (f"; {meant}" if meant else "")
