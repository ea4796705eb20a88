"""Makes the loaders of the shelf from annotated pages: names, facts and figures with their places, and no sentence.

    python examples/shelf/convert.py ../shared/corpus/texts examples/shelf/loaders

An annotation answers as an extractor does, so that its rows are written, linked and called as those of any draft; what
it names is then `annotated`. Indicators and units that the reference tables lack make a reference table, shelf-terms.
"""

from __future__ import annotations

import csv
import shutil
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import msgspec
import tomli_w

from skillgraph.documents import read_document
from skillgraph.documents.csv_rows import read_rows
from skillgraph.documents.source import SourceText
from skillgraph.extract.drafts import write_draft
from skillgraph.extract.groups import classes
from skillgraph.extract.linking import KnownEntities
from skillgraph.extract.mentions import PLACES, bare
from skillgraph.extract.records import Extraction, FoundDocument, FoundEntity, FoundRelation, FoundStatistic, Span
from skillgraph.extract.rows import digest
from skillgraph.extract.terms import Head, load_terms
from skillgraph.language.passages import fold
from skillgraph.language.quantities import SHARE
from skillgraph.language.times import Time, times
from skillgraph.mapping.fields import SECTION
from skillgraph.model.home import home
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity
from skillgraph.model.terms import COUNTRY, ENTITY, INDICATOR, LOCATED_IN, UNIT
from skillgraph.review.agreement import agreement
from skillgraph.review.annotated import (
    AnnotatedFigure,
    AnnotatedRelation,
    AnnotatedText,
    Thing,
    read_corpus,
    sentence_around,
)
from skillgraph.tables.loader import COLUMNS, NEEDED, OPTIONAL, rewrite, row_of
from skillgraph.tables.opening import open_loader, reference_loaders
from skillgraph.tables.review_sheet import SHEET
from skillgraph.tables.skeleton import source_toml

PAGES = Path(__file__).with_name("pages.csv")
#: The class of a kind of things by the end of its name, where it is none that names end with.
KINDS = Path(__file__).with_name("kinds.csv")
TERMS = "shelf-terms"
TERMS_TITLE = "标注网页所用的指标与单位", "Indicators and units of the annotated pages"
LICENCE = "unknown; the text is not published with this project"
#: What a page must tell of, and whom nothing that it tells may be about.
_TOLD = ("School", "OverseasCollege", "Alliance", "Competition", "TrainingPlatform")
_NOT_OF = "Person"
KIND = ontology().existence_classes["kind"]
#: What lies where its name says, and what lies abroad though its name begins with a place here.
LOCATED = classes("located") - classes("events") - {"Delegation"}
ABROAD, HOME = classes("abroad"), "china"
#: What a number is that measures nothing.
KINDS_OF_NUMBERS = {"threshold": "threshold", "ordinal": "rank"}


