"""Trusty URIs of RDF: an IRI that holds the checksum of what it names, so that nobody can change that unseen.

Module RA of https://trustyuri.net/spec/v1.0/, for quads without blank nodes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

import pyoxigraph as ox

from skillgraph.model.ontology import XSD, Term

#: What stands for the checksum in the IRIs of quads whose checksum is not known yet.
UNKNOWN = "RA" + 43 * "0"


def artifact_code(quads: Iterable[ox.Quad]) -> str:
    """The checksum of quads in whose own IRIs `UNKNOWN` stands for it.

    Example:
        >>> node = ox.NamedNode(f"http://example.org/{UNKNOWN}")
        >>> artifact_code([ox.Quad(node, node, ox.Literal("a"), node)])[:6]
        'RAymH1'
    """
    rows = sorted({(_iri(q.graph_name), _iri(q.subject), _iri(q.predicate), _object(q.object)) for q in quads})
    text = "".join(f"{graph}\n{subject}\n{predicate}\n{_last(*thing)}\n" for graph, subject, predicate, thing in rows)
    return "RA" + base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def _iri(node: object) -> str:
    assert isinstance(node, ox.NamedNode)
    return node.value.replace(UNKNOWN, " ")


def _object(thing: Term) -> tuple[bool, str, str, str]:
    """By what objects are sorted: IRIs first; then literals by value, datatype and language."""
    if isinstance(thing, ox.Literal):
        return True, thing.value, "" if thing.language else thing.datatype.value, thing.language or ""
    return False, _iri(thing), "", ""


def _last(is_literal: bool, value: str, datatype: str, language: str) -> str:
    if not is_literal:
        return value
    text = value.replace("\\", "\\\\").replace("\n", "\\n")
    return f"@{language.lower()} {text}" if language else f"^{datatype or XSD + 'string'} {text}"
