"""Questions in an order of words that no pattern has, where the vocabulary leaves one meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skillgraph.questions.plain.admitting import (
    are_places,
    links_of,
    narrowed,
    relation_of,
    spoken_for,
    things_of,
    widened,
)
from skillgraph.questions.plain.names import Names
from skillgraph.questions.plain.reading import Reading, Things
from skillgraph.questions.plain.segments import PAUSE, Word

#: Marks that say how a question is put, and nothing of what it asks.
_ASIDE = "PUOGZBVTEFIJ"
#: What is asked for, a relation, and things that are named, each once and in whatever order.
_ASKED, _NAMED = r"(?P<asked>e?[WM]c?k|[WM]c?ke|Wc?n|kWc?|e?k|H|Q)", r"(?P<named>e(?:Ae)*)"
_RELATED = [
    re.compile("".join(parts))
    for parts in (
        (_ASKED, "(?P<by>[rn])", _NAMED),
        (_ASKED, _NAMED, "(?P<by>[rn])"),
        (_NAMED, "(?P<by>[rn])", _ASKED),
        (_NAMED, _ASKED, "(?P<by>[rn])"),
        ("(?P<by>[rn])", _ASKED, _NAMED),
        ("(?P<by>[rn])", _NAMED, _ASKED),
    )
]
_COUNTED = re.compile(
    r"(?P<how>M[cC]?)?(?:(?P<named>e(?:Ae)*)(?P<what>[ij])|(?P<what2>[ij])(?P<named2>e(?:Ae)*))(?P<how2>M[cC]?|N)?"
)

#: How many, with what is counted behind it or else before it.
_HOW_MANY = (re.compile(r"[MN][cC]?(?P<counted>[nkhij]*[nkheij])"), re.compile(r"(?P<counted>[nkheij])[OPVEUN]*[MN]"))


def read_loosely(words: tuple[Word, ...], names: Names) -> Iterator[Reading]:
    """What words may mean whatever their order: who stands in a relation to whom follows from what may stand in it.

    Args:
        words: that have no pattern, without those that qualify them.
        names: of the graph that is asked.
    """
    kept = _joined(tuple(word for word in words if word.meaning.letter not in tuple(_ASIDE)))
    letters = "".join(word.meaning.letter for word in kept)
    for pattern in _RELATED:
        if match := pattern.fullmatch(letters):
            asked, by, named = (kept[slice(*match.span(name))] for name in ("asked", "by", "named"))
            yield from _related(asked, by, named, names)
    if (match := _COUNTED.fullmatch(letters)) and (match["how"] or match["how2"]):
        name, what = ("named", "what") if match["named"] else ("named2", "what2")
        whose, measured = (kept[slice(*match.span(slot))] for slot in (name, what))
        counter = next((word.text for word in kept if word.meaning.letter in "cC"), "")
        yield Reading("figures", things_of(whose, names), indicators=measured[0].meaning.ids, counter=counter)


def read_nearly(words: tuple[Word, ...], names: Names) -> Iterator[Reading]:
    """The one figure of what is named whose indicator has the other words in its name: 有多少家成员单位.

    Args:
        words: without those that qualify them.
        names: of the graph that is asked.
    """
    letters = "".join(word.meaning.letter for word in words)
    match = next(filter(None, (pattern.search(letters) for pattern in _HOW_MANY)), None)
    if match is None:
        return
    counted = words[match.end("counted") - 1]
    named = [word for word in words if word.meaning.letter == "e" and not _is_term(word, names)]
    texts = [word.text for word in words if word.meaning.letter in tuple("rnkhij") or _is_term(word, names)]
    whose = tuple(id for word in named if word is not counted for id in word.meaning.ids)
    found = names.measured(whose, counted.text, texts)
    if len(found) == 1:
        counter = next((word.text for word in words if word.meaning.letter in ("c", "C")), "")
        yield Reading("figures", Things(whose), indicators=found, counter=counter)


def _is_term(word: Word, names: Names) -> bool:
    return word.meaning.letter == "e" and any(map(names.is_kind, word.meaning.ids))


def _joined(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Words without a pause that joins no things."""
    letters = f" {''.join(word.meaning.letter for word in words)} "
    return tuple(
        word
        for at, word in enumerate(words, 1)
        if word.text != PAUSE or letters[at - 1] + letters[at + 1] in ("ee", "ii", "jj")
    )


def _related(
    asked_words: tuple[Word, ...], by: tuple[Word, ...], named: tuple[Word, ...], names: Names
) -> Iterator[Reading]:
    asked, known = things_of(asked_words, names), things_of(named, names)
    relation = relation_of(by)
    if relation.form != "verb" and asked.class_name and not are_places(known, names):
        return
    counts = any(word.meaning.letter == "M" for word in asked_words)
    found = {}
    for is_subject in (True, False):
        if relation.form != "verb" and is_subject != (relation.form == "subjects"):
            continue
        links = tuple(links_of(narrowed(relation, asked_words, is_subject), is_subject, asked, known, names))
        if links:
            found[frozenset(links)] = links
    for links in found.values():
        around, links = widened(asked, known, links, names)
        ends = spoken_for(asked, around, links, names)
        modalities = ("actual", "rule") if relation.rules else ()
        yield Reading("things", *ends, links, counts, modalities=modalities)
