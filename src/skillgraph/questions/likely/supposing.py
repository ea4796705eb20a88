"""What a question may ask, given the words that are known: every reading around its things that has an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, starmap

import msgspec

from skillgraph.model.records import Observation
from skillgraph.questions.likely.around import Around
from skillgraph.questions.likely.lacking import lacking
from skillgraph.questions.likely.spotting import Named, Spot, Spotted
from skillgraph.questions.likely.supposed import Supposed, links_of
from skillgraph.questions.plain.admitting import IN
from skillgraph.questions.plain.reading import Link, Reading, Shape, Things
from skillgraph.questions.plain.words import group

#: Things that a description may stand for: *Luban workshop in Rwanda*, 甲的成员; relations around all in a place.
_DESCRIBED, _AROUND = 30, 60
#: How much of an indicator's name a question has at least, where it asks for several; how many these are.
_LIKE, _INDICATORS = (0.9, 0.6, 0.4), 4
#: Things of a class that another class is asked by.
_OF_CLASS = 300
#: Words between the two parts of a description.
_BETWEEN = 2
_HAS = group("having")[0]


def supposed(spotted: Spotted, around: Around) -> list[Supposed]:
    """The readings of a question that the graph has an answer to, each once.

    Args:
        spotted: the words of the question.
        around: what the graph says.
    """
    named = [*spotted.named, *_placed(spotted, around), *_related(spotted, around)]
    found: dict[Reading, Supposed] = {}
    for each in (
        *(one for thing in named for one in _around(thing, named, spotted, around)),
        *(one for known in _classes(spotted, around) for one in _within(*known, named, spotted, around)),
        *lacking(named, spotted, around),
        *(one for thing in named for one in _figures(thing, spotted.named, spotted, around)),
        *_ranked(spotted, around),
        *_said(spotted, around),
    ):
        found.setdefault(each.reading, each)
    return list(found.values())


def _placed(spotted: Spotted, around: Around) -> Iterator[Named]:
    """Things by their class and place: 卢旺达的鲁班工坊."""
    for spot, name in spotted.classes:
        for place in spotted.named:
            if not place.holds(spot) and _are_near(spot, place, spotted) and _are_places(place.ids, around):
                ids = around.of_class(around.under(place.ids) - {*place.ids}, name)
                if 0 < len(ids) <= _DESCRIBED:
                    yield Named((*place.spots, spot), tuple(sorted(ids)))


def _related(spotted: Spotted, around: Around) -> Iterator[Named]:
    """Things by what they are to what is named: 联盟的成员."""
    for spot, relation in spotted.relations:
        for thing in spotted.named:
            if relation.form == "verb" or thing.holds(spot) or not _are_near(spot, thing, spotted):
                continue
            links = links_of(relation.predicates, relation.form == "subjects")
            ids = around.others(thing.ids, links, ("actual",), "") & around.names.entities.keys()
            if 0 < len(ids) <= _DESCRIBED:
                yield Named((*thing.spots, spot), tuple(sorted(ids)))


def _are_near(spot: Spot, thing: Named, spotted: Spotted) -> bool:
    first, last = sorted((spotted.spots.index(spot), spotted.spots.index(thing.spots[0])))
    between = spotted.spots[first + 1 : last]
    return len(between) <= _BETWEEN and all(each.letters <= {"O", "G", ""} for each in between)


def _are_places(ids: Iterable[str], around: Around) -> bool:
    return all(map(around.names.is_place, ids))


def _around(thing: Named, named: list[Named], spotted: Spotted, around: Around) -> Iterator[Supposed]:
    """What is related to a thing, or to what lies in a place."""
    yield from _within(thing, Things(thing.ids), named, spotted, around)
    if _are_places(thing.ids, around):
        yield from _within(thing, Things(thing.ids, within=True), named, spotted, around)


def _classes(spotted: Spotted, around: Around) -> Iterator[tuple[Named, Things]]:
    """All of a class, where another is asked for: 哪些国家有鲁班工坊."""
    for spot, name in spotted.classes:
        ids = around.there_are(name)
        if len(spotted.classes) > 1 and 0 < len(ids) <= _OF_CLASS:
            yield Named((spot,), tuple(sorted(ids))), Things(class_name=name)


def _within(thing: Named, known: Things, named: list[Named], spotted: Spotted, around: Around) -> Iterator[Supposed]:
    pool = around.under(thing.ids) if known.within else frozenset(thing.ids)
    for links in _ways(pool, known, spotted, around):
        for modalities, counted in _modes(links, pool, spotted, around):
            for year in dict.fromkeys((spotted.year, "")):
                found = around.others(pool, links, counted, year.removesuffix("-"))
                if not found:
                    continue
                frame = Reading(
                    "things", known=known, links=links, modalities=modalities,
                    year=year.removesuffix("-"), is_open=year.endswith("-"),
                )  # fmt: skip
                for each in _asked(frame, thing, found, named, spotted, around):
                    if known.class_name and each.class_spot is None and not each.reading.asked.ids:
                        continue
                    yield each
                    if spotted.has("MN") and not each.reading.both:
                        counting = msgspec.structs.replace(each.reading, counts=True)
                        yield msgspec.structs.replace(each, reading=counting)
                    if spotted.rank == "most" and each.class_spot and len(thing.ids) > 1:
                        ranked = msgspec.structs.replace(each.reading, rank=spotted.rank)
                        yield msgspec.structs.replace(each, reading=ranked)
                if not modalities and known == Things(thing.ids):
                    yield from _together(frame, thing, named, spotted, around)


def _ways(pool: frozenset[str], known: Things, spotted: Spotted, around: Around) -> Iterator[tuple[Link, ...]]:
    """The relations to try: what words name, each by itself, what has or houses something, and all to a class."""
    there = around.links(pool)
    found: dict[tuple[Link, ...], None] = {}
    for _, relation in spotted.relations:
        for is_subject in (True, False):
            links = links_of(relation.predicates, is_subject)
            found[tuple(link for link in links if (link.predicate, link.is_subject) in there)] = None
    if known == Things(known.ids) or len(there) <= _AROUND:
        found |= {links_of([name], is_subject): None for name, is_subject in sorted(there)}
    if _are_places(pool, around) or known.within:
        found[(*links_of([_HAS], False), Link(IN[0], True))] = None
        found[links_of(IN, True)] = None
    found[links_of(IN, False)] = None
    if known == Things(known.ids):
        for _, name in spotted.classes:
            to_class = [
                link for link in starmap(Link, sorted(there)) if around.of_class(around.others(pool, [link]), name)
            ]
            found |= {tuple(w for w in to_class if w.is_subject == is_subject): None for is_subject in (True, False)}
    yield from (links for links in found if links)


def _modes(
    links: tuple[Link, ...], pool: frozenset[str], spotted: Spotted, around: Around
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What counts, as a reading has it, and by name: what is asked for, facts, rules, or plans where all are."""
    if spotted.modalities:
        yield spotted.modalities, spotted.modalities
    there = around.modalities(pool, links)
    if "actual" in there:
        yield (), ("actual",)
    if "rule" in there:
        yield ("actual", "rule"), ("actual", "rule")
    if there and there.isdisjoint(("actual", "rule")):
        rest = tuple(sorted(there - {"negated"}))
        yield from [(rest, rest)] if rest else []


