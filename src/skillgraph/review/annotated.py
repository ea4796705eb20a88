"""Annotated texts: what a person says that a text says, with the place of every name and of every clause.

An annotation, `NN.toml`, stands beside its text, `NN.txt`, and names strings; this module finds them.

    kinds = ["students"]                   # words for kinds of things that a relation or a figure needs as an end
    entities = [["Hongfeng College", "VocationalSchool/School", "Hongfeng", "the college"], ...]
                                           # name, class (or readings of it), other forms "a|b", referring words "a|b"
    relations = [["Hongfeng College", "partnersWith", "Lan Group", "actual", "the college works with Lan Group"], ...]
                                           # subject, predicate (or readings), object, modality, clause
    statistics = [["some 300", 300, "people", "approximately", "2031", "Hongfeng College", "trained", "actual"], ...]
                                           # quotation, value or [low, high], unit, bound, time, whose, indicator,
                                           # modality, and a kind where it is no measure
    optional = ["tel. 300|300"]            # numbers that are no figures

A quotation that stands twice is written `context|quotation`. `register`, `source` and `year` are the text's.
Offsets count code points of the text as `read_document` gives it, the end exclusive.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

import msgspec

from skillgraph.documents import ENDINGS, read_document
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import unknown
from skillgraph.model.records import Bound, Modality
from skillgraph.review.agreement import Span, agreement

T = TypeVar("T")
_LISTS = ("entities", "relations", "statistics")
_MOST_PROBLEMS = 20
_SENTENCE_ENDS = "。!?！？\n"
_NAME, _CLASS, _FORMS, _REFERRING = range(4)


class Thing(msgspec.Struct, frozen=True):
    """A thing that a text names, or a kind of thing (`named` is false): its name is its id.

    Args:
        id: the name, in a corpus.
        name: the fullest form in the text.
        classes: its class, and other readings of it.
        aliases: other forms of the name.
        referring: words that refer to it in this text.
        named: whether it is one thing rather than a kind.
        mentions: where its name or another form stands by itself, or inside longer names if it never stands alone.
        nested: where it stands inside longer names besides.
        references: where the words stand that refer to it, inside of names too.
    """

    id: str
    name: str
    classes: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    referring: tuple[str, ...] = ()
    named: bool = True
    mentions: tuple[Span, ...] = ()
    nested: tuple[Span, ...] = ()
    references: tuple[Span, ...] = ()


class AnnotatedRelation(msgspec.Struct, frozen=True):
    """What a clause states of two things; the first subject and predicate are preferred, others as good."""

    subjects: tuple[str, ...]
    predicates: tuple[str, ...]
    object: str
    modality: Modality
    evidence: Span
    sentence: Span
    basis: str = "stated"


class AnnotatedFigure(msgspec.Struct, frozen=True):
    """A number that measures; `subjects` are whose it can be said to be, none where it is nobody's."""

    span: Span
    value: float | None
    value_max: float | None
    unit: str
    bound: Bound
    time: str
    subjects: tuple[str, ...]
    indicator: str
    modality: Modality
    kind: str = "measure"


class Mention(msgspec.Struct, frozen=True, order=True):
    """Where a thing is named or referred to."""

    start: int
    end: int
    thing: str
    form: Literal["name", "reference"]


