"""Extracts from many documents, on one process or several, with the same result and a restart that goes on."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

import msgspec

from skillgraph.documents import LEAVE_OUT, SourceText, media_type_of, read_document, readable, save_as
from skillgraph.documents.html import KEPT
from skillgraph.documents.plain_files import read_plain
from skillgraph.extract.protocol import Extractor, held_to_the_rules
from skillgraph.extract.records import OWN
from skillgraph.model.errors import NOT_DECODED, SkillgraphError, UsageError
from skillgraph.writing.files import write_whole

#: What a terminal sends to all processes in it.
_OF_THE_TERMINAL = [getattr(signal, name) for name in ("SIGINT", "SIGHUP") if hasattr(signal, name)]
#: Documents that a process is handed at once: few enough that both end together.
_AT_A_TIME = 4


class Outcome(msgspec.Struct, frozen=True):
    """What became of one document: its records where they were not written to a file, or why it failed.

    `notes` say what of it was not read.
    """

    path: str
    records: bytes = b""
    error: str = ""
    skipped: bool = False
    notes: tuple[str, ...] = ()


class Job(msgspec.Struct, frozen=True):
    """A document and the file that its records go to, if any; `keep` reads what is left out of pages otherwise."""

    path: Path
    output: Path | None = None
    keep: bool = False


def find_documents(paths: Iterable[Path]) -> list[Path]:
    """The documents among some files and folders, folders gone through in order.

    Raises:
        UsageError: a path is not there, or a folder has no documents in it.
    """
    found: list[Path] = []
    endings = readable()
    for path in paths:
        if path.is_dir():
            inside = [p for p in _files(path) if p.suffix.lower() in endings]
            if not inside:
                others = "; ".join(f"save {p} as {save_as(p)}" for p in not_read([path])[:3])
                reads = others or f"readable are {', '.join(endings)}"
                raise UsageError(f"{path}: no documents in this folder; {reads}")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise UsageError(f"{path}: no such file or folder")
    return list(dict.fromkeys(found))


def not_read(paths: Iterable[Path]) -> list[Path]:
    """The documents in folders among the paths that could be read if they were saved in another format."""
    return [p for path in paths if path.is_dir() for p in _files(path) if save_as(p)]


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and not _hidden(p, folder))


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)


def output_files(paths: Iterable[Path], documents: Iterable[Path], folder: Path, keep: bool = False) -> list[Job]:
    """A file for each document in a folder, at the place that it has in the folder that it was found in."""
    roots = [p for p in paths if p.is_dir()]
    jobs, taken = [], set()
    for document in documents:
        root = next((r for r in roots if document.is_relative_to(r)), document.parent)
        output = folder / document.relative_to(root).with_name(document.name + ".jsonl")
        # On Windows A.txt and a.txt of two folders are one file.
        if (place := os.path.normcase(output)) in taken:
            raise UsageError(f"{document}: another document would be written to {output} as well; use two folders")
        if not output.parent.resolve().is_relative_to(folder.resolve()):
            raise UsageError(f"{output}: a link leads out of {folder}; use another folder")
        taken.add(place)
        jobs.append(Job(document, output, keep))
    return jobs


def extract_all(jobs: list[Job], processes: int, make: Callable[[], Extractor]) -> Iterator[Outcome]:
    """The outcomes in the order of the jobs; what fails doesn't stop the others.

    Args:
        jobs: the documents.
        processes: how many to use; the results are the same for any number.
        make: makes the extractor, once in each process; for more than one it must be picklable.
    """
    if processes < 2 or len(jobs) < 2:
        _start(make)
        yield from map(_run, jobs)
        return
    context = multiprocessing.get_context("spawn")
    with _deaf_to_the_terminal():
        pool = context.Pool(min(processes, len(jobs)), partial(_start, make))
    with pool:
        size = max(1, min(_AT_A_TIME, len(jobs) // (processes * 2)))
        yield from pool.imap(_run, jobs, chunksize=size)


@contextmanager
def _deaf_to_the_terminal() -> Iterator[None]:
    """Has processes that are started here hear nothing of Ctrl-C or the terminal's end, which reach all of a group.

    This one ends them, and the one among them that tidies up after the others lives to do so.
    """
    if sys.platform == "win32":
        yield
        return
    former = signal.pthread_sigmask(signal.SIG_BLOCK, _OF_THE_TERMINAL)
    try:
        # Its start ends with these signals heard again.
        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, _OF_THE_TERMINAL)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


_extractor: Extractor | None = None


def _start(make: Callable[[], Extractor]) -> None:
    """Makes the extractor of this process, once."""
    global _extractor
    _extractor = make()


def _run(job: Job) -> Outcome:
    assert _extractor is not None
    try:
        if job.output is not None and _is_done(job, job.output, _extractor.name):
            return Outcome(str(job.path), skipped=True)
        source = read_document(job.path, job.keep)
        records = extract_source(source, _extractor)
        if job.output is None:
            return Outcome(str(job.path), records, notes=source.notes)
        _write(job.output, records)
    except SkillgraphError as error:
        return Outcome(str(job.path), error=str(error))
    except Exception as error:  # one document must not stop ten thousand
        return Outcome(str(job.path), error=f"{job.path}: {type(error).__name__}: {error}")
    return Outcome(str(job.path), notes=source.notes)


def extract_source(source: SourceText, extractor: Extractor) -> bytes:
    """The JSON Lines of one document."""
    found = extractor.extract(source)
    if extractor.name != OWN:
        found = held_to_the_rules(found, source)
    return found.jsonl()


def _is_done(job: Job, output: Path, extractor: str) -> bool:
    """Whether a file holds this extractor's records for the document as it is now."""
    try:
        with output.open("rb") as file:
            first: dict[str, Any] = msgspec.json.decode(file.readline())
        return (
            first.get("sha256") == hashlib.sha256(read_plain(job.path)).hexdigest()
            and first.get("extractor") == extractor
            and (
                media_type_of(job.path.name) not in LEAVE_OUT or str(first.get("converter")).endswith(KEPT) == job.keep
            )
        )
    except (OSError, SkillgraphError, *NOT_DECODED, AttributeError):
        return False


def _write(output: Path, records: bytes) -> None:
    """Writes what is whole or not there, so that the next run goes on where this one was stopped."""
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        write_whole(output, records, follow=False)
    except OSError as error:
        raise UsageError(f"{output}: can't be written: {error.strerror}") from None


def default_processes(documents: int, count: Callable[[], int | None] = os.cpu_count) -> int:
    """As many processes as there are processors, but one for a handful of documents.

    Example:
        >>> default_processes(2, lambda: 8), default_processes(100, lambda: 2)
        (1, 2)
    """
    return 1 if documents < 8 else max(1, count() or 1)
