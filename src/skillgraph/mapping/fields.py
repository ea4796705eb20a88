"""The fields of the records, a line each: what stands for it in RDF, in the property graph, in a table and in a page.

`rdf` and `propertygraph` write and read by walking these tables, `tables` reads and writes cells by them, and
docs/mapping.md is made from them. A field's kind, what its value is, says how each of them spells it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, Literal, TypeVar, get_origin, get_type_hints

import msgspec

from skillgraph.mapping.soundness import complaint
from skillgraph.model.errors import DataError
from skillgraph.model.records import Document, Entity, Observation, Record, Section, Statement

R = TypeVar("R", bound=Record)
T = TypeVar("T")

#: What a value is. `title` is text in the document's language, `path` text that is part of an address, `code` a value
#: of the scheme that has the field's name; `entity`, `figure`, `statement`, `document` and `section` are ids, `former`
#: an id that an entity once had; `tagged`, `coded` and `qualifier` are pairs of a language, a scheme or a qualifier
#: with a value; `class` is what types and labels say.
Kind = Literal[
    "id", "plain", "title", "zh", "en", "path", "count", "decimal", "date", "code", "entity", "former", "figure",
    "document", "section", "statement", "predicate", "span", "tagged", "coded", "qualifier", "class",
]  # fmt: skip
#: The kinds that the property graph has as relationships.
LINKS = ("entity", "figure", "statement")
_TEXTS = ("plain", "title", "zh", "en", "path", "date", "section")


class Field(msgspec.Struct, frozen=True):
    """A field of a record: its name, what its value is, and what stands for it.

    `rdf` is a predicate with its prefix; `*` is the name that the value brings along. `graph` is a property, or the one
    of the ontology whose relationship leads to an id. `column` is that of the loader's table, which may lack it if it
    is `optional`. `page` is the key in the data of a page. `many` and `needed` follow from the record: whether it holds
    several values, and whether it can't be without one.
    """

    name: str
    kind: Kind
    rdf: str = ""
    graph: str = ""
    column: str = ""
    page: str = ""
    optional: bool = False
    many: bool = False
    needed: bool = False

    @property
    def absent(self) -> dict[str, Any]:
        """What it means that a projection is silent: no code is left out, and no text is a row's default."""
        if self.kind == "code":
            return {self.name: None}
        return {self.name: ""} if self.kind in _TEXTS and not self.many else {}


class Table(Generic[R]):
    """The fields of a record in the order of its columns, and the orders in which the projections write them.

    Args:
        record: the class.
        folder: of its IRIs.
        file: of a loader.
        fields: of the record.
        facts: those that both profiles of RDF have, in order; others stand in `provenance` alone.
        own: those that `rdf` writes by a function of their own.
        first: those that stand first among the properties of the property graph, in order.
    """

    def __init__(
        self,
        record: type[R],
        folder: str,
        file: str,
        fields: tuple[Field, ...],
        facts: str,
        own: str = "",
        first: str = "",
    ) -> None:
        self.record, self.folder, self.file = record, folder, file
        self.types = get_type_hints(record)
        needed = {f.name for f in msgspec.structs.fields(record) if f.required}
        self.fields = tuple(
            msgspec.structs.replace(f, many=get_origin(self.types[f.name]) is tuple, needed=f.name in needed)
            for f in fields
        )
        by_name = {field.name: field for field in self.fields}
        begin = [by_name[name] for name in first.split()]
        ordered = (*begin, *(f for f in self.fields if f not in begin))
        self.facts = tuple(by_name[name] for name in facts.split())
        self.provenance = tuple(f for f in ordered if f.rdf and f not in self.facts and f.name not in own.split())
        self.properties = tuple(f for f in ordered if f.graph and f.kind not in ("id", *LINKS))
        self.links = tuple(f for f in self.fields if f.kind in LINKS)
        self.columns = {f.column: f for f in self.fields if f.column}


