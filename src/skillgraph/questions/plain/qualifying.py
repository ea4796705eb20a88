"""What words of a question say of the rest: the year, plans, levels, what is left out, the most, all of several."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from skillgraph.questions.plain.names import Names
from skillgraph.questions.plain.segments import PAUSE, Word
from skillgraph.questions.plain.words import SHORT, Meaning

#: Things in a row, with words that leave them out before or behind.
_EXCEPT = re.compile(r"-e(?:Ae)*=?[AO]?|e(?:Ae)*=[AO]?")
#: A level before a class or behind it, and levels before what an indicator counts.
_LEVEL_BEFORE, _LEVEL_BEHIND, _LEVELS = re.compile(r"lO?k"), re.compile(r"kP?G?l"), re.compile(r"l(?:A?l)*A?[ijke]")
#: A place at the end, of the class that is asked for before it: which school ... in Hebei.
_PLACE_LAST = re.compile(r"(?P<head>.*[WM]c?k)(?P<rest>[^ke].*)(?P<place>Ge)")
#: A general term that is asked for.
_KIND = re.compile(r"(?<=W)c?e")
#: 甲的乙, which is 乙 where something is said of both.
_OWNED = re.compile(r"eO?e")


class Qualified(msgspec.Struct, frozen=True):
    """The words that a pattern must have, and what the others say of them.

    Attributes:
        words: without those that qualify them.
        year: that what is said falls into; with a hyphen where it goes on from then.
        modalities: what counts; empty for facts.
        without: ids of things that are left out, with what lies in them.
        rank: `most` or `fewest`.
        both: whether what is asked for is so of each of several things.
    """

    words: tuple[Word, ...]
    year: str = ""
    modalities: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    rank: str = ""
    both: bool = False


def qualified(words: tuple[Word, ...], names: Names) -> Iterator[Qualified]:
    """Words of a question apart from those that qualify them, in each way that this can be; none if they clash.

    Args:
        words: all of a question's.
        names: of the graph that is asked.
    """
    found = {letters: {w.meaning for w in words if w.meaning.letter in tuple(letters)} for letters in ("t", "m", "<>")}
    if any(len(meanings) > 1 for meanings in found.values()):
        return
    year, modality, rank = (next(iter(meanings), Meaning("")) for meanings in found.values())
    order = {"<": "fewest", ">": "most"}.get(rank.letter, "")
    both = any(word.meaning.letter == "&" for word in words)
    kept = tuple(word for word in words if word.meaning.letter not in ("", "t", "m", "<", ">", "&"))
    for rest, without in _without(kept):
        rest = _levelled(_placed(_of_kinds(rest, names), names), names)
        yield Qualified(rest, year.name, modality.ids, without, order, both)


def _letters(words: tuple[Word, ...]) -> str:
    return "".join(word.meaning.letter for word in words)


def _without(words: tuple[Word, ...]) -> Iterator[tuple[tuple[Word, ...], tuple[str, ...]]]:
    """Words without 除了甲、乙, and the ids of 甲 and 乙; the last of those may be whom the rest is about."""
    match = _EXCEPT.search(_letters(words))
    if match is None:
        yield words, ()
        return
    ends = [at for at in range(match.start() + 1, match.end() + 1) if words[at - 1].meaning.letter in "e=AO"]
    for end in ends:
        named = words[match.start() : end]
        ids = tuple(id for word in named if word.meaning.letter == "e" for id in word.meaning.ids)
        if ids:
            yield words[: match.start()] + words[end:], ids


def _of_kinds(words: tuple[Word, ...], names: Names) -> tuple[Word, ...]:
    """Words with a general term that is asked for as a class: 哪些 国际赛事 are its instances."""
    for match in _KIND.finditer(_letters(words)):
        at = match.end() - 1
        ids = words[at].meaning.ids
        if all(names.is_kind(id) for id in ids) and (name := names.finest(ids[0])):
            word = Word(words[at].text, Meaning("k", name, ids))
            return (*words[:at], word, *words[at + 1 :])
    return words


def _placed(words: tuple[Word, ...], names: Names) -> tuple[Word, ...]:
    """Words with a place at the end beside the class that is asked for at the beginning."""
    match = _PLACE_LAST.fullmatch(_letters(words))
    if match is None or not all(names.is_place(id) for id in words[-1].meaning.ids):
        return words
    head, end = match.end("head"), match.start("place")
    return words[:head] + words[end:] + words[head:end]


def _levelled(words: tuple[Word, ...], names: Names) -> tuple[Word, ...]:
    """Words with each class as one of its level: 省级 荣誉; indicators of several levels as such."""
    if (match := _LEVELS.search(_letters(words))) and (each := _of_levels(words[slice(*match.span())], names)):
        words = words[: match.start()] + each + words[match.end() :]
    for pattern in (_LEVEL_BEFORE, _LEVEL_BEHIND):
        while match := pattern.search(_letters(words)):
            span = words[slice(*match.span())]
            level, of_class = (next(w for w in span if w.meaning.letter == letter) for letter in "lk")
            meaning = msgspec.structs.replace(of_class.meaning, ids=level.meaning.ids)
            word = Word(of_class.text, meaning)
            words = (*words[: match.start()], word, *words[match.end() :])
    return words


def _of_levels(words: tuple[Word, ...], names: Names) -> tuple[Word, ...]:
    """国家级、省级技师 as the indicators 国家级技师 and 省级技师; none where one is no indicator."""
    levels = [word.text for word in words if word.meaning.letter == "l"]
    last = words[-1].text
    for level in names.levels():
        if last.startswith(level):
            levels.append(level)
            last = last.removeprefix(level)
            break
    found: list[Word] = []
    for level in levels:
        meanings = [m for m in names.of(level + last) if m.letter in "ij"]
        if len(meanings) != 1:
            return ()
        found += [*([Word(PAUSE, Meaning("A"))] if found else []), Word(level + last, meanings[0])]
    return tuple(found)


def shortened(words: tuple[Word, ...], names: Names) -> Iterator[tuple[Word, ...]]:
    """Words with a thing and a class behind it as what they are short for together: 高端化工 共同体."""
    for match in re.finditer("ek", _letters(words)):
        first, second = words[match.start() : match.end()]
        for text in (f"{first.text}{second.text}", f"{first.text} {second.text}"):
            for meaning in names.short(text):
                yield (*words[: match.start()], Word(text, meaning), *words[match.end() :])


def owned(words: tuple[Word, ...], names: Names) -> Iterator[tuple[Word, ...]]:
    """Words with 甲的乙 as 乙, where something is said of both; none where there is no such thing."""
    for match in _OWNED.finditer(_letters(words)):
        owner, thing = words[match.start()], words[match.end() - 1]
        if any(map(names.is_kind, thing.meaning.ids)) or thing.meaning.name == SHORT:
            continue
        if any(names.are_related(one, other) for one in owner.meaning.ids for other in thing.meaning.ids):
            yield words[: match.start()] + words[match.end() - 1 :]
