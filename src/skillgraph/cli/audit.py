"""skillgraph audit"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from skillgraph.cli._language import told
from skillgraph.cli._options import documents_option, graph_option
from skillgraph.cli._terminal import give, put


@click.command("audit")
@graph_option
@documents_option("The folder with your own copies of the reports: every passage is compared with them.")
@click.option(
    "--loaders",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder of the loaders' folders, with decisions.csv and comparisons.csv.  [default: loaders, if there]",
)
@click.option(
    "--since",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The JSON of an earlier audit: says what is new, gone and changed since.",
)
@click.option("--format", "form", type=click.Choice(["table", "json", "markdown"]), default="table", show_default=True)
def command(graph_folder: Path, documents: Path | None, loaders: Path | None, since: Path | None, form: str) -> None:
    """Says whether a built graph may be published, and what is doubtful in it.

    Findings with an id that stays, counts by source, class, status and modality, and how much of each report the
    passages cover. Keep the JSON with each release: the next audit compares itself with it.

    Exit code 1 if there is an error: what must not be published.

    \b
    Example:
      skillgraph audit
      skillgraph audit --documents reports --format json > audit.json
      skillgraph audit --since audit.json --format markdown
    """
    import msgspec

    from skillgraph.graph.folder import GraphFolder
    from skillgraph.review.audit import Audit, audit
    from skillgraph.review.audit_report import lines, markdown

    earlier = Audit.read(since) if since else None
    if loaders is None and (beside := Path("loaders")).is_dir():
        loaders = beside
    result = audit(GraphFolder(graph_folder), documents, loaders)
    if form == "json":
        give(msgspec.json.format(msgspec.json.encode(result), indent=1).decode())
    elif form == "markdown":
        give(markdown(result, earlier), nl=False)
    else:
        fit = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
        for line in lines(result, earlier, fit, told):
            put(line)
    sys.exit(0 if result.may_be_published else 1)
