"""skillgraph verify"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from skillgraph.cli._options import format_option, loaders_argument
from skillgraph.cli._terminal import say


@click.command("verify")
@loaders_argument
@click.option(
    "--documents",
    type=click.Path(path_type=Path),
    required=True,
    help="The folder with your own copies of the reports.",
)
@format_option
def command(loaders: tuple[Path, ...], documents: Path, form: str) -> None:
    """Checks every offset, checksum, name and number of LOADERS against the reports.

    Exit code 1 if anything does not stand in the passage that is said to state it.

    \b
    Example:
      skillgraph verify --documents reports
    """
    from skillgraph.cli._show import show_problems
    from skillgraph.review.verify import verify
    from skillgraph.tables.opening import named_loaders

    result = verify(documents, named_loaders(loaders))
    show_problems(result.problems, form)
    say(
        f"{result.spans} spans, {result.names} names and {result.figures} figures checked; "
        f"{len(result.problems)} problems",
        err=True,
    )
    sys.exit(1 if result.problems else 0)
