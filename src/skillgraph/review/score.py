"""Scores an extraction against hand-made records: precision, recall and F1, by class too, with what was missed.

Both are in the form that `skillgraph extract --format jsonl` writes and `Gold` describes. What counts as right:

- entity: one of its mentions is a gold mention (a quotation mark at either end aside), or its name is a gold name.
  Recall is over named things; a match with a kind of thing (a class, a generic word) is neither right nor wrong.
- relation: the two entities and the sentence agree, in either direction, whatever the predicate; recall is over
  relations between named things that the text states. What the text denies and the extraction asserts is wrong.
- statistic: span, value and bound agree; unit, time, subject and indicator are shares of the right ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from skillgraph.model.errors import DataError, UsageError

Record = dict[str, Any]
Span = Sequence[int]

#: Classes that agree with a gold class besides itself.
_ORGANIZATION = {"Organization"}
_AGREE: dict[str, set[str]] = {
    "School": {
        "ForeignPartner",
        "OverseasCollege",
        "University",
        "VocationalCollege",
        "TechnicalSchool",
        "VocationalSchool",
    },
    "Enterprise": {"ForeignPartner"},
    "ForeignPartner": {"School", "Enterprise", "Organization", "University", "VocationalSchool"},
    "OverseasCollege": {"School", "Platform", "TrainingPlatform", "LubanWorkshop"},
    "Government": {"Organization", "GovernmentBody"},
    "Delegation": _ORGANIZATION,
    "Media": {"Organization", "Enterprise"},
    "InternationalOrganization": _ORGANIZATION,
    "Organization": {"Alliance", "Government", "GovernmentBody", "InternationalOrganization", "Association"},
    "Platform": {"TrainingPlatform", "OverseasCollege"},
    "TrainingPlatform": {"Platform", "School", "OverseasCollege"},
    "Programme": {"TrainingModel", "Event"},
    "TrainingModel": {"Programme", "Mechanism"},
    "Mechanism": {"TrainingModel", "Policy", "Programme"},
    "Competition": {"Event", "Brand"},
    "Event": {"Competition"},
    "Brand": {"Competition", "Programme"},
    "Place": {"City", "Province", "Country", "Region"},
    "Honour": {"TalentCategory"},
    "TalentCategory": {"Honour"},
    "Card": {"Benefit", "Honour", "Programme"},
    "Benefit": {"Policy", "Card"},
    "Policy": {"Mechanism"},
    "Industry": {"Occupation"},
    "Occupation": {"Industry"},
}
_SCORED = ("measure", "money", "rate")
_MARKS = re.compile(r"[\s“”\"‘’'《》「」()（）]")


class Part(msgspec.Struct):
    """Precision, recall and F1 of entities, relations or statistics, and shares of the right ones that agree."""

    right: int
    wrong: int
    found: int
    gold: int
    shares: dict[str, float | None]

    @property
    def precision(self) -> float:
        """The share of what was predicted that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def figures(self) -> dict[str, float | int | None]:
        """All of it, by name."""
        return {
            "precision": self.precision, "recall": self.recall, "f1": self.f1, **self.shares,
            "gold": self.gold, "predicted": self.right + self.wrong,
        }  # fmt: skip


class Score(msgspec.Struct):
    """The score of one extraction against one gold: its parts, entities by class, and what was missed and wrong."""

    parts: dict[str, Part]
    classes: dict[str, Part]
    misses: dict[str, list[str]]