class AnnotatedText(msgspec.Struct, frozen=True):
    """A text with what it says.

    Args:
        name: what it is called in a score.
        things: names and kinds.
        relations: between them.
        figures: and whose they are.
        optional: numbers that are no figures.
        file: the document, where it is at hand.
        text: its text.
        sha256: of the document; "" where any may be compared.
        part: what the annotation covers of the text, if not all.
        predicates: whose: the ontology's, each fact once; or the annotator's own, with what only a name says.
        register: the kind of text.
        source: where it is from.
        year: of the text.
    """

    name: str
    things: tuple[Thing, ...]
    relations: tuple[AnnotatedRelation, ...]
    figures: tuple[AnnotatedFigure, ...]
    optional: tuple[Span, ...] = ()
    file: Path | None = None
    text: str = ""
    sha256: str = ""
    part: Span | None = None
    predicates: Literal["ontology", "own"] = "ontology"
    register: str = ""
    source: str = ""
    year: str = ""

    def mentions(self) -> list[Mention]:
        """Every mention by place: names, and referring words that are no part of a longer name or word.

        Two things that share a referring word both have it.
        """
        names = [Mention(*span, thing.id, "name") for thing in self.things for span in thing.mentions]
        words = [Mention(*span, thing.id, "reference") for thing in self.things for span in thing.references]
        longest = [(0, 0)] * len(self.text)
        for mention in (*names, *words):
            span = (mention.start, mention.end)
            for at in range(*span):
                longest[at] = max(longest[at], span, key=_length)
        free = [word for word in words if _length(longest[word.start]) == word.end - word.start]
        return sorted({*names, *free})


def _length(span: Span) -> int:
    return span[1] - span[0]


def read_corpus(path: Path) -> list[AnnotatedText]:
    """The annotated texts of a folder, by name, or the one of an annotation.

    Raises:
        UsageError: there is none.
        DataError: an annotation says what its text doesn't; the message names rows and what to do.
    """
    if not path.is_dir():
        return [read_annotated(path)]
    annotations = sorted(path.glob("*.toml"))
    if not annotations:
        raise UsageError(f"{path}: no annotations (*.toml) in this folder")
    return [read_annotated(annotation) for annotation in annotations]


def read_annotated(path: Path) -> AnnotatedText:
    """A text with its annotation.

    Args:
        path: of the annotation, a TOML file; the text stands beside it under the same name.

    Raises:
        UsageError: the annotation or its text can't be read.
        DataError: an annotation says what its text doesn't; the message names rows and what to do.
    """
    if path.suffix != ".toml":
        raise UsageError(
            f"{path}: annotations are files that end in .toml, or folders of them; gold files end in .json"
        )
    try:
        annotation = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path}: not TOML in UTF-8: {error}") from None
    document = next((p for p in sorted(path.parent.glob(f"{path.stem}.*")) if p.suffix.lower() in ENDINGS), None)
    if document is None:
        raise UsageError(f"{path}: its text is missing; put it beside as {path.stem}.txt")
    for name in _LISTS:
        if not isinstance(annotation.get(name), list):
            raise DataError(f"{path}: needs a list called {name}, empty if there are none")
    source = read_document(document)
    return _Reader(path, document, source.text, source.sha256, annotation).read()


