"""What a question means: the shapes that it can have, none of them bound to a query language."""

from __future__ import annotations

from typing import Literal

import msgspec

from skillgraph.questions.plain.words import group

#: `things`: what stands in a relation to something; `class`: all of a class, or those of it of which no fact has a
#: relation to something; `times` and `truth`: when and whether something is said; `between`: all that is said of two;
#: `figures`: what indicators say.
Shape = Literal["things", "class", "times", "truth", "between", "figures"]


class Things(msgspec.Struct, frozen=True):
    """Which things are meant: those with an id, or those of a class; all if neither is said.

    Attributes:
        ids: of the things themselves.
        within: whether what lies within one of them counts as well.
        above: whether the places that one of them lies in count as well.
        over: whether a place of the class counts by what lies in it too.
        class_name: the class that they are of.
        general: ids of general terms that are called as the class is, whatever they are of.
        bodies: whether any body will do, a place that acts and a general term too: 哪些单位.
        places: ids of places of which each lies in one.
        levels: ids of administrative levels of which each has one.
        kinds: ids of general terms of which each falls under one.
    """

    ids: tuple[str, ...] = ()
    within: bool = False
    above: bool = False
    over: bool = False
    class_name: str = ""
    general: tuple[str, ...] = ()
    bodies: bool = False
    places: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


class Link(msgspec.Struct, frozen=True, order=True):
    """A relation, and whether what is asked for is its subject; any relation if it has no name."""

    predicate: str
    is_subject: bool


class Reading(msgspec.Struct, frozen=True):
    """One meaning of a question.

    Attributes:
        shape: what kind of answer it has.
        asked: the things that are asked for; the subject of `times`, `truth` and `between`; whose `figures`.
        known: what they are related to; the object of `times`, `truth` and `between`.
        links: the relations that count, any of which will do; in `class`, those that none may have.
        counts: whether how many they are is asked.
        indicators: ids of what figures measure; any if there are none.
        alike: whether the indicators are called alike, so that any of them will do.
        counter: that the units of the figures fit; any will do without one.
        earned: relations by which those whose figures they are have what the figures count; none need be.
        modalities: what counts; empty for facts.
        year: that what is said falls into, or starts in.
        is_open: whether what is said goes on from that year.
        without: ids of things that are left out of those asked for, with what lies in them.
        rank: `most` or `fewest`, where figures are compared, or how many things each of those asked for is related to.
        both: whether what is asked for is related to each of the known things.
    """

    shape: Shape
    asked: Things = Things()
    known: Things = Things()
    links: tuple[Link, ...] = ()
    counts: bool = False
    indicators: tuple[str, ...] = ()
    alike: bool = False
    counter: str = ""
    earned: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    year: str = ""
    is_open: bool = False
    without: tuple[str, ...] = ()
    rank: str = ""
    both: bool = False


def common(reading: Reading) -> Reading:
    """The reading that asks what the two of another have in common.

    Example:
        >>> common(Reading("between", Things(("jinan",)), Things(("zibo",)))).known.ids
        ('jinan', 'zibo')
    """
    known = Things((*reading.asked.ids, *reading.known.ids))
    return Reading("things", known=known, links=(Link("", True), Link("", False)), both=True)


def instead(reading: Reading) -> tuple[Reading, ...]:
    """What is worth a look where the graph has nothing of a reading.

    Of two things that nothing is said of together: what both are tied to. Where nothing of a class is a certain thing,
    what kind that thing is: *what kind of enterprise is BOE*.

    Example:
        >>> instead(Reading("between", Things(("jinan",)), Things(("zibo",))))[0].both
        True
    """
    if reading.shape == "between" and reading.known.ids:
        return (common(reading),)
    links = tuple(Link(name, False) for name in group("kinds"))
    turned = {Link(link.predicate, not link.is_subject) for link in links}
    if reading.shape == "things" and turned <= {*reading.links} and len(reading.known.ids) == 1:
        return (Reading("things", known=reading.known, links=links),)
    return ()
