"""What the rules read in short texts of our own."""

from __future__ import annotations

from skillgraph.documents import read_bytes
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.extract.records import Extraction

Fact = tuple[str, str, str, str]


def read(text: str, media_type: str = "text/plain") -> Extraction:
    """All that is found in a text."""
    return RuleExtractor().extract(read_bytes(text.encode(), "text", media_type))


def stated(text: str) -> set[Fact]:
    """Subject, predicate, object and modality of what a text states."""
    found = read(text)
    names = {e.id: e.name for e in found.entities}
    return {
        (names[r.subject], r.predicate, names[r.object], r.modality) for r in found.relations if r.basis == "stated"
    }
