"""skillgraph extract"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from typing import IO, TYPE_CHECKING, Any

import click

from skillgraph.cli._language import language, told
from skillgraph.cli._language_model import asking_extractor, language_model_options, write_requests
from skillgraph.cli._terminal import data_stream, say
from skillgraph.model.errors import DataError, UsageError

#: What `--accept` means without a score.
AT_THE_LINE = "line"

if TYPE_CHECKING:
    from skillgraph.extract.many import Job, Outcome
    from skillgraph.extract.protocol import Extractor


class Line(click.FloatRange):
    """A score from 0 to 1, or none: the extractor's own line."""

    def __init__(self) -> None:
        super().__init__(0, 1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The score, or `AT_THE_LINE`."""
        return value if value == AT_THE_LINE else super().convert(value, param, ctx)


@click.command("extract")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path),
    help="File to write, by default standard output; for a folder of reports, the folder of their results.",
)  # fmt: skip
@click.option("--loader", type=click.Path(path_type=Path), help="Write or renew a loader's tables for one report.")
@click.option(
    "--extractor", "name", default="rules", show_default=True,
    help="`llm` to ask a language model as well, or an extractor that a package offers.",
)  # fmt: skip
@language_model_options
@click.option(
    "--accept", type=Line(), is_flag=False, flag_value=AT_THE_LINE, metavar="[SCORE]",
    help="With --loader, take proposals that are as sure as this unread, marked as accepted. Without a score, those "
    "that reach the default line, from which on facts are asserted.",
)  # fmt: skip
@click.option(
    "--known", multiple=True, type=click.Path(path_type=Path), metavar="FOLDER",
    help="With --loader, link names to those of these loaders too; may be given more than once.",
)  # fmt: skip
@click.option(
    "--graph", type=click.Path(path_type=Path), metavar="GRAPH", help="With --loader, link names to a built graph too."
)
@click.option(
    "--weights", type=click.Path(path_type=Path), metavar="FOLDER", help="Weights of your own, as `learn` writes them."
)
@click.option("--terms", type=click.Path(path_type=Path), help="A folder with term lists of your own.")
@click.option(
    "--keep", is_flag=True,
    help="Read what is left out of web pages otherwise: navigation, footers, lists of links, hidden text.",
)  # fmt: skip
@click.option("--processes", type=click.IntRange(1, 64), help="How many to use; the result is the same.")
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), default=600, show_default=True,
    help="Seconds after which one of several reports is given up.",
)  # fmt: skip
def command(
    files: tuple[Path, ...], form: str, output: Path | None, loader: Path | None, name: str, weights: Path | None,
    terms: Path | None, processes: int | None, timeout: float, accept: float | str | None,
    known: tuple[Path, ...], graph: Path | None, keep: bool, **language_model: Any,
) -> None:  # fmt: skip
    """Proposes records for the reports FILES (txt, md, html, docx, xlsx, pdf) or the reports in folders.

    Each record has its exact passage. A folder that was stopped in the middle goes on where it was. With --loader, the
    proposals become tables to review: names first, and, run again, relations and figures of the names that were
    confirmed in review.csv. Rows that are there already are kept as they are.

    \b
    Example:
      skillgraph extract report.pdf --loader loaders/my-report
      skillgraph extract report.txt --format jsonl -o found.jsonl
      skillgraph extract reports -o found
      skillgraph extract report.txt --extractor llm --llm-server http://127.0.0.1:11434/v1 --llm-model qwen3
    """
    from skillgraph.documents import save_as
    from skillgraph.extract.many import find_documents, not_read
    from skillgraph.extract.protocol import load_extractor
    from skillgraph.extract.records import OWN

    if output == Path("-"):
        output = None
    documents = find_documents(files)
    for path in not_read(files):
        say(f"{path}: not read; open it in the program it is of and save it as {save_as(path)}", err=True)
    if weights is not None and name not in (OWN, "llm"):
        raise UsageError(f"--weights are for skillgraph's own extractor, not for {name}")
    if language_model["llm_requests"]:
        say(f"{write_requests(documents, language_model, keep)} requests written", err=True)
        return
    if name != "llm" and any(language_model.values()):
        raise UsageError("the options --llm-... go with --extractor llm")
    make: Callable[[], Extractor] = partial(load_extractor, OWN if name == "llm" else name, terms, weights)
    asking = asking_extractor(make(), language_model) if name == "llm" else None
    if asking is not None:
        # One process asks: what it learns of cost and refusals is told at the end.
        make, processes = partial(_same, asking), 0
    try:
        if loader is not None:
            _draft(documents, loader, make(), _known(known, graph), accept, keep)
            return
        _extract(files, documents, output, processes, make, keep, timeout)
    finally:
        if asking is not None:
            for line in asking.report():
                say(line, err=True)


def _line(extractor: Extractor) -> float:
    """The score from which on an extractor asserts facts."""
    line: float | None = getattr(extractor, "line", None)
    if line is None:
        raise UsageError(f"the extractor {extractor.name} has no default line; give --accept a score from 0 to 1")
    return line


def _known(folders: tuple[Path, ...], graph: Path | None) -> list[Path]:
    """What to link to: the loaders that come with skillgraph, those that are named, and a graph."""
    from skillgraph.graph.folder import GraphFolder
    from skillgraph.tables.opening import default_loaders

    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"--known {folder}: no such folder")
    return [*default_loaders(), *folders, *([GraphFolder(graph).folder] if graph else [])]


def _same(extractor: Extractor) -> Extractor:
    return extractor


def _extract(
    files: tuple[Path, ...], documents: list[Path], output: Path | None, processes: int | None,
    make: Callable[[], Extractor], keep: bool, timeout: float,
) -> None:  # fmt: skip
    from skillgraph.extract.many import Job, default_processes, extract_all, output_files

    to_folder = output is not None and (output.is_dir() or any(path.is_dir() for path in files))
    jobs = output_files(files, documents, output, keep) if to_folder and output else []
    jobs = jobs or [Job(path, keep=keep) for path in documents]
    processes = default_processes(len(jobs)) if processes is None else processes
    outcomes = extract_all(jobs, processes, make, output if to_folder else None, timeout)
    failed = _run(jobs, outcomes, None if to_folder else output)
    if failed:
        raise DataError("\n".join(failed) if len(jobs) == 1 else _summary(failed, len(jobs)))


def _run(jobs: list[Job], outcomes: object, output: Path | None) -> list[str]:
    """Writes what comes, and says what failed."""
    failed: list[str] = []
    skipped = 0
    hidden = not _shows_bar(jobs)
    with (
        _opened(output) as stream,
        click.progressbar(
            length=len(jobs),
            label=told("extract"),
            file=sys.stderr,
            hidden=hidden,
            show_pos=True,
            item_show_func=_speed,
        ) as bar,
    ):
        began = monotonic()
        outcome: Outcome
        for outcome in outcomes:  # type: ignore[attr-defined]
            stream.write(outcome.records)
            failed += [outcome.error] if outcome.error else []
            for note in outcome.notes:
                say(f"{outcome.path}: {note}", err=True)
            skipped += outcome.skipped
            bar.update(1, (bar.pos + 1 - skipped) / (monotonic() - began))
    if skipped:
        say(f"{skipped} of {len(jobs)} were done before", err=True)
    return failed


def _speed(reports: float | None) -> str:
    return "" if reports is None else told(f"{reports:.1f} a second")


@contextmanager
def _opened(output: Path | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that is whole or not there."""
    from skillgraph.writing.files import whole_file

    if output is None:
        stream = data_stream()
        yield stream
        stream.flush()
        return
    try:
        with whole_file(output) as file:
            yield file
    except OSError as error:
        raise UsageError(f"{output}: can't be written: {error.strerror}") from None


def _summary(failed: list[str], documents: int) -> str:
    return "\n".join((*failed, f"{len(failed)} of {documents} documents failed; the others are done"))


def _shows_bar(jobs: list[Job]) -> bool:
    return len(jobs) > 1 and sys.stderr.isatty()


def _draft(
    documents: list[Path], loader: Path, extractor: Extractor, known: list[Path], accept: float | str | None,
    keep: bool,
) -> None:  # fmt: skip
    from skillgraph.deciding.answered import answered
    from skillgraph.documents import read_again, read_document
    from skillgraph.extract.drafts import write_draft
    from skillgraph.tables.loader import read_source
    from skillgraph.tables.review_sheet import SHEET

    if len(documents) != 1:
        raise UsageError(f"--loader takes one report, not {len(documents)}: a loader is the tables of one document")
    there = (loader / "source.toml").exists()
    source = read_again(documents[0], read_source(loader).sha256, keep) if there else read_document(documents[0], keep)
    for note in (*source.notes, *([f"read as {source.encoding}"] if source.encoding not in ("", "utf-8") else [])):
        say(f"{source.file}: {note}", err=True)
    line = _line(extractor) if isinstance(accept, str) else accept
    draft = write_draft(
        source, extractor, loader, known, line,
        language="zh" if language() == "zh" else "en", answered=answered(loader),
    )  # fmt: skip
    for table, added in draft.added.items():
        say(f"{loader / table}: {added} proposed, {draft.kept[table]} kept as they were")
    say(
        f"{loader / SHEET}: each proposal with its passage, to be decided on: {draft.asserted} asserted relations, "
        f"{draft.doubtful} doubtful ones at the end, the surest first; questions: {draft.questions}"
    )
    if draft.open_names:
        say(
            f"{draft.open_names} names are to be decided on: write accept or reject (是, 否) into the sheet and "
            "run this again; relations and figures are proposed of confirmed names. --accept takes the surest.",
            err=True,
        )
