"""skillgraph new"""

from __future__ import annotations

from pathlib import Path

import click

from skillgraph.cli._lazy import LazyGroup
from skillgraph.cli._terminal import say


@click.group("new", cls=LazyGroup)
def command() -> None:
    """Writes the beginning of a loader or of a recorded question, which passes the checks as it stands.

    \b
    Example:
      skillgraph new loader my-places
      skillgraph new question q26
    """


@command.command("loader")
@click.argument("folder", metavar="NAME", type=click.Path(path_type=Path))
@click.option(
    "--document",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The report that it is of; without one it is a reference table, whose rows need no passage.",
)
@click.option("--python", "script", is_flag=True, help="A loader.py in the place of the tables.")
def loader(folder: Path, document: Path | None, script: bool) -> None:
    """Writes a folder with source.toml and three tables, to be filled in.

    NAME may be a path; its last part is the id of the loader.

    \b
    Example:
      skillgraph new loader my-places
      skillgraph validate my-places
    """
    from skillgraph.tables.skeleton import new_loader

    new_loader(folder, document, script)
    say(f"written to {folder}; fill it in, then `skillgraph validate {folder}`", err=True)


@command.command("question")
@click.argument("name")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("queries"),
    show_default=True,
    help="Folder to write into; in a clone, that of the recorded questions.",
)
def question(name: str, output: Path) -> None:
    """Writes a question in both languages and its answer.

    The files are NAME.rq, NAME.cypher and NAME.csv, and the two queries give that answer as they stand.

    \b
    Example:
      skillgraph new question q26
      skillgraph sparql queries/q26.rq
    """
    from skillgraph.questions.skeleton import new_question

    for path in new_question(name, output):
        say(f"written to {path}", err=True)
