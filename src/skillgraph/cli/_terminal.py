"""What reaches the terminal: text of reports, tables, servers and file names is shown there and never obeyed.

No other module of the command line prints by itself.
"""

from __future__ import annotations

import codecs
import io
import sys
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, BinaryIO, cast

import click

from skillgraph.cli._language import told
from skillgraph.model.controls import shown

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


def say(text: str = "", *, err: bool = False) -> None:
    """Prints a message in the language that was chosen, its control characters escaped wherever it goes.

    Args:
        text: in English, without the line end.
        err: whether it goes to standard error, as all but results do.
    """
    # What is done is done, though a disk is too full to say so.
    with suppress(OSError) if err else nullcontext():
        click.echo(shown(told(text)), err=err)


def put(line: str) -> None:
    """Prints a line of a table or a listing: data, which is in no language of ours, its control characters escaped.

    Args:
        line: without the line end.
    """
    click.echo(shown(line))


def give(text: str, *, nl: bool = True) -> None:
    """Prints data that programs read: as it is into a file or a pipe, and shown on a terminal.

    Args:
        text: CSV or JSON.
        nl: whether a line end is to follow.
    """
    click.echo(shown(text) if sys.stdout.isatty() else text, nl=nl)


def data_stream() -> BinaryIO:
    """Standard output for the bytes of a file: as they are into a file or a pipe, and shown on a terminal."""
    return cast(BinaryIO, _Shown()) if sys.stdout.isatty() else sys.stdout.buffer


class _Shown(io.RawIOBase):
    """Takes UTF-8 and prints it with control characters escaped."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Prints what is whole of some bytes."""
        sys.stdout.write(shown(self._decoder.decode(bytes(data))))
        return len(bytes(data))

    def flush(self) -> None:
        """Prints what waits."""
        if not self.closed:
            sys.stdout.flush()
