"""The command line: one module a command, imported when it is called."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from importlib import import_module
from types import FrameType
from typing import NoReturn

import click

from skillgraph.cli._help import formatter
from skillgraph.cli._language import choose
from skillgraph.cli._lazy import LazyGroup
from skillgraph.cli._misfortune import (
    READER_GONE,
    ReaderGone,
    arguments_as_text,
    give_up_output,
    plug_streams,
    told_of,
)
from skillgraph.cli._terminal import say
from skillgraph.model.errors import SkillgraphError, UsageError
from skillgraph.model.version import __version__

COMMANDS = (
    "build",
    "sparql",
    "cypher",
    "ask",
    "find",
    "schema",
    "questions",
    "contradictions",
    "export",
    "serve",
    "mcp",
    "push",
    "pull",
    "verify",
    "validate",
    "audit",
    "diff",
    "renew",
    "extract",
    "score",
    "learn",
    "resolve",
    "new",
)


class Commands(LazyGroup):
    """All commands; the module of one is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of a user's way through them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"skillgraph.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Runs a command; click would take a reader who has gone for data that fall short."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise ReaderGone from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="skillgraph")
@click.option(
    "--lang",
    metavar="zh|en",
    expose_value=False,
    help="Language of help and messages, given before or after the command; that of the locale otherwise.",
)
def skillgraph() -> None:
    """A knowledge graph of vocational training, made from Chinese reports.

    \b
    Example:
      skillgraph build
      skillgraph sparql "SELECT ?name { ?x a sg:ForeignPartner ; rdfs:label ?name }"
      skillgraph cypher "MATCH (x:ForeignPartner) RETURN x.name"

    Results go to standard output, progress and errors to standard error. Exit code 0: done; 1: the data fall short;
    2: wrong use, or no room, memory or server for it; 130: stopped; 141: whoever read the results has gone.
    """


def main() -> NoReturn:
    """Runs the command line; every error that a user can mend is one clear message and an exit code."""
    has_output = plug_streams()
    for stream in (sys.stdout, sys.stderr):
        # Chinese must come out whatever the locale; what a stream can't show is escaped, not an error.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    signal.signal(signal.SIGTERM, _terminate)
    # Not where nohup had it ignored: then the end of the terminal is nothing to this program.
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, _terminate)
    is_interactive = signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
    # Records are many and hold no circles: looking for some at the default rate takes an eighth of a build.
    gc.set_threshold(100_000, 20, 100)
    try:
        if is_interactive:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        if not has_output:
            raise UsageError("standard output is closed: send it somewhere, as to /dev/null")
        arguments = choose(arguments_as_text(sys.argv[1:]))
        click.Context.formatter_class = formatter()
        code = skillgraph(arguments, standalone_mode=False) or 0
    except click.ClickException as error:
        with io.StringIO() as message:
            error.show(message)
            say(message.getvalue().rstrip("\n"), err=True)
        code = error.exit_code
    except SkillgraphError as error:
        say(f"skillgraph: {error}", err=True)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        if is_interactive:
            # Who has no patience with the tidying ends it; the next run does the rest.
            signal.signal(signal.SIGINT, lambda *_: os._exit(130))
        say("skillgraph: stopped", err=True)
        code = 130
    except ReaderGone:
        code = READER_GONE
    except (OSError, MemoryError, UnicodeEncodeError, RuntimeError) as error:
        if (line := told_of(error)) is None:
            raise
        say(f"skillgraph: {line}", err=True)
        code = 2
    give_up_output()
    sys.exit(code)


def _terminate(signum: int, frame: FrameType | None) -> NoReturn:
    """Ends by an exception, so that half-written files are removed."""
    sys.exit(128 + signum)
