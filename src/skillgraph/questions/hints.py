"""Why a query may have found nothing: words that the vocabulary does not have, and labels without their language.

A class or property that is not there is no mistake in SPARQL or Cypher; both just answer with nothing, and a reader
takes a slip of the pen for a fact.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from skillgraph.graph.results import Rows
from skillgraph.mapping.propertygraph import DESCRIBED_AS, DESCRIPTION_LABEL
from skillgraph.model.naming import relationship_type
from skillgraph.model.ontology import CODE_LISTS, SG, ontology
from skillgraph.model.problems import unknown
from skillgraph.stores.sparql.prefixes import SPARQL_TEXT

#: Labels and types of the property graph that the vocabulary does not name.
_LABELS = ("Skillgraph", "Text", "Term", DESCRIPTION_LABEL)
_TYPES = (
    "OBJECT", DESCRIBED_AS,
    "LICENSE", "IN_SCHEME", "TYPE", "SUB_CLASS_OF", "SUB_PROPERTY_OF", "DOMAIN", "RANGE", "INVERSE_OF",
)  # fmt: skip

_CYPHER_TEXT = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|`[^`]*`|//[^\n]*|/\*.*?\*/', re.DOTALL)
_CHINESE = re.compile("[\u4e00-\u9fff]")


def hints(language: str, text: str, parameters: Mapping[str, Any], rows: Rows) -> list[str]:
    """What to look at in a query whose answer says nothing.

    Args:
        language: `sparql` or `cypher`.
        text: the query.
        parameters: what was bound in it.
        rows: the answer.

    Returns:
        A sentence each; none where the answer says something or nothing is odd about the query.

    Example:
        >>> hints("cypher", "MATCH (s:Schol) RETURN s.name AS name", {}, Rows(("name",), []))
        ["unknown class 'Schol'; did you mean 'School'?"]
        >>> hints("sparql", "SELECT ?x { ?a sg:hasMember ?x }", {}, Rows(("x",), []))
        ['sg:hasMember is the inverse of sg:memberOf and not stored; write ^sg:memberOf']
    """
    if not _says_nothing(rows):
        return []
    found = _sparql_hints(text, parameters) if language == "sparql" else _cypher_hints(text)
    return list(dict.fromkeys(found))


def _says_nothing(rows: Rows) -> bool:
    """Whether there is no row, or a column with nothing in any row, as a count of none."""
    return not len(rows) or any(all(_is_nothing(value) for value in column) for column in zip(*rows, strict=True))


def _is_nothing(value: Any) -> bool:
    return not value if value is None or isinstance(value, bool | int | float | Decimal | list) else False


def _sparql_hints(text: str, parameters: Mapping[str, Any]) -> Iterator[str]:
    bare = SPARQL_TEXT.sub(" ", text)
    if not re.search(rf"\bPREFIX\s+sg:\s*<(?!{re.escape(SG)}>)", text, re.IGNORECASE):
        inverses = {p.inverse: p.name for p in ontology().properties.values() if p.inverse}
        stored = [*ontology().classes, *ontology().properties, *ontology().datatypes]
        for name in re.findall(r"\bsg:(\w+)", bare):
            if name in inverses and name not in stored:
                yield f"sg:{name} is the inverse of sg:{inverses[name]} and not stored; write ^sg:{inverses[name]}"
            elif name not in ontology().names:
                yield from _unknown("class or property", name, stored)
    for scheme in CODE_LISTS:
        for name in re.findall(rf"\b{scheme}:(\w+)", bare):
            yield from _unknown(scheme, name, ontology().codes(scheme))
    written = re.findall(r'"([^"\n]*)"(?!["@^])|\'([^\'\n]*)\'(?![\'@^])', text)
    plain = [*(a or b for a, b in written), *(v for v in parameters.values() if isinstance(v, str) and "@" not in v)]
    if word := next((w for w in plain if _CHINESE.search(w)), ""):
        yield f'a name has its language: "{word}"@zh may be one, "{word}" never is'


def _cypher_hints(text: str) -> Iterator[str]:
    bare = _CYPHER_TEXT.sub(" ", text)
    labels = {*ontology().classes, *_LABELS}
    types = {*map(relationship_type, ontology().properties), *_TYPES}
    for name in _words(r"\(\s*\w*\s*:([\w\s:|&!]+)", bare):
        yield from _unknown("class", name, labels)
    for name in _words(r"\[\s*\w*\s*:([\w\s:|&!]+)", bare):
        yield from _unknown("relationship", name, types)


def _words(pattern: str, text: str) -> Iterable[str]:
    return (word for group in re.findall(pattern, text) for word in re.findall(r"\w+", group))


def _unknown(what: str, name: str, known: Collection[str]) -> Iterator[str]:
    if name not in known:
        yield unknown(what, name, sorted(known))
