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


def java(tool: str, program: str, *arguments: object) -> str:
    """What a Java program prints with the jars that the pom.xml of a tool names; Maven fetches them once.

    Args:
        tool: the folder, as `jena`.
        program: a file of the folder, run from its source, or a class in the jars.
    """
    main = str(HERE / tool / program) if program.endswith(".java") else program
    return said(["java", *JVM_FLAGS, "-cp", _jars(tool), main, *map(str, arguments)])


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
    complaint = (done.stdout + done.stderr)[-4000:]
    assert done.returncode == 0, f"{Path(command[0]).name} ended with {done.returncode}: {complaint}"
    return done.stdout
