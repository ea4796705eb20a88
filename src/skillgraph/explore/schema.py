"""What a page's data holds: columns of numbers that index lists of rows.

Two parts: `Picture` is what the first view needs, `Details` the rest, which a page reads after it has drawn. The page's
script has its types from here, by `python explorer/schema.py`.
"""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple, get_args

import msgspec
from msgspec import Meta

from skillgraph.documents.source import BlockKind
from skillgraph.model.records import Basis, Bound, DocumentKind, Modality

#: The codes that columns give by their position here.
MODALITIES: tuple[Modality, ...] = get_args(Modality)
#: What came of a reviewer's look at what is said: its status, or that it is said and yet wrong.
Standing = Literal["reviewed", "annotated", "accepted", "extracted", "rejected", "deprecated"]
STATUSES: tuple[Standing, ...] = get_args(Standing)
BASES: tuple[Basis, ...] = get_args(Basis)
BLOCKS: tuple[BlockKind, ...] = get_args(BlockKind)
#: The object of a statement whose object is text.
TEXT = -1


class Label(NamedTuple):
    """A name of the vocabulary, and what people call it."""

    name: str
    zh: str
    en: str


class ClassRow(NamedTuple):
    """A class or group with its colour and the class above it; -1 where there is none."""

    name: str
    zh: str
    en: str
    colour: str
    parent: int


class RelationRow(NamedTuple):
    """A relation; `symmetric` is 1 where its direction means nothing."""

    name: str
    zh: str
    en: str
    symmetric: int


class SourceRow(NamedTuple):
    """A report or reference table; who issued it, when, where it was found, its licence: as far as known."""

    id: str
    title: str
    title_en: str
    kind: DocumentKind
    publisher: str
    issued: str
    url: str
    license: str


class ModalityRow(NamedTuple):
    """A modality with its label."""

    name: Modality
    zh: str
    en: str


class StatusRow(NamedTuple):
    """A review status, or that something is deprecated, with its label."""

    name: Standing
    zh: str


class TimeRow(NamedTuple):
    """A time as a report says it, the dates that it means, and the end if it is another statement that tells it."""

    text: str
    start: str
    end: str
    over: str


class Names(NamedTuple):
    """The names of something in both languages."""

    zh: str
    en: str


class ScaleRow(NamedTuple):
    """A unit or indicator."""

    id: str
    zh: str
    en: str


class QualifierRow(NamedTuple):
    """A qualifier: a number into the names of qualifiers, and text or a thing's number."""

    name: int
    value: str | int


class _Columns(msgspec.Struct, rename="camel"):
    """Columns, each a list."""


class Facts(_Columns):
    """Statements, whether facts or not."""

    subject: list[int]
    object: list[int]
    relation: list[int]
    modality: list[int]
    status: list[int]
    source: list[int]
    time: list[int]


class LegendRow(NamedTuple):
    """A broad class or a group, and the colour of its things."""

    zh: str
    en: str
    colour: str


class ViewRow(NamedTuple):
    """A view with its title and a line about it; `address` is what its address has after the #, `answers` how many."""

    key: str
    zh: str
    en: str
    caption_zh: str
    caption_en: str
    address: str
    answers: int


class Overview(_Columns):
    """The central things, in the order of their weight, and where each stands; none where the page is small."""

    things: list[int]
    x: list[int]
    y: list[int]


class Picture(_Columns):
    """What the first view needs: things with their places, and statements."""

    titles: Names
    names: list[str]
    class_set: list[int]
    city_set: list[int]
    x: list[int]
    y: list[int]
    overview: Overview
    legend: list[LegendRow]
    sentence: Names
    views: list[ViewRow]
    class_sets: list[tuple[int, ...]]
    city_sets: list[tuple[int, ...]]
    cities: list[int]
    classes: list[ClassRow]
    relations: list[RelationRow]
    sources: list[SourceRow]
    modalities: list[ModalityRow]
    statuses: list[StatusRow]
    facts: Facts
    figures: Annotated[int, Meta(description="How many the first view shows: those that are facts.")]
    times: list[TimeRow]
    marked: Annotated[
        list[int] | msgspec.UnsetType, Meta(description="What the writer of the page wants to stand out.")
    ] = msgspec.UNSET
    weights: Annotated[
        list[float] | msgspec.UnsetType,
        Meta(description="What the size of each thing stands for, where it is not the number of its facts."),
    ] = msgspec.UNSET


