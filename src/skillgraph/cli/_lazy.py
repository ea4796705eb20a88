"""Groups of commands whose modules are imported when a command is called."""

from __future__ import annotations

from difflib import get_close_matches

import click


class LazyGroup(click.Group):
    """A group that names the nearest command where one is mistyped; the groups below it say what there is.

    Attributes:
        noun: what its commands are called.
    """

    noun = "command"

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
