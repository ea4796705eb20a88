"""How well and how fast names of people's own tables are found: `python benchmarks/reconciling.py GRAPH [SCALE]`.

Names of a built graph are altered in known ways, so that what is meant is known. Of each way it prints how many names
there are, in how many the right thing comes first and among the first five, how many are told to be certain, and how
many of these are wrong. `none` are names of things that are not there: whatever is certain of these is wrong. With a
SCALE, names are made for a graph that is so many times as large, for the speed alone.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from skillgraph.graph.folder import GraphFolder
from skillgraph.language.names import traditional
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Statement
from skillgraph.resolve.forms import FormReader
from skillgraph.resolve.matching import Matcher, Wanted

_SEED = random.Random(7)
#: What is written instead of what by a slip.
_SLIPS = {"院": "园", "业": "叶", "职": "只", "技": "枝", "教": "较", "学": "雪", "工": "公", "中": "种", "海": "诲"}
_PLACES = ("青岛", "成都", "南宁", "三亚", "包头", "赣州")
_BODIES = ontology().below("Organization") | ontology().below("Place") | ontology().below("Competition")


def _short(name: str, reader: FormReader) -> str:
    ending = reader.forms(name)[0].core.ending
    ends = [form for form in ending.forms if name.endswith(form)] if ending else []
    return name.removesuffix(ends[0]) + ending.short[0] if ending and ending.short and ends else ""


def _without_place(name: str, reader: FormReader) -> str:
    place = reader.places.listed(name, 0)
    return name[len(place[0]) :] if place and len(name) > len(place[0]) + 3 else ""


def _elsewhere(name: str, reader: FormReader) -> str:
    place = reader.places.listed(name, 0)
    return _SEED.choice([p for p in _PLACES if not name.startswith(p)]) + name[len(place[0]) :] if place else ""


def _traditional(name: str, _: FormReader) -> str:
    pairs = traditional(name)
    return name.translate({ord(new): old for old, new in zip(pairs[::2], pairs[1::2], strict=True)})


def _slipped(name: str, _: FormReader) -> str:
    at = next((i for i, c in enumerate(name) if c in _SLIPS), None)
    return name[:at] + _SLIPS[name[at]] + name[at + 1 :] if at is not None else ""


def _missing(name: str, _: FormReader) -> str:
    at = _SEED.randrange(1, len(name) - 1) if len(name) > 4 else 0
    return name[:at] + name[at + 1 :] if at else ""


def _swapped(name: str, _: FormReader) -> str:
    at = _SEED.randrange(0, len(name) - 1) if len(name) > 4 else -1
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :] if at >= 0 else ""


WAYS: dict[str, Callable[[str, FormReader], str]] = {
    "as it is": lambda name, _: name,
    "traditional": _traditional,
    "spaced, full width": lambda name, _: " ".join(name).replace("(", "（"),
    "no place": _without_place,
    "short form": _short,
    "a slip": _slipped,
    "a character missing": _missing,
    "two swapped": _swapped,
    "none: another place": _elsewhere,
    "none: another number": lambda name, _: name.replace("第一", "第七").replace("第二", "第八"),
}


def quality(graph: GraphFolder) -> None:
    """Prints how well altered names are found."""
    entities, statements = list(graph.entities.values()), list(graph.statements())
    matcher = Matcher(entities, statements)
    reader = FormReader(matcher.places)
    known = {form for e in entities for form in e.forms}
    wanted = [e for e in entities if e.existence == "individual" and not _BODIES.isdisjoint(e.classes)]
    print(f"{'way':24}{'names':>7}{'first':>8}{'in five':>9}{'certain':>9}{'wrong':>7}")
    for way, alter in WAYS.items():
        for with_place in (False, True):
            count = first = five = certain = wrong = 0
            for entity in wanted:
                altered, thing = alter(entity.name, reader), matcher.things[entity.id]
                if not altered or (altered in known) is (way != "as it is") or (with_place and not thing.where):
                    continue
                places = thing.where if with_place else frozenset[str]()
                found = matcher.matches(Wanted(altered, places=places))
                ids = [] if way.startswith("none") else [m.thing.id for m in found[:5]]
                count += 1
                first += ids[:1] == [entity.id]
                five += entity.id in ids
                certain += bool(found and found[0].certain)
                if found and found[0].certain and ids[:1] != [entity.id]:
                    wrong += 1
                    if "-v" in sys.argv:
                        print(f"    {altered} -> {found[0].thing.name} {found[0].reasons}")
            if count:
                label = f"{way}, city given" if with_place else way
                print(f"{label:24}{count:7}{first / count:8.1%}{five / count:9.1%}{certain / count:9.1%}{wrong:7}")


def speed(graph: GraphFolder, scale: int) -> None:
    """Prints how many names are found in a second."""
    own = list(graph.entities.values())
    entities, statements = list(own), list(graph.statements())
    for number in range(1, scale):
        for e in own:
            name = (
                f"{e.name[:2]}{chr(0x4E00 + _SEED.randrange(20000))}{chr(0x4E00 + _SEED.randrange(9000))}{e.name[2:]}"
            )
            entities.append(msgspec.structs.replace(e, id=f"{e.id}-{number}", name=name, aliases=(), parts=()))
    began = time.perf_counter()
    matcher = Matcher(entities, [s for s in statements if isinstance(s, Statement)])
    loaded = time.perf_counter() - began
    names = [_SEED.choice(entities).name for _ in range(3000)]
    for label, asked in (("as they are", names), ("slipped", [name[:-2] + name[-1:] for name in names])):
        began = time.perf_counter()
        for name in asked:
            matcher.matches(Wanted(name))
        print(f"{len(entities):,} things, names {label}: {len(asked) / (time.perf_counter() - began):,.0f} a second")
    print(f"read in {loaded:.1f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB at most")


if __name__ == "__main__":
    opened = GraphFolder(Path(sys.argv[1]))
    quality(opened)
    speed(opened, int(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[2].isdecimal() else 1)
