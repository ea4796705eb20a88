"""The words that a page offers where a person corrects: classes, relations, codes, units, indicators, known things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from skillgraph.deciding.state import State
from skillgraph.extract.linking import KnownEntities
from skillgraph.extract.mentions import bare
from skillgraph.language.passages import fold
from skillgraph.language.pinyin import readings, spelled
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity
from skillgraph.model.terms import INDICATOR, UNIT

#: Which relations annotated texts state between two classes; `python -m training.usual` counts them.
USUAL = Path(__file__).with_name("usual_relations.tsv")
#: The code lists that fields of rows have.
_EXISTENCE = {"individual": ("个体", "individual"), "kind": ("一类", "kind"), "envisaged": ("设想", "envisaged")}


def vocabulary(known: KnownEntities, state: State | None) -> dict[str, Any]:
    """All words, with their labels in Chinese and English.

    Args:
        known: things of reference tables, the units and indicators among them.
        state: of a report, whose own indicators are offered too.
    """
    o = ontology()
    classes = [
        {"id": c.name, **_labels(c.name), "ancestors": list(c.ancestors)}
        for c in o.classes.values() if c.name in o.entity_classes
    ]  # fmt: skip
    predicates = [
        {
            "id": p.name, **_labels(p.name), "domain": list(p.domain), "range": list(p.range),
            "symmetric": p.symmetric, "inverse": p.inverse, "takesText": p.takes_text,
        }
        for p in o.relations.values()
    ]  # fmt: skip
    codes = {scheme: _codes(scheme) for scheme in ("modality", "bound", "basis", "kind", "rank")}
    codes["existence"] = [{"id": id, "zh": zh, "en": en} for id, (zh, en) in _EXISTENCE.items()]
    units, indicators = list(_of_class(known, UNIT, None)), list(_of_class(known, INDICATOR, state))
    told = {
        "classes": classes, "predicates": predicates, "codes": codes,
        "qualifiers": [{"id": name, **_labels(name)} for name in o.qualifiers],
        "units": units, "indicators": indicators, "usual": usual_relations(),
    }  # fmt: skip
    words = [str(w["zh"]) for some in (classes, predicates, units, indicators) for w in some]
    return {**told, "readings": readings(words)}


@cache
def usual_relations() -> dict[str, list[str]]:
    """By the classes of subject and object, the relations between them, the most usual first; `<` is turned round.

    Example:
        >>> "won" in usual_relations()["Person|Honour"], "<won" in usual_relations()["Honour|Person"]
        (True, True)
    """
    rows = (line.split("\t") for line in USUAL.read_text("utf-8").splitlines())
    return {f"{subject}|{object_}": names.split() for subject, object_, names in rows}


def things(known: KnownEntities, words: str, class_: str, most: int) -> list[dict[str, Any]]:
    """Known things by a name, the beginning of one, its reading, or their id; those that are called just so first.

    Args:
        known: the things.
        words: what is looked for.
        class_: only things of it or below, where it is given.
        most: so many at most.
    """
    key, wanted = bare(fold(words)), ontology().below(class_) if class_ in ontology().classes else frozenset()
    if not key:
        return []
    found: dict[str, tuple[tuple[int, int], Entity]] = {}
    letters = key.lower().replace(" ", "") if key.isascii() else ""
    for entity in known.by_id.values():
        if wanted and wanted.isdisjoint(entity.classes):
            continue
        rank = min((_rank(bare(fold(n)), key, letters) for n in entity.forms), default=9)
        rank = 0 if entity.id == words else rank
        if rank < 9:
            found[entity.id] = ((rank, len(entity.name)), entity)
    best = sorted(found.values(), key=lambda f: (f[0], f[1].id))[:most]
    return [{"id": e.id, "name": e.name, "classes": list(e.classes), "from": e.source} for _, e in best]


def _rank(name: str, key: str, letters: str) -> int:
    if name == key:
        return 0
    if name.startswith(key):
        return 1
    if key in name:
        return 2
    return 3 if letters and not name.isascii() and spelled(name).startswith(letters) else 9


def _labels(name: str) -> dict[str, str]:
    return {language: ontology().label(name, language) for language in ("zh", "en")}


def _codes(scheme: str) -> list[dict[str, str]]:
    zh, en = ontology().codes(scheme), ontology().codes(scheme, "en")
    return [{"id": code, "zh": label, "en": en[code]} for code, label in zh.items()]


def _of_class(known: KnownEntities, class_: str, state: State | None) -> Iterator[dict[str, str]]:
    below = ontology().below(class_)
    seen = set()
    for row in state.tables["entities.csv"] if state is not None else []:
        if not below.isdisjoint(row["class"].split("|")) and row["status"] != "rejected":
            seen.add(row["id"])
            yield {"id": row["id"], "zh": row["name"], "en": row["name_en"]}
    for entity in known.by_id.values():
        if entity.id not in seen and not below.isdisjoint(entity.classes):
            yield {"id": entity.id, "zh": entity.name, "en": entity.name_en}


def unit_names(known: KnownEntities) -> dict[str, str]:
    """The ids of units by each of their names."""
    units: Iterable[Entity] = (e for e in known.by_id.values() if UNIT in e.classes)
    return {name: e.id for e in units for name in (e.name, *e.aliases)}
