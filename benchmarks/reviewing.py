"""What it takes to review pages from nothing to a checked graph: rows read, decisions, entries by hand, minutes.

Run with `python benchmarks/reviewing.py CORPUS UNAIDED [CONFIRMED]`. A page's annotation is the reviewer: it accepts
what is right, corrects what is nearly so, rejects the rest and enters what is missing. UNAIDED are answers for the
pages by an extractor that had not learned from them; CONFIRMED those of its second pass, which knows the names that the
reviewer confirmed. Without CONFIRMED names, relations and figures are reviewed in one pass, as they once were. Prints
means of a page.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from skillgraph.review.answers import Answer, matched, read_answers
from skillgraph.review.gold import read_gold
from skillgraph.review.judge_facts import OTHERWISE
from skillgraph.review.score import score
from skillgraph.review.verdicts import Score

#: Seconds that a reviewer is taken to need; nobody was timed.
SECONDS = {
    "page read": 60, "run of the program": 30, "row decided": 5, "row corrected": 20, "name entered": 15,
    "relation entered": 40, "figure entered": 40, "question read": 5,
}  # fmt: skip


def names_effort(found: Score) -> Counter[str]:
    """What the names of a page take."""
    rows = [v for v in found.verdicts if v.part == "names"]
    corrected = sum(v.right and not v.acceptable and not v.repeats for v in rows)
    missing = found.parts["names"].gold - found.parts["names"].found
    return Counter({"row decided": len(rows), "row corrected": corrected, "name entered": missing})


def facts_effort(found: Score) -> Counter[str]:
    """What the relations of a page take: one that is said again is one row, one that is nearly right is corrected."""
    rows = [v for v in found.verdicts if v.part == "facts" and not v.repeats]
    corrected = sum(v.why == OTHERWISE for v in rows)
    missing = found.parts["facts"].gold - found.parts["facts"].found
    entered = max(0, missing - corrected)
    return Counter({"row decided": len(rows), "row corrected": corrected, "relation entered": entered})


def figures_effort(found: Score) -> Counter[str]:
    """What the figures of a page take."""
    rows = [v for v in found.verdicts if v.part == "figures"]
    corrected = sum(v.right and not v.acceptable for v in rows)
    missing = found.parts["figures"].gold - found.parts["figures"].found
    return Counter({"row decided": len(rows), "row corrected": corrected, "figure entered": missing})


def asked(answer: Answer) -> Counter[str]:
    """What the answer asks beside its rows, each text once."""
    return Counter({"question read": len({(d.text, d.reason) for d in answer.doubts})})


def said_by_names(answer: Answer) -> Counter[str]:
    """Relations that only a name says, which annotations don't list and which are right as they are."""
    rows = {(f.subject, f.predicate, f.object) for f in answer.facts if f.basis == "name"}
    return Counter({"row decided": len(rows)})


def effort(corpus: Path, unaided: Path, confirmed: Path | None) -> Counter[str]:
    """What all pages take together."""
    texts = read_gold([corpus])
    first = {text.name: answer for text, answer in matched(texts, read_answers(unaided)) if answer is not None}
    later = first if confirmed is None else {
        text.name: answer for text, answer in matched(texts, read_answers(confirmed)) if answer is not None
    }  # fmt: skip
    whole: Counter[str] = Counter()
    for text in texts:
        found = score(text, later[text.name])
        whole += names_effort(score(text, first[text.name])) + facts_effort(found) + figures_effort(found)
        whole += asked(first[text.name]) + said_by_names(later[text.name])
        whole += Counter({"page read": 1, "run of the program": 1 if confirmed is None else 2})
    return whole


def main(corpus: Path, unaided: Path, confirmed: Path | None = None) -> None:
    """Prints a row for each kind of work."""
    pages = len(read_gold([corpus]))
    whole = effort(corpus, unaided, confirmed)
    print("| a page | number | minutes |\n|---|---|---|")
    for what, seconds in SECONDS.items():
        print(f"| {what} | {whole[what] / pages:.1f} | {whole[what] * seconds / 60 / pages:.1f} |")
    print(f"| all | | {sum(n * SECONDS[what] for what, n in whole.items()) / 60 / pages:.1f} |")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
