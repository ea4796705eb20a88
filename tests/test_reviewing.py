"""What a review costs, as benchmarks/reviewing.py counts it."""

from __future__ import annotations

import runpy
from pathlib import Path

from scored import NAMES, fact, facts_score, figure, name, text
from skillgraph.review.annotated import AnnotatedText
from skillgraph.review.answers import Answer
from skillgraph.review.score import score

__all__ = ["text"]
ROOT = Path(__file__).resolve().parents[1]


def test_a_reviewer_s_effort_counts_what_is_right_nearly_right_and_missing(text: AnnotatedText) -> None:
    effort = runpy.run_path(str(ROOT / "benchmarks" / "reviewing.py"))
    found = facts_score(
        text,
        fact("岚集团", "established", "红枫学院", "由岚集团建立"),
        fact("岚集团", "established", "红枫学院", "为岚集团建立"),  # said again: one row
        fact("蓝鲸大学", "established", "鲸班", "设立鲸班"),  # only planned: to be corrected
        fact("岚集团", "supports", "鲸班", "设立鲸班"),
    )
    assert effort["facts_effort"](found, 0) == {"row decided": 3, "row corrected": 1, "relation entered": 2}
    judged = score(text, Answer(names=[NAMES[0], name("岚集团", "City"), name("合作办学", "Event")]))
    assert effort["names_effort"](judged) == {"row decided": 3, "row corrected": 1, "name entered": 2}
    judged = score(text, Answer(names=NAMES, figures=[figure(time="2030")]))
    assert effort["figures_effort"](judged) == {"row decided": 1, "row corrected": 1, "figure entered": 0}