def pages() -> list[dict[str, str]]:
    """The chosen pages: number, id of the loader, title, publisher and date, as far as the page says."""
    return _rows(PAGES)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def chosen(texts: Iterable[AnnotatedText]) -> set[str]:
    """Which pages tell most of schools, colleges abroad, alliances, contests and places of training.

    Of each register the half, rounded up, whose pages state most relations that one of these has, none with a person.
    """
    told = frozenset[str]().union(*map(ontology().below, _TOLD))

    def count(text: AnnotatedText) -> int:
        of = {thing.id: thing.classes[0] for thing in text.things}
        ends = [{of[r.subjects[0]], of[r.object]} for r in text.relations]
        return sum(_NOT_OF not in pair and not told.isdisjoint(pair) for pair in ends)

    registers: dict[str, list[tuple[int, str]]] = {}
    for text in texts:
        registers.setdefault(text.register.removesuffix("s"), []).append((-count(text), text.name))
    return {name for rows in registers.values() for _, name in sorted(rows)[: (len(rows) + 1) // 2]}


class Annotation:
    """An annotation in the place of an extractor: what a person says that a page says.

    Args:
        text: the page.
    """

    name = "annotation"

    def __init__(self, text: AnnotatedText) -> None:
        self._text = text

    def extract(self, source: SourceText) -> Extraction:
        """The names, each with where it stands, and the places that only the names of bodies say."""
        named = [_entity(thing, source.text) for thing in self._text.things if thing.named]
        known = {entity.known for entity in named}
        places: dict[str, FoundEntity] = {}
        for _, place, span in _placed(self._text):
            if place.id not in known:
                before = places.get(place.id)
                mentions = (*before.mentions, span) if before else (span,)
                places[place.id] = FoundEntity(
                    place.id, place.name, place.classes[0], place.aliases, mentions, known=place.id, by=("name",)
                )  # fmt: skip
        return Extraction(_document(source), (*named, *places.values()))

    def relate(self, source: SourceText, confirmed: tuple[FoundEntity, ...]) -> Extraction:
        """What is said of the confirmed names, and of kinds of things."""
        rows = {bare(fold(name)): entity for entity in reversed(confirmed) for name in (entity.name, *entity.aliases)}
        kinds = {t.id: _entity(t, source.text, _class_of_kind(t.name)) for t in self._text.things if not t.named}
        ends = kinds | {t.id: rows[key] for t in self._text.things if (key := bare(fold(t.name))) in rows and t.named}
        relations = tuple(_relation(r, ends) for r in self._text.relations if {r.subjects[0], r.object} <= ends.keys())
        rows_by_id = {entity.id: entity for entity in confirmed}
        located = tuple(
            FoundRelation(
                ends[thing.id].id, LOCATED_IN, place.id, "actual", "name", "", "", "", thing.mentions[0],
                thing.mentions[0], by=("name",),
            )
            for thing, place, _ in _placed(self._text) if thing.id in ends and place.id in rows_by_id
        )  # fmt: skip
        figures = tuple(
            _figure(f, self._text.text, ends) for f in self._text.figures if {*f.subjects[:1]} <= ends.keys()
        )
        return Extraction(_document(source), (*confirmed, *kinds.values()), (*relations, *located), figures)


def _placed(text: AnnotatedText) -> Iterator[tuple[Thing, Entity, Span]]:
    """The bodies whose names say where they are, with the place and where it stands in the name.

    That is what a name begins with: 长沙 of 长沙民政职业技术学院; of what is abroad, the other country that it names.
    中国 says nothing of where, and an embassy or a delegation is not where its name is from.
    """
    for thing in text.things:
        if not thing.named or thing.classes[0] not in LOCATED:
            continue
        name = fold(thing.name)
        found = _abroad(name) if thing.classes[0] in ABROAD else None
        at, form, place = found or _begun(name)
        start = next((start for start, end in thing.mentions if fold(text.text[start:end]) == name), None)
        if place is not None and place.id != HOME and start is not None and not name.startswith("驻", len(form)):
            yield thing, place, (start + at, start + at + len(form))


def _abroad(name: str) -> tuple[int, str, Entity] | None:
    """The country other than ours that a name says, and where."""
    said = ((name.find(form), form, place) for form, place in _places().items() if COUNTRY in place.classes)
    return max((x for x in said if x[0] >= 0 and x[2].id != HOME), key=lambda x: len(x[1]), default=None)


def _begun(name: str) -> tuple[int, str, Entity | None]:
    """The place that a name begins with."""
    form = max((form for form in _places() if name.startswith(form) and name != form), key=len, default="")
    return 0, form, _places().get(form)


@cache
def _places() -> dict[str, Entity]:
    """Provinces, cities and countries by each of their names, counties by the whole name that one alone has."""
    counties = [entity for _, entity in open_loader(home() / "loaders" / "counties").entities([])]
    counted = Counter(county.name for county in counties)
    tables = (open_loader(home() / "loaders" / name) for name in ("places", "countries"))
    rows = [entity for table in tables for _, entity in table.entities([])]
    whole = {fold(county.name): county for county in counties if counted[county.name] == 1 and len(county.name) > 2}
    return whole | {fold(name): e for e in reversed(rows) for name in (e.name, *e.aliases) if len(name) > 1}


def _document(source: SourceText) -> FoundDocument:
    return FoundDocument(
        source.file, "", source.media_type, source.sha256, source.text_sha256, len(source.text), extractor="annotation"
    )


def _entity(thing: Thing, text: str, kind_of: str = "") -> FoundEntity:
    """A thing with the places of its name, inside longer names where the whole of it stands nowhere else."""
    whole = [span for span in thing.nested if text[slice(*span)] == thing.name]
    alone = any(text[slice(*span)] == thing.name for span in thing.mentions)
    mentions = thing.mentions if alone else tuple(sorted({*thing.mentions, *whole}))
    type, known = (KIND, "") if kind_of else (thing.classes[0], _official(thing))
    return FoundEntity(
        thing.id, thing.name, type, thing.aliases, mentions, known=known, kind_of=kind_of, by=("annotator",)
    )  # fmt: skip


def _official(thing: Thing) -> str:
    """The id of what there is one of in the country: a province, city or body that a reference table names so."""
    named = _official_names().by_name.get(bare(fold(thing.name)), ())
    return next((e.id for e in named if _agree(thing.classes, e.classes)), "")


def _agree(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether a thing may be of these classes and of those: a city of the annotation may be a province in the table."""
    places = not PLACES.isdisjoint(mine) and not PLACES.isdisjoint(theirs)
    return places or agreement().same_class(mine, theirs)


@cache
def _official_names() -> KnownEntities:
    return KnownEntities([home() / "loaders" / name for name in ("official-names", "places")])


def _class_of_kind(name: str) -> str:
    """The class of a kind of things, by what its name ends with: 重点企业 are enterprises."""
    endings = {form: head.type for form, head in load_terms().heads.forms.items() if isinstance(head, Head)}
    endings |= {row["ending"]: row["class"] for row in _rows(KINDS)}
    folded = fold(name)
    return next((endings[folded[at:]] for at in range(len(folded)) if folded[at:] in endings), ENTITY)


def _relation(r: AnnotatedRelation, ends: Mapping[str, FoundEntity]) -> FoundRelation:
    """A relation by the first of its readings that the ontology allows."""
    readings = list(_readings(r))
    fitting = (x for x in readings if _fits(x[1], ends[x[0]], ends[x[2]]))
    subject, predicate, object_ = next(fitting, readings[0])
    return FoundRelation(
        ends[subject].id, predicate, ends[object_].id, r.modality, "stated", "", "", "", r.evidence, r.sentence,
        by=("annotator",),
    )  # fmt: skip


def _readings(r: AnnotatedRelation) -> Iterator[tuple[str, str, str]]:
    subject, object_ = r.subjects[0], r.object
    for predicate in r.predicates:
        if predicate in agreement().turned:
            yield object_, agreement().turned[predicate], subject
        elif predicate in ontology().relations:
            yield subject, predicate, object_
        else:
            alike = (name for group in agreement().near if predicate in group for name in sorted(group))
            yield from ((subject, name, object_) for name in alike if name in ontology().relations)


def _fits(predicate: str, subject: FoundEntity, object_: FoundEntity) -> bool:
    of_subject, of_object = ({entity.kind_of or entity.type, entity.type} for entity in (subject, object_))
    return ontology().can_be_subject(predicate, of_subject) and ontology().can_be_object(predicate, of_object)


def _figure(f: AnnotatedFigure, text: str, ends: Mapping[str, FoundEntity]) -> FoundStatistic:
    time = _time(f.time)
    words = time.text if time.text and time.text in text else ""
    low, high = (None if value is None else Decimal(str(value)) for value in (f.value, f.value_max))
    return FoundStatistic(
        ends[f.subjects[0]].id if f.subjects else None, f.indicator, low, high, _unit(f), f.bound, words, time.begin,
        time.until, f.modality, f.kind, "", f.span, sentence_around(text, f.span), by=("annotator",),
    )  # fmt: skip


def _time(words: str) -> Time:
    """What a time says; an annotation may give a year alone, which need not stand in the sentence."""
    if words.isdecimal():
        return Time(0, 0, f"{words}年", words, words)
    found = next(times(words), None)
    return Time(0, 0, "") if found is None else msgspec.structs.replace(found, text=words)


def _unit(f: AnnotatedFigure) -> str:
    return "" if f.unit == SHARE else fold(f.unit)


def write_terms(texts: Sequence[AnnotatedText], folder: Path) -> None:
    """Writes the reference table of the indicators and units that the carried tables lack."""
    known = KnownEntities(reference_loaders())
    indicators = ontology().below(INDICATOR)
    figures = [figure for text in texts for figure in text.figures]
    named = [_term(f.indicator, INDICATOR, "ind") for f in figures if not _has(known, f.indicator, indicators)]
    named += [_term(name, UNIT, "unit") for f in figures if (name := _unit(f)) and not _has(known, name, {UNIT})]
    rows = {row.id: row for row in reversed(named)}
    folder.mkdir(parents=True)
    values = {**dict(zip(("id", "title", "title_en"), (TERMS, *TERMS_TITLE), strict=True)), "kind": "reference"}
    (folder / "source.toml").write_text(tomli_w.dumps(values), encoding="utf-8", newline="\n")
    for table in NEEDED:
        of_table = sorted(rows.values(), key=lambda row: row.id) if table == NEEDED[0] else []
        rewrite(folder, table, map(row_of, of_table))


def _has(known: KnownEntities, name: str, classes: Iterable[str]) -> bool:
    return any(not set(classes).isdisjoint(entity.classes) for entity in known.by_name.get(bare(fold(name)), ()))


def _term(name: str, class_: str, slug: str) -> Entity:
    return Entity(f"{slug}-{digest(bare(fold(name)))}", TERMS, (class_,), name, status="annotated")


def write_page(page: Mapping[str, str], text: AnnotatedText, folder: Path, terms: Path) -> None:
    """Writes the loader of a page: names first, and then what is said of them."""
    assert text.file is not None
    source = read_document(text.file)
    folder.mkdir(parents=True)
    titled = msgspec.structs.replace(source, title=page["title"])
    values = tomllib.loads(source_toml(page["id"], titled, "", page["publisher"], page["issued"]))
    values |= {"title_en": page["title_en"], "license": LICENCE}
    if text.source.startswith("http"):
        values["url"] = text.source
    (folder / "source.toml").write_text(tomli_w.dumps(values), encoding="utf-8", newline="\n")
    for _ in ("names", "what is said of them"):
        write_draft(source, Annotation(text), folder, [*reference_loaders(), terms])
        _mark(folder, text)
    for passing in (SHEET, ".gitignore", SECTION.file):
        (folder / passing).unlink(missing_ok=True)


def _only_planned(text: AnnotatedText) -> set[str]:
    """The names of what is only to be founded."""
    founded = [r for r in text.relations if not ontology().marked("founding").isdisjoint(r.predicates)]
    planned = {r.object for r in founded if r.modality in ("planned", "exploratory")}
    return planned - {r.object for r in founded if r.modality == "actual"}


def _mark(folder: Path, text: AnnotatedText) -> None:
    """Says of every row that it was annotated, of names whether they are more than a plan, of numbers what they are."""
    planned = _only_planned(text)
    kinds = {f"{f.span[0]}-{f.span[1]}": KINDS_OF_NUMBERS.get(f.kind, "") for f in text.figures}
    for table in NEEDED:
        rows = [cells for _, cells in read_rows(folder / table, COLUMNS[table], table, [], OPTIONAL)]
        for row in rows:
            row["status"] = "accepted" if row.get("basis") == "name" else "annotated"
            if row.get("existence") == "individual" and row["name"] in planned:
                row["existence"] = "envisaged"
            if "figure" in row:
                row["kind"] = kinds[row["figure"].partition("#")[0]]
        rewrite(folder, table, rows)


def convert(corpus: Path, output: Path) -> None:
    """Writes all loaders of the shelf anew.

    Args:
        corpus: the folder of the annotated texts.
        output: the folder of the loaders; those that are there already are replaced.
    """
    texts = {text.name: text for text in read_corpus(corpus)}
    terms = output / TERMS
    for name in (TERMS, *(page["id"] for page in pages())):
        shutil.rmtree(output / name, ignore_errors=True)
    write_terms([texts[page["page"]] for page in pages()], terms)
    for page in pages():
        write_page(page, texts[page["page"]], output / page["id"], terms)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
