"""What speaks for and against two things being one, with a score: a sum of weights that a person can follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import exp

from skillgraph.language.names import is_picked_out
from skillgraph.language.pinyin import read_alike
from skillgraph.model.ontology import ontology
from skillgraph.resolve.forms import COMPANY, Form, Reading
from skillgraph.resolve.places import Places
from skillgraph.resolve.rules import rules
from skillgraph.resolve.things import Thing

#: The shortest stem that says something where another one holds it, and the shortest that may be misspelt.
_HELD, _ALOUD = 2, 2
#: How long short forms are.
SHORTEST, LONGEST = 2, 5
_KIND = "kind"


def score(reasons: Iterable[str]) -> float:
    """How sure it is that two things are one, from 0 to 1, by what speaks for and against it.

    Example:
        >>> score(["core", "place-equal", "class-equal"]) > 0.9 > 0.5 > score(["core", "place-differs", "class-equal"])
        True
    """
    weights = rules().weights
    total = weights["always"] + sum(weights[reason] for reason in reasons)
    return 1 / (1 + exp(-total))


def reasons(one: Thing, other: Thing, places: Places) -> tuple[str, ...]:
    """What speaks for and against two things being one; nothing if no name speaks for it.

    Args:
        one: a thing.
        other: another; which of them comes first makes no difference.
        places: those that names may begin with.
    """
    if one.existence != other.existence:
        return ()
    if one.existence == _KIND and one.forms[0].key != other.forms[0].key:
        # Kinds of things have words for names, which say too little in pieces.
        return ()
    beside = (*_of_identifiers(one, other), *_of_classes(one, other), *_of_neighbours(one, other))
    ways = [(*way, *beside) for way in _of_names(one, other, places)]
    if not ways and "identifier" in beside:
        ways = [beside]
    return max(ways, key=lambda way: (score(way), way), default=())


def likeness(one: Thing, other: Thing, places: Places) -> tuple[str, ...]:
    """What speaks for and against two things whose names only look alike, as those with a slip of the pen.

    Args:
        one: a thing.
        other: another, of which a name is written much alike.
        places: those that names may begin with.
    """
    beside = (*_of_identifiers(one, other), *_of_classes(one, other), *_of_neighbours(one, other))
    x, a = one.forms[0].core, one.forms[0]
    ways = []
    for b in other.forms:
        y = b.core
        against: tuple[str, ...] = ("campus",) if a.campus != b.campus else ()
        # The slip may be in the ending: 职业学院 and 只业学院.
        against += ("other-ending",) if x.ending is not y.ending else ()
        against += _of_numbers(x, y)
        is_common = x.is_common or y.is_common
        where = _of_places(_named(a, x, one), _named(b, y, other), one, other, is_common, places)
        ways.append(("like", *against, *where, *beside))
    return max(ways, key=lambda way: (score(way), way))


def _of_identifiers(one: Thing, other: Thing) -> Iterator[str]:
    shared = one.identifiers.keys() & other.identifiers.keys()
    if shared:
        agree = all(one.identifiers[scheme] == other.identifiers[scheme] for scheme in shared)
        yield "identifier" if agree else "identifier-differs"


def _of_classes(one: Thing, other: Thing) -> Iterator[str]:
    if not one.classes or not other.classes:
        return
    if one.classes & other.classes:
        yield "class-equal"
    elif any(_agree(a, b) for a in one.classes for b in other.classes):
        yield "class-compatible"
    else:
        scale = ontology().marked("scale")
        yield "class-differs" if scale.isdisjoint(one.classes) == scale.isdisjoint(other.classes) else "class-apart"


def _agree(one: str, other: str) -> bool:
    """Whether one class is above the other, or both are below one that says something."""
    classes = ontology().classes
    if one not in classes or other not in classes:
        return one == other
    lines = set(ontology().lineage(one)), set(ontology().lineage(other))
    return one in lines[1] or other in lines[0] or bool((lines[0] & lines[1]).difference(rules().classes.general))


def _of_neighbours(one: Thing, other: Thing) -> Iterator[str]:
    if one.id in other.neighbours or other.id in one.neighbours:
        yield "related"
    shared = len(one.neighbours & other.neighbours)
    if shared:
        yield "neighbour" if shared == 1 else "neighbours"


def _of_names(one: Thing, other: Thing, places: Places) -> Iterator[tuple[str, ...]]:
    """What each pair of names says."""
    are_bodies = one.is_body and other.is_body
    for i, a in enumerate(one.forms):
        for j, b in enumerate(other.forms):
            said: tuple[str, ...] = ("aliases",) if i and j else ("alias",) if i or j else ()
            said += ("former",) if a.is_former or b.is_former else ()
            for x, y, how in _of_forms(a, b, are_bodies):
                where = _named(a, x, one), _named(b, y, other)
                # A short form says its place by its first character: 青职院.
                is_short = "short" in how and bool(x.places or y.places)
                is_common = (x.is_common or y.is_common) and not is_short
                yield (*how, *said, *_of_places(*where, one, other, is_common, places))
    if one.english & other.english:
        yield ("english", *_of_facts(one, other, places))
    if (one.initials & other.letters) | (other.initials & one.letters):
        yield ("initials", *_of_facts(one, other, places))
    if one.letters & other.spelled or other.letters & one.spelled:
        yield ("letters", *_of_facts(one, other, places))


def _of_forms(a: Form, b: Form, are_bodies: bool) -> Iterator[tuple[Reading, Reading, tuple[str, ...]]]:
    """The ways in which two names are alike, with the readings that are, and what speaks against it.

    Only bodies are raised, have another legal form, or leave out what they are.
    """
    against: tuple[str, ...] = ("campus",) if a.campus != b.campus else ()
    if a.level and b.level and a.level != b.level:
        against += ("level",)
    if a.key == b.key:
        yield a.core, b.core, ("name", *against)
        return
    for x in a.readings:
        for y in b.readings:
            if x.stem == y.stem and (x.stem or x.ending):
                yield x, y, ("core", *against, *_of_endings(x, y, are_bodies))
            elif (_is_company(y) and x.core == y.stem) or (_is_company(x) and y.core == x.stem):
                # What ends other names is part of a company's: 中铁四局, 中铁四局集团.
                yield x, y, ("core", *against, "no-ending")
    x, y = a.core, b.core
    if _is_brand(x, y) or _is_brand(y, x):
        yield x, y, ("brand", *against)
    elif _holds(x, y) or _holds(y, x):
        yield x, y, ("contained", *against, *_of_endings(x, y, are_bodies), *_of_numbers(x, y))
    if is_short_for(a, b) or is_short_for(b, a):
        yield x, y, ("short", *against, *_of_numbers(x, y))
    # Companies that are called alike are many.
    if len(x.stem) >= _ALOUD and not _is_company(x) and not _is_company(y) and _is_misspelt(x.stem, y.stem):
        yield x, y, ("pinyin", *against, *_of_endings(x, y, are_bodies))


def _is_company(reading: Reading) -> bool:
    return reading.ending is not None and reading.ending.kind == COMPANY


def _is_brand(x: Reading, y: Reading) -> bool:
    """Whether a name without what it is may be that of a company whose name goes on: 京东方, 京东方科技集团."""
    return x.ending is None and _is_company(y) and _holds(x, y)


def _holds(x: Reading, y: Reading) -> bool:
    """Whether a stem is another with common words before or behind it."""
    if len(x.stem) < _HELD or x.is_common or x.stem == y.stem or x.stem not in y.stem:
        return False
    if not y.stem.startswith(x.stem) and not y.stem.endswith(x.stem):
        return False
    return not rules().common.sub("", y.stem.replace(x.stem, "", 1))


def is_short_for(short: Form, long: Form) -> bool:
    """Whether a name may be a short form of another: characters of it, in order, that end as its short forms do.

    Each word of the longer name has a character in it: 哈职院 is no 哈尔滨铁道职业技术学院.

    Args:
        short: at most as long as short forms are.
        long: what it may stand for.
    """
    ending, own = long.core.ending, short.core.ending
    if own and short.key.endswith(tuple(form for form in own.forms if form not in rules().short_ends)):
        return False
    if ending is None or not SHORTEST <= len(short.key) <= LONGEST or len(long.key) < len(short.key) + 2:
        return False
    heads = [short.key.removesuffix(end) for end in ending.short if short.key.endswith(end)]
    return any(is_picked_out(head, long.key) and _has_all(head, long.core.stem) for head in heads)


def _has_all(head: str, stem: str) -> bool:
    """Whether each word of a stem has a character in what a short form begins with."""
    words = rules().common.findall(stem) + [w for w in rules().common.split(stem) if w]
    return all(any(character in head for character in word) for word in words)


def _is_misspelt(one: str, other: str) -> bool:
    """Whether one character of two stems is another of the same sound."""
    if len(one) != len(other) or sum(a != b for a, b in zip(one, other, strict=True)) != 1:
        return False
    return read_alike(one, other)


def _of_endings(x: Reading, y: Reading, are_bodies: bool) -> tuple[str, ...]:
    if x.ending is y.ending:
        return ()
    if not are_bodies:
        return ("ending",)
    if x.ending is None or y.ending is None:
        return ("no-ending",)
    if not set(x.ending.lines).isdisjoint(y.ending.lines):
        return ("legal",) if _is_company(x) else ("raised",)
    return ("close",) if x.ending.kind == y.ending.kind else ("ending",)


def _of_numbers(x: Reading, y: Reading) -> tuple[str, ...]:
    return ("number",) if x.numbers != y.numbers else ()


def _of_places(
    some: frozenset[str], others: frozenset[str], one: Thing, other: Thing, is_common: bool, places: Places
) -> tuple[str, ...]:
    """What the places of two names, and those where facts say their things are, tell of them."""
    if not rules().namesakes.isdisjoint(one.classes | other.classes):
        return ("namesake",)
    how = _how(some, others, one, other, places)
    if how in ("equal", "differs"):
        return (f"place-{how}",)
    if not some | others | one.places | other.places:
        is_local = one.is_local and other.is_local and one.existence != _KIND
        return ("place-missing-common" if is_common else "place-missing",) if is_local else ()
    # What is no body has its place in its name, and is another thing without: 技术能手, 山东省技术能手. What has that
    # of its nation is another thing than what has a part of it.
    told = not is_common and ((one.is_body and other.is_body) or (one.is_place and other.is_place))
    if how == "within":
        told = told and all(map(places.above, some | others))
    return (f"place-{how}" if told else f"place-{how}-common",)


def _how(some: frozenset[str], others: frozenset[str], one: Thing, other: Thing, places: Places) -> str:
    """How places stand to each other: those that both names say, or else those that a name or facts say."""
    if some and others:
        return places.compared(some, others)
    return places.compared(some or one.places, others or other.places)


def _named(form: Form, reading: Reading, thing: Thing) -> frozenset[str]:
    """The places of one reading of a name, or those of the thing's other names where that name says nothing."""
    return reading.places if form.core.places else thing.named


def _of_facts(one: Thing, other: Thing, places: Places) -> tuple[str, ...]:
    how = _how(one.named, other.named, one, other, places)
    return () if how == "missing" else (f"place-{how}",)