_MODALITY = Field("modality", "code", "sg:modality", "modality", "modality", "modality")
_SAID_IN = Field("said_in", "section", "sg:saidIn", "saidIn")
_CIRCUMSTANCES = (
    #     field          kind         RDF                   property graph   column         page
    Field("status",      "code",      "sg:status",          "status",        "status",      "status"),
    Field("rank",        "code",      "sg:rank",            "rank",          "rank",        "status",  optional=True),
    Field("source",      "document",  "sg:source",          "source",        "",            "source"),
    Field("time",        "zh",        "sg:timeText",        "time",          "time",        "time"),
    Field("start",       "date",      "sg:start",           "start",         "start",       "time"),
    Field("end",         "date",      "sg:end",             "end",           "end",         "time"),
    Field("qualifiers",  "qualifier", "sg:*",               "*",             "qualifiers",  "qualifiers"),
)  # fmt: skip
_EVIDENCE = Field("evidence", "span", "sg:evidence", "evidence", "evidence", "evidence")

DOCUMENT = Table(Document, "document", "source.toml", (
    #     field          kind         RDF                   property graph   line           page
    Field("id",          "id",        "dcterms:identifier", "id",            "id",          "sources"),
    Field("title",       "title",     "rdfs:label",         "title",         "title",       "sources"),
    Field("title_en",    "en",        "rdfs:label",         "titleEn",       "title_en",    "sources"),
    Field("kind",        "plain",     "dcterms:type",       "kind",          "kind",        "sources"),
    Field("publisher",   "plain",     "dcterms:publisher",  "publisher",     "publisher"),
    Field("issued",      "plain",     "dcterms:issued",     "issued",        "issued"),
    Field("language",    "plain",     "dcterms:language",   "language",      "language"),
    Field("license",     "plain",     "dcterms:license",    "license",       "license"),
    Field("media_type",  "plain",     "dcterms:format",     "mediaType",     "media_type"),
    Field("file",        "path",      "schema:contentUrl",  "file",          "file"),
    Field("sha256",      "plain",     "sg:sha256",          "sha256",        "sha256"),
    Field("characters",  "count",     "sg:characterCount",  "characters",    "characters"),
    Field("tables_sha256", "plain",   "sg:tablesSha256",    "tablesSha256"),
    Field("url",         "plain",     "schema:url",         "url",           "url"),
), facts="id kind title title_en publisher issued language license media_type file sha256 tables_sha256 characters url",
)  # fmt: skip

ENTITY = Table(Entity, "entity", "entities.csv", (
    #     field          kind         RDF                   property graph   column         page
    Field("id",          "id",        "",                   "id",            "id",          "id"),
    Field("classes",     "class",     "",                   "",              "class",       "classSet"),
    Field("existence",   "code",      "",                   "",              "existence",   "of"),
    Field("name",        "zh",        "rdfs:label",         "name",          "name",        "names"),
    Field("name_en",     "en",        "rdfs:label",         "nameEn",        "name_en",     "en"),
    Field("aliases",     "zh",        "skos:altLabel",      "aliases",       "aliases",     "aliases"),
    Field("aliases_en",  "en",        "skos:altLabel",      "aliasesEn",     "aliases_en",  "aliases"),
    Field("other_names", "tagged",    "skos:altLabel",      "otherNames",    "other_names", "aliases", optional=True),
    Field("identifiers", "coded",     "skos:notation",      "*",             "identifiers"),
    Field("merged_from", "former",    "sg:mergedFrom",      "mergedFrom",    "merged_from", "formerly", optional=True),
    Field("status",      "code",      "sg:status",          "status",        "status"),
    Field("source",      "document",  "sg:source"),
    Field("mentions",    "span",      "sg:mention",         "mentions",      "mentions",    "mentions"),
    _SAID_IN,
    Field("derived",     "class"),
    Field("parts",       "class"),
), facts="name name_en aliases aliases_en other_names identifiers merged_from")  # fmt: skip

