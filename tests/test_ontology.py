"""The vocabulary: both parsers read it, every term is labelled in both languages, and borrowed terms exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import DCTERMS, ORG, OWL, PROV, QB, RDF, RDFS, SDO, SH, SKOS, TIME, XSD, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from skillgraph.model.home import home
from skillgraph.model.ontology import BASE, SG, local, ontology
from skillgraph.tables.cells import split_list
from skillgraph.tables.opening import default_loaders
from small_report import read_table

FOLDER = home() / "ontology"
BORROWED = (DCTERMS, ORG, OWL, PROV, QB, RDF, RDFS, SDO, SH, SKOS, TIME, XSD)


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    return rdflib.Graph().parse(FOLDER / "skills.ttl")


def own_terms(graph: rdflib.Graph) -> Iterator[URIRef]:
    """Classes, properties, codes and all else that the file describes."""
    for term in set(graph.subjects(RDF.type)):
        if isinstance(term, URIRef) and term.startswith(BASE) and term != URIRef(SG.rstrip("#")):
            yield term


def texts(graph: rdflib.Graph, term: Node, property: URIRef) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in graph.objects(term, property):
        assert isinstance(text, rdflib.Literal)
        found.setdefault(str(text.language), []).append(str(text))
    return found


@pytest.mark.parametrize("file", ["skills.ttl", "shapes.ttl"])
def test_two_parsers_read_the_same(file: str) -> None:
    assert len(rdflib.Graph().parse(FOLDER / file)) == len(list(ox.parse(path=str(FOLDER / file))))


def test_every_term_has_one_label_and_a_comment_in_each_language(vocabulary: rdflib.Graph) -> None:
    for term in own_terms(vocabulary):
        for property in (RDFS.label, RDFS.comment):
            found = texts(vocabulary, term, property)
            assert set(found) == {"zh", "en"}, (term, property)
            assert all(len(values) == 1 and values[0].strip() for values in found.values()), (term, property)


@pytest.mark.parametrize("kinds", [(OWL.Class,), (OWL.ObjectProperty, OWL.DatatypeProperty)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_label_leads_back_to_one_term(vocabulary: rdflib.Graph, kinds: tuple[URIRef, ...], language: str) -> None:
    terms = [t for t in own_terms(vocabulary) if any((t, RDF.type, kind) in vocabulary for kind in kinds)]
    labels = Counter(texts(vocabulary, term, RDFS.label)[language][0] for term in terms)
    assert [label for label, times in labels.items() if times > 1] == []


def test_every_shape_speaks_both_languages_and_has_one_message() -> None:
    shapes = rdflib.Graph().parse(FOLDER / "shapes.ttl")
    silent = set(shapes.subjects(RDF.type, SH.PropertyShape)) | set(shapes.subjects(RDF.type, SH.SPARQLConstraint))
    assert silent
    for shape in silent:
        assert {lang: len(said) for lang, said in texts(shapes, shape, SH.message).items()} == {"en": 1}, shape
        assert {lang: len(said) for lang, said in texts(shapes, shape, RDFS.comment).items()} == {"zh": 1}, shape


def test_every_shape_is_used() -> None:
    shapes = rdflib.Graph().parse(FOLDER / "shapes.ttl")
    used = set(shapes.objects(None, SH.property)) | set(shapes.objects(None, SH.sparql))
    for kind in (SH.PropertyShape, SH.SPARQLConstraint):
        assert set(shapes.subjects(RDF.type, kind)) <= used


@pytest.mark.parametrize("file", ["skills.ttl", "shapes.ttl"])
def test_own_terms_that_are_used_are_described(vocabulary: rdflib.Graph, file: str) -> None:
    graph = rdflib.Graph().parse(FOLDER / file)
    used = {term for triple in graph for term in triple if isinstance(term, URIRef) and term.startswith(SG)}
    assert used <= set(vocabulary.subjects(RDF.type)) | {URIRef(SG)}


@pytest.mark.parametrize("file", ["skills.ttl", "shapes.ttl"])
def test_borrowed_terms_exist(file: str) -> None:
    graph = rdflib.Graph().parse(FOLDER / file)
    used = {term for triple in graph for term in triple if isinstance(term, URIRef)}
    for namespace in BORROWED:
        terms = {term for term in used if term.startswith(str(namespace)) and term != URIRef(str(namespace))}
        unknown = {term for term in terms if not is_known(namespace, term)}
        assert not unknown


def is_known(namespace: type[rdflib.namespace.DefinedNamespace], term: URIRef) -> bool:
    return term.removeprefix(str(namespace)) in {local(str(known)) for known in dir_of(namespace)}


def dir_of(namespace: type[rdflib.namespace.DefinedNamespace]) -> Iterator[URIRef]:
    """The terms that rdflib lists for a namespace."""
    return (URIRef(str(namespace) + name) for name in (*namespace.__annotations__, *namespace._extras))


def test_terms_of_others_are_declared_and_none_is_of_owl_s_own_language(vocabulary: rdflib.Graph) -> None:
    """Protégé's library takes an undeclared class for a datatype; owlready2 and HermiT end at what OWL 2 DL has not."""
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    classes = {o for p in (RDFS.subClassOf, RDF.type) for o in vocabulary.objects(None, p)}
    ends = (RDFS.domain, RDFS.range)
    classes |= {term for p in ends for s in vocabulary.subjects(p) for term in members(vocabulary, s, p)}
    properties = {*vocabulary.predicates(), *vocabulary.objects(None, RDFS.subPropertyOf)}
    for term in classes | properties:
        if not str(term).startswith((str(OWL), str(RDF), str(RDFS), str(XSD))):
            assert kinds & set(vocabulary.objects(term, RDF.type)), term
    # OWL 2, table 8 of the structural specification; rdf:langString is rdf:PlainLiteral by another name.
    datatypes = {RDFS.Literal, RDF.langString, XSD.string, XSD.decimal, XSD.integer, XSD.boolean, XSD.dateTime}
    for p in (RDFS.subClassOf, *ends):
        for s in vocabulary.subjects(p):
            for term in members(vocabulary, s, p):
                own = str(term).startswith((str(OWL), str(RDF), str(RDFS), str(XSD)))
                assert not own or term in datatypes, (s, term)


