"""skillgraph score"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skillgraph.cli._language import told
from skillgraph.cli._terminal import give, put, say

if TYPE_CHECKING:
    from skillgraph.review.report import Table
    from skillgraph.review.verdicts import Score


@click.command("score")
@click.argument("answers", type=click.Path(path_type=Path))
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--above",
    type=click.FloatRange(0, 1),
    metavar="SCORE",
    help="Least score of an asserted fact, in place of the answer's own line.",
)
@click.option("--rules", is_flag=True, help="Show what each rule or voice is worth.")
@click.option("--misses", is_flag=True, help="Show what was missed and what is wrong, by class and predicate too.")
@click.option(
    "--floor", type=click.Path(path_type=Path), help="Fail where a figure is below the one in this TOML file."
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(
    answers: Path, gold: tuple[Path, ...], above: float | None, rules: bool, misses: bool, floor: Path | None, form: str
) -> None:
    """Scores ANSWERS against texts that people annotated: names, facts, figures, and whether scores mean what they say.

    Facts are counted twice: all that are proposed, and those that are asserted, being as sure as the default line.

    ANSWERS is a file or folder that `extract` wrote, or a loader's folder. GOLD are annotations (.toml, each beside its
    text), folders of them, or gold files (.json). Exit code 1 if a figure is below the floor.

    \b
    Example:
      skillgraph extract tests/registers/heldout2 -o found
      skillgraph score found tests/registers/heldout2
      skillgraph score found tests/registers/heldout2 --rules
    """
    scores = list(_scores(answers, gold, above))
    if form == "json":
        from skillgraph.review.report import plain

        give(json.dumps(plain(scores, rules, misses), ensure_ascii=False, indent=1))
    else:
        _show(scores, rules, misses)
    if floor is not None:
        from skillgraph.review.floors import below_floor
        from skillgraph.review.verdicts import total

        found = {"all": total(s.parts for s in scores), **{s.text: s.parts for s in scores}}
        complaints = below_floor(found, floor)
        for complaint in complaints:
            say(complaint, err=True)
        sys.exit(1 if complaints else 0)


def _scores(answers: Path, gold: tuple[Path, ...], above: float | None) -> Iterator[Score]:
    from skillgraph.review.answers import matched, read_answers
    from skillgraph.review.gold import read_gold
    from skillgraph.review.score import score

    pairs = list(matched(read_gold(gold), read_answers(answers)))
    without = [text.name for text, answer in pairs if answer is None]
    if without:
        lacking = f"{len(without)} of {len(pairs)} texts have no answer and count as nothing found: "
        say(lacking + ", ".join(without), err=True)
    hidden = len(pairs) < 2 or not sys.stderr.isatty()
    with click.progressbar(pairs, label=told("score"), file=sys.stderr, hidden=hidden) as bar:
        for text, answer in bar:
            yield score(text, answer, above)


def _show(scores: list[Score], rules: bool, misses: bool) -> None:
    from skillgraph.review.report import (
        accepted_line,
        calibration_table,
        false_line,
        parts_table,
        texts_table,
        voices_table,
    )
    from skillgraph.review.verdicts import total

    if misses:
        _show_misses(scores)
    if len(scores) > 1:
        _echo(texts_table(scores))
        say(f"\n{len(scores)} texts together")
    _echo(parts_table(total(s.parts for s in scores)))
    say(f"\n{false_line(scores)}\n{accepted_line(scores)}")
    if any(v.score is not None for s in scores for v in s.verdicts):
        say("\nOf the rows that are as sure as that")
        _echo(calibration_table(scores))
    if rules:
        say("\nBy rule or voice")
        _echo(voices_table(scores))


def _show_misses(scores: list[Score]) -> None:
    from skillgraph.graph.table import one_line
    from skillgraph.review.report import parts_table, wrong
    from skillgraph.review.verdicts import total

    for score in scores:
        for part, missed in score.missed.items():
            for what, lines in (("missed", missed), ("wrong", wrong(score, part))):
                say(f"{score.text}, {part} {what} ({len(lines)})")
                for line in lines:
                    put("    " + one_line(line))
    for parts in (total(s.classes for s in scores), total(s.predicates for s in scores)):
        _echo(parts_table(dict(sorted(parts.items()))))
        say()


def _echo(table: Table) -> None:
    from skillgraph.graph.table import table_lines

    for line in table_lines(*table):
        put(line)
