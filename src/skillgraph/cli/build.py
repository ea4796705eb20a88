"""skillgraph build"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skillgraph.cli._language import step, told
from skillgraph.cli._options import format_option, loaders_argument
from skillgraph.cli._terminal import say

if TYPE_CHECKING:
    from skillgraph.model.problems import Problem

_STEPS = ("check", "write", "store", "swap")


@click.command("build")
@loaders_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("build"), show_default=True, help="Folder to write."
)
@click.option("--with-extracted", is_flag=True, help="Take rows that nobody reviewed for facts too.")
@format_option
def command(loaders: tuple[Path, ...], output: Path, with_extracted: bool, form: str) -> None:
    """Checks the tables of LOADERS and builds their graph.

    A loader is a folder with source.toml, entities.csv, statements.csv and observations.csv. Without LOADERS, the
    reports that come with skillgraph are built. The former graph stays until the new one is whole.

    Decisions in a folder's review.csv are written into its tables first. Rows that nobody has decided on are proposals:
    they are counted and left out.

    What a decisions.csv beside the folders of LOADERS judges to be the same thing becomes one.

    \b
    Example:
      skillgraph build
      skillgraph build my-report -o my-graph
    """
    from skillgraph.cli._show import show_counts
    from skillgraph.tables.build import build
    from skillgraph.tables.opening import named_loaders

    warnings: list[Problem] = []
    bar = click.progressbar(
        length=len(_STEPS),
        label=told("build"),
        file=sys.stderr,
        item_show_func=step,
        hidden=not _shows_bar(),
    )
    with bar:
        counts = build(
            named_loaders(loaders), output, lambda name: bar.update(1, name), with_extracted=with_extracted,
            warn=warnings.append,
        )  # fmt: skip
    for warning in warnings:
        say(f"warning: {warning}", err=True)
    show_counts(counts, form)
    for count in counts:
        if count.left_out:
            say(
                f"{count.source}: {count.left_out} proposals left out, {count.doubtful} of them doubtful relations; "
                "decide on them in review.csv, or build --with-extracted", err=True,
            )  # fmt: skip
    say(f"written to {output}", err=True)


def _shows_bar() -> bool:
    return sys.stderr.isatty()
