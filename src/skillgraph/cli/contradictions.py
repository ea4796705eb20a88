"""skillgraph contradictions"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from skillgraph.cli._language import told
from skillgraph.cli._options import documents_option, format_option, graph_option, open_graph
from skillgraph.cli._terminal import say


@click.command("contradictions")
@graph_option
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Look for this kind only; may be repeated.")
@click.option("--agreeing", is_flag=True, help="Show what agrees or is settled, too.")
@documents_option("The folder of your copies of the reports: the words of passages are shown.")
@click.option(
    "--comparisons",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="What people judged of pairs of sides.  [default: loaders/comparisons.csv, where it is]",
)
@format_option
def command(
    graph_folder: Path,
    kinds: tuple[str, ...],
    agreeing: bool,
    documents: Path | None,
    comparisons: Path | None,
    form: str,
) -> None:
    """Shows what sources say differently, each side with its passage; nothing is changed.

    Kinds: `figure` (of one indicator, subject and time, by their bounds: 近万 and 9,800 agree), `denial` (of what
    another statement says), `start` and `end` (of one fact), `place` (two cities), `order` (two changes, each the other
    way round), `total` (parts greater than it) and, only when asked for, `plan` (what came of it).

    Verdicts: `differ` (not both can be so), `doubtful` (both can, and probably are not) and, with --agreeing,
    `settled` (a person decided), `agree`, `restate` (the same again). A person decides by the column `rank` of a table,
    or by a row of comparisons.csv, beside the folders of loaders: left, right (ids of two sides), decision (`same`, or
    `different` for two things that are both right), by, date, note.

    \b
    Example:
      skillgraph contradictions
      skillgraph contradictions --kind figure --agreeing
      skillgraph contradictions --documents reports --format csv > contradictions.csv
    """
    from skillgraph.cli._show import show
    from skillgraph.resolve.comparisons import COMPARISONS

    if comparisons is None and (beside := Path("loaders", COMPARISONS)).is_file():
        comparisons = beside
    with open_graph(graph_folder) as graph:
        found = graph.contradictions(kinds, agreeing=agreeing, documents=documents, comparisons=comparisons)
        show(found.rows, form)
    counts = Counter(finding.verdict for finding in found)
    say(", ".join(f"{n} {told(verdict)}" for verdict, n in counts.items()) or "nothing differs", err=True)