class Things(_Columns):
    """The names of the things of the picture; those in `dict`s only where there are any, by the thing's number."""

    id: list[str]
    en: list[str]
    aliases: dict[str, list[str]]
    of: Annotated[dict[str, Names], Meta(description="What a kind or an envisaged thing would be.")]
    formerly: Annotated[dict[str, list[str]], Meta(description="Ids that lead to it since it was judged the same.")]
    mentions: list[int]


class FactDetails(_Columns):
    """More of the statements of the picture; `text` has only those whose object is text."""

    id: list[str]
    text: list[str]
    basis: list[int]
    qualifiers: list[int]
    evidence: list[int]
    against: Annotated[
        dict[str, list[int]],
        Meta(description="By the number of one that another contradicts, the numbers of those others."),
    ]


class Figures(_Columns):
    """Figures; decimals are text, so that no digit is lost."""

    id: list[str]
    subject: list[int]
    indicator: list[int]
    unit: list[int]
    value: list[str]
    max: list[str]
    bound: list[Bound]
    about: list[int | Literal[""]]
    part_of: list[int]
    modality: list[int]
    status: list[int]
    source: list[int]
    time: list[int]
    qualifiers: list[int]
    evidence: list[int]
    against: Annotated[
        dict[str, list[int]],
        Meta(description="By the number of one that another contradicts, the numbers of those others."),
    ]


class ComparedRow(NamedTuple):
    """Figures of one indicator that several things of one class report; `reasons` says why they can't be compared, and
    nothing where they can."""

    indicator: int
    kind: int
    figures: list[int]
    reasons: Names


class Compared(_Columns):
    """Which figures compare. What stands in neither `rows` nor `single` measures nothing: plans, norms, ranks."""

    kinds: Annotated[list[Label], Meta(description="The classes whose things are compared with each other.")]
    rows: list[ComparedRow]
    single: Annotated[list[int], Meta(description="The figures that one thing alone reports.")]
    definition: Annotated[list[int], Meta(description="For each figure, a number that those of its definition share.")]
    base: Annotated[dict[str, int], Meta(description="By a unit's number, the unit in which its values compare.")]
    per: Annotated[dict[str, Names], Meta(description="By a figure's number, what it is per: 年, year.")]


class Spans(_Columns):
    """Where passages stand, in code points; a section is a number into the sections' headings, or -1."""

    document: list[int]
    start: list[int]
    length: list[int]
    section: list[int]


class PlaceMap(_Columns):
    """Where places are: twentieths of a degree eastward and northward. `land` is rings: a point, then steps from it."""

    things: list[int]
    x: list[int]
    y: list[int]
    land: list[list[int]]
    address: Annotated[list[int], Meta(description="The relations that say where something is.")]
    unknown: Annotated[list[int], Meta(description="The places of which it is not known where they are.")]


class CellRow(NamedTuple):
    """Where a cell stands: the number of its table, its row and its column."""

    table: int
    row: int
    column: int


class CopyRow(NamedTuple):
    """How a reader's own copy of a report is told: its file's name, the checksum and length of its text."""

    file: str
    sha256: str
    characters: int


class ReportText(_Columns):
    """The text of a report, what it consists of and where its sentences stand, in code points.

    A block's kind is one of `BLOCKS`, its level that of a heading.
    """

    text: str
    kind: list[int]
    start: list[int]
    end: list[int]
    level: list[int]
    cells: Annotated[dict[str, CellRow], Meta(description="By the number of a block that is a cell.")]
    sentence_start: list[int]
    sentence_end: list[int]


class Details(_Columns, kw_only=True):
    """What the page reads after its first view; a thing's number below 0 is -1 minus its place in `others`."""

    things: Things
    facts: FactDetails
    figures: Figures
    compared: Compared
    qualifiers: list[tuple[QualifierRow, ...]]
    qualifier_names: list[Label]
    others: list[Names]
    scales: list[ScaleRow]
    evidence: list[tuple[int, ...]]
    spans: Spans
    sections: list[Names]
    copies: Annotated[list[CopyRow], Meta(description="Of the reports, by their numbers.")]
    texts: Annotated[dict[str, ReportText], Meta(description="By the numbers of the reports that are carried.")]
    placing: Annotated[
        list[int],
        Meta(description="The relations that say where a place lies: they tie no two things."),
    ]
    readings: dict[str, str]
    words: Annotated[
        dict[str, str], Meta(description="By classes and relations, what else people call them, parted by bars.")
    ]
    traditional: Annotated[
        str, Meta(description="Traditional characters, each followed by the one that a search takes it for.")
    ]
    map: PlaceMap | msgspec.UnsetType = msgspec.UNSET
