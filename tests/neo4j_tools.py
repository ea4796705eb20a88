"""The programs that come with a Neo4j, from its artifacts in Maven Central: neo4j-admin and cypher-shell."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from neo4j_server import JVM_FLAGS, LTS, PASSWORD, USER, Release, classpath


def install(folder: Path, release: Release = LTS) -> Path:
    """A home of Neo4j with a `bin/neo4j-admin` in it, for scripts that look for one on the PATH."""
    home = folder / "home"
    (home / "bin").mkdir(parents=True)
    (home / "conf").mkdir()
    admin = home / "bin" / "neo4j-admin"
    jars = classpath(release.project)
    java = f"exec {shlex.join(release.java)} -cp '{jars}' org.neo4j.cli.AdminTool"
    admin.write_text(f'#!/bin/sh\nexport NEO4J_HOME="{home}"\n{java} "$@"\n', encoding="utf-8")
    admin.chmod(0o755)
    return home


def run_in(folder: Path, home: Path, *command: str) -> str:
    """Runs a command in a folder with that Neo4j's programs at hand; gives what it printed."""
    path = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "NEO4J_HOME": str(home)}
    process = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert process.returncode == 0, process.stdout[-3000:] + process.stderr[-3000:]
    return process.stdout


def cypher_shell(uri: str, script: Path) -> str:
    """Runs a script as a user would; gives what it printed."""
    arguments = ["-a", uri, "-u", USER, "-p", PASSWORD, "-f", str(script)]
    command = ["java", *JVM_FLAGS, "-cp", classpath(), "org.neo4j.shell.Main", *arguments]
    process = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert process.returncode == 0, process.stdout[-3000:] + process.stderr[-3000:]
    return process.stdout
