"""Slips in SPARQL that give an empty answer: words that nothing has, and relations asked for where no fact is.

Each kind of slip is a function from a query to sentences. What it says was tried: a pattern is spoken of only if the
store finds nothing for it, and what is proposed in its place is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rdflib import RDF, Literal, URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, Path

from skillgraph.model.naming import relationship_type
from skillgraph.model.ontology import BASE, CODE_LISTS, RDFS, SG, local, ontology
from skillgraph.model.terms import FACT, STATEMENT
from skillgraph.questions.hints import vocabulary
from skillgraph.questions.hints.sparql_query import (
    Conjunction,
    SparqlQuery,
    Triple,
    Values,
    iri_text,
    iris_of,
    joined,
    term_text,
)
from skillgraph.questions.hints.wording import counted, listed

#: What other vocabularies call what is here; by local name, because several have it.
_INSTEAD = {
    **dict.fromkeys(
        ("name", "prefLabel", "title", "label", "legalName"),
        "names are rdfs:label, with a language, and sg:name, without",
    ),
    **dict.fromkeys(("alternateName", "altName", "alternative"), "sg:anyName finds by every name"),
    **dict.fromkeys(("query", "search", "match"), "there is no index of text: write FILTER(CONTAINS(?label, ...))"),
}
_FOLDERS = ("entity", "statement", "figure", "document", "section")
#: Sources that a note names.
_SOURCES = 6
_STRUCTURE = (str(RDF.subject), str(RDF.predicate), str(RDF.object))


def unknown_words(query: SparqlQuery) -> Iterator[str]:
    """`?x a sg:Citty`, `sg:hasMember`, `sg:modality sg:planned`, `modality:plan`, `schema:name`, `entity:Qingdao`."""
    places = {iri: place for t in query.triples() for place, term in enumerate(t) for iri in iris_of(term)}
    values = (term for c in query.conjunctions for part in c if isinstance(part, Values) for term in part.terms)
    places |= {iri: 2 for iri in (*values, *(c.term for c in query.comparisons)) if isinstance(iri, URIRef)}
    for iri, place in places.items():
        if str(iri).startswith(SG):
            yield from _own_word(local(str(iri)), query)
        elif str(iri).startswith(BASE):
            yield from _own_thing(query, iri)
        elif not _is_used(query, iri, place):
            name = local(str(iri))
            own = vocabulary.nearest(name, vocabulary.classes()) if place == 2 else ""
            instead = f"the class is sg:{own}" if own else _INSTEAD.get(name, "")
            yield f"nothing here has {iri_text(str(iri))}" + (f"; {instead}" if instead else "")


def _own_word(name: str, query: SparqlQuery) -> Iterator[str]:
    stored = [*ontology().classes, *ontology().properties, *ontology().datatypes]
    if name in vocabulary.inverses():
        relation = vocabulary.inverses()[name]
        yield f"sg:{name} is the inverse of sg:{relation} and not stored; write ^sg:{relation}"
    elif name not in ontology().names:
        if _is_used(query, URIRef(SG + name), 1):
            return  # A graph that was made with another version of the vocabulary.
        called = {**vocabulary.classes(), **vocabulary.properties(), **dict.fromkeys(ontology().datatypes, ())}
        if code := vocabulary.code_of(name):
            yield f"unknown class or property {name!r}; did you mean {code}?"
        elif _plain_name(name):
            yield f"unknown class or property {name!r}; names are rdfs:label, sg:anyName finds by every name"
        elif type_ := next((p for p in stored if relationship_type(p) == name), ""):
            yield f"unknown class or property {name!r}; did you mean {type_!r}? SPARQL writes it sg:{type_}"
        else:
            yield vocabulary.unknown("class or property", name, called)


def _plain_name(name: str) -> bool:
    return name.lower() in ("label", "title", "altlabel", "alias", "aliases")


def _own_thing(query: SparqlQuery, iri: URIRef) -> Iterator[str]:
    """A code, or a thing with an id, that is not there."""
    folder, _, name = str(iri).removeprefix(BASE).partition("/")
    if folder in CODE_LISTS:
        if name not in ontology().codes(folder):
            code = vocabulary.code_of(name)
            said = f"unknown {folder} {name!r}; did you mean {code}?"
            yield said if code else vocabulary.unknown(folder, name, ontology().codes(folder))
        return
    if folder not in _FOLDERS or _is_used(query, iri, 0) or _is_used(query, iri, 2):
        return
    near = _near_thing(query, folder, name)
    yield f"nothing is called {iri_text(str(iri))}" + (f"; did you mean {near}?" if near else "")


def _near_thing(query: SparqlQuery, folder: str, name: str) -> str:
    if code := vocabulary.code_of(name):
        return code
    others = (
        URIRef(f"{BASE}{other}/{n}") for other in _FOLDERS if other != folder for n in {name, name.replace("_", "-")}
    )
    for thing in others:
        if _is_used(query, thing, 0):
            return iri_text(str(thing))
    start = f"{BASE}{folder}/"
    named = query.select(
        "DISTINCT ?x",
        "?x rdfs:label|skos:altLabel ?name",
        f'FILTER(LCASE(STR(?name)) = {Literal(name.replace("_", " ").lower()).n3()} && STRSTARTS(STR(?x), "{start}"))',
    )
    if named:
        return iri_text(str(named[0][0]))
    known = query.select("DISTINCT ?x", "?x a ?class", f'FILTER(STRSTARTS(STR(?x), "{start}"))')
    near = vocabulary.nearest(name, [str(x).removeprefix(start) for (x,) in known])
    return iri_text(start + near) if near else ""


def _is_used(query: SparqlQuery, iri: URIRef, place: int) -> bool:
    """Whether some triple has this IRI there."""
    return query.holds(Triple(*(iri if n == place else Variable(f"p{n}") for n in range(3))))


def graphs(query: SparqlQuery) -> Iterator[str]:
    """`GRAPH document:four-citys { ... }`, `FROM entity:jinan`, and any graph of a server that has none."""
    for graph, is_from in dict.fromkeys(_graphs(query)):
        name = graph.n3()
        ask = f"ASK FROM {name} {{ ?s ?p ?o }}" if is_from else f"ASK {{ GRAPH {name} {{ ?s ?p ?o }} }}"
        if query.ask(ask)[0][0]:
            continue
        if isinstance(graph, Variable):
            yield "there are no named graphs here; leave GRAPH out, and ask for ?x sg:source document:ID"
        else:
            yield f"there is no graph {iri_text(str(graph))}{_sources(query, local(str(graph)))}"


def _sources(query: SparqlQuery, name: str) -> str:
    """Which sources there are, the one that was probably meant first."""
    known = {local(str(iri)): iri_text(str(iri)) for (iri,) in query.select("DISTINCT ?x", "?x a sg:Document")}
    near = vocabulary.nearest(name, known)
    shown = [known[id] for id in sorted(known, key=lambda id: (id != near, id))]
    more = f" and {len(shown) - _SOURCES} more" if len(shown) > _SOURCES else ""
    rest = f"he sources here are {', '.join(shown[:_SOURCES])}{more}" if shown else "here are no sources here"
    return f"; did you mean {known[near]}? T{rest}" if near else f"; t{rest}"


def _graphs(query: SparqlQuery) -> Iterator[tuple[Variable | URIRef, bool]]:
    """The graphs that a query names, also by what it holds a variable against."""
    values = [part for c in query.conjunctions for part in c if isinstance(part, Values)]
    for graph, is_from in query.graphs:
        held = [term for part in values if part.variable == graph for term in part.terms]
        held += [c.term for c in query.comparisons if c.variable == graph and c.operator in ("=", "IN")]
        yield from ((term, is_from) for term in held if isinstance(term, URIRef))
        yield graph, is_from


def wrong_class(query: SparqlQuery) -> Iterator[str]:
    """`?f a sg:Observation ; sg:modality modality:planned`, `?c sg:partnersWith ?p ; sg:evidence ?e`."""
    for conjunction in query.conjunctions:
        triples = [t for t in conjunction if isinstance(t, Triple) and isinstance(t.predicate, URIRef)]
        for one in triples:
            if one.predicate != RDF.type and local(str(one.predicate)) not in ontology().relations:
                continue
            for said in triples:
                if said.subject == one.subject and said != one and _is_of_class(said, one):
                    yield from _other_class(query, one, said)


def _is_of_class(said: Triple, one: Triple) -> bool:
    """Whether a class follows from what is said: from structure and codes, and a name tells one thing from others."""
    predicate, name = str(said.predicate), local(str(said.predicate))
    if predicate == RDFS + "label":
        return isinstance(said.object, Literal) and one.predicate == RDF.type
    if predicate in _STRUCTURE:
        return True
    return predicate.startswith(SG) and name in ontology().properties and name not in ontology().relations


def _other_class(query: SparqlQuery, one: Triple, said: Triple) -> Iterator[str]:
    anyone = said._replace(subject="?anyone")
    if not query.holds(anyone) or not query.holds(one) or query.holds(one, said):
        return
    is_class, name = one.predicate == RDF.type, local(str(said.predicate))
    wanted = f"no {term_text(one.object)}" if is_class else f"nothing that has {term_text(one.predicate)}"
    twins = [URIRef(SG + name), URIRef(str(RDF) + name)]
    twin = next((t for t in twins if t != said.predicate and query.holds(one, Triple(one.subject, t, "?its"))), None)
    if twin:
        yield f"{wanted} has {term_text(said.predicate)}; it has {term_text(twin)}"
        return
    found = query.select("DISTINCT ?itsClass", anyone, Triple("?anyone", RDF.type, "?itsClass"))
    names = {local(str(c)) for (c,) in found if str(c).startswith(SG)}
    classes = listed(f"sg:{c}" for c in ontology().most_specific(names)[:4])
    fact = _statement(one).replace("?said ", "?said a sg:Fact ; ")
    of_fact = f": ask {fact}{term_text(said.predicate)} {term_text(said.object)}"
    yield (
        f"{wanted} has {term_text(said.predicate)} {term_text(said.object)}; what has it is {classes}"
        + (of_fact if not is_class and FACT in ontology().below(STATEMENT) & names else "")
    )


def _statement(fact: Triple) -> str:
    """The pattern of what is said of a fact, up to the next property."""
    relation, end = term_text(fact.predicate), term_text(fact.object)
    return f"?said rdf:subject {term_text(fact.subject)} ; rdf:predicate {relation} ; rdf:object {end} ; "


def no_such_fact(query: SparqlQuery) -> Iterator[str]:
    """`?c sg:grants ?x`, where only rules grant, and `?p sg:partnersWith entity:qingdao`, said the other way round."""
    for conjunction in query.conjunctions:
        if query.holds(*conjunction):
            continue
        for triple in conjunction:
            if not isinstance(triple, Triple) or isinstance(triple.predicate, Variable):
                continue
            relations = _relations(triple.predicate)
            rest = tuple(part for part in conjunction if part != triple)
            if relations or isinstance(triple.predicate, URIRef):
                yield from _turned(query, triple, relations, rest)
            yield from _only_planned(query, triple, relations, rest)


def _relations(path: Any) -> tuple[str, ...]:
    """The relations of a path that is one relation, a choice of some, or one of these backwards or repeated."""
    if isinstance(path, InvPath):
        return _relations(path.arg)
    if isinstance(path, MulPath):
        return _relations(path.path)
    parts = path.args if isinstance(path, AlternativePath) else [path]
    names = [local(str(p)) for p in parts if isinstance(p, URIRef) and str(p).startswith(SG)]
    return tuple(names) if len(names) == len(parts) and set(names) <= set(ontology().relations) else ()


def _turned(query: SparqlQuery, triple: Triple, relations: tuple[str, ...], rest: Conjunction) -> Iterator[str]:
    is_inverse = isinstance(triple.predicate, InvPath)
    other = Triple(triple.object, triple.predicate, triple.subject)
    shown = Triple(triple.subject, triple.predicate.arg, triple.object) if is_inverse else other
    if isinstance(triple.object, Literal) or not query.holds(*rest, other):
        return
    if relations and all(ontology().properties[r].symmetric for r in relations):
        path = term_text(triple.predicate)
        yield (
            f"{path} holds both ways and is stored one way: "
            f"write {term_text(triple.subject)} {path}|^{path} {term_text(triple.object)}"
        )
    else:
        yield f"nothing is said as {triple}; the other way round there is something: {shown}"


def _only_planned(query: SparqlQuery, triple: Triple, relations: tuple[str, ...], rest: Conjunction) -> Iterator[str]:
    backwards = isinstance(triple.predicate, InvPath)
    if isinstance(triple.predicate, Path) and not isinstance(triple.predicate, InvPath | AlternativePath):
        return
    subject, end = (triple.object, triple.subject) if backwards else (triple.subject, triple.object)
    for relation in relations:
        pattern = _statement(Triple(subject, URIRef(SG + relation), end))
        has_facts = query.holds(Triple("?a", URIRef(SG + relation), "?b"))
        if by_modality := _not_actual(query, *rest, f"{pattern}sg:modality ?how"):
            how = f"modality:{next(iter(by_modality))}" if len(by_modality) == 1 else "?how"
            asked = f"ask {pattern}sg:modality {how}"
            yield f"no fact says sg:{relation}{' here' if has_facts else ''}; {counted(by_modality)}: {asked}"
        elif not has_facts:
            elsewhere = counted(_not_actual(query, f"?said rdf:predicate sg:{relation} ; sg:modality ?how"))
            yield (
                f"no fact says sg:{relation}; {elsewhere}, of other things"
                if elsewhere
                else f"nothing says sg:{relation}"
            )


def _not_actual(query: SparqlQuery, *patterns: object) -> dict[str, int]:
    """How many statements that are no facts `?said` is, by modality `?how`."""
    found = query.ask(
        f"SELECT ?how (COUNT(DISTINCT ?said) AS ?n) {{ {joined(patterns)} }} GROUP BY ?how ORDER BY DESC(?n) ?how"
    )
    return {local(str(how)): int(n) for how, n in found if how and local(str(how)) != "actual"}


def late_names(query: SparqlQuery) -> Iterator[str]:
    """`SELECT (SUM(?v) AS ?total) ... HAVING(?total > 9)`, where the engine has no such name yet."""
    if any(query.holds(*conjunction) for conjunction in query.conjunctions):
        for name in dict.fromkeys(query.named_late):
            yield f"HAVING does not know ?{name}, which SELECT computes; write what computes it, as SUM(?x)"


def stands_apart(query: SparqlQuery) -> Iterator[str]:
    """`?f a sg:Observation`, where a rule gives the figure, and `?x a sg:School`, where kinds of schools are meant."""
    for conjunction in query.conjunctions:
        if query.holds(*conjunction):
            continue
        for triple in conjunction:
            if isinstance(triple, Triple) and triple.predicate == RDF.type and str(triple.object).startswith(SG):
                yield from _apart(query, triple, tuple(part for part in conjunction if part != triple))


def _apart(query: SparqlQuery, triple: Triple, rest: Conjunction) -> Iterator[str]:
    name, thing = local(str(triple.object)), term_text(triple.subject)
    if wider := vocabulary.apart_from(name):
        found = query.select("DISTINCT ?itsClass", *rest, f"{thing} a sg:{wider}", f"{thing} a ?itsClass")
        own = {local(str(c)) for (c,) in found if str(c).startswith(SG)} & ontology().below(wider)
        if classes := listed(f"sg:{c}" for c in ontology().most_specific(own)):
            yield f"no sg:{name} is found here, but {classes}: ask {thing} a sg:{wider}"
    elif name in ontology().entity_classes:
        of_class = " ".join(f"sg:{c}" for c in sorted(ontology().below(name)))
        if query.holds(*rest, f"{thing} sg:ofClass ?itsClass", f"VALUES ?itsClass {{ {of_class} }}"):
            yield f"no sg:{name} is found here, but kinds of it: ask {thing} sg:ofClass ?class"
