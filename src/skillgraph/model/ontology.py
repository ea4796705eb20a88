"""Reads ontology/skills.ttl: the only place that knows classes and properties."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox

from skillgraph.model import terms
from skillgraph.model.home import home

SG = "https://w3id.org/skillgraph/ontology#"
BASE = "https://w3id.org/skillgraph/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

#: The classes of properties: what a row of statements may use, and what qualifies one.
_ROLES = {SG + "Relation": "relation", SG + "Qualifier": "qualifier"}

#: What stands in a triple.
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

#: The code lists, each with the name of the field whose values it holds.
CODE_LISTS = ("modality", "basis", "status", "bound", "kind", "rank")
#: The prefixes that queries may use without declaring them, and that exports write.
PREFIXES = {
    "sg": SG,
    **{folder: f"{BASE}{folder}/" for folder in ("entity", "statement", "figure", "section", "document")},
    **{scheme: f"{BASE}{scheme}/" for scheme in CODE_LISTS},
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": OWL,
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": "https://schema.org/",
    "skos": SKOS,
    "time": "http://www.w3.org/2006/time#",
    "xsd": XSD,
}


class Class(msgspec.Struct, frozen=True):
    """A class of the ontology; `ancestors` are its own superclasses, nearest first."""

    name: str
    label_zh: str
    label_en: str
    ancestors: tuple[str, ...]
    derived: bool


class Property(msgspec.Struct, frozen=True):
    """A property; `role` is `relation`, `qualifier` or `structure`, `domain` and `range` are class names, or empty.

    Where `takes_text` is true, the object is text in the document's language or another literal.
    """

    name: str
    label_zh: str
    label_en: str
    role: str
    takes_text: bool
    domain: tuple[str, ...]
    range: tuple[str, ...]
    symmetric: bool
    inverse: str


class Ontology:
    """The vocabulary of one Turtle file.

    Example:
        >>> ontology().classes["TechnicalSchool"].ancestors
        ('School', 'Organization', 'Actor', 'Entity')
        >>> ontology().is_a("City", "Place")
        True
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._about: dict[str, dict[str, list[Term]]] = {}
        for triple in self.triples():
            subject = triple.subject
            key = subject.value if isinstance(subject, ox.NamedNode) else str(subject)
            self._about.setdefault(key, {}).setdefault(triple.predicate.value, []).append(triple.object)

    def triples(self) -> Iterator[ox.Triple]:
        """All that the file says."""
        return (quad.triple for quad in ox.parse(path=str(self.path), format=ox.RdfFormat.TURTLE))

    @cached_property
    def classes(self) -> dict[str, Class]:
        """Own classes by local name, in the file's order."""
        return {
            name: Class(
                name,
                self._label(iri, "zh"),
                self._label(iri, "en"),
                self._ancestors(iri),
                self._annotation(name, "derived") == "true",
            )
            for iri, name, about in self._own(OWL + "Class")
        }

    @cached_property
    def entity_classes(self) -> frozenset[str]:
        """The classes that an entity's row may name: `Entity` and below, less those that a rule derives."""
        return frozenset(c for c in self.below(terms.ENTITY) if not self.classes[c].derived)

    @cached_property
    def properties(self) -> dict[str, Property]:
        """Own properties by local name, in the file's order; inverses that are not stored are left out."""
        found: dict[str, Property] = {}
        for kind in ("ObjectProperty", "DatatypeProperty"):
            for iri, name, about in self._own(OWL + kind):
                if not about.get(RDFS + "domain") or self._is_unstored_inverse(iri):
                    continue
                types = {self._value(term) for term in about[RDF + "type"]}
                role = next((_ROLES[t] for t in types if t in _ROLES), "structure")
                found[name] = Property(
                    name,
                    self._label(iri, "zh"),
                    self._label(iri, "en"),
                    role,
                    kind == "DatatypeProperty",
                    self._members(about[RDFS + "domain"]),
                    self._members(about.get(RDFS + "range", [])),
                    OWL + "SymmetricProperty" in types,
                    next((local(self._value(t)) for t in about.get(OWL + "inverseOf", [])), ""),
                )
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """The local names of all own terms, those of inverses that are not stored and of single things too."""
        return frozenset(local(iri) for iri in self._about if iri.startswith(SG))

    @cached_property
    def relations(self) -> dict[str, Property]:
        """The properties that a row of a statements table may use."""
        return {name: p for name, p in self.properties.items() if p.role == "relation"}

    @cached_property
    def qualifiers(self) -> dict[str, Property]:
        """The properties that qualify a statement or a figure."""
        return {name: p for name, p in self.properties.items() if p.role == "qualifier"}

    @cached_property
    def annotations(self) -> tuple[str, ...]:
        """The properties that mark classes and properties (`derived`, `colour`, `scale`)."""
        return tuple(name for _, name, _ in self._own(OWL + "AnnotationProperty"))

    @cached_property
    def existence_classes(self) -> dict[str, str]:
        """The class of what is no individual, by the value of the column `existence`.

        Example:
            >>> ontology().existence_classes
            {'kind': 'Kind', 'envisaged': 'Envisaged'}
        """
        return {value: name for name in self.classes if (value := self._annotation(name, "existence"))}

    @cached_property
    def datatypes(self) -> tuple[str, ...]:
        """The schemes of identifiers (`gbt2260`, `iso3166`), which are datatypes of a notation."""
        return tuple(name for _, name, _ in self._own(RDFS + "Datatype"))

    def codes(self, scheme: str, language: str = "zh") -> dict[str, str]:
        """The values of a code list (`modality`, `basis`, `status`, `bound`) with their labels in a language."""
        prefix = f"{BASE}{scheme}/"
        return {iri[len(prefix) :]: self._label(iri, language) for iri in self._about if iri.startswith(prefix)}

    def lineage(self, name: str) -> tuple[str, ...]:
        """The class itself and all its own superclasses."""
        return (name, *self.classes[name].ancestors)

    def is_a(self, name: str, wanted: str) -> bool:
        """Whether class `name` is `wanted` or below it."""
        return name in self.below(wanted)

    def below(self, name: str) -> frozenset[str]:
        """The class itself and all classes below it.

        Example:
            >>> sorted(ontology().below("School") - ontology().below("OverseasCollege"))
            ['School', 'TechnicalSchool', 'University', 'VocationalSchool']
        """
        return self._below.get(name, frozenset())

    @cached_property
    def _below(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for name in self.classes:
            for above in self.lineage(name):
                found.setdefault(above, set()).add(name)
        return {name: frozenset(classes) for name, classes in found.items()}

    def all_classes(self, classes: Iterable[str], existence: str = "individual") -> set[str]:
        """The classes of a thing with all above them, and `Kind` for a kind of thing: what domains and ranges ask for.

        A class that the ontology doesn't have is left out.

        Example:
            >>> sorted(ontology().all_classes(["City"], "kind"))
            ['Actor', 'City', 'Entity', 'Kind', 'Place']
        """
        kinds = {name for value, name in self.existence_classes.items() if value == existence}
        return kinds.union(*(self.lineage(name) for name in classes if name in self.classes))

    def can_be_subject(self, predicate: str, classes: Iterable[str]) -> bool:
        """Whether a thing of these classes is in the domain of a relation.

        Example:
            >>> ontology().can_be_subject("issues", ["City"]), ontology().can_be_subject("issues", ["Honour"])
            (True, False)
        """
        relation = self.relations.get(predicate)
        return relation is not None and not self.all_classes(classes).isdisjoint(relation.domain)

    def can_be_object(self, predicate: str, classes: Iterable[str]) -> bool:
        """Whether a thing of these classes is in the range of a relation.

        Example:
            >>> ontology().can_be_object("issues", ["School"]), ontology().can_be_object("issues", ["Policy"])
            (False, True)
        """
        relation = self.relations.get(predicate)
        return relation is not None and not self.all_classes(classes).isdisjoint(relation.range)

    def marked(self, mark: str) -> frozenset[str]:
        """The classes or properties of which an annotation (`scale`, `address`, `cooperation`) is true.

        Of classes, those below a marked one too.

        Example:
            >>> {"Indicator", "StockIndicator", "Unit"} <= ontology().marked("scale")
            True
        """
        return self._marked[mark]

    @cached_property
    def _marked(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {mark: set() for mark in self.annotations}
        for iri, about in self._about.items():
            for mark in self.annotations:
                if SG + mark in about and self._annotation(local(iri), mark) == "true":
                    found[mark] |= self.below(local(iri)) or {local(iri)}
        return {mark: frozenset(names) for mark, names in found.items()}

    def colour(self, name: str) -> str:
        """The colour of a class as `#rrggbb`: its own or that of the nearest class above it.

        Example:
            >>> ontology().colour("TechnicalSchool") == ontology().colour("School")
            True
            >>> ontology().colour("City")
            '#3b9b5b'
        """
        return self._colours[name]

    @cached_property
    def _colours(self) -> dict[str, str]:
        own = {name: self._annotation(name, "colour") for name in self.classes}
        return {name: next(filter(None, map(own.__getitem__, self.lineage(name))), "") for name in own}

    def words(self, mark: str) -> dict[str, tuple[str, str]]:
        """The terms that an annotation (`legend`, `counted`, `question`) gives words: those in `zh` and in `en`."""
        said, by = [iri for iri, about in self._about.items() if SG + mark in about], SG + mark
        return {local(iri): (self._label(iri, "zh", by), self._label(iri, "en", by)) for iri in said}

    def types(self, classes: tuple[str, ...], existence: str) -> tuple[str, ...]:
        """The classes of a thing and all above them, less those that a rule gives: its types and its labels.

        Example:
            >>> ontology().types(("City",), "individual")
            ('City', 'Place', 'Actor', 'Entity')
            >>> ontology().types(("City",), "envisaged")
            ('Envisaged', 'Entity')
        """
        if existence != "individual":
            return self.lineage(self.existence_classes[existence])
        return tuple(dict.fromkeys(name for c in classes for name in self.lineage(c)))

    def existence(self, types: Collection[str], of_class: Collection[str]) -> dict[str, Any]:
        """The classes and the existence of a thing by its types, and what it is a kind of; the inverse of `types`.

        Example:
            >>> ontology().existence({"Envisaged", "Entity"}, {"City"})
            {'existence': 'envisaged', 'classes': ('City',)}
        """
        for value, name in self.existence_classes.items():
            if name in types:
                return {"existence": value, "classes": self.ordered(of_class)}
        return {"existence": "individual", "classes": self.most_specific({*types} - {*self.derived(types)})}

    def derived(self, types: Collection[str]) -> tuple[str, ...]:
        """Those of some classes that a rule gives, in the file's order."""
        later = self.existence_classes.values()
        return tuple(name for name in self.ordered(types) if self.classes[name].derived and name not in later)

    def ordered(self, classes: Collection[str]) -> tuple[str, ...]:
        """Classes in the file's order."""
        return tuple(name for name in self.classes if name in classes)

    def most_specific(self, classes: Collection[str]) -> tuple[str, ...]:
        """The classes of which no other one is a subclass, in the file's order.

        Example:
            >>> ontology().most_specific({"Entity", "Place", "City", "Actor"})
            ('City',)
        """
        found = {name for name in classes if name in self.classes}
        return self.ordered(found - {above for name in found for above in self.classes[name].ancestors})

    def label(self, name: str, language: str) -> str:
        """The label of a class or property in `zh` or `en`."""
        return self._label(SG + name, language)

    def _annotation(self, name: str, annotation: str) -> str:
        """The value of an annotation, empty where there is none."""
        for term in self._about[SG + name].get(SG + annotation, []):
            if isinstance(term, ox.Literal):
                return term.value
        return ""

    def _own(self, type_iri: str) -> list[tuple[str, str, dict[str, list[Term]]]]:
        return [
            (iri, local(iri), about)
            for iri, about in self._about.items()
            if iri.startswith(SG) and any(self._value(t) == type_iri for t in about.get(RDF + "type", []))
        ]

    def _is_unstored_inverse(self, iri: str) -> bool:
        types = {self._value(term) for term in self._about[iri][RDF + "type"]}
        inverse = self._about[iri].get(OWL + "inverseOf")
        return bool(inverse) and not types & set(_ROLES)

    def _label(self, iri: str, language: str, by: str = RDFS + "label") -> str:
        for term in self._about.get(iri, {}).get(by, []):
            if isinstance(term, ox.Literal) and term.language == language:
                return term.value
        return ""

    def _ancestors(self, iri: str) -> tuple[str, ...]:
        found: list[str] = []
        waiting = [iri]
        while waiting:
            for term in self._about.get(waiting.pop(0), {}).get(RDFS + "subClassOf", []):
                parent = self._value(term)
                if parent.startswith(SG) and local(parent) not in found:
                    found.append(local(parent))
                    waiting.append(parent)
        return tuple(found)

    def _members(self, terms: list[Term]) -> tuple[str, ...]:
        """Class names of a domain or range, which may be a union; terms of other vocabularies stay whole IRIs."""
        names: list[str] = []
        for term in terms:
            key = self._value(term)
            if isinstance(term, ox.BlankNode):
                node = self._about[key][OWL + "unionOf"][0]
                while self._value(node) != RDF + "nil":
                    cell = self._about[self._value(node)]
                    names.append(local(self._value(cell[RDF + "first"][0])))
                    node = cell[RDF + "rest"][0]
            else:
                names.append(local(key) if key.startswith(SG) else key)
        return tuple(names)

    @staticmethod
    def _value(term: Term) -> str:
        return term.value if isinstance(term, ox.NamedNode) else str(term)


def local(iri: str) -> str:
    """The part of an IRI after its last `#` or `/`.

    Example:
        >>> local("https://w3id.org/skillgraph/ontology#City")
        'City'
    """
    return re.split(r"[#/]", iri)[-1]


@cache
def ontology() -> Ontology:
    """The ontology that this installation carries, read once."""
    return Ontology(home() / "ontology" / "skills.ttl")
