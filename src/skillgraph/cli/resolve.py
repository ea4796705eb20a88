"""skillgraph resolve"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skillgraph.cli._language import told
from skillgraph.cli._options import format_option, loaders_argument
from skillgraph.cli._terminal import say

if TYPE_CHECKING:
    from skillgraph.resolve.candidates import Candidate
    from skillgraph.review.resolving import Resolving


@click.command("resolve")
@loaders_argument
@click.option("--above", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Least score to ask about.")
@click.option("--unsure", is_flag=True, help="List what a person could not tell too, last.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write a sheet to decide in (CSV).")
@click.option("--take", "sheet", type=click.Path(path_type=Path), help="Take the decisions of a sheet or SSSOM file.")
@click.option("--by", metavar="NAME", help="Who decided; --take needs it.")
@click.option(
    "--sssom", "mappings", type=click.Path(path_type=Path), help="Write decisions and candidates as SSSOM/TSV."
)
@click.option("--against", type=click.Path(path_type=Path), help="Compare with a list of your own: id,name,...")
@click.option("--scheme", metavar="NAME", help="What the identifiers of that list are, as ror.")
@format_option
def command(
    loaders: tuple[Path, ...],
    above: float,
    unsure: bool,
    output: Path | None,
    sheet: Path | None,
    by: str | None,
    mappings: Path | None,
    against: Path | None,
    scheme: str | None,
    form: str,
) -> None:
    """Lists what may be the same thing in LOADERS, and takes what a person decides; nothing is merged by itself.

    Names are compared with their places split off, and each row says what speaks for and against it. Write `same`,
    `different` or `unsure` (相同, 不同, 不确定) into the column `decision` of a sheet. Decisions are appended to
    decisions.csv in the folder that the last of LOADERS lies in; `build` applies them, and what was decided is not
    asked again. A later row `withdrawn` (撤回) on the same two undoes one.

    A list to compare --against has the columns id and name, and may have name_en, aliases, place and class; what is
    the same gets its id as an identifier.

    \b
    Example:
      skillgraph resolve
      skillgraph resolve loaders/first loaders/second -o sheet.csv
      skillgraph resolve loaders/first loaders/second --take sheet.csv --by 李敏
      skillgraph resolve loaders/first --against schools.csv --scheme moe -o sheet.csv
    """
    from skillgraph.review.resolving import Resolving, table_for
    from skillgraph.tables.opening import named_loaders

    if sheet is not None and not by:
        raise click.UsageError("--take needs --by NAME: whose decisions they are")
    if (against is None) != (scheme is None):
        raise click.UsageError("--against and --scheme go together: a list, and what its identifiers are, as ror")
    folders = named_loaders(loaders)
    resolving = Resolving(folders)
    if sheet is not None:
        table = table_for(folders)
        taken = resolving.take(sheet, by or "", table)
        say(f"{len(taken)} decisions added to {table}", err=True)
        return
    found = _candidates(resolving, above, unsure, against, scheme or "")
    _give(resolving, found, output, mappings, form)
    for problem in resolving.judgements.clashes:
        say(str(problem), err=True)


def _candidates(resolving: Resolving, above: float, unsure: bool, against: Path | None, scheme: str) -> list[Candidate]:
    """The candidates, with a bar on a terminal."""
    bar = click.progressbar(length=1, label=told("compare"), file=sys.stderr, hidden=not sys.stderr.isatty())
    with bar:

        def progress(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        return resolving.candidates(above, unsure=unsure, against=against, scheme=scheme, progress=progress)


def _give(resolving: Resolving, found: list[Candidate], output: Path | None, mappings: Path | None, form: str) -> None:
    """Prints the candidates, or writes them where they were asked for."""
    from skillgraph.cli._show import show
    from skillgraph.resolve.sheet import rows, table, write_sheet
    from skillgraph.resolve.sssom import write_sssom

    if output is not None:
        write_sheet(output, found, resolving.decisions)
        say(
            f"{len(found)} candidates written to {output}; take your decisions with --take {output} --by NAME", err=True
        )
    if mappings is not None:
        write_sssom(mappings, resolving.decisions, found, resolving.names)
        say(f"written to {mappings}", err=True)
    if output is None and mappings is None:
        show(table(found) if form == "table" else rows(found), form)
        say(f"{len(found)} candidates", err=True)
    for warning in dict.fromkeys(candidate.warning for candidate in found if candidate.warning):
        say(f"warning: {warning}", err=True)
