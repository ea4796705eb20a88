"""Wheel and sdist: made, and looked at before anybody is given them."""

from __future__ import annotations

import email.parser
import hashlib
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from packaging.metadata import Metadata

from release.packages import NAME, ROOT

#: What git would have to be asked for, or a machine had; nothing of it is for users.
_NOT_OURS = re.compile(r"(?:^|/)(?:tests?|\.git|\.venv|node_modules|__pycache__|shared)(?:/|$)|\.(?:pyc|pth|orig|rej)$")
#: Folders of the machine that built it.
_OF_A_MACHINE = (str(ROOT), f"{Path.home()}{os.sep}")
#: Bytes of a wheel; what grows beyond it carries something that it should not.
_LARGEST = 8_000_000
_NEEDED = ("LICENSE", "NOTICE")
_LINK = re.compile(r"!?\[[^\]]*\]\((?!https?:)([^)]*)\)")


def build(source: Path, output: Path) -> tuple[Path, Path]:
    """Builds wheel and sdist.

    Args:
        source: the folder of the sources.
        output: the folder to write them into.

    Returns:
        The wheel and the sdist.

    Raises:
        RuntimeError: the build failed; the message is the builder's.
    """
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(output.resolve())]
    ended = subprocess.run(command, cwd=source, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if ended.returncode:
        raise RuntimeError(ended.stderr or ended.stdout)
    [wheel], [sdist] = (list(output.glob(pattern)) for pattern in ("*.whl", "*.tar.gz"))
    return wheel, sdist


def files(archive: Path) -> Iterator[tuple[str, bytes]]:
    """What stands in a wheel or an sdist."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            yield from ((name, wheel.read(name)) for name in wheel.namelist())
        return
    with tarfile.open(archive) as sdist:
        for member in sdist:
            if (file := sdist.extractfile(member)) is not None:
                yield member.name.partition("/")[2], file.read()


def problems(archive: Path) -> list[str]:
    """What is wrong with a wheel or an sdist; nothing if it can be published."""
    held = dict(files(archive))
    found = [f"{name}: is not for users" for name in held if _NOT_OURS.search(name)]
    found += [
        f"{name}: names {folder}" for name, data in held.items() for folder in _OF_A_MACHINE if folder.encode() in data
    ]
    names = [name.rpartition("/")[2] for name in held]
    found += [f"{name} is missing" for name in _NEEDED if name not in names]
    found += _of_metadata(held)
    if archive.stat().st_size > _LARGEST:
        found.append(f"{archive.stat().st_size:,} bytes; more than {_LARGEST:,}")
    if len({name.casefold() for name in held}) < len(held):
        found.append("names that differ in case alone")
    return [f"{archive.name}: {problem}" for problem in found]


def _of_metadata(held: dict[str, bytes]) -> Iterator[str]:
    """What a package index would refuse, or not show."""
    about = next((data for name, data in held.items() if name.endswith(("/METADATA", "PKG-INFO"))), b"")
    try:
        metadata = Metadata.from_email(about, validate=True)
    except ExceptionGroup as errors:
        yield from map(str, errors.exceptions)
        return
    if metadata.name != NAME:
        yield f"is called {metadata.name}"
    if metadata.license_expression != "Apache-2.0" or set(metadata.license_files or ()) != set(_NEEDED):
        yield f"licence {metadata.license_expression} with {metadata.license_files}"
    if metadata.description_content_type != "text/markdown":
        yield f"a description as {metadata.description_content_type}"
    for target in _LINK.findall(metadata.description or ""):
        yield f"the description links to {target}, which no package index has"
    message = email.parser.BytesParser().parsebytes(about, headersonly=True)
    if not message.get("Summary") or len(str(message["Summary"])) > 512:
        yield "no summary of one line"


def report(archive: Path) -> str:
    """A line for people: how large it is, and its checksum."""
    return (
        f"{archive.name}: {archive.stat().st_size:,} bytes, SHA-256 {hashlib.sha256(archive.read_bytes()).hexdigest()}"
    )


def release(output: Path = ROOT / "dist") -> list[str]:
    """Builds what is published into a folder that holds nothing else, and looks at it.

    Args:
        output: the folder; what an earlier build left in it is removed.

    Returns:
        What is wrong with it.
    """
    for former in output.glob(f"{NAME.replace('-', '_')}-*"):
        former.unlink()
    archives = build(ROOT, output)
    for archive in archives:
        print(report(archive))
    return [problem for archive in archives for problem in problems(archive)]
