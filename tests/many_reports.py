"""Many small reports that tell of the same things, drawn at random: what must be found out across partitions."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from loaders import Row, edit, span, write_table
from shelf import decide
from told import report, said, thing

PLACES = ("jia", "yi", "bing")
_FIGURES = ("ind-technical-schools", "ind-technical-school-enrolment")


def many_reports(parent: Path, number: int, seed: int) -> list[Path]:
    """Loaders of some reports: facts that several state, both ways round, former names, things abroad, figures of one
    period, proposals, rejected rows, rows that restate others of another report, and decisions on what is the same.
    """
    draw = random.Random(seed)
    return [_report(parent, f"m{n:02d}", draw, n) for n in range(number)]


def drawn_report(parent: Path, number: int, seed: int) -> Path:
    """One of such reports; those with other numbers than 0 may tell again what the report 0 says."""
    return _report(parent, f"m{number:02d}", random.Random(seed), min(number, 1))


def _report(parent: Path, id: str, draw: random.Random, number: int) -> Path:
    schools = draw.sample(range(12), 4)
    names = [f"学校{n}号" for n in schools]
    abroad, home = f"外企{number % 3}", "甲地市"
    text = "，".join([*names, abroad, home, "共有9000人"]) + "。"
    things: list[Row] = [
        thing(f"school-{n}", "VocationalSchool", name, status=draw.choice(("reviewed", "accepted", "extracted")))
        for n, name in zip(schools, names, strict=True)
    ]
    things += [thing(f"abroad-{number % 3}", "Enterprise", abroad), thing("jia", "City", home)]
    if draw.random() < 0.3:
        things[0] = {**things[0], "status": "rejected"}
    ends = [row["id"] for row in things[1:]]
    facts = [
        said(draw.choice(ends[:4]), "partnersWith", draw.choice(ends[:4]), draw.choice(("", "2019"))) for _ in range(4)
    ]
    facts = [row for row in facts if row["subject"] != row["object"]]
    facts += [said(ends[-2], "locatedIn", draw.choice(("germany", "japan", "china")))]
    facts += [said(ends[0], "locatedIn", "jia"), said("jia", "containedIn", draw.choice(("china", "shandong")))]
    facts += [said(ends[0], "formerName", f"旧名{draw.randrange(3)}", end="2018")]
    facts += [
        {**facts[0], "status": "extracted"},
        {**facts[0], "modality": "planned"},
        {**facts[0], "rank": "deprecated"},
    ]
    if number:
        facts.append({**facts[0], "restates": f"m{draw.randrange(number):02d}/s1"})
    figures = [
        {
            "id": f"o{n}", "subject": draw.choice(ends[:2]), "indicator": indicator, "value": "9000", "bound": "exact",
            "unit": "unit-ren", "modality": "actual", "status": draw.choice(("reviewed", "extracted")),
            "start": draw.choice(("2019", "2019-06", "")), "figure": span("9000人", text),
        }
        for n, indicator in enumerate(_FIGURES)
    ]  # fmt: skip
    return report(parent, id, "", text, things, facts, figures)


def decisions(parent: Path) -> None:
    """What is judged to be the same of the things of these reports, with an id that nothing has."""
    decide(
        parent,
        (
            "school-1,school-2,same,李,2026-11-01,",
            "school-2,school-3,same,李,2026-11-02,",
            "school-4,school-44,same,李,2026-11-02,",
            "school-5,wikidata:Q1,same,李,2026-11-02,",
        ),
    )


def mistaken(parent: Path, loaders: Sequence[Path]) -> None:
    """Makes mistakes of every kind in the tables of the reports."""
    edit(loaders[0] / "statements.csv", "locatedIn,jia", "locatedIn,jiaa")
    edit(loaders[1] / "entities.csv", "City", "Country")
    edit(loaders[2] / "statements.csv", "partnersWith", "partnersWit")
    write_table(loaders[3], "observations.csv", [{"id": "o1", "subject": "germny", "value": "x"}])
