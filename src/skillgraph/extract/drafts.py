"""A loader's tables from an extraction: proposals for a person to review, next to what was decided before."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from skillgraph.documents.source import SourceText
from skillgraph.extract.drafting import Draft, Drafter
from skillgraph.extract.mentions import GOVERNMENTS
from skillgraph.extract.protocol import Extractor, held_to_the_rules
from skillgraph.extract.records import Extraction, Span
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.naming import is_source_id
from skillgraph.tables.asking import Language
from skillgraph.tables.loader import read_source
from skillgraph.tables.opening import default_loaders
from skillgraph.tables.quotations import resolve_quotations
from skillgraph.tables.review_sheet import take_decisions
from skillgraph.tables.scripted import SCRIPT
from skillgraph.tables.skeleton import source_toml
from skillgraph.writing.files import write_whole

_DATE = re.compile(r"(20[0-9]{2})(?:年([0-9]{1,2})月(?:([0-9]{1,2})日)?|[-./]([0-9]{1,2})[-./]([0-9]{1,2}))(?![0-9])")
_SENTENCE = re.compile("[。！？；，]|(?<=[\u4e00-\u9fff)])[,;]")
#: Characters at the head and the foot of a document where its issuer and date may stand.
_HEAD, _FOOT = 600, 200


def write_draft(
    source: SourceText,
    extractor: Extractor,
    folder: Path,
    known: Iterable[Path] | None = None,
    accept: float | None = None,
    *,
    language: Language = "en",
    answered: Collection[Span] = (),
) -> Draft:
    """Writes or renews a loader's folder.

    Decisions in its review sheet are written into the tables first, and offsets in place of passages that a person
    gave as quotations. Rows that are there stay as they are, whatever
    their status, so that no decision of a person is lost; what a person doesn't want is marked `rejected`, not
    deleted. The passages stand in review.csv alone, which git ignores.

    Args:
        source: the document.
        extractor: what finds names, relations and figures in it.
        folder: of the loader; its name is the loader's id.
        known: folders of loaders and built graphs whose entities to link to; by default the loaders that come with
            skillgraph.
        accept: the score, 0 to 1, from which on a proposal is taken unread, with the status `accepted`.
        language: of the sheet's parts and questions; they are read back in either.
        answered: passages that gave no row, and of which people said elsewhere that they need none.

    Raises:
        UsageError: the folder's name can't be an id, or it can't be written.
        DataError: the folder holds the tables of another document, tables with mistakes, or a loader.py.
    """
    if not is_source_id(folder.resolve().name):
        raise UsageError(f"{folder}: a loader is called by lower-case letters, digits and hyphens, as my-report-2024")
    if (folder / SCRIPT).exists():
        raise DataError(f"{folder}: has a {SCRIPT}, which gives its rows; choose another folder for a draft")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        found = held_to_the_rules(extractor.extract(source), source)
        _write_source(source, found, folder)
        take_decisions(folder)
        resolve_quotations(folder, source.text)
        places = default_loaders() if known is None else list(known)
        drafter = Drafter(source, folder, places, accept, language, answered)
        return drafter.draft(found, extractor)
    except OSError as error:
        raise UsageError(f"{folder}: can't be written: {error.strerror}") from None


def _write_source(source: SourceText, found: Extraction, folder: Path) -> None:
    path = folder / "source.toml"
    if path.exists():
        if read_source(folder).sha256 != source.text_sha256:
            raise DataError(f"{path}: the tables are of another document (or another version); choose another folder")
        return
    lines = list(_heads(source.text))
    dates = (_DATE.search(source.text, *line) for line in lines)
    issued = next(("-".join(part.zfill(2) for part in date.groups() if part) for date in dates if date), "")
    bodies = (e for e in found.entities if e.type in GOVERNMENTS)
    publisher = next((e.name for e in bodies if any(a <= m[0] < b for m in e.mentions for a, b in lines)), "")
    values = source_toml(folder.resolve().name, source, found.document.title, publisher, issued)
    write_whole(path, values.encode())


def _heads(text: str) -> Iterator[Span]:
    """The lines at both ends of a document that are no sentences: only there is it said who issued it, and when."""
    end = 0
    for line in text.splitlines(keepends=True):
        start, end = end, end + len(line)
        if (end <= _HEAD or start >= len(text) - _FOOT) and not _SENTENCE.search(line):
            yield start, end
