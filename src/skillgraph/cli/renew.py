"""skillgraph renew"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from skillgraph.cli._options import format_option
from skillgraph.cli._terminal import say

_COLUMNS = ("file", "row", "id", "column", "reason", "passage", "now", "number", "new_number")


@click.command("renew")
@click.argument("loader", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("document", type=click.Path(path_type=Path))
@click.option(
    "--documents",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="The folder with your own copy of the version that the tables were made from.",
)
@click.option("--issued", metavar="YYYY[-MM[-DD]]", default="", help="When the new version was issued.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The folder to write, of the loader's name. By default the tables are replaced: keep them in version control.",
)
@format_option
def command(loader: Path, document: Path, documents: Path, issued: str, output: Path | None, form: str) -> None:
    """Moves the reviewed tables of LOADER to DOCUMENT, a new version of its report, in whatever format.

    Rows whose passages stand unchanged in it keep their status, id and remarks, and get new offsets. Rows with a
    passage that is gone or changed are listed and become proposals (`extracted`), which no graph holds until somebody
    has looked at them again: `skillgraph extract DOCUMENT --loader LOADER` writes the sheet for that, and proposes
    what is new.

    Exit code 1 if a row is to be looked at again.

    \b
    Example:
      skillgraph renew loaders/my-report reports/2025/report.docx --documents reports/2024
      skillgraph renew loaders/my-report new.txt --documents reports -o renewed/my-report --format csv
    """
    from skillgraph.cli._show import show
    from skillgraph.graph.results import Rows
    from skillgraph.review.renew import renew

    result = renew(loader, document, documents, output, issued)
    if form == "table":
        for doubt in result.doubts:
            say(str(doubt))
    else:
        show(Rows(_COLUMNS, [tuple(getattr(d, column) for column in _COLUMNS) for d in result.doubts]), form)
    for table, count in result.counts.items():
        what = f"{count.kept} kept as they were, {count.moved} moved, {count.doubtful} to look at again"
        say(f"{(output or loader) / table}: {what}", err=True)
    if result.lost:
        say(f"{result.lost} places of names are gone that stand elsewhere as well", err=True)
    sys.exit(1 if result.doubts else 0)