def test_a_sparql_constraint_names_a_node_once() -> None:
    """One that names a node for each value of it is counted otherwise by each engine."""
    shapes = rdflib.Graph().parse(FOLDER / "shapes.ttl")
    queries = [str(query) for query in shapes.objects(None, SH.select)]
    assert queries
    assert all(query.startswith("SELECT DISTINCT $this ") for query in queries)


def test_every_relation_and_qualifier_has_domain_and_range(vocabulary: rdflib.Graph) -> None:
    known = ontology().classes
    for kind in ("Relation", "Qualifier"):
        terms = list(vocabulary.subjects(RDF.type, URIRef(SG + kind)))
        assert terms
        for term in terms:
            stored = ontology().properties[local(str(term))]
            assert stored.role == kind.lower()
            assert set(stored.domain) <= set(known)
            assert set(stored.range) <= set(known) | {str(RDF.langString)}
            assert stored.domain
            assert stored.range


def test_inverses_point_back(vocabulary: rdflib.Graph) -> None:
    for term, inverse in vocabulary.subject_objects(OWL.inverseOf):
        assert (inverse, OWL.inverseOf, term) in vocabulary
        assert members(vocabulary, inverse, RDFS.domain) == members(vocabulary, term, RDFS.range)
        assert members(vocabulary, inverse, RDFS.range) == members(vocabulary, term, RDFS.domain)


def members(graph: rdflib.Graph, term: Node, property: URIRef) -> set[Node]:
    """The classes of a domain or range, which may be a union."""
    found: set[Node] = set()
    for value in graph.objects(term, property):
        union = graph.value(value, OWL.unionOf)
        found |= {value} if union is None else set(Collection(graph, union))
    return found


@pytest.mark.parametrize("loader", default_loaders(), ids=lambda path: path.name)
def test_terms_that_the_tables_use_exist(loader: Path) -> None:
    properties = ontology().properties
    for row in read_table(loader / "entities.csv"):
        assert set(split_list(row["class"])) <= ontology().entity_classes
    for row in read_table(loader / "statements.csv"):
        assert properties[row["predicate"]].role == "relation"
    for table in ("statements.csv", "observations.csv"):
        for row in read_table(loader / table):
            for item in split_list(row["qualifiers"]):
                assert properties[item.partition("=")[0]].role == "qualifier"
