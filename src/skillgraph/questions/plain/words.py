"""The words of questions, from the tables in `lists/`: what marks a question, relations, classes, counters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import msgspec

from skillgraph.model.ontology import ontology
from skillgraph.model.terms import FIGURE
from skillgraph.questions.plain.text import fold

#: How the patterns write each mark.
MARKS = {
    "which": "W", "who": "H", "units": "Q", "many": "M", "where": "L", "when": "D", "yet": "Y", "list": "I",
    "compare": "J", "and": "A", "with": "Z", "by": "B", "of": "O", "have": "V", "be": "P", "aux": "U", "in": "G",
    "there": "T", "each": "E", "for": "F", "number": "N", "counter": "c", "people": "C", "noise": "",
    "figures": "S", "relation": "R", "except": "-", "beside": "=", "most": ">", "fewest": "<", "both of": "&",
    "common": "K",
}  # fmt: skip
#: The name of a meaning that a word has as a short form alone.
SHORT = "short"
#: Marks that say how what is asked for is meant, wherever they stand.
MODALITIES = {"planned": ("planned",), "exploratory": ("exploratory",), "both": ("exploratory", "planned")}

#: Marks whose words say little by themselves, and those that ask for an amount.
_SMALL = ("with", "by", "of", "in", "for", "be", "aux", "have", "and", "noise")
_AMOUNT = ("many", "number", "figures")


class Relation(msgspec.Struct, frozen=True):
    """What a word says of how two things are related.

    Attributes:
        predicates: of the vocabulary, each of which the word may mean; with ^ before it one is turned round.
        form: `verb`, or `subjects` or `objects` for a noun that names these.
        rules: whether what a rule in force says counts too.
        narrow: whether the object is no mere class.
    """

    predicates: tuple[str, ...]
    form: str
    rules: bool = False
    narrow: bool = False


class Meaning(msgspec.Struct, frozen=True):
    """What a stretch of words may be: its letter in the patterns, and what it stands for.

    The letters of marks are capital, mostly; a mark without a letter says nothing. Of the others, `e` is a thing of the
    graph, `k` a class, `r` a relation as a verb, `n` one as a noun, `i` an indicator, `j` what one counts, `t` a time,
    `m` a modality, `l` an administrative level, `h` what an indicator counts of a class of things.

    Attributes:
        letter: in the patterns.
        name: of a class, or a year, with a hyphen where the time goes on from then.
        ids: of things, indicators, modalities or levels; of a class, those of the level that it is of.
        relation: that a verb or noun names.
    """

    letter: str
    name: str = ""
    ids: tuple[str, ...] = ()
    relation: Relation | None = None


@cache
def meanings() -> dict[str, tuple[Meaning, ...]]:
    """What each word of the tables may be, whatever graph is asked.

    Example:
        >>> [meaning.letter for meaning in meanings()["多少"]], [m.name for m in meanings()["大学"]]
        (['M'], ['University'])
    """
    found: dict[str, dict[Meaning, None]] = {}
    for words, meaning in _all():
        for word in words:
            found.setdefault(fold(word).text, {})[meaning] = None
    return {word: tuple(each) for word, each in found.items() if word}


def _all() -> Iterator[tuple[tuple[str, ...], Meaning]]:
    for mark, words in rows("marks"):
        if mark in MODALITIES:
            yield tuple(words.split("|")), Meaning("m", ids=MODALITIES[mark])
        else:
            yield tuple(words.split("|")), Meaning(MARKS[mark])
    for predicates, form, words in rows("relations"):
        named = tuple(predicates.rstrip("+!").split(" "))
        relation = Relation(named, form, predicates.endswith("+"), predicates.endswith("!"))
        yield tuple(words.split("|")), Meaning("r" if form == "verb" else "n", relation=relation)
    for name, words in rows("classes"):
        about = ontology().classes[name]
        yield (about.label_zh, about.label_en, *words.split("|")), Meaning("k", name)


@cache
def counters() -> dict[str, frozenset[str]]:
    """The units of figures that each counter fits.

    Example:
        >>> "名" in counters()["人"], "家" in counters()["人"]
        (True, False)
    """
    table = [(words.split("|"), frozenset(units.split("|"))) for words, units in rows("counters")]
    return {
        word: frozenset().union(*(units for words, units in table if word in words))
        for words, _ in table
        for word in words
    }


@cache
def demonyms() -> dict[str, tuple[str, ...]]:
    """What belongs to a country is called in English, by a name of the country.

    Example:
        >>> demonyms()["Laos"]
        ('lao', 'laotian')
    """
    return {country: tuple(words.split("|")) for country, words in rows("demonyms")}


@cache
def group(name: str) -> tuple[str, ...]:
    """The classes or relations that questions treat on their own.

    Example:
        >>> group("bodies")
        ('Actor',)
    """
    return next(tuple(members.split("|")) for each, members in rows("groups") if each == name)


@cache
def looked_for() -> dict[str, frozenset[str]]:
    """What a folded word names to who looks for it: classes, relations, `modality/planned`, and `Figure` for amounts.

    Of an English phrase each word does, other than such as `with`: who looks for a *foreign company* means both.

    Example:
        >>> sorted(looked_for()["牵头"]), sorted(looked_for()["高职"]), sorted(looked_for()["拟"])
        (['leads'], ['VocationalSchool'], ['modality/planned'])
    """
    small = {word for mark, words in rows("marks") if mark in _SMALL for word in words.split("|")}
    found: dict[str, set[str]] = {}
    for name, words in _called():
        for word in words:
            folded = fold(word).text
            for part in {folded, *(folded.split() if " or " not in folded else ())} - {""}:
                if part == folded or part not in small:
                    found.setdefault(part, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@cache
def called() -> dict[str, tuple[str, ...]]:
    """By class or relation, what people call it beside its labels.

    Example:
        >>> "牵头" in called()["leads"], "companies" in called()["Enterprise"], "City" in called()
        (True, True, True)
    """
    found: dict[str, dict[str, None]] = {}
    for name, words in _called():
        if name in ontology().classes or name in ontology().relations:
            found.setdefault(name, {}).update(dict.fromkeys(words))
    return {name: tuple(w for w in words if w not in _labels(name)) for name, words in found.items()}


def _labels(name: str) -> tuple[str, str]:
    return ontology().label(name, "zh"), ontology().label(name, "en")


def _called() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names of the vocabulary with words for each."""
    about = ontology()
    for name, words in (*rows("classes"), *rows("search")):
        yield name, tuple(words.split("|"))
    for named, _, words in rows("relations"):
        for name in named.rstrip("+!").split(" "):
            yield name.removeprefix("^"), tuple(words.split("|"))
    for name in (*about.classes, *about.relations):
        yield name, _labels(name)
    for mark, words in rows("marks"):
        for name in (
            *(f"modality/{code}" for code in MODALITIES.get(mark, ())),
            *((FIGURE,) if mark in _AMOUNT else ()),
        ):
            yield name, tuple(words.split("|"))
    for language in ("zh", "en"):
        for code, label in about.codes("modality", language).items():
            if code != "actual":
                yield f"modality/{code}", (label, code)


@cache
def unsaid() -> frozenset[str]:
    """Folded words that a question has and its answer has not: 哪些, which, the.

    Example:
        >>> {"哪些", "which"} <= unsaid(), "计划" in unsaid()
        (True, False)
    """
    asked = (*_SMALL, "which", "who", "units", "where", "when", "yet", "list", "compare", "there", "each", "people")
    return frozenset(fold(word).text for mark, words in rows("marks") if mark in asked for word in words.split("|"))


def rows(name: str) -> Iterator[tuple[str, ...]]:
    """The rows of a table in `lists/`, cells apart by tabs; lines with # are for readers.

    Example:
        >>> next(rows("marks"))[0]
        'which'
    """
    yield from cells(files("skillgraph.questions.plain").joinpath("lists", f"{name}.tsv").read_text(encoding="utf-8"))


def cells(text: str) -> Iterator[tuple[str, ...]]:
    """The rows of a table, cells apart by tabs; lines with # are for readers.

    Example:
        >>> [*cells("# of, whom\\na\\tb")]
        [('a', 'b')]
    """
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield tuple(line.split("\t"))
