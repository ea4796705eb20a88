"""Other people's programs for the readers' suite: from Maven Central, from npm and from PyPI, none of them shipped."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from neo4j_server import JVM_FLAGS, classpath

HERE = Path(__file__).parent
SECONDS = 300


def java(tool: str, program: str, *arguments: object, at_most: int = 1 << 30) -> str:
    """What a Java program in the folder of a tool prints; its pom.xml names the jars, which Maven fetches once.

    Args:
        tool: the folder, as `jena`.
        program: the file of the program in it, run from its source.
        at_most: how many bytes of memory it may take.
    """
    flags = (f"-Xmx{at_most >> 20}m", *JVM_FLAGS[1:])
    command = ["java", *flags, "-cp", _jars(tool), str(HERE / tool / program), *map(str, arguments)]
    return said(command)


@cache
def _jars(tool: str) -> str:
    return classpath(HERE / tool)


def javascript(program: str, *arguments: object) -> str:
    """What a program in `javascript/` prints; who calls this requests the fixture `npm_readers`."""
    return said(["node", str(HERE / "javascript" / program), *map(str, arguments)])


def python(requirements: str, program: str, *arguments: object, cache: Path) -> str:
    """What a program prints that runs with packages which the project's own environment does not hold.

    They are test tools under licences that what is shipped must not have.

    Args:
        requirements: the file with what to install, its versions and hashes.
        program: the file of the program.
        cache: where the packages are installed at the first call.
    """
    folder = cache / requirements.removesuffix(".txt")
    if not folder.is_dir():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        said([*pip, "--no-deps", "--target", str(folder), "-r", str(HERE / requirements)])
    command = [sys.executable, str(HERE / program), *map(str, arguments)]
    return said(command, {"PYTHONPATH": str(folder)})


def said(command: list[str], environment: Mapping[str, str] | None = None) -> str:
    """What a program prints; one that fails fails the test with what it complained of."""
    settings = {**os.environ, "LC_ALL": "C.UTF-8", "JAVA_TOOL_OPTIONS": "-Dfile.encoding=UTF-8", **(environment or {})}
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="replace", check=False, timeout=SECONDS, env=settings
    )
    assert done.returncode == 0, f"{Path(command[0]).name} ended with {done.returncode}: {done.stderr[-4000:]}"
    return done.stdout