def _asked(
    frame: Reading, thing: Named, found: frozenset[str], named: list[Named], spotted: Spotted, around: Around
) -> Iterator[Supposed]:
    """Those of what is found that are of a class, at a level, in a place, or are left when others are left out."""
    kinds: list[tuple[Spot | None, Things, frozenset[str]]] = [(None, Things(), found)]
    for spot, name in spotted.classes:
        if not thing.holds(spot) and (of_it := around.of_class(found, name)):
            kinds.append((spot, Things(class_name=name), of_it))
            if spotted.levels:
                kinds.append((spot, Things(class_name=name, levels=spotted.levels), of_it))
    if spotted.has("Q") and (of_it := around.of_class(found, group("bodies")[0])):
        kinds.append((None, Things(bodies=True), of_it))
    for word, asked, of_it in kinds:
        yield Supposed(msgspec.structs.replace(frame, asked=asked), thing.spots, word, of_it)
        for other in named:
            if any(thing.holds(each) for each in other.spots) or (word and other.holds(word)):
                continue
            used = (*thing.spots, *other.spots)
            if _is_left_out(other, spotted) and (rest := of_it - around.under(other.ids)) != of_it and rest:
                without = msgspec.structs.replace(frame, asked=asked, without=other.ids)
                yield Supposed(without, used, word, rest)
            if asked.levels or asked.bodies or not _are_places(other.ids, around):
                continue
            there = of_it & (around.under(other.ids) - ({*other.ids} if word else set()))
            if there:
                place = (
                    Things(class_name=asked.class_name, places=other.ids) if word else Things(other.ids, within=True)
                )
                yield Supposed(msgspec.structs.replace(frame, asked=place), used, word, there)


def _is_left_out(thing: Named, spotted: Spotted) -> bool:
    at = spotted.spots.index(thing.spots[0])
    around = spotted.spots[max(0, at - 2) : at + 2]
    return spotted.denies(thing) or any(not spot.letters.isdisjoint("-=") for spot in around)


def _together(frame: Reading, thing: Named, named: list[Named], spotted: Spotted, around: Around) -> Iterator[Supposed]:
    """What is related to each of two things, or to any of them."""
    classes: list[tuple[Spot | None, str]] = [(None, ""), *spotted.classes]
    for other in named:
        if other.start <= thing.start or any(thing.holds(each) for each in other.spots):
            continue
        ends = [around.others(one.ids, frame.links, ("actual",), frame.year) for one in (thing, other)]
        known = Things((*thing.ids, *other.ids))
        for is_both, found in ((True, ends[0] & ends[1]), (False, ends[0] | ends[1])):
            for spot, name in classes:
                of_it = around.of_class(found, name) if name else found
                if of_it and all(ends) and not (spot and (thing.holds(spot) or other.holds(spot))):
                    asked = Things(class_name=name)
                    reading = msgspec.structs.replace(frame, asked=asked, known=known, both=is_both)
                    yield Supposed(reading, (*thing.spots, *other.spots), spot, of_it)


