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
from skillgraph.cli._terminal import put, say
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

#: The signals of Ctrl-C that came.
_interrupted: list[int] = []


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


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Says which version this is, and what it was built from."""
    if wanted and not context.resilient_parsing:
        from skillgraph.model.built import commit

        put(f"skillgraph, version {__version__} (commit {commit()})")
        context.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version and exit."
)
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
    _interrupted.clear()
    # Records are many and hold no circles: looking for some at the default rate takes an eighth of a build.
    gc.set_threshold(100_000, 20, 100)
    try:
        if is_interactive:
            signal.signal(signal.SIGINT, _interrupt)
        if not has_output:
            raise UsageError("standard output is closed: send it somewhere, as to /dev/null")
        arguments = choose(arguments_as_text(sys.argv[1:]))
        click.Context.formatter_class = formatter()
        code = skillgraph(arguments, standalone_mode=False) or 0
    except (KeyboardInterrupt, click.Abort):
        code = _stopped()
    except ReaderGone:
        code = READER_GONE
    except (click.ClickException, SkillgraphError, OSError, MemoryError, UnicodeEncodeError, RuntimeError) as error:
        # What was interrupted may say so in words of its own: a package, that it can't be loaded.
        code = _stopped() if _interrupted else _told(error)
    give_up_output()
    sys.exit(code)


def _told(error: Exception) -> int:
    """Says what went wrong, and gives the exit code; what is no fault of the user's is raised again."""
    if isinstance(error, click.ClickException):
        with io.StringIO() as message:
            error.show(message)
            say(message.getvalue().rstrip("\n"), err=True)
        return error.exit_code
    if isinstance(error, SkillgraphError):
        say(f"skillgraph: {error}", err=True)
        return error.exit_code
    if (line := told_of(error)) is None:
        raise error
    say(f"skillgraph: {line}", err=True)
    return 2


def _stopped() -> int:
    """Says that Ctrl-C has ended it, and gives the exit code."""
    if _interrupted:
        # Who has no patience with the tidying ends it; the next run does the rest.
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    say("skillgraph: stopped", err=True)
    return 130


def _interrupt(signum: int, frame: FrameType | None) -> NoReturn:
    _interrupted.append(signum)
    raise KeyboardInterrupt


def _terminate(signum: int, frame: FrameType | None) -> NoReturn:
    """Ends by an exception, so that half-written files are removed."""
    sys.exit(128 + signum)
