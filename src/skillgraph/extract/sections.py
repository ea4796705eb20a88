"""The sections of a draft: what stands under each heading of the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from skillgraph.documents.source import SourceText
from skillgraph.language.passages import fold
from skillgraph.mapping.fields import SECTION
from skillgraph.model.records import TAKEN, Entity, Evidence, Observation, Section, Statement
from skillgraph.tables.loader import rewrite, row_of


def write_sections(folder: Path, source: SourceText, id: str, rows: Iterable[Entity | Statement | Observation]) -> None:
    """Writes a draft's table of sections, once: what people made of it stays.

    Args:
        folder: of the loader.
        source: the document.
        id: of the document.
        rows: of the draft; headings that name what nobody doubts are about it.

    Raises:
        UsageError: the table can't be written.
    """
    if (folder / SECTION.file).exists():
        return
    sure = (row for row in rows if isinstance(row, Entity) and row.status in TAKEN)
    about = {name: entity.id for entity in sure for name in (entity.name, *entity.aliases)}
    found = list(sections(source, id, about))
    if found:
        rewrite(folder, SECTION.file, map(row_of, found))


def sections(source: SourceText, id: str, about: Mapping[str, str]) -> Iterator[Section]:
    """The sections of a document, as its headings say: from a heading to the next that is not below it.

    Args:
        source: the document.
        id: of the document, which the sections' ids begin with.
        about: the ids of things by their names; a section whose heading is just such a name is about that thing. Whom
            other headings are about, and who signed what, is left to people.

    Example:
        >>> from skillgraph.documents.plain import read
        >>> text = read("一、概况\\n甲。\\n二、成效\\n乙。\\n".encode(), "a.txt")
        >>> [(s.heading, s.span.start, s.span.end) for s in sections(text, "a", {}) if s.span]
        [('一、概况', 0, 7), ('二、成效', 8, 15)]
    """
    headings = [block for block in source.blocks if block.kind == "heading"]
    for number, block in enumerate(headings):
        raw = source.text[block.start : block.end]
        # The passage begins with the heading itself, behind the marks of Markdown.
        start = block.start + len(raw) - len(raw.lstrip("# \t"))
        below = (b.start for b in headings[number + 1 :] if b.level <= block.level)
        end = start + len(source.text[start : next(below, len(source.text))].rstrip())
        heading = " ".join(source.text[start : block.end].rstrip("# \t").split())
        if heading:
            yield Section(
                f"{id}/h-{number + 1}", id, heading, level=max(block.level, 1), about=about.get(fold(heading), ""),
                span=Evidence.of(id, source.text, start, end),
            )  # fmt: skip
