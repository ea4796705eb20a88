"""skillgraph build"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skillgraph.cli._language import step, told
from skillgraph.cli._options import format_option, loaders_argument
from skillgraph.cli._terminal import say

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from skillgraph.graph.write import SourceCount
    from skillgraph.model.problems import Problem

_STEPS = ("check", "write", "store", "swap")
#: Into how many steps the bar of a build in partitions divides each of its own.
_FINE = 100


@click.command("build")
@loaders_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("build"), show_default=True, help="Folder to write."
)
@click.option("--with-extracted", is_flag=True, help="Take rows that nobody reviewed for facts too.")
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    help="Build in partitions for bulk loads elsewhere, beyond one process: -o gets N-Triples, tables of neo4j-admin "
    "and Parquet.",
)
@click.option(
    "--master", default="", metavar="URL", help="Where Spark runs, as spark://host:7077; else on this machine."
)
@click.option(
    "--partitions", type=click.IntRange(1, 100_000), help="How many partitions; else as the tables' size asks for."
)
@format_option
def command(
    loaders: tuple[Path, ...], output: Path, with_extracted: bool, engine: str | None, master: str,
    partitions: int | None, form: str,
) -> None:  # fmt: skip
    """Checks the tables of LOADERS and builds their graph.

    A loader is a folder with source.toml, entities.csv, statements.csv and observations.csv. Without LOADERS, the
    reports that come with skillgraph are built. The former graph stays until the new one is whole.

    Where a former graph stands in the folder, its store is taken over and only what differs is changed, which takes
    less time and gives the same graph.

    Decisions in a folder's review.csv are written into its tables first. Rows that nobody has decided on are proposals:
    they are counted and left out.

    What a decisions.csv beside the folders of LOADERS judges to be the same thing becomes one.

    \b
    Example:
      skillgraph build
      skillgraph build my-report -o my-graph
      skillgraph build --engine duckdb -o partitions
    """
    from skillgraph.cli._show import show_counts
    from skillgraph.tables.opening import named_loaders

    if not engine and (master or partitions):
        raise click.UsageError("--master and --partitions are for a build by an --engine")
    warnings: list[Problem] = []
    renewed: list[str] = []
    named = named_loaders(loaders)
    if engine:
        counts = _in_partitions(named, output, engine, master, partitions or 0, with_extracted, warnings)
    else:
        counts = _whole(named, output, with_extracted, warnings, renewed)
    for warning in warnings:
        say(f"warning: {warning}", err=True)
    show_counts(counts, form)
    for message in renewed:
        say(message, err=True)
    for count in counts:
        if count.rejected:
            say(
                f"{count.source}: {count.rejected} statements and figures were rejected in review; the graph keeps "
                "them as such, and no count above has them", err=True,
            )  # fmt: skip
        if count.left_out:
            say(
                f"{count.source}: {count.left_out} proposals left out, {count.doubtful} of them doubtful relations; "
                "decide on them in review.csv, or build --with-extracted", err=True,
            )  # fmt: skip
    say(f"written to {output}", err=True)


def _whole(
    loaders: list[Path], output: Path, with_extracted: bool, warnings: list[Problem], renewed: list[str]
) -> list[SourceCount]:
    from skillgraph.tables.build import build

    with _bar(len(_STEPS)) as bar:
        return build(
            loaders, output, lambda name: bar.update(1, name), with_extracted=with_extracted, warn=warnings.append,
            tell=renewed.append,
        )  # fmt: skip


def _in_partitions(
    loaders: list[Path], output: Path, engine: str, master: str, partitions: int, with_extracted: bool,
    warnings: list[Problem],
) -> list[SourceCount]:  # fmt: skip
    from skillgraph.engines.opening import engine as engine_of

    start = engine_of(engine, master)
    from skillgraph.engines.build import STEPS, build_in_partitions

    with _bar(len(STEPS) * _FINE) as bar:

        def progress(name: str, share: float) -> None:
            bar.update(int((STEPS.index(name) + share) * _FINE) - bar.pos, name)

        return build_in_partitions(
            loaders, output, start, partitions, progress, with_extracted=with_extracted, warn=warnings.append
        )


def _bar(length: int) -> AbstractContextManager[Any]:
    return click.progressbar(
        length=length, label=told("build"), file=sys.stderr, item_show_func=step, hidden=not _shows_bar()
    )


def _shows_bar() -> bool:
    return sys.stderr.isatty()
