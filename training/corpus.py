"""The annotated texts as extraction reads them: documents with the mentions that people marked."""

from __future__ import annotations

from pathlib import Path

import msgspec

from skillgraph.extract.doc import Doc
from skillgraph.extract.learning.examples import right_names
from skillgraph.review.annotated import AnnotatedText, read_corpus


class Annotated(msgspec.Struct, frozen=True):
    """An annotation, and its document with the names that people marked."""

    text: AnnotatedText
    doc: Doc


def annotated(folder: Path) -> list[Annotated]:
    """The annotated texts of a folder, in the order of their names."""
    return [Annotated(text, right_names(text)) for text in read_corpus(folder)]
