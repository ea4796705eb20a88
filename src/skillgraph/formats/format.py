"""What a format is: a function that writes a graph, and the options that it understands.

A module of this package declares one as `FORMAT`; other packages offer theirs by the entry point group
`skillgraph.formats`:

    [project.entry-points."skillgraph.formats"]
    my-format = "my_package:FORMAT"
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

#: Names and options that the command line has for every format.
_TAKEN = ("graph", "graph_folder", "output", "target", "progress", "as_of", "known_by")
_FLAGS = ("--graph", "--output", "--help", "--as-of", "--known-by")


class Option(msgspec.Struct, frozen=True):
    """An option of a format: a keyword of its `write`, and what the command line shows of it.

    `type` is str, int or Path, or bool for one that is given without a value; `flag` is the option on the command line
    where it is not the name; with `many` it may be given again and again, and `write` gets a tuple. An option that is
    not given is not passed.
    """

    name: str
    help: str
    type: type = str
    choices: tuple[str, ...] = ()
    flag: str = ""
    metavar: str = ""
    many: bool = False

    @property
    def on_the_command_line(self) -> str:
        """How it is given there.

        Example:
            >>> Option("profile", "").on_the_command_line, Option("query", "", flag="--from").on_the_command_line
            ('--profile', '--from')
        """
        return self.flag or "--" + self.name.replace("_", "-")


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A format.

    `write(graph, target, **options)` gets a `GraphFolder` and an open binary file, or an empty folder where `folder`
    is set. `steps` are what it calls its keyword `progress` with, one after the other as each begins, if it has one.
    `description` is what `skillgraph export --help` says.
    """

    write: Callable[..., None]
    description: str = ""
    folder: bool = False
    options: tuple[Option, ...] = ()
    steps: tuple[str, ...] = ()


def faults(found: object) -> str:
    """What keeps something from being a format, or nothing.

    Example:
        >>> faults("turtle"), faults(Format(write=print, description="prints"))
        ('is no skillgraph.formats.format.Format', '')
    """
    if not isinstance(found, Format):
        return "is no skillgraph.formats.format.Format"
    if not callable(found.write):
        return "has no function to write with"
    if not isinstance(found.description, str) or not found.description:
        return "has no description"
    if not isinstance(found.options, tuple) or not all(isinstance(option, Option) for option in found.options):
        return "has options that are none"
    for option in found.options:
        if not option.name.isidentifier() or option.type not in (str, int, bool, Path):
            return f"has an option that can't be given: {option.name!r}"
        if option.name in _TAKEN or option.on_the_command_line in _FLAGS:
            return f"has an option {option.name!r}, which every format has already"
    return ""
