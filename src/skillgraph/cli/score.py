"""skillgraph score"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from skillgraph.review.score import Score


@click.command("score")
@click.argument("predictions", type=click.Path(path_type=Path))
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--misses", is_flag=True, help="Show what was missed and what was wrong.")
@click.option(
    "--floor", type=click.Path(path_type=Path), help="Fail where a figure is below the one in this TOML file."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(predictions: Path, gold: tuple[Path, ...], misses: bool, floor: Path | None, form: str) -> None:
    """Scores PREDICTIONS, as `extract --format jsonl` writes them, against hand-made GOLD of the same document.

    Exit code 1 if a figure is below the floor.

    \b
    Example:
      skillgraph score found.jsonl my-gold.json --misses
    """
    from skillgraph.review.score import read_gold, read_predictions, score

    records = read_predictions(predictions)
    scores = {path.name: score(records, read_gold(path)) for path in gold}
    if form == "json":
        click.echo(
            json.dumps({name: _plain(found, misses) for name, found in scores.items()}, ensure_ascii=False, indent=1)
        )
    else:
        for name, found in scores.items():
            _show(name, found, misses)
    if floor is not None:
        from skillgraph.review.score import below_floor

        complaints = below_floor({name: found.parts for name, found in scores.items()}, floor)
        for complaint in complaints:
            click.echo(complaint, err=True)
        sys.exit(1 if complaints else 0)


def _show(name: str, found: Score, misses: bool) -> None:
    for kind, part in found.parts.items():
        figures = " ".join(f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in part.figures().items())
        click.echo(f"{name} {kind} {figures}")
    for type_, part in found.classes.items():
        rates = f"precision {part.precision:.3f} recall {part.recall:.3f} f1 {part.f1:.3f}"
        click.echo(f"{name}   {type_} {rates} gold {part.gold}")
    if misses:
        for what, lines in found.misses.items():
            click.echo("\n".join((f"  {what} ({len(lines)}):", *(f"    {line}" for line in lines))))


def _plain(found: Score, misses: bool) -> dict[str, object]:
    plain: dict[str, object] = {name: part.figures() for name, part in found.parts.items()}
    plain["classes"] = {name: part.figures() for name, part in found.classes.items()}
    return {**plain, "misses": found.misses} if misses else plain