class _Reader:
    """One annotation while it is read; all its mistakes are reported at once."""

    def __init__(self, path: Path, document: Path, text: str, sha256: str, annotation: dict[str, Any]) -> None:
        self.path = path
        self.document = document
        self.text = text
        self.sha256 = sha256
        self.annotation = annotation
        self.problems: list[str] = []

    def read(self) -> AnnotatedText:
        rows = list(self._each("entities", self._entity))
        of_kinds = (ontology().existence_classes["kind"],)
        kinds = [(kind, of_kinds, (), ()) for kind in self._words("kinds")]
        self._only_once(name for name, *_ in (*rows, *kinds))
        self.ids = {str(row[_NAME]) for row in self.annotation["entities"] if isinstance(row, list) and row}
        self.ids |= {name for name, *_ in kinds}
        things = tuple(self._found(rows, kinds))
        relations = tuple(self._each("relations", self._relation))
        figures = tuple(self._each("statistics", self._figure))
        optional = tuple(self._optional())
        if self.problems:
            more = len(self.problems) - _MOST_PROBLEMS
            shown = [*self.problems[:_MOST_PROBLEMS], *([f"and {more} more"] if more > 0 else [])]
            raise DataError("\n".join(shown))
        register, source, year = (str(self.annotation.get(key, "")) for key in ("register", "source", "year"))
        return AnnotatedText(
            self.path.stem, things, relations, figures, optional, self.document, self.text, self.sha256,
            register=register, source=source, year=year,
        )  # fmt: skip

    def _each(self, name: str, read: Callable[[list[Any]], T]) -> Iterator[T]:
        for number, row in enumerate(self.annotation[name], 1):
            try:
                if not isinstance(row, list):
                    raise ValueError("not a list of fields; write it as the rows above it")
                yield read(row)
            except ValueError as error:
                self._report(f"{name}, row {number}", error)

    def _report(self, where: str, what: object) -> None:
        self.problems.append(f"{self.path}, {where}: {what}")

    def _words(self, name: str) -> list[str]:
        words = self.annotation.get(name, [])
        if isinstance(words, list) and all(isinstance(word, str) for word in words):
            return words
        self._report(name, "needs a list of words")
        return []

    def _only_once(self, names: Iterable[str]) -> None:
        seen: set[str] = set()
        for name in names:
            if name in seen:
                self._report("entities", f"{name!r} stands twice; join the rows")
            seen.add(name)

    # names

    def _entity(self, row: list[Any]) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        if not 2 <= len(row) <= 4 or not all(isinstance(field, str) for field in row):
            raise ValueError("needs two to four strings: name, class, other forms, referring words")
        forms, referring = (tuple(filter(None, field.split("|"))) for field in (*row[_FORMS:], "", "")[:2])
        classes = tuple(row[_CLASS].split("/"))
        for name in classes:
            if name not in ontology().entity_classes:
                raise ValueError(unknown("class", name, ontology().entity_classes))
        for form in (row[_NAME], *forms, *referring):
            if not form or not places(self.text, form):
                raise ValueError(f"{form!r} doesn't stand in {self.document.name}; write it as the text does")
        return row[_NAME], classes, forms, referring

    def _found(self, rows: list[Any], kinds: list[Any]) -> Iterator[Thing]:
        """The things with their places: the longest name first, what stands inside one is nested."""
        every = [*rows, *kinds]
        hits = {
            (*span, n) for n, (name, _, forms, _) in enumerate(every) for form in (name, *forms)
            for span in places(self.text, form)
        }  # fmt: skip
        owner = [-1] * len(self.text)
        alone: list[list[Span]] = [[] for _ in every]
        nested: list[list[Span]] = [[] for _ in every]
        for number, (start, end, n) in enumerate(sorted(hits, key=lambda hit: (hit[0] - hit[1], *hit))):
            owners = set(owner[start:end])
            if owners == {-1}:
                alone[n].append((start, end))
                owner[start:end] = [number] * (end - start)
            elif len(owners) == 1:
                nested[n].append((start, end))
        for n, (name, classes, forms, referring) in enumerate(every):
            own, inner = tuple(sorted(alone[n])), tuple(sorted(nested[n]))
            if not own and not inner:
                what = "crosses a longer name wherever it stands" if name in self.text else "doesn't stand in the text"
                self._report("kinds" if n >= len(rows) else "entities", f"{name!r} {what}; write it as the text does")
            references = tuple(span for word in referring for span in places(self.text, word))
            mentions, besides = (own, inner) if own else (inner, ())
            yield Thing(name, name, classes, forms, referring, n < len(rows), mentions, besides, references)

    # relations and figures

    def _relation(self, row: list[Any]) -> AnnotatedRelation:
        if len(row) != 5 or not all(isinstance(field, str) for field in row):
            raise ValueError("needs five strings: subject, predicate, object, modality, clause")
        subject, predicate, object_, modality, clause = row
        predicates = tuple(predicate.split("/"))
        known = {*ontology().relations, *agreement().predicates()}
        for name in predicates:
            if name not in known:
                raise ValueError(unknown("predicate", name, known))
        for end in (subject, object_):
            self._must_be_known(end)
        evidence = self._place(clause, clause, first=True)
        return AnnotatedRelation(
            (subject,), predicates, object_, _one_of(Modality, "modality", modality), evidence,
            sentence_around(self.text, evidence),
        )  # fmt: skip

    def _figure(self, row: list[Any]) -> AnnotatedFigure:
        if not 8 <= len(row) <= 9 or not all(isinstance(field, str) for n, field in enumerate(row) if n != 1):
            raise ValueError(
                "needs eight or nine fields: quotation, value, unit, bound, time, whose, indicator, modality, kind"
            )
        quotation, value, unit, bound, time, whose, indicator, modality, *kind = row
        low, high = value if isinstance(value, list) and len(value) == 2 else (value, None)
        for number in (low, high):
            if isinstance(number, bool) or not isinstance(number, int | float | None):
                raise ValueError(f"{value!r} is no value; write a number, or [low, high]")
        subjects = tuple(filter(None, whose.split("/")))
        for subject in subjects:
            self._must_be_known(subject)
        return AnnotatedFigure(
            self._quoted(quotation), low, high, unit, _one_of(Bound, "bound", bound), time, subjects, indicator,
            _one_of(Modality, "modality", modality), *kind,
        )  # fmt: skip

    def _must_be_known(self, end: str) -> None:
        if end not in self.ids:
            raise ValueError(f"{unknown('name', end, self.ids)}; give it a row in entities or kinds")

    def _optional(self) -> Iterator[Span]:
        for number, quotation in enumerate(self._words("optional"), 1):
            try:
                yield self._quoted(quotation)
            except ValueError as error:
                self._report(f"optional, row {number}", error)

    def _quoted(self, quotation: str) -> Span:
        context, _, inner = quotation.rpartition("|") if quotation.count("|") == 1 else ("", "", quotation)
        return self._place(context or inner, inner)

    def _place(self, where: str, inner: str, *, first: bool = False) -> Span:
        """Where a quotation stands, inside a context that must stand once unless the first will do."""
        times = self.text.count(where) if where else 0
        if not times or inner not in where:
            raise ValueError(f"{where!r} doesn't stand in {self.document.name}; quote the text as it is")
        if times > 1 and not first:
            raise ValueError(f"{where!r} stands {times} times; give a context that stands once: 'context|quotation'")
        start = self.text.index(where) + where.index(inner)
        return start, start + len(inner)


