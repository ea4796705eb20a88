"""The pages of the vocabulary: each class with its things, and all relations."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from skillgraph.model.ontology import RDFS, SG, Term, ontology
from skillgraph.site import rdf
from skillgraph.site.markup import Html, Part, items, properties, table, tag
from skillgraph.site.pages import Site, paged, things_table
from skillgraph.site.paths import LANGUAGES, Language, folder_of
from skillgraph.site.sentences import Sentences
from skillgraph.site.words import word


def vocabulary_pages(site: Site) -> None:
    """Writes a page for each class and one for the vocabulary, with their RDF."""
    about: dict[str, list[ox.Triple]] = {}
    blank: dict[str, ox.BlankNode] = {}
    for triple in ontology().triples():
        # Each reading names them anew; equal graphs give equal sites.
        subject, value = (_renamed(node, blank) for node in (triple.subject, triple.object))
        triple = ox.Triple(subject, triple.predicate, value)  # type: ignore[arg-type]
        about.setdefault(str(triple.subject), []).append(triple)
    (site.root / "ontology").mkdir()
    rdf.write(site.root / "ontology", (triple for triples in about.values() for triple in triples))
    for name in ontology().classes:
        own = about.get(f"<{SG}{name}>", [])
        _class_pages(site, name, own)
        rdf.write(site.root / folder_of("ontology", name), own)
    for language in LANGUAGES:
        says = Sentences(site.graph, language, "ontology")
        title = word("vocabulary", language)
        body = [
            tag("h1", title),
            tag("h2", word("classes", language)),
            *(class_tree(site, says, name) for name, found in ontology().classes.items() if not found.ancestors),
            tag("h2", word("relations", language)),
            _relations(says),
        ]
        site.write(language, "ontology", title, body, data="ontology")


def _renamed(node: Term, blank: dict[str, ox.BlankNode]) -> Term:
    if not isinstance(node, ox.BlankNode):
        return node
    return blank.setdefault(node.value, ox.BlankNode(f"b{len(blank)}"))


def class_tree(site: Site, says: Sentences, name: str) -> Html:
    """A class with those below it, and how many things there are of each, those below not counted."""

    def branch(name: str) -> Html:
        count = site.gathered.count("things", name)
        said = tag("span", f" {count:,}", cls="count") if count else Html("")
        return Html(f"{says.term(name)}{said}{items(branch(below) for below in _children(name))}")

    return items([branch(name)], cls="tree")


def _children(name: str) -> Iterator[str]:
    return (child for child, c in ontology().classes.items() if c.ancestors[:1] == (name,))


def _relations(says: Sentences) -> Html:
    language = says.language
    rows = (
        (
            tag("span", ontology().label(name, language), id=name),
            tag("code", f"sg:{name}"),
            Html("、".join(map(says.term, relation.domain))),
            Html("、".join(says.term(end) for end in relation.range if end in ontology().classes)),
        )
        for name, relation in {**ontology().relations, **ontology().qualifiers}.items()
    )
    headings = [word("relation", language), "RDF", word("domain", language), word("range", language)]
    return table(headings, rows, word("relations", language))


def _definition(about: list[ox.Triple], language: Language) -> str:
    """What a class means; empty where the ontology doesn't say."""
    comments = (t.object for t in about if t.predicate.value == f"{RDFS}comment")
    return next((c.value for c in comments if isinstance(c, ox.Literal) and c.language == language), "")


def _class_pages(site: Site, name: str, about: list[ox.Triple]) -> None:
    folder = folder_of("ontology", name)
    (site.root / folder).mkdir()
    for language in LANGUAGES:
        says = Sentences(site.graph, language, folder)
        title = ontology().label(name, language)
        above, below = ontology().classes[name].ancestors[:1], tuple(_children(name))
        definition = _definition(about, language)
        head: list[Part] = [
            tag("h1", title),
            tag("p", definition) if definition else Html(""),
            properties(
                (
                    ("RDF", tag("code", f"sg:{name}")),
                    (word("above", language), Html("、".join(map(says.term, above)))),
                    (word("below", language), Html("、".join(map(says.term, below)))),
                )
            ),
        ]
        parts = [things_table(says, site.gathered.of("things", name))]
        paged(site, language, folder, title, head, parts, data=folder)
