"""The command line for tests: in this process, or as a program of its own where that is the point."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from click.testing import CliRunner

from skillgraph.cli import main
from skillgraph.cli._language import choose


class Ended(NamedTuple):
    """What a command left: its exit code, and what it printed; `shown` has both streams as a terminal shows them."""

    returncode: int
    stdout: str
    stderr: str
    shown: str


def skillgraph(*arguments: object, cwd: Path, stdin: str = "", **environment: str) -> Ended:
    """Runs a command from its arguments to its exit code, without starting a Python for it."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    runner = CliRunner()
    try:
        with (
            chdir(cwd),
            patch.object(sys, "argv", ["skillgraph", *map(str, arguments)]),
            runner.isolation(stdin, environment) as (stdout, stderr, both),
        ):
            code = _exit_code()
            sys.stdout.flush()
            sys.stderr.flush()
            printed = [stream.getvalue().decode() for stream in (stdout, stderr, both)]
    finally:
        # Whoever calls a command's own function afterwards is told in English, as before.
        choose([], {"LC_ALL": "en_US.UTF-8"})
        for number, handler in handlers.items():
            signal.signal(number, handler)
    return Ended(code, *printed)


def _exit_code() -> int:
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)


def program(*arguments: object, cwd: Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command as a program of its own, as a shell does."""
    return subprocess.run(
        [sys.executable, "-m", "skillgraph", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        timeout=120,
        check=False,
    )


def output_of(command: str, folder: Path) -> str:
    """What a command of a page prints, run in a folder."""
    name, *arguments = shlex.split(command)
    assert name == "skillgraph"
    return skillgraph(*arguments, cwd=folder).shown


def complaint(ended: Ended | subprocess.CompletedProcess[str], code: int) -> str:
    """The one message of a command that failed; no traceback, nothing on standard output."""
    assert ended.returncode == code, ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""
    return ended.stderr
