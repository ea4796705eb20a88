"""Which word of the vocabulary was probably meant by one that it does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache

from skillgraph.mapping.fields import TABLES
from skillgraph.model.naming import relationship_type
from skillgraph.model.ontology import CODE_LISTS, ontology
from skillgraph.model.terms import FACT, FIGURE, STATEMENT

#: What a thing is called in Chinese and English, by how it is written in queries.
Called = Mapping[str, tuple[str, ...]]

#: Words that names of relations begin or end with, and that say nothing of which one is meant.
_SMALL = frozenset(re.findall(r"\w+", "a an as at by for from get has have in is of on the to with"))


@cache
def classes() -> Called:
    """The classes, as both languages write them."""
    return {name: (c.label_zh, c.label_en) for name, c in ontology().classes.items()}


@cache
def properties() -> Called:
    """The properties, as SPARQL writes them."""
    return {name: (p.label_zh, p.label_en) for name, p in ontology().properties.items()}


@cache
def types() -> Called:
    """The properties that are relationships, as Cypher writes them."""
    links = {field.graph for table in TABLES.values() for field in table.links}
    own = ontology().properties.values()
    ends = {p.name for p in own if p.role == "relation" or (p.role == "qualifier" and not p.takes_text)}
    return {relationship_type(name): called for name, called in properties().items() if name in links | ends}


@cache
def inverses() -> Mapping[str, str]:
    """The names that the vocabulary has for reading a relation backwards, and the relation that is stored."""
    stored = {*ontology().classes, *ontology().properties}
    found = {p.inverse: p.name for p in ontology().properties.values() if p.inverse}
    return {inverse: name for inverse, name in found.items() if inverse not in stored}


def apart_from(name: str) -> str:
    """The class that holds what stands apart from a class: rules from facts, norms from observations.

    Example:
        >>> apart_from("Fact"), apart_from("Observation"), apart_from("City")
        ('Statement', 'Figure', '')
    """
    if name == FACT:
        return STATEMENT
    return FIGURE if name != FIGURE and ontology().is_a(name, FIGURE) else ""


def code_of(word: str) -> str:
    """The code that a word is but for its capitals, as SPARQL writes it; empty if it is none.

    Example:
        >>> code_of("planned"), code_of("atleast"), code_of("City")
        ('modality:planned', 'bound:atLeast', '')
    """
    codes = ((scheme, code) for scheme in CODE_LISTS for code in ontology().codes(scheme))
    return next((f"{scheme}:{code}" for scheme, code in codes if code.lower() == word.lower()), "")


def nearest(word: str, known: Called | Iterable[str]) -> str:
    """The known word that was probably meant, empty if none is near enough to be of help.

    Example:
        >>> nearest("schol", classes()), nearest("城市", classes()), nearest("HAS_PARTNER", types())
        ('School', 'City', 'PARTNERS_WITH')
        >>> nearest("teaches", properties())
        ''
    """
    called: Called = known if isinstance(known, Mapping) else dict.fromkeys(known, ())
    plain = _plain(word)
    if found := [k for k in called if _plain(k) == plain]:
        return found[0]
    if found := [k for k, names in called.items() if word.lower() in map(str.lower, names)]:
        return found[0]
    if same := _same_words(word, called):
        return same
    by_plain = {_plain(k): k for k in called}
    if close := get_close_matches(plain, by_plain, n=1, cutoff=0.75):
        return by_plain[close[0]]
    begun = [known for k, known in by_plain.items() if len(plain) >= 4 and k.startswith(plain)]
    return begun[0] if len(begun) == 1 else ""


def unknown(what: str, word: str, known: Called | Iterable[str]) -> str:
    """A sentence for a word that is not known, with the one that was probably meant.

    Example:
        >>> unknown("class", "Citty", classes())
        "unknown class 'Citty'; did you mean 'City'?"
    """
    near = nearest(word, known)
    return f"unknown {what} {word!r}" + (f"; did you mean {near!r}?" if near else "")


def _plain(word: str) -> str:
    """A word without what is easily mistaken: capitals, strokes, a zero before a number."""
    return re.sub(r"[\s_-]|0+(?=\d)", "", word.lower())


def _same_words(word: str, called: Called) -> str:
    """The one known name that is made of the same words, small ones and endings left out."""
    wanted = _words(word)
    if not wanted:
        return ""
    found = [known for known in called if _words(known) == wanted]
    return found[0] if len(found) == 1 else ""


def _words(name: str) -> frozenset[str]:
    split = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)
    return frozenset(re.sub(r"(?<=..)(es|s|ed|d)$", "", w.lower()) for w in split if w.lower() not in _SMALL)
