"""Writes the tables of docs/measured.md: `python docs/measured.py [ANSWERS]`.

The real pages and the report stand in ../shared, which is not part of the project. The weights that come with
skillgraph have learned from the pages, so their own table is made only from ANSWERS, a folder of answers by extractors
that had not seen the page: `python -m training relations` writes it. The page names the weights that it was made for.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from skillgraph.documents import read_document
from skillgraph.extract.naming.finder import WEIGHTS
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.review.answers import matched, read_answer_lines, read_answers
from skillgraph.review.calibration import calibration
from skillgraph.review.gold import read_gold
from skillgraph.review.report import accepted_line, false_line, false_of_100, parts_table, share
from skillgraph.review.score import score
from skillgraph.review.verdicts import ROWS, Score, total

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
REGISTERS = ROOT / "tests" / "registers"
PAGE = Path(__file__).with_name("measured.md")
START, END = "<!-- measured: {} -->", "<!-- end -->"
#: What rules were made with, and how the page calls it.
REGRESSION = {
    "jinan": "Jinan's section of the first report",
    "qingdao": "Qingdao's section",
    "developed": "five short texts in other registers",
    "heldout": "five more",
    "developed2": "nine texts by other hands",
    "heldout2": "nine more by those hands",
}


def page_scores(answers: Path) -> list[Score]:
    """The scores on the real pages.

    Args:
        answers: a folder of answers by extractors that had not seen the page.
    """
    texts = read_gold([SHARED / "corpus" / "texts"])
    return [score(*pair) for pair in matched(texts, read_answers(answers))]


def weights_mark() -> str:
    """A checksum of the weights that the page's figures belong to."""
    digest = hashlib.sha256()
    for path in sorted([*WEIGHTS.glob("*.npz"), *WEIGHTS.glob("*.json")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def regression_scores(group: str) -> list[Score]:
    """The scores on a group of the texts that rules were made with."""
    if group in ("jinan", "qingdao"):
        return extracted_scores([SHARED / "report" / "four-cities.txt"], [SHARED / "gold" / f"{group}.json"])
    return extracted_scores(
        [p for p in sorted((REGISTERS / group).iterdir()) if p.suffix != ".toml"], [REGISTERS / group]
    )


def extracted_scores(documents: Iterable[Path], gold: Iterable[Path]) -> list[Score]:
    """Extracts and scores."""
    extractor = RuleExtractor()
    answers = [
        answer
        for document in documents
        for answer in read_answer_lines(extractor.extract(read_document(document)).jsonl(), str(document))
    ]
    return [score(*pair) for pair in matched(read_gold(gold), answers)]


def pages_table(scores: Sequence[Score]) -> list[str]:
    """The real pages, part by part."""
    parts = total(s.parts for s in scores)
    found = ", ".join(
        f"{100 * parts[p].recall:.0f} of 100 {p}" for p in ROWS if p in parts and p not in ("pairs", "asserted")
    )
    sure = parts["asserted"]
    plainly = (
        f"Plainly: a draft of such a page holds {found} that a reader finds in it. Of its {parts['facts'].rows} facts "
        f"{sure.rows} are asserted at the default line, {false_of_100(sure)} of 100 of them falsely; the others are "
        "ranked proposals."
    )
    bands = [band for band in calibration(v for s in scores for v in s.verdicts) if band.low is not None]
    scored = [
        (b.part, f"{b.low:g} to {b.high:g}", str(b.rows), share(b.precision))
        for b in bands
        if b.part in ("names", "facts") and b.rows
    ]
    return [
        *markdown(*parts_table(parts)), "", f"{plainly} {false_line(scores)}. {accepted_line(scores)}.", "",
        *markdown(("rows", "score", "how many", "right"), scored), "", f"By five folds; weights `{weights_mark()}`.",
    ]  # fmt: skip


def regression_table(groups: dict[str, list[Score]]) -> list[str]:
    """A row for each group of texts that rules were made with."""
    columns = (
        "texts", "names F1", "pairs F1", "facts F1", "asserted", "false of 100 of them", "figures F1", "whose", "time",
    )  # fmt: skip
    rows = []
    for group, scores in groups.items():
        parts = total(s.parts for s in scores)
        f1 = {name: share(part.f1) for name, part in parts.items()}
        whose, time = (share(parts["figures"].share(what)) for what in ("whose", "time"))
        rows.append(
            (
                REGRESSION[group], f1["names"], f1["pairs"], f1.get("facts", "-"), str(parts["asserted"].rows),
                false_of_100(parts["asserted"]), f1["figures"], whose, time,
            )
        )  # fmt: skip
    return markdown(columns, rows)


def markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table."""
    return [f"| {' | '.join(row)} |" for row in (columns, ["---"] * len(columns), *rows)]


def page(text: str, tables: dict[str, list[str]]) -> str:
    """The page with its tables made anew.

    Args:
        text: of the page, with the marks between which the tables stand.
        tables: the lines of each.
    """
    for name, lines in tables.items():
        before, mark, rest = text.partition(START.format(name))
        _, _, after = rest.partition(END)
        text = "\n".join((before + mark, *lines, END)) + after
    return text


def main(answers: Path | None = None) -> None:
    """Measures and writes; without answers, the table of the pages stays as it is."""
    tables = {"regression": regression_table({group: regression_scores(group) for group in REGRESSION})}
    if answers is not None:
        tables["pages"] = pages_table(page_scores(answers))
    PAGE.write_text(page(PAGE.read_text("utf-8"), tables), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