def read_predictions(path: Path) -> list[Record]:
    """The records of a JSON Lines file.

    Raises:
        UsageError: the file can't be read.
        DataError: a line is no record; the message names it.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: can't be read: {error}") from None
    records = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise DataError(f"{path}, line {number}: not JSON: {error}") from None
        if not isinstance(record, dict) or "kind" not in record:
            raise DataError(f"{path}, line {number}: not a record; it needs a `kind`")
        records.append(record)
    return records


def read_gold(path: Path) -> Record:
    """A gold file.

    Raises:
        UsageError: the file can't be read.
        DataError: it is no gold file.
    """
    try:
        gold = json.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: can't be read: {error}") from None
    except ValueError as error:
        raise DataError(f"{path}: not JSON: {error}") from None
    missing = [key for key in ("entities", "relations", "statistics") if not isinstance(gold, dict) or key not in gold]
    if missing:
        raise DataError(f"{path}: no gold file; it needs lists called {', '.join(missing)}")
    return dict(gold)


def score(predictions: Iterable[Record], gold: Record) -> Score:
    """Scores the predictions for the document that the gold annotates.

    Raises:
        DataError: the predictions are of another document.

    Example:
        >>> entity = {"kind": "entity", "id": "e1", "name": "甲市", "type": "City", "mentions": [[0, 2]]}
        >>> gold = {"entities": [{**entity, "id": "a"}], "relations": [], "statistics": []}
        >>> score([entity], gold).parts["entity"].f1
        1.0
    """
    records = list(predictions)
    document = next((r for r in records if r["kind"] == "document"), {})
    if gold.get("sha256") and gold["sha256"] != document.get("sha256"):
        raise DataError(f"the gold annotates sha256 {gold['sha256']}, the predictions are of {document.get('sha256')}")
    judge = _Judge(records, gold)
    parts, misses = {}, {}
    for name, part in (("entity", judge.entities), ("relation", judge.relations), ("statistic", judge.statistics)):
        parts[name], missed, wrong = part()
        plural = {"entity": "entities"}.get(name, name + "s")
        misses[f"{plural} missed"], misses[f"{plural} wrong"] = missed, wrong
    return Score(parts, judge.classes(), misses)


class _Judge:
    def __init__(self, records: list[Record], gold: Record) -> None:
        low, high = gold.get("range") or (0, 10**12)
        self.inside: Callable[[Span], bool] = lambda span: low <= span[0] < high
        self.records = records
        self.gold = gold
        self.things: dict[str, Record] = {g["id"]: g for g in gold["entities"]}
        self.named = {id_ for id_, g in self.things.items() if g.get("specificity", "named") == "named"}
        self.here = {
            id_
            for id_ in self.named
            if any(map(self.inside, (*self.things[id_]["mentions"], *_nested(self.things[id_]))))
        }
        self.predicted: dict[str, Record] = {r["id"]: r for r in records if r["kind"] == "entity"}
        self.counted = {id_ for id_, p in self.predicted.items() if any(map(self.inside, p.get("mentions", ())))}
        self.link = self._link()

    def _link(self) -> dict[str | None, str | None]:
        """The gold thing that each predicted one is: by its name, else by where it stands."""
        names: dict[str, str] = {}
        spans: dict[tuple[int, int], list[str]] = {}
        for id_, thing in self.things.items():
            for name in (thing["name"], *thing.get("aliases", ())):
                names.setdefault(_bare(name), id_)
            for span in (*thing["mentions"], *_nested(thing), *thing.get("coref", ())):
                spans.setdefault((span[0], span[1]), []).append(id_)
        link: dict[str | None, str | None] = {None: None}
        for id_, entity in self.predicted.items():
            hits = [
                thing
                for start, end in filter(self.inside, entity.get("mentions", ()))
                for a in (0, -1, 1)
                for b in (0, -1, 1)
                for thing in spans.get((start + a, end + b), ())
            ]
            link[id_] = names.get(_bare(entity["name"])) or (max(sorted(set(hits)), key=hits.count) if hits else None)
        return link

    def entities(self) -> tuple[Part, list[str], list[str]]:
        """Right, wrong and missed entities."""
        right = {id_ for id_ in self.counted if self.link[id_] in self.named}
        wrong = {id_ for id_ in self.counted if self.link[id_] is None}
        found = {self.link[id_] for id_ in right} & self.here
        part = Part(len(right), len(wrong), len(found), len(self.here), {"type": _share(map(self._same_class, right))})
        missed = sorted(self.things[id_]["name"] for id_ in self.here - found)
        return part, missed, sorted(self.predicted[id_]["name"] for id_ in wrong)

    def _same_class(self, id_: str) -> bool:
        mine, thing = self.predicted[id_]["type"], self.things[self.link[id_] or ""]
        wanted = {thing["type"], *thing.get("also", ()), thing.get("secondary_type")}
        return mine in wanted or mine in _AGREE.get(thing["type"], ()) or thing["type"] in _AGREE.get(mine, ())

    def classes(self) -> dict[str, Part]:
        """Entities by the gold's class; what is wrong counts for the class that was predicted."""
        parts: dict[str, Part] = {}
        found = {self.link[id_] for id_ in self.counted}
        for id_ in self.here:
            part = parts.setdefault(self.things[id_]["type"], Part(0, 0, 0, 0, {}))
            part.gold += 1
            part.found += id_ in found
        for id_ in self.counted:
            thing = self.link[id_]
            if thing in self.named:
                parts.setdefault(self.things[thing]["type"], Part(0, 0, 0, 0, {})).right += 1
            elif thing is None:
                parts.setdefault(self.predicted[id_]["type"], Part(0, 0, 0, 0, {})).wrong += 1
        return dict(sorted(parts.items()))

    def relations(self) -> tuple[Part, list[str], list[str]]:
        """Right, wrong and missed relations."""
        every = [r for r in self.gold["relations"] if r.get("object_type", "entity") == "entity"]
        strict = [
            r for r in every
            if r.get("basis", "stated") == "stated" and r["subject"] in self.named and r["object"] in self.named
        ]  # fmt: skip
        seen: set[int] = set()
        right: list[Record] = []
        wrong: list[Record] = []
        modal: list[bool] = []
        for relation in self.records:
            if relation["kind"] != "relation" or not self.inside(relation["evidence"]):
                continue
            hits = [g for g in every if self._same_relation(relation, g)]
            (right if hits else wrong).append(relation)
            seen |= {id(g) for g in hits}
            if hits:
                mine = relation.get("modality", "actual")
                modal.append(any(g.get("modality", "actual") == mine for g in hits))
        part = Part(
            len(right), len(wrong), sum(id(g) in seen for g in strict), len(strict), {"modality": _share(modal)}
        )
        missed = [self._say(g, self.things) for g in strict if id(g) not in seen]
        return part, missed, [self._say(r, self.predicted) for r in wrong]

    def _same_relation(self, mine: Record, gold: Record) -> bool:
        ends = {self.link.get(mine["subject"]), self.link.get(mine["object"])}
        agrees = any(ends == {subject, gold["object"]} for subject in (gold["subject"], *gold.get("alt_subjects", ())))
        denied = (mine.get("modality") == "negated") == (gold.get("modality") == "negated")
        return agrees and denied and _overlap(gold.get("sentence") or gold["evidence"], mine["evidence"])

    def _say(self, relation: Record, entities: dict[str, Record]) -> str:
        names = [entities.get(relation[end], {}).get("name", relation[end]) for end in ("subject", "object")]
        return f"{names[0]} {relation['predicate']} {names[1]}"

    def statistics(self) -> tuple[Part, list[str], list[str]]:
        """Right, wrong and missed statistics."""
        core = [s for s in self.gold["statistics"] if s.get("kind", "measure") in _SCORED and s["value"] is not None]
        ids = {id(s) for s in core}
        aside = [s for s in self.gold["statistics"] if id(s) not in ids] + self.gold.get("optional_numbers", [])
        used: set[int] = set()
        right: list[tuple[Record, Record]] = []
        wrong: list[Record] = []
        for mine in self.records:
            if mine["kind"] != "statistic" or not self.inside(mine["span"]):
                continue
            hit = next((g for g in core if id(g) not in used and _same_figure(mine, g)), None)
            if hit is not None:
                used.add(id(hit))
                right.append((mine, hit))
            elif not any(_overlap(g["span"], mine["span"]) for g in aside):
                wrong.append(mine)
        shares = {
            "unit": _share((m.get("unit") or "") == (g["unit"] or "") for m, g in right),
            "time": _share(_year(m.get("time")) == _year(g.get("time")) for m, g in right),
            "subject": _share(self._same_subject(m, g) for m, g in right),
            "indicator": _share(_alike(m.get("indicator"), g["indicator"]) >= 0.4 for m, g in right),
            "modality": _share(m.get("modality", "actual") == g.get("modality", "actual") for m, g in right),
        }
        part = Part(len(right), len(wrong), len(right), len(core), shares)
        missed = [_say_figure(g) for g in core if id(g) not in used]
        return part, missed, [f"{_say_figure(m)} {list(m['span'])}" for m in wrong]

    def _same_subject(self, mine: Record, gold: Record) -> bool:
        if not gold["subject"]:
            return mine.get("subject") is None
        return self.link.get(mine.get("subject")) in (gold["subject"], gold.get("about"))


