"""The annotated texts: named mentions, words that refer to them, and kinds, where they stand."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec

from skillgraph.documents import read_document
from skillgraph.extract.doc import Doc, read_doc


class Labelled(msgspec.Struct, frozen=True):
    """A mention that a person marked, [start, end) in the document. `kind` is name, nested, ref or kind."""

    start: int
    end: int
    entity: str
    types: tuple[str, ...]
    kind: str


class Annotated(msgspec.Struct, frozen=True):
    """A document with what people marked in it."""

    name: str
    doc: Doc
    mentions: tuple[Labelled, ...]
    entities: dict[str, tuple[str, ...]]


def annotated(folder: Path) -> list[Annotated]:
    """The annotated texts of a folder, in the order of their names."""
    return [_read(path) for path in sorted(folder.glob("*.toml"))]


def _read(path: Path) -> Annotated:
    text_file = next(p for p in sorted(path.parent.glob(path.stem + ".*")) if p.suffix != ".toml")
    rows = tomllib.loads(path.read_text("utf-8"))
    doc = read_doc(read_document(text_file))
    text = doc.source.text
    entities = {}
    hits: list[Labelled] = []
    refers: list[Labelled] = []
    for row in rows["entities"]:
        name, type_, forms, words = (*row, "", "")[:4]
        types = entities[name] = tuple(type_.split("/"))
        for form in dict.fromkeys((name, *(forms.split("|") if forms else ()))):
            hits += [Labelled(s, e, name, types, "name") for s, e in _all(text, form)]
        for word in words.split("|") if words else ():
            refers += [Labelled(s, e, name, types, "ref") for s, e in _all(text, word)]
    for kind in rows.get("kinds", ()):
        hits += [Labelled(s, e, kind, (), "kind") for s, e in _all(text, kind)]
    taken: list[Labelled] = []
    nested: list[Labelled] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start)):
        over = [t for t in taken if hit.start < t.end and t.start < hit.end]
        if not over:
            taken.append(hit)
        elif any(t.start <= hit.start and hit.end <= t.end for t in over):
            nested.append(msgspec.structs.replace(hit, kind="nested"))
    free = [r for r in refers if not any(r.start < t.end and t.start < r.end for t in taken)]
    mentions = sorted((*taken, *nested, *free), key=lambda m: (m.start, -m.end))
    return Annotated(path.stem, doc, tuple(mentions), entities)


def _all(text: str, form: str) -> list[tuple[int, int]]:
    """Occurrences of a form; a Latin one only as a word of its own."""
    pattern = re.escape(form)
    if form[:1].isascii() and form[:1].isalnum():
        pattern = r"(?<![A-Za-z0-9])" + pattern
    if form[-1:].isascii() and form[-1:].isalnum():
        pattern += r"(?![A-Za-z0-9])"
    return [m.span() for m in re.finditer(pattern, text)]
