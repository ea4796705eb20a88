"""Groups of commands whose modules are imported when a command is called."""

from __future__ import annotations

from difflib import get_close_matches
from inspect import cleandoc

import click

from skillgraph.cli._language import language, told


class LazyGroup(click.Group):
    """A group that names the nearest command where one is mistyped; the groups below it say what there is.

    Attributes:
        noun: what its commands are called.
    """

    noun = "command"

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click does; in Chinese by the whole first sentence of each command, which click would cut."""
        if language() == "en":
            super().format_commands(ctx, formatter)
            return
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_sentence(command.help or "")) for name, command in found if command])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest name in the error."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            near = get_close_matches(args[0], self.list_commands(ctx), n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"No such {self.noun} {args[0]!r}.{hint}", ctx) from None


def _first_sentence(help: str) -> str:
    paragraph = told(" ".join(cleandoc(help).partition("\n\n")[0].split()))
    return paragraph.partition("。")[0]