def _say_figure(statistic: Record) -> str:
    shown = (statistic.get("indicator"), "=", statistic.get("bound"), statistic["value"], statistic.get("unit"))
    return " ".join(map(str, shown))


def _nested(thing: Record) -> list[Span]:
    return thing.get("nested") or [m["span"] for m in thing.get("nested_mentions", ())]


def _bare(name: str) -> str:
    return _MARKS.sub("", name)


def _overlap(a: Span, b: Span) -> bool:
    return max(a[0], b[0]) < min(a[1], b[1])


def _same_number(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(float(a) - float(b)) <= 1e-9 * max(1.0, abs(float(b)))


def _same_figure(mine: Record, gold: Record) -> bool:
    return (
        _overlap(gold["span"], mine["span"])
        and _same_number(mine["value"], gold["value"])
        and _same_number(mine.get("value_max"), gold.get("value_max"))
        and (mine.get("bound") or "exact") == gold["bound"]
    )


def _year(time: object) -> str | None:
    found = re.search(r"(?:19|20)\d\d", str(time or ""))
    return found[0] if found else None


def _alike(a: str | None, b: str | None) -> float:
    """Dice's coefficient over pairs of characters."""
    x, y = _pairs(a), _pairs(b)
    return 2 * len(x & y) / (len(x) + len(y)) if x and y else 0.0


def _pairs(text: str | None) -> set[str]:
    short = _bare(text or "")
    return {short[i : i + 2] for i in range(max(1, len(short) - 1))}


def _share(rows: Iterable[bool]) -> float | None:
    found = list(rows)
    return sum(found) / len(found) if found else None


def below_floor(found: dict[str, dict[str, Part]], floor: Path) -> list[str]:
    """What fell below a recorded floor.

    Args:
        found: the parts of each gold file's score, by file name.
        floor: a TOML file with a table for each gold file and part, as `["jinan.json".entity]` with `f1 = 0.9`.

    Raises:
        UsageError: the file can't be read.
        DataError: it is not TOML.
    """
    import tomllib

    try:
        with floor.open("rb") as file:
            wanted = tomllib.load(file)
    except OSError as error:
        raise UsageError(f"{floor}: can't be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{floor}: {error}") from None
    complaints = []
    for name, parts in wanted.items():
        for part, figures in parts.items():
            have = found[name][part].figures() if name in found else {}
            for figure, least in figures.items():
                value = have.get(figure)
                if value is None or value < least:
                    complaints.append(
                        f"{name} {part} {figure}: {value if value is None else round(value, 3)}, below {least}"
                    )
    return complaints
