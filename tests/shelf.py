"""Four small reports of our own words that tell of the same institutions by other names, and the decisions on them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from loaders import span
from skillgraph.resolve.decisions import COLUMNS, DECISIONS
from told import report, said, thing

NAMES = {
    "qd-tech": "海岛技师学院", "qd-trad": "海島技師學院", "qd-long": "山东省海岛市技师学院", "qd-exp": "实验职业学校",
}  # fmt: skip
#: What a person judged of the reports below: an alias, traditional characters, a prefix; and two that are two.
ROWS = (
    "qd-tech,qd-trad,same,李,2026-11-01,繁体",
    "qd-tech,qd-long,相同,李,2026-11-02,全称",
    "qd-exp,zb-exp,不同,王,2026-11-02,两市各一所",
)


def shelf(parent: Path) -> list[Path]:
    """The loaders of the reports, in one folder."""
    berlin, nanshan = thing("berlin", "Enterprise", "柏林公司"), thing("nanshan", "Enterprise", "南山集团")
    tech = thing("qd-tech", "TechnicalSchool", NAMES["qd-tech"], aliases="海岛技院", name_en="Haidao College")
    trad = thing("qd-trad", "School", NAMES["qd-trad"])
    long = thing("qd-long", "TechnicalSchool", NAMES["qd-long"], aliases="海岛技院", name_en="Haidao Tech")
    here = thing("qd-exp", "VocationalSchool", NAMES["qd-exp"])
    there = thing("zb-exp", "VocationalSchool", NAMES["qd-exp"])
    texts = {
        "y2023": "海岛技师学院（海岛技院）自2019年起与柏林公司合作。",
        "y2024": "海島技師學院与柏林公司合作，有在校生9000人。",
        "y2025": "山东省海岛市技师学院（海岛技院）计划与南山集团合作。海岛的实验职业学校与南山集团合作。",
        "z2025": "瓷都的实验职业学校与南山集团合作。",
    }
    figure = {
        "id": "o1", "subject": "qd-trad", "indicator": "ind-technical-school-enrolment", "value": "9000",
        "bound": "exact", "unit": "unit-ren", "modality": "actual", "status": "reviewed",
        "figure": span("9000人", texts["y2024"]),
    }  # fmt: skip
    facts = {
        "y2023": [said("qd-tech", "partnersWith", "berlin", "2019")],
        "y2024": [said("qd-trad", "partnersWith", "berlin")],
        "y2025": [
            said("qd-long", "partnersWith", "nanshan", modality="planned"),
            said("qd-exp", "partnersWith", "nanshan", qualifiers="with=qd-long"),
        ],
        "z2025": [said("zb-exp", "partnersWith", "nanshan")],
    }
    things = {
        "y2023": [tech, berlin], "y2024": [trad, berlin], "y2025": [long, here, nanshan], "z2025": [there, nanshan],
    }  # fmt: skip
    return [
        report(parent, id, id[1:], text, things[id], facts[id], [figure] if id == "y2024" else ())
        for id, text in texts.items()
    ]


def decide(parent: Path, rows: Sequence[str]) -> None:
    """Writes the table of decisions of the loaders in a folder."""
    (parent / DECISIONS).write_text("\n".join((",".join(COLUMNS), *rows)) + "\n", encoding="utf-8")