def _one_of(words: Any, what: str, word: str) -> Any:
    if word not in get_args(words):
        raise ValueError(unknown(what, word, get_args(words)))
    return word


def places(text: str, form: str) -> list[Span]:
    """Where a form stands in a text, broken by a line's end only if never whole; Latin only as a word of its own.

    Example:
        >>> places("AI与MAI的AI", "AI"), places("甲校与乙\\n校", "乙校")
        ([(0, 2), (7, 9)], [(3, 6)])
    """
    before = r"(?<![A-Za-z0-9])" if re.match("[A-Za-z0-9]", form) else ""
    after = r"(?![A-Za-z0-9])" if re.search("[A-Za-z0-9]$", form) else ""
    for between in ("", r"\n?"):
        pattern = before + between.join(map(re.escape, form)) + after
        found = [match.span() for match in re.finditer(pattern, text)]
        if found:
            break
    return found


def sentence_around(text: str, span: Span, stops: str = _SENTENCE_ENDS) -> Span:
    """The sentence around a span, with the sign that ends it: up to a full stop or the end of a line, or other signs.

    Example:
        >>> sentence_around("一。二三。四", (2, 3))
        (2, 5)
    """
    start = max(text.rfind(mark, 0, span[0]) for mark in stops) + 1
    ends = [at for mark in stops if (at := text.find(mark, max(span[0], span[1] - 1))) >= 0]
    return start, min(ends) + 1 if ends else len(text)
