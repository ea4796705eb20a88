"""skillgraph validate"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from skillgraph.cli._options import format_option, loaders_argument
from skillgraph.cli._terminal import say


@click.command("validate")
@loaders_argument
@format_option
def command(loaders: tuple[Path, ...], form: str) -> None:
    """Checks the tables of LOADERS by their own rules and their graph by SHACL.

    Every violation names file, row and column. Exit code 1 if there is one.

    \b
    Example:
      skillgraph validate
      skillgraph validate my-report
    """
    from skillgraph.cli._show import show_problems
    from skillgraph.review.validate import validate
    from skillgraph.tables.opening import named_loaders

    problems = validate(named_loaders(loaders))
    show_problems(problems, form)
    say(f"{len(problems)} problems", err=True)
    sys.exit(1 if problems else 0)
