"""Extracts from many documents, on one process or several, with the same result and a restart that goes on."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from typing import Any

import msgspec

from skillgraph.documents import LEAVE_OUT, SourceText, media_type_of, read_document, readable, save_as
from skillgraph.documents.html import KEPT
from skillgraph.documents.plain_files import read_plain
from skillgraph.extract.protocol import Extractor, held_to_the_rules
from skillgraph.extract.records import OWN
from skillgraph.model.errors import NOT_DECODED, SkillgraphError, UsageError
from skillgraph.processes.workers import work
from skillgraph.writing.files import put_whole, sync
from skillgraph.writing.workshop import workshop

#: What the system says where there is no room for another file, which the next document would be told as well.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class Outcome(msgspec.Struct, frozen=True):
    """What became of one document: its records where they were not written to a file, or why it failed.

    `notes` say what of it was not read; `is_full` that there was no room for its file.
    """

    path: str
    records: bytes = b""
    error: str = ""
    skipped: bool = False
    notes: tuple[str, ...] = ()
    is_full: bool = False


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
    """All files in a folder, in order, but for hidden ones and those of programs that have a document open."""

    def refuse(error: OSError) -> None:
        raise UsageError(f"{os.fsdecode(error.filename)}: can't be read: {error.strerror}")

    found = []
    for at, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not _is_hidden(name)]
        found += [path for name in names if not _is_hidden(name) and (path := Path(at, name)).is_file()]
    return sorted(found)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def output_files(paths: Iterable[Path], documents: Iterable[Path], folder: Path, keep: bool = False) -> list[Job]:
    """A file for each document in a folder, at the place that it has in the folder that it was found in."""
    roots = [p for p in paths if p.is_dir()]
    jobs, taken = [], set()
    resolved = cache(Path.resolve)
    for document in documents:
        root = next((r for r in roots if document.is_relative_to(r)), document.parent)
        output = folder / document.relative_to(root).with_name(document.name + ".jsonl")
        # On Windows A.txt and a.txt of two folders are one file.
        if (place := os.path.normcase(output)) in taken:
            raise UsageError(f"{document}: another document would be written to {output} as well; use two folders")
        if not resolved(output.parent).is_relative_to(resolved(folder)):
            raise UsageError(f"{output}: a link leads out of {folder}; use another folder")
        taken.add(place)
        jobs.append(Job(document, output, keep))
    return jobs


def extract_all(
    jobs: list[Job], processes: int, make: Callable[[], Extractor], folder: Path | None = None,
    seconds: float | None = None,
) -> Iterator[Outcome]:  # fmt: skip
    """The outcomes in the order of the jobs; what fails, hangs or has its process killed doesn't stop the others.

    Args:
        jobs: the documents.
        processes: how many to use; the results are the same for any number. 0 does all of it in this one, where nobody
            helps against what hangs or takes all memory.
        make: makes the extractor, once in each process; for processes it must be picklable.
        folder: in which the outputs of the jobs are, if they have any.
        seconds: after which a document is given up, by processes.

    Raises:
        UsageError: there is no room for what is written; what was done stays.
    """
    with ExitStack() as stack:
        made = None
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                # One place to make all files in: to look for what killed runs left takes longer the more are there.
                made = stack.enter_context(workshop(folder))
            except OSError as error:
                raise UsageError(f"{folder}: can't be written: {error.strerror}") from None
        start = partial(_started, make, made)
        outcomes = work(jobs, processes, start, _lost, seconds) if processes else map(start(), jobs)
        for outcome in outcomes:
            if outcome.is_full:
                raise UsageError(f"{outcome.error}; what is done stays: make room, and run this again")
            yield outcome
    for parent in {job.output.parent for job in jobs if job.output is not None and job.output.parent.is_dir()}:
        sync(parent)


def _started(make: Callable[[], Extractor], made: Path | None) -> Callable[[Job], Outcome]:
    """What a process does with a job, once its extractor is made."""
    return partial(_done, make(), made)


def _done(extractor: Extractor, made: Path | None, job: Job) -> Outcome:
    if job.output is not None and _is_done(job, job.output, extractor.name):
        return Outcome(str(job.path), skipped=True)
    found = outcome_of(str(job.path), partial(read_document, job.path, job.keep), extractor)
    return found if found.error or job.output is None or made is None else _written(found, job.output, made)


def _lost(job: Job, reason: str) -> Outcome:
    return Outcome(str(job.path), error=f"{job.path}: {reason}")


def outcome_of(path: str, read: Callable[[], SourceText], extractor: Extractor) -> Outcome:
    """What becomes of one document, whatever is wrong with it.

    Args:
        path: what it is called in messages.
        read: gives its text.
        extractor: finds the records.
    """
    try:
        source = read()
        return Outcome(path, extract_source(source, extractor), notes=source.notes)
    except SkillgraphError as error:
        return Outcome(path, error=str(error))
    except MemoryError:
        return Outcome(path, error=f"{path}: there is not enough memory for it")
    except Exception as error:  # one document must not stop ten thousand
        return Outcome(path, error=f"{path}: {type(error).__name__}: {error}")


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


def _written(found: Outcome, output: Path, made: Path) -> Outcome:
    """Writes records, whole or not at all, so that the next run goes on where this one was stopped."""
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        put_whole(made, output, found.records)
    except OSError as error:
        told = f"{output}: can't be written: {error.strerror}"
        return Outcome(found.path, error=told, is_full=error.errno in _NO_ROOM)
    return Outcome(found.path, notes=found.notes)


def default_processes(documents: int) -> int:
    """As many processes as there are processors for this one; one for a handful of documents, none for one.

    Example:
        >>> default_processes(1), default_processes(2)
        (0, 1)
    """
    if documents < 8:
        return min(1, documents - 1)
    # Of a machine's many, a container or a queue gives a run a few.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
