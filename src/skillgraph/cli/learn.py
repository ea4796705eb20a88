"""skillgraph learn"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skillgraph.cli._terminal import put, say

if TYPE_CHECKING:
    from skillgraph.extract.learning.learn import Lessons


@click.command("learn")
@click.argument("loaders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--documents", type=click.Path(path_type=Path), required=True,
    help="The folder with your own copies of the reports.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("weights"), show_default=True,
    help="Folder of your own weights.",
)  # fmt: skip
def command(loaders: tuple[Path, ...], documents: Path, output: Path) -> None:
    """Sharpens a copy of extraction's weights by the reports LOADERS that you have reviewed, and says what that gained.

    Gains are measured on text that was not learned from: of three reports or more on whole reports, of fewer on fifths
    of each. Only what gained is written; where nothing did, nothing is. `extract --weights FOLDER` reads with it.

    \b
    Example:
      skillgraph learn examples/loaders/luzhou-skills examples/loaders/yunnan-partners --documents examples/documents
    """
    from skillgraph.extract.learning.kept import write_weights
    from skillgraph.extract.learning.learn import learn, readings
    from skillgraph.extract.learning.reviewed import read_reviewed
    from skillgraph.tables.opening import is_beside_loaders
    from skillgraph.writing.folders import check_target
    from skillgraph.writing.seal import check_sealed
    from skillgraph.writing.workshop import temporary_folder

    check_target(output, check_sealed)
    folders = dict.fromkeys(path.resolve() for path in loaders if not is_beside_loaders(path))
    reviewed = [read_reviewed(folder, documents) for folder in folders]
    hidden = not sys.stderr.isatty()
    with temporary_folder() as work:
        with click.progressbar(length=readings(reviewed), label="learn", file=sys.stderr, hidden=hidden) as bar:
            lessons = learn(reviewed, work, lambda: bar.update(1))
        _show(lessons)
        if not lessons.kept:
            say(f"nothing was gained: no weights were written to {output}", err=True)
            return
        written = write_weights(output, lessons.learned, lessons.kept, lessons.names)
    say(
        f"gained: {', '.join(sorted(lessons.kept))}; written: {', '.join(map(str, written))}. "
        f"Use them with `skillgraph extract --weights {output}`",
        err=True,
    )


def _show(lessons: Lessons) -> None:
    from skillgraph.extract.learning.learn import FEW
    from skillgraph.graph.table import table_lines
    from skillgraph.review.report import false_of_100

    rows = [
        (
            gain.part, str(gain.rows), f"{gain.before:.3f}", f"{gain.after:.3f}",
            "yes" if gain.is_kept else f"fewer than {FEW}" if gain.rows < FEW else "no",
        )
        for gain in lessons.gains
    ]  # fmt: skip
    for line in table_lines(("", "annotated", "before", "after", "gained"), rows):
        put(line)
    before, after = lessons.asserted
    say(
        f"Facts at the default line: {before.right} of {before.rows} right before ({false_of_100(before)} of 100 "
        f"false), {after.right} of {after.rows} after ({false_of_100(after)})"
    )
