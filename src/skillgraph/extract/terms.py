"""The term lists: what names end with, which bodies, places and fields are known, what verbs state.

The lists are tab-separated files in `terms/`; a researcher adds files of the same names in a folder of their own.
Countries and places come from the reference loaders.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path

import msgspec

from skillgraph.extract.groups import classes
from skillgraph.language.lexicon import Lexicon
from skillgraph.language.passages import fold
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.home import home
from skillgraph.model.terms import ENTERPRISE
from skillgraph.tables.opening import open_loader

FOLDER = Path(__file__).parent / "terms"
#: Files of known names, and the files of other lists.
KNOWN = ("organizations.tsv", "enterprises.tsv", "competitions.tsv", "honours.tsv", "regions.tsv", "fields.tsv")
#: What the words of words.tsv are told by.
ROLES = ("stop", "soft", "trim", "nofield", "title")
#: What marks words of kinds.tsv that stand before a kind.
DESCRIBES = "describes"
LISTS = (*KNOWN, "heads.tsv", "verbs.tsv", "counters.tsv", "countrypairs.tsv", "words.tsv", "kinds.tsv")


class Term(msgspec.Struct, frozen=True):
    """A known name: what the text may call it, its full name and class, and its id where a reference table has it."""

    form: str
    name: str
    type: str
    id: str = ""


class Head(msgspec.Struct, frozen=True):
    """What a name ends with; `need` is name, created, proper, quoted or class (terms/heads.tsv says what they mean)."""

    form: str
    type: str
    need: str


class Terms(msgspec.Struct, frozen=True, dict=True):
    """All lists, read once."""

    known: Lexicon
    heads: Lexicon
    verbs: Lexicon
    counters: dict[str, str]
    pairs: dict[str, Term]
    words: dict[str, frozenset[str]]
    kinds: Lexicon
    describing: frozenset[str]

    @cached_property
    def roles(self) -> dict[str, int]:
        """The number of the first role that a word of `words` has."""
        numbers = [(word, n) for n, words in enumerate(self.words.values(), 1) for word in words]
        return dict(reversed(numbers))


@cache
def load_terms(*extra: Path) -> Terms:
    """The lists that come with skillgraph and those of some folders.

    Args:
        extra: folders with files of the same names, whose lines are added or, for a form listed before, win.

    Raises:
        UsageError: a folder is not there or holds none of the files.
        DataError: a line has too few columns; the message names file and line.

    Example:
        >>> load_terms().counters["万人次"]
        '人次'
    """
    for folder in extra:
        if not any((folder / name).is_file() for name in LISTS):
            raise UsageError(f"{folder}: no term lists there; files are called {', '.join(LISTS)}")
    folders = [FOLDER, *extra]
    rows = {name: [row for folder in folders for row in _rows(folder / name)] for name in LISTS}
    known: dict[str, object] = {}
    countries = {}
    for term in _places():
        known[term.form] = term
        if term.type in classes("countries"):
            countries[term.name] = term
    for name in KNOWN:
        for names, type_, *_ in rows[name]:
            forms = [fold(form) for form in names.split("|")]
            known.update((form, Term(form, forms[0], type_)) for form in forms)
    return Terms(
        known=Lexicon(known),
        heads=Lexicon({form: Head(form, type_, need) for form, type_, need in rows["heads.tsv"]}),
        verbs=Lexicon({form: predicate for form, predicate, *_ in rows["verbs.tsv"]}),
        counters={form: unit[0] if unit and unit[0] else form for form, *unit in rows["counters.tsv"]},
        words={role: frozenset(w for w, r, *_ in rows["words.tsv"] if r == role) for role in ROLES},
        kinds=Lexicon({form: form for form, *more in rows["kinds.tsv"] if more != [DESCRIBES]}),
        describing=frozenset(form for form, *more in rows["kinds.tsv"] if more == [DESCRIBES]),
        pairs={sign: countries[name] for sign, name, *_ in rows["countrypairs.tsv"] if name in countries},
    )


def mark_of(*folders: Path) -> str:
    """What tells the lists of some folders from others, in few characters; nothing for no folders."""
    if not folders:
        return ""
    files = [folder / name for folder in folders for name in LISTS if (folder / name).is_file()]
    sums = (hashlib.sha256(file.read_bytes()).digest() for file in files)
    return hashlib.sha256(b"".join((*(file.name.encode() for file in files), *sums))).hexdigest()[:8]


_COLUMNS = {"kinds.tsv": 1, "heads.tsv": 3, "verbs.tsv": 2, "counters.tsv": 1, "countrypairs.tsv": 2}


def _rows(path: Path) -> Iterator[list[str]]:
    if not path.is_file():
        return
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8 (byte {error.start})") from None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        wanted = _COLUMNS.get(path.name, 2)
        if path.name == "enterprises.tsv" and len(cells) == 1:
            cells.append(ENTERPRISE)
        if len([cell for cell in cells if cell]) < wanted:
            raise DataError(f"{path}, line {number}: {wanted} columns, separated by tabs, are needed")
        yield cells


#: A province, city or country is known by its short name too; a county only by its full one.
_SHORT = classes("short_named")


def _places() -> Iterator[Term]:
    for loader in ("places", "countries"):
        for _, place in open_loader(home() / "loaders" / loader).entities([]):
            forms = (place.name, *place.aliases) if place.classes[0] in _SHORT else (place.name,)
            for form in forms:
                if len(form) > 1:
                    yield Term(fold(form), fold(place.name), place.classes[0], place.id)
