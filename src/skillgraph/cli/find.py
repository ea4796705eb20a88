"""skillgraph find"""

from __future__ import annotations

from pathlib import Path

import click

from skillgraph.cli._options import documents_option, format_option, graph_option, open_graph
from skillgraph.cli._terminal import say


@click.command("find")
@click.argument("words", nargs=-1, required=True)
@graph_option
@documents_option("The folder of your copies of the reports: passages are searched too.")
@format_option
def command(words: tuple[str, ...], graph_folder: Path, documents: Path | None, form: str) -> None:
    """Finds what holds all WORDS, in any order: by names in every language and form, ids, headings, text of facts.

    Width, case, punctuation and traditional characters make no difference; pinyin does for names. Words for classes and
    relations (企业, partner, 牵头, 颁发, 拟建) find what is of them. The best comes first; `status` says what is
    envisaged, planned or a kind and no fact. Where nothing holds all words, what holds the most of them is shown, and
    a note says so.

    \b
    Example:
      skillgraph find 老挝
      skillgraph find skills competition
      skillgraph find 青岛 企业
      skillgraph find 国际焊工 --as-of 2012
      skillgraph find 世赛 --documents reports --format json
    """
    from skillgraph.cli._show import show

    with open_graph(graph_folder) as graph:
        found = graph.find(" ".join(words), documents)
    show(found, form)
    for note in found.notes:
        say(f"note: {note}", err=True)
