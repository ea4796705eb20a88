"""How good and how fast the search for the same thing is: `python benchmarks/resolving.py [quality|scale] [NAMES]`.

`quality` searches the names of resolving.toml, half by half: weights were tuned on the first half, and the second is
what is measured. Every pair of names has its right answer there, so every proposal is right or wrong. `scale` searches
NAMES (100,000) names that are made of places, words and endings, one in four of which is another way to write one of
the others, and prints CPU seconds and the memory of the process.
"""

from __future__ import annotations

import random
import resource
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from skillgraph.model.records import Entity, Statement
from skillgraph.model.terms import LOCATED_IN
from skillgraph.resolve.candidates import ASKING, Candidate, candidates
from skillgraph.resolve.judgements import Judgements
from skillgraph.resolve.places import Places
from skillgraph.resolve.things import things
from skillgraph.tables.opening import open_loader, reference_loaders

LABELS = Path(__file__).with_name("resolving.toml")
#: What generated names are made of; common words of schools, and some that only one bears.
_WORDS = (
    "工业", "商业", "信息工程", "机电", "交通", "铁道", "卫生", "旅游", "建筑", "财经", "轻工", "化工", "农业",
    "第一", "第二", "实验", "南洋", "华宇", "兆华", "白云", "火炬", "明德",
)  # fmt: skip
#: Of two endings of one row a place has one with a word: a school is raised from one to the other.
_ENDINGS = (
    ("TechnicalSchool", ("技师学院", "高级技工学校", "技工学校")),
    ("VocationalSchool", ("职业技术学院", "职业学院", "职业技术大学")),
    ("VocationalSchool", ("职业中等专业学校", "职业教育中心", "职业高级中学")),
)
_REWRITTEN = {"职业技术学院": "职院", "技工学校": "技校", "职业中等专业学校": "职业中专", "职业教育中心": "职教中心"}

Pair = tuple[str, str]


def reference() -> tuple[list[Entity], list[Statement]]:
    """What the reference tables hold."""
    opened = [open_loader(folder) for folder in reference_loaders()]
    entities = [entity for loader in opened for _, entity in loader.entities([])]
    return entities, [statement for loader in opened for _, statement in loader.statements([])]


def labelled(half: int) -> Iterator[tuple[str, str, Entity, str]]:
    """The names of a half: their group with its case, their thing, an entity of its own source, where it is."""
    number = 0
    for at, group in enumerate(tomllib.loads(LABELS.read_text("utf-8"))["groups"]):
        for which, names in enumerate(group["things"]):
            for written in names:
                number += 1
                rest, _, class_name = written.partition(":")
                name, _, place = rest.partition("@")
                if at % 2 == half:
                    entity = Entity(f"name-{number}", f"source-{number}", (class_name or group["class"],), name)
                    yield f"{at} {group['case']}", f"{at} {which}", entity, place


class Measured(NamedTuple):
    """What was found in a half: how many names and labelled pairs it has, which are the same, which were proposed."""

    names: dict[str, str]
    case: dict[str, str]
    pairs: int
    same: set[Pair]
    proposed: dict[Pair, Candidate]

    @property
    def precision(self) -> float:
        """How many of the proposals are right."""
        return len(self.same & self.proposed.keys()) / len(self.proposed)

    @property
    def recall(self) -> float:
        """How many of the pairs that are the same are proposed."""
        return len(self.same & self.proposed.keys()) / len(self.same)


def measured(half: int) -> Measured:
    """Searches the names of a half, all of them together."""
    rows = list(labelled(half))
    entities, statements = reference()
    by_name = {e.name: e.id for e in entities}
    mine = [entity for _, _, entity, _ in rows]
    statements += (
        Statement(f"{e.source}/1", e.source, e.id, LOCATED_IN, by_name[place]) for _, _, e, place in rows if place
    )
    places = Places(entities, statements)
    found = things([*entities, *mine], statements, places)
    which = {e.id: thing for _, thing, e, _ in rows}
    case = {e.id: group for group, _, e, _ in rows}
    told = candidates({e.id: found[e.id] for e in mine}, places, Judgements.of([]))
    order = {id: number for number, id in enumerate(which)}
    return Measured(
        {e.id: e.name for e in mine},
        case,
        sum(1 for a, b in combinations(which, 2) if case[a] == case[b]),
        {(a, b) for a, b in combinations(which, 2) if which[a] == which[b]},
        {_ordered(c.left.id, c.right.id, order): c for c in told},
    )