def _figures(thing: Named, named: list[Named], spotted: Spotted, around: Around) -> Iterator[Supposed]:
    """Figures of a thing, or of two, by one indicator or by all that are spoken of."""
    for modalities in dict.fromkeys((spotted.modalities, (), ("planned", "exploratory"))):
        for year in dict.fromkeys((spotted.year, "")):
            when = year.removesuffix("-")
            counted = modalities or ("actual", "rule")
            found = around.measured(thing.ids, counted, when)
            frame = Reading(
                "figures", Things(thing.ids), modalities=modalities, year=when, is_open=year.endswith("-")
            )  # fmt: skip
            for indicator, figures in found.items():
                reading = msgspec.structs.replace(frame, indicators=(indicator,))
                yield Supposed(reading, thing.spots, figures=tuple(figures))
                yield from _compared(reading, thing, figures, named, spotted, around)
            for several in _several(thing, tuple(found), spotted, around):
                all_of_them = tuple(figure for id in several for figure in found[id])
                yield Supposed(msgspec.structs.replace(frame, indicators=several), thing.spots, figures=all_of_them)


def _several(thing: Named, indicators: tuple[str, ...], spotted: Spotted, around: Around) -> Iterator[tuple[str, ...]]:
    """Sets of indicators of which each has words of the question: 金牌、银牌各多少."""
    if len(spoken := tuple(sorted(spotted.indicators.intersection(indicators)))) > 1:
        yield spoken
    likeness = {id: around.likeness(id, spotted.rest(thing.spots), spotted.is_chinese) for id in indicators}
    for least in _LIKE:
        like = tuple(sorted(id for id, share in likeness.items() if share >= least))
        if 1 < len(like) <= _INDICATORS:
            yield like


def _compared(
    reading: Reading, thing: Named, figures: list[Observation], named: list[Named], spotted: Spotted, around: Around
) -> Iterator[Supposed]:
    """The same figures of another thing too, and which of both are more."""
    for other in named:
        if other.start <= thing.start or other.ids == thing.ids:
            continue
        more = around.measured(other.ids, reading.modalities or ("actual", "rule"), reading.year)
        added = more.get(reading.indicators[0], [])
        if added and added != figures:
            both = msgspec.structs.replace(reading, asked=Things((*thing.ids, *other.ids)))
            used, of_both = (*thing.spots, *other.spots), (*figures, *added)
            yield Supposed(both, used, figures=of_both)
            if spotted.rank:
                yield Supposed(msgspec.structs.replace(both, rank=spotted.rank), used, figures=of_both)


def _ranked(spotted: Spotted, around: Around) -> Iterator[Supposed]:
    """Whose figure is the most, of all that are of a class."""
    if not spotted.rank:
        return
    for indicator in sorted(spotted.indicators):
        for spot, name in spotted.classes:
            figures = [f for whose in around.of_class(around.figures, name) for f in around.figures[whose][indicator]]
            kept = tuple(f for f in figures if f.modality == "actual" and spotted.year in ("", f.start[:4], f.end[:4]))
            words = tuple(each for each in spotted.spots if indicator in each.ids("ij"))
            if kept and spot not in words:
                frame = Reading("figures", Things(class_name=name), indicators=(indicator,), year=spotted.year)
                yield Supposed(msgspec.structs.replace(frame, rank=spotted.rank), words, spot, figures=kept)


def _said(spotted: Spotted, around: Around) -> Iterator[Supposed]:
    """Whether and when something is said of two things, or of one."""
    shapes: list[Shape] = [*(["truth"] if spotted.asks_whether else []), *(["times"] if spotted.has("D") else [])]  # type: ignore[list-item]
    if not shapes:
        return
    pairs = [(one, other) for pair in combinations(spotted.named, 2) for one, other in (pair, pair[::-1])]
    ends: list[tuple[tuple[Spot, ...], Things, Things, set[str]]] = [
        (
            (*one.spots, *other.spots),
            Things(one.ids),
            Things(other.ids),
            {name for a in one.ids for b in other.ids for name in around.between.get((a, b), ())},
        )
        for one, other in pairs
        if not any(one.holds(spot) for spot in other.spots)
    ]
    # A yes to half of a question is worse than none: 青岛与美国合作吗 is not whether Qingdao has any partner.
    for thing in spotted.named if not spotted.has_unknown_name else ():
        for is_subject in (True, False):
            known, unknown = Things(thing.ids), Things()
            subject, object = (unknown, known) if is_subject else (known, unknown)
            there = {name for name, way in around.links(thing.ids) if way == is_subject}
            ends.append((thing.spots, subject, object, there))
    for used, subject, object, names in ends:
        for name in sorted(names):
            for shape in shapes:
                yield Supposed(Reading(shape, subject, object, (Link(name, True),)), used)