SECTION = Table(Section, "section", "sections.csv", (
    #     field          kind         RDF                   property graph   column         page
    Field("id",          "id",        "",                   "id",            "id"),
    Field("source",      "document",  "sg:source",          "source"),
    Field("heading",     "zh",        "rdfs:label",         "heading",       "heading"),
    Field("heading_en",  "en",        "rdfs:label",         "headingEn",     "heading_en"),
    Field("level",       "count",     "sg:level",           "level",         "level"),
    Field("about",       "entity",    "sg:about",           "about",         "about"),
    Field("signed_by",   "entity",    "sg:signedBy",        "signedBy",      "signed_by"),
    Field("span",        "span",      "sg:sectionSpan",     "span",          "span"),
), facts="heading heading_en level about signed_by source")  # fmt: skip

STATEMENT = Table(Statement, "statement", "statements.csv", (
    #     field          kind         RDF                   property graph   column         page
    Field("id",          "id",        "",                   "id",            "id",          "id"),
    Field("subject",     "entity",    "rdf:subject",        "subject",       "subject",     "subject"),
    Field("predicate",   "predicate", "rdf:predicate",      "predicate",     "predicate",   "relation"),
    Field("object",      "entity",    "rdf:object",         "object",        "object",      "object"),
    Field("text",        "zh",        "rdf:object",         "text",          "text",        "text"),
    _MODALITY,
    Field("basis",       "code",      "sg:basis",           "basis",         "basis",       "basis"),
    *_CIRCUMSTANCES,
    _EVIDENCE,
    _SAID_IN,
    Field("restates",    "statement", "sg:restates",        "restates",      "restates",    optional=True),
), facts="basis modality source time start end qualifiers", own="subject predicate object text",
   first="predicate text source modality basis status time start end evidence")  # fmt: skip

OBSERVATION = Table(Observation, "figure", "observations.csv", (
    #     field          kind         RDF                   property graph   column         page
    Field("id",          "id",        "",                   "id",            "id",          "id"),
    Field("subject",     "entity",    "sg:subject",         "subject",       "subject",     "subject"),
    Field("indicator",   "entity",    "sg:indicator",       "indicator",     "indicator",   "indicator"),
    Field("about",       "entity",    "sg:about",           "about",         "about",       "about"),
    Field("value",       "decimal",   "sg:value",           "value",         "value",       "value"),
    Field("value_max",   "decimal",   "sg:valueMax",        "valueMax",      "value_max",   "max"),
    Field("unit",        "entity",    "sg:unit",            "unit",          "unit",        "unit"),
    Field("kind",        "code",      "sg:kind",            "kind",          "kind",        optional=True),
    Field("bound",       "code",      "sg:bound",           "bound",         "bound",       "bound"),
    Field("part_of",     "figure",    "sg:partOfFigure",    "partOfFigure",  "part_of",     "partOf"),
    _MODALITY,
    *_CIRCUMSTANCES,
    Field("figure",      "span",      "sg:figureSpan",      "figureSpan",    "figure",      "evidence"),
    _EVIDENCE,
    _SAID_IN,
    Field("restates",    "figure",    "sg:restates",        "restates",      "restates",    optional=True),
), facts="subject indicator about kind value value_max unit bound part_of modality source time start end qualifiers",
   first="source modality status time start end evidence qualifiers bound")  # fmt: skip

TABLES: dict[type[Record], Table[Any]] = {t.record: t for t in (DOCUMENT, ENTITY, SECTION, STATEMENT, OBSERVATION)}


def whole(values: Mapping[str, Any], type: type[T], what: str) -> T:
    """The record with these fields.

    Raises:
        DataError: a field is missing or is not what it should be; `what` says of which thing.
    """
    try:
        record = msgspec.convert(values, type)
    except msgspec.ValidationError as error:
        raise DataError(f"{what} is not whole or not of this vocabulary: {error}") from None
    if isinstance(record, Record) and (wrong := complaint(record)):
        raise DataError(f"{what} is not of this vocabulary: {wrong}")
    return record
