"""The five records that everything else is made of: document, entity, section, statement, observation.

A loader's tables are read into these records, and every projection (RDF, property graph, pages) is made from them.
Offsets count Unicode code points of the document's text, newlines as they stand, end exclusive.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from decimal import Decimal
from functools import reduce
from typing import Literal

import msgspec

from skillgraph.model import terms

Modality = Literal["actual", "planned", "exploratory", "rule", "supported", "negated"]
Basis = Literal["stated", "name", "section"]
Status = Literal["extracted", "reviewed", "accepted", "annotated", "rejected"]
Bound = Literal["exact", "moreThan", "lessThan", "atLeast", "upTo", "approximately"]
Existence = Literal["individual", "kind", "envisaged"]
Rank = Literal["normal", "preferred", "deprecated"]
NumberKind = Literal["measure", "rank", "edition", "threshold", "name"]
DocumentKind = Literal["report", "reference"]

#: From what a person looked at closest to what nobody wants.
BY_REVIEW: tuple[Status, ...] = ("reviewed", "annotated", "accepted", "extracted", "rejected")
#: What says that a row is taken for true, whoever decided so: it is in the graph, and others may build on it.
TAKEN = frozenset(BY_REVIEW[:3])


class Evidence(msgspec.Struct, frozen=True, gc=False, order=True):
    """A passage of a document, stand-off: where it stands, by which they sort, and a checksum; never its words.

    Example:
        >>> Evidence.of("four-cities", "在青岛", 1, 3)
        Evidence(document='four-cities', start=1, end=3, checksum='6e12544f')
    """

    document: str
    start: int
    end: int
    checksum: str

    @classmethod
    def of(cls, document: str, text: str, start: int, end: int) -> Evidence:
        """The evidence for `text[start:end]`."""
        return cls(document, start, end, passage_checksum(text[start:end]))


def passage_checksum(passage: str) -> str:
    """The first eight hexadecimal digits of the SHA-256 of a passage in UTF-8.

    Example:
        >>> passage_checksum("青岛")
        '6e12544f'
    """
    return hashlib.sha256(passage.encode("utf-8", "surrogatepass")).hexdigest()[:8]


class Document(msgspec.Struct, frozen=True, gc=False, tag_field="record", tag="document"):
    """A report, or a reference table that stands in for one (`kind` says which).

    `url` is where the text was found; whoever put it there may have moved it since.
    `sha256` and `characters` are those of the report's text; `tables_sha256` is that of the tables that were built, so
    that two graphs can be told to hold the same version of a source.
    """

    id: str
    title: str
    title_en: str
    kind: DocumentKind = "report"
    publisher: str = ""
    issued: str = ""
    language: str = "zh"
    license: str = ""
    media_type: str = ""
    file: str = ""
    sha256: str = ""
    characters: int | None = None
    tables_sha256: str = ""
    url: str = ""


class Entity(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, tag_field="record", tag="entity"):
    """Anything with a name.

    `existence` keeps three things apart that share a class: an `individual`, a `kind` (the report speaks of
    schools in general) and an `envisaged` thing (the report only plans or explores it). `derived` holds the classes
    that a rule gives it; tables never do. `other_names` are pairs of a language (a BCP 47 tag in lower case, neither
    `zh` nor `en`) and a name. `merged_from` are the ids that it had before a person judged that they are one thing.
    Where several sources describe it, `parts` holds what each of them says, and the other fields what they say
    together.
    """

    id: str
    source: str
    classes: tuple[str, ...]
    name: str
    name_en: str = ""
    existence: Existence = "individual"
    aliases: tuple[str, ...] = ()
    aliases_en: tuple[str, ...] = ()
    other_names: tuple[tuple[str, str], ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    status: Status = "reviewed"
    mentions: tuple[Evidence, ...] = ()
    said_in: tuple[str, ...] = ()
    merged_from: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    parts: tuple[Entity, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """All forms of the name, in whatever language, each once.

        Example:
            >>> Entity("qingdao", "r", ("City",), "青岛市", "Qingdao", aliases=("青岛",)).forms
            ('青岛市', '青岛', 'Qingdao')
        """
        others = (name for _, name in self.other_names)
        forms = (self.name, *self.aliases, self.name_en, *self.aliases_en, *others)
        return tuple(dict.fromkeys(filter(None, forms)))

    @property
    def descriptions(self) -> tuple[Entity, ...]:
        """What each source says of it, a source each."""
        return self.parts or (self,)

    def also_called(self, names: Iterable[str]) -> Entity:
        """The same thing with further aliases.

        Example:
            >>> Entity("a", "r", ("School",), "甲学院", aliases=("甲院",)).also_called(["甲学校", "甲院"]).aliases
            ('甲院', '甲学校')
        """
        new = dict.fromkeys(name for name in names if name not in (self.name, *self.aliases))
        return msgspec.structs.replace(self, aliases=(*self.aliases, *new)) if new else self

    def merged(self, other: Entity) -> Entity:
        """The same thing with what another source adds: names, identifiers and mentions, each once.

        Example:
            >>> a = Entity("laos", "countries", ("Country",), "老挝")
            >>> a.merged(Entity("laos", "report", ("Country",), "老挝", aliases=("寮国",))).aliases
            ('寮国',)
        """
        both = {
            field: tuple(dict.fromkeys((*getattr(self, field), *getattr(other, field))))
            for field in ("aliases", "aliases_en", "other_names", "identifiers", "mentions", "said_in", "merged_from")
        }
        parts = tuple(msgspec.structs.replace(part, derived=()) for part in (*self.descriptions, *other.descriptions))
        return msgspec.structs.replace(self, name_en=self.name_en or other.name_en, parts=parts, **both)

    @classmethod
    def of_parts(cls, parts: Iterable[Entity], reports: Collection[str], derived: Iterable[str] = ()) -> Entity:
        """The thing of which each part is what a source says; what reference tables say comes before reports.

        Args:
            parts: at least one.
            reports: the sources that are reports.
            derived: the classes that a rule gives it.
        """
        first, *more = sorted(parts, key=lambda part: (part.source in reports, part.source))
        return msgspec.structs.replace(reduce(cls.merged, more, first), derived=tuple(derived))


class Section(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, tag_field="record", tag="section"):
    """A section of a document: its heading, its depth, its passage, whom or what it is about, who signed it.

    What a document says is `said_in` the innermost section that holds the passage; tables never say which.
    """

    id: str
    source: str
    heading: str
    heading_en: str = ""
    level: int = 1
    about: str = ""
    signed_by: str = ""
    span: Evidence | None = None


class Statement(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, tag_field="record", tag="statement"):
    """Subject, predicate and object (an entity's id) or text, as one document states it.

    `time` is as the document writes it; `start` and `end` are `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, empty when open.
    `restates` is the statement, of this document or another, that said the same before. `rank` is a reviewer's word on
    what sources say differently, as in Wikibase.
    """

    id: str
    source: str
    subject: str
    predicate: str
    object: str = ""
    text: str = ""
    modality: Modality = "actual"
    basis: Basis = "stated"
    status: Status = "reviewed"
    time: str = ""
    start: str = ""
    end: str = ""
    qualifiers: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    said_in: str = ""
    restates: str = ""
    rank: Rank = "normal"

    @property
    def class_name(self) -> str:
        """`Fact`, or `Statement` for what is not (yet) so, or was stated before.

        Example:
            >>> Statement("r/1", "r", "qingdao", "partnersWith", "haier", modality="planned").class_name
            'Statement'
        """
        return terms.FACT if self.is_fact else terms.STATEMENT

    @property
    def is_fact(self) -> bool:
        """Whether it may stand as a direct triple or relationship.

        It is actual, and it stands.
        """
        return self.modality == "actual" and self.stands

    @property
    def stands(self) -> bool:
        """Whether it counts, whatever its modality.

        It was not told before, and a reviewer neither rejected it (the document doesn't say so) nor ranked it as
        deprecated (the document says so, and it is wrong).
        """
        return self.status != "rejected" and self.rank != "deprecated" and not self.restates


class Observation(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, tag_field="record", tag="observation"):
    """A figure: exact decimal in base units (4.91万 is 49100), with its bound (近万 is lessThan 10000).

    `kind` tells numbers that measure from those that are a rank, an edition, a threshold or part of a name. `restates`
    is the figure, of this document or another, that said the same before. `rank` is as of a statement.
    """

    id: str
    source: str
    subject: str
    indicator: str
    unit: str
    value: Decimal | None = None
    value_max: Decimal | None = None
    about: str = ""
    bound: Bound = "exact"
    part_of: str = ""
    modality: Modality = "actual"
    status: Status = "reviewed"
    time: str = ""
    start: str = ""
    end: str = ""
    qualifiers: tuple[tuple[str, str], ...] = ()
    figure: Evidence | None = None
    evidence: tuple[Evidence, ...] = ()
    said_in: str = ""
    restates: str = ""
    kind: NumberKind = "measure"
    rank: Rank = "normal"

    @property
    def class_name(self) -> str:
        """`Observation` for a fact that a sum may count, otherwise what it is instead.

        `Norm` for a rule, `Projection` for what is not (yet) so, `NominalNumber` for what measures nothing,
        `Restatement` for what was told before, `Figure` alone for what is deprecated.

        Example:
            >>> Observation("a/1", "a", "jinan", "ind-contest-items", "unit-xiang", modality="planned").class_name
            'Projection'
        """
        if self.rank == "deprecated":
            return terms.FIGURE
        if self.modality == "rule":
            return terms.NORM
        if not self.is_fact:
            return terms.PROJECTION
        if self.kind != "measure":
            return terms.NOMINAL
        return terms.RESTATEMENT if self.restates else terms.OBSERVATION

    @property
    def is_fact(self) -> bool:
        """Whether it is a fact: actual, and neither rejected by a reviewer nor deprecated."""
        return self.modality == "actual" and self.status != "rejected" and self.rank != "deprecated"

    @property
    def stands(self) -> bool:
        """Whether it counts, whatever its modality: not rejected, not deprecated, not told before."""
        return self.status != "rejected" and self.rank != "deprecated" and not self.restates


Record = Document | Entity | Section | Statement | Observation


def plain_decimal(value: Decimal) -> str:
    """A decimal without exponent, point-zero or loss, the one spelling that RDF, Cypher and CSV share.

    Example:
        >>> plain_decimal(Decimal("4.910E4")), plain_decimal(Decimal("24.70")), plain_decimal(Decimal("-0"))
        ('49100', '24.7', '0')
    """
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