def _ordered(one: str, other: str, order: dict[str, int]) -> Pair:
    return (one, other) if order[one] < order[other] else (other, one)


def quality(half: int, *, shows: bool) -> None:
    """Prints precision and recall of what is proposed above the asking line, and what is wrong if it is to be shown."""
    m = measured(half)
    print(f"half {half + 1}: {len(m.names)} names, {m.pairs} labelled pairs, {len(m.same)} of them the same")
    print(f"above {ASKING}: {len(m.proposed)} proposed, precision {m.precision:.3f}, recall {m.recall:.3f}")
    wrong = m.proposed.keys() - m.same
    for pair in sorted(wrong | (m.same - m.proposed.keys())) if shows else ():
        names = " / ".join(m.names[id] for id in pair)
        said = f"wrong   {names} ({m.proposed[pair].words('en')})" if pair in wrong else f"missed  {names}"
        print(f"{m.case[pair[0]]}: {said}")


def generated(count: int) -> Iterator[tuple[str, Entity]]:
    """Names of places, words and endings, each with the thing that it is of."""
    draw = random.Random(0)
    cities = [e for e in reference()[0] if dict(e.identifiers).get("gbt2260", "")]
    made: list[tuple[str, str, str, str]] = []
    seen, had = set[str](), set[tuple[str, ...]]()
    number = 0
    while number < count:
        if made and draw.random() < 0.25:
            place, word, ending, class_name = draw.choice(made)
            thing = place + word + ending
            name = _rewritten(draw, place, word, ending)
        else:
            place, (class_name, endings) = draw.choice(cities).name, draw.choice(_ENDINGS)
            word = "".join(draw.sample(_WORDS, draw.choice((0, 1, 1, 2, 2))))
            if (place, word, *endings) in had:
                continue
            had.add((place, word, *endings))
            ending = draw.choice(endings)
            name = thing = place + word + ending
            made.append((place, word, ending, class_name))
        if name in seen:
            continue
        seen.add(name)
        number += 1
        yield thing, Entity(f"name-{number}", f"source-{number % 97}", (class_name,), name)


def _rewritten(draw: random.Random, place: str, word: str, ending: str) -> str:
    """Another way to write a name."""
    ways = (
        lambda: place.rstrip("市县区") + word + ending,
        lambda: place + word + _REWRITTEN.get(ending, ending),
        lambda: f"原{place}{word}{ending}",
        lambda: f"{place}{word}{ending}（本部）",
        lambda: f"“{place}{word}”{ending}",
    )
    return draw.choice(ways)()


def scale(count: int) -> None:
    """Prints what the search among so many names costs, and how much of what is the same it finds."""
    rows = list(generated(count))
    entities, statements = reference()
    begin, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    places = Places(entities, statements)
    found = things((entity for _, entity in rows), statements, places)
    read = time.process_time()
    told = candidates(found, places, Judgements.of([]))
    end, after = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    which = {entity.id: thing for thing, entity in rows}
    right = sum(which[c.left.id] == which[c.right.id] for c in told)
    same = sum(n * (n - 1) // 2 for n in Counter(which.values()).values())
    print(f"{count:,} names: {read - begin:.1f} s to take them apart, {end - read:.1f} s to compare, of one processor")
    print(f"{after / 1024:,.0f} MB in all, {before / 1024:,.0f} MB of them before")
    print(f"{len(told):,} proposed, precision {right / len(told):.3f}, recall {right / same:.3f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["scale"]:
        scale(int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
    else:
        quality(0, shows=True)
        quality(1, shows="-v" in sys.argv)
