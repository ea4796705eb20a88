"""What can stand at the cursor of a query: classes, properties and prefixes of the vocabulary, and keywords."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from skillgraph.model.ontology import CODE_LISTS, PREFIXES, ontology
from skillgraph.questions.words import CYPHER_WORDS, KEYS, OWN_LABELS, SPARQL_WORDS, relationship_types


def completions(language: str, before: str) -> tuple[str, list[str]]:
    """What can follow.

    Args:
        language: `sparql` or `cypher`.
        before: the query up to the cursor.

    Returns:
        The part of `before` that is completed, and the whole words that may stand in its place.

    Example:
        >>> completions("sparql", "SELECT ?x { ?x a sg:Tech")
        ('sg:Tech', ['sg:TechnicalSchool'])
        >>> completions("cypher", "MATCH (s:Tech")
        ('Tech', ['TechnicalSchool'])
        >>> completions("cypher", "MATCH (a)-[:PARTNERS")
        ('PARTNERS', ['PARTNERS_WITH'])
    """
    return _sparql(before) if language == "sparql" else _cypher(before)


def _sparql(before: str) -> tuple[str, list[str]]:
    if name := re.search(r"\b(\w+):([\w-]*)$", before):
        prefix, start = name[1], name[2]
        return name[0], [f"{prefix}:{n}" for n in _local_names(prefix) if n.lower().startswith(start.lower())]
    word = _last_word(before)
    if before[: len(before) - len(word)].endswith(("?", "$")):
        return word, sorted({v for v in re.findall(r"[?$](\w+)", before[:-1]) if v.startswith(word) and v != word})
    return word, _starting(word, [*(f"{p}:" for p in PREFIXES), *SPARQL_WORDS])


@cache
def _local_names(prefix: str) -> list[str]:
    if prefix == "sg":
        return [*ontology().classes, *ontology().properties]
    return list(ontology().codes(prefix)) if prefix in CODE_LISTS else []


def _cypher(before: str) -> tuple[str, list[str]]:
    word = _last_word(before)
    ahead = before[: len(before) - len(word)]
    if re.search(r"\[[^\](]*[:|]$", ahead):
        return word, _starting(word, relationship_types())
    if re.search(r"\([^()\[\]{}]*[:|]$", ahead):
        return word, _starting(word, [*ontology().classes, *OWN_LABELS])
    if ahead.endswith(".") or re.search(r"\{[^}:]*$|\{[^}]*,\s*$", ahead):
        return word, _starting(word, [*KEYS, *ontology().qualifiers])
    return word, _starting(word, CYPHER_WORDS)


def _last_word(before: str) -> str:
    found = re.search(r"\w*$", before)
    return found[0] if found else ""


def _starting(word: str, names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(n for n in names if n.lower().startswith(word.lower())))
