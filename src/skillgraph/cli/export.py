"""skillgraph export"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skillgraph.cli._language import step, told
from skillgraph.cli._lazy import LazyGroup
from skillgraph.cli._options import graph_option, open_graph
from skillgraph.cli._terminal import data_stream, say

if TYPE_CHECKING:
    from skillgraph.formats.format import Format, Option

output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File (or folder) to write; - or nothing for standard output.",
)


class FormatGroup(LazyGroup):
    """The formats as commands, each with the options that it declares; a format is loaded when it is asked for."""

    noun = "format"

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; who asks for Excel is told where it is."""
        from skillgraph.formats import NO_WORKBOOK, WORKBOOKS

        if args[0] in WORKBOOKS and args[0] not in self.list_commands(ctx):
            raise click.UsageError(f"No such {self.noun} {args[0]!r}: {NO_WORKBOOK}.", ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all formats."""
        from skillgraph.formats import format_names

        return format_names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command that writes a format."""
        from skillgraph.formats import find_format, format_names

        return _command(cmd_name, find_format(cmd_name)) if cmd_name in format_names() else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The formats and what they are; one that can't be loaded is in nobody's way."""
        from skillgraph.formats import describe, format_names

        with formatter.section("Formats"):
            formatter.write_dl([(name, describe(name)) for name in format_names()])


class FormatCommand(click.Command):
    """Writes a format; an option that is another format's is named as such."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does."""
        from skillgraph.formats import OWN, find_format

        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            of = [n for n in OWN if any(o.on_the_command_line == error.option_name for o in find_format(n).options)]
            if of:
                raise click.UsageError(f"{self.name} has no {error.option_name}; {', '.join(of)} has it", ctx) from None
            raise


def _command(name: str, form: Format) -> click.Command:
    from skillgraph.formats import export

    @graph_option
    def write(output: Path | None, graph_folder: Path, **given: Any) -> None:
        if output == Path("-"):
            output = None
        options = {key: value for key, value in given.items() if value not in (None, (), False)}
        with open_graph(graph_folder) as graph, _progress(form) as progress:
            export(graph, name, output or data_stream(), **options, **progress)
            if (now := graph.canonical(around := str(options.get("around", "")))) != around:
                say(f"note: {around} was judged to be the same as {now}, which is shown", err=True)
        if output is not None:
            say(f"written to {output}", err=True)

    where = "FOLDER" if form.folder else "FILE"
    example = f"\b\nExample:\n  skillgraph export {name} -o {where}"
    command = click.command(name, cls=FormatCommand, help=f"Writes {form.description}.\n\n{example}")(
        output_option(write)
    )
    command.params += [_click_option(option) for option in form.options]
    return command


def _click_option(option: Option) -> click.Option:
    """What click makes of an option that a format declares."""
    kind: Any = click.Path(path_type=Path) if option.type is Path else option.type
    if option.choices:
        kind = click.Choice(option.choices)
    return click.Option(
        [option.on_the_command_line, option.name],
        type=kind,
        is_flag=option.type is bool,
        multiple=option.many,
        metavar=option.metavar or None,
        help=option.help[:1].upper() + option.help[1:],
    )


@contextmanager
def _progress(form: Format) -> Iterator[dict[str, Callable[[str], None]]]:
    """A bar on a terminal for a format that has steps; yields the keyword for what is to be called with each."""
    if not form.steps or not sys.stderr.isatty():
        yield {}
        return
    begun = 0

    def begin(name: str) -> None:
        nonlocal begun
        # A step is done when the next begins.
        bar.update(1 if begun else 0, name)
        begun += 1

    with click.progressbar(length=len(form.steps), label=told("write"), file=sys.stderr, item_show_func=step) as bar:
        yield {"progress": begin}
        bar.finish()


@click.command("export", cls=FormatGroup, subcommand_metavar="FORMAT [OPTIONS]")
def command() -> None:
    """Writes the graph in another FORMAT; `skillgraph export FORMAT --help` shows the options that it has.

    \b
    Example:
      skillgraph export turtle -o graph.ttl
      skillgraph export html -o network.html
      skillgraph export html --as-of 2012 -o 2012.html
      skillgraph export html --views views.toml --date 2026-11-29 -o talk.html
      skillgraph export html --documents reports --around qingdao --steps 2 -o qingdao.html
      skillgraph export html --from "MATCH (c:City)--(e:Enterprise) RETURN c, e" -o enterprises.html
      skillgraph export ntriples --profile facts | wc -l
      skillgraph export site -o site --base https://graph.example.org/

    \b
    To Neo4j 5 without a server that runs (README.txt in the folder has more, docker compose among it):
      skillgraph export neo4j-csv -o graph-csv && cd graph-csv
      neo4j-admin database import full @import.args --overwrite-destination neo4j
    or by a script:
      skillgraph export cypher-script -o graph.cypher
      cypher-shell -f graph.cypher
    """
