"""skillgraph diff"""

from __future__ import annotations

from pathlib import Path

import click

from skillgraph.cli._language import language, told
from skillgraph.cli._terminal import give, put, say


@click.command("diff")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("now", type=click.Path(path_type=Path), default=Path("build"))
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv", "html"]), default="text", show_default=True
)  # fmt: skip
def command(before: Path, now: Path, form: str) -> None:
    """Shows what differs between two built graphs: things, statements, figures, sources and sections.

    BEFORE and NOW are folders that `build` wrote; NOW is `build` unless it is named. Records are known by their ids.
    `+` was added, `-` is gone, `~` changed (with each field), `>` was merged into another thing by a decision.

    \b
    Example:
      skillgraph diff release-2025
      skillgraph diff release-2025 build --format html > changes.html
      skillgraph diff release-2025 build --format json | grep gone
    """
    import json

    import msgspec

    from skillgraph.cli._show import show
    from skillgraph.graph.diff import diff, lines
    from skillgraph.graph.diff_page import diff_page
    from skillgraph.graph.folder import GraphFolder

    found = diff(GraphFolder(before), GraphFolder(now))
    if form == "json":
        give(json.dumps(msgspec.to_builtins(found.changes), ensure_ascii=False, indent=1))
    elif form == "csv":
        show(found.rows, "csv")
    elif form == "html":
        give(diff_page(found, before.resolve().name, now.resolve().name), nl=False)
    else:
        for line in lines(found):
            put(line)
    counts = ", ".join(
        f"{n} {told(kind)}{'' if n == 1 or language() == 'zh' else 's'} {told(what)}"
        for (kind, what), n in found.counts.items()
    )
    say(counts or "nothing differs", err=True)
