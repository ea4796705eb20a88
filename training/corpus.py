"""The annotated texts as extraction reads them: documents with the mentions that people marked, by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from skillgraph.documents import read_document
from skillgraph.extract.doc import Doc, read_doc
from skillgraph.review.annotated import AnnotatedText, Thing, read_corpus


class Marked(msgspec.Struct, frozen=True):
    """A mention that a person marked: [start, end) of a sentence. `kind` is name, nested, ref or kind."""

    sentence: int
    start: int
    end: int
    thing: Thing
    kind: str


class Annotated(msgspec.Struct, frozen=True):
    """A document with what people marked in it, in the order of the text."""

    text: AnnotatedText
    doc: Doc
    marked: tuple[Marked, ...]


def annotated(folder: Path) -> list[Annotated]:
    """The annotated texts of a folder, in the order of their names."""
    return [_read(text) for text in read_corpus(folder)]


def _read(text: AnnotatedText) -> Annotated:
    assert text.file is not None
    doc = read_doc(read_document(text.file))
    marked = sorted(_marked(text, doc), key=lambda m: (m.sentence, m.start, -m.end, m.thing.id))
    return Annotated(text, doc, tuple(marked))


def _marked(text: AnnotatedText, doc: Doc) -> Iterator[Marked]:
    things = {thing.id: thing for thing in text.things}
    found = [(m.start, m.end, things[m.thing], _kind(m.form, things[m.thing])) for m in text.mentions()]
    found += [(*span, thing, "nested") for thing in text.things for span in thing.nested]
    for start, end, thing, kind in found:
        if (at := doc.located((start, end))) is not None:
            yield Marked(at[0].index, at[1], at[2], thing, kind)


def _kind(form: str, thing: Thing) -> str:
    return "ref" if form == "reference" else "name" if thing.named else "kind"
