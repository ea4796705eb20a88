"""How fast reports are extracted: beside LAC alone, on one process and two, and with how much memory.

Run with `python benchmarks/extraction.py [COPIES] [FOLDER]`: the texts of tests/registers, COPIES times over, each with
other figures so that nothing is the same; or, with FOLDER, the documents in it, as they are. Prints characters a second
of the clock and of the processor: where other programs run beside, only the second says something.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import NamedTuple

from skillgraph.documents import read_document
from skillgraph.extract.many import Job, extract_all, output_files
from skillgraph.extract.protocol import load_extractor
from skillgraph.extract.records import OWN
from skillgraph.language.passages import passages, sentences
from skillgraph.language.tokens import words

TEXTS = sorted(p for p in (Path(__file__).parents[1] / "tests" / "registers").rglob("*") if p.suffix in (".txt", ".md"))


def write_copies(folder: Path, copies: int) -> tuple[list[Path], int]:
    """A folder of documents and how many characters they have."""
    documents, characters = [], 0
    for copy in range(copies):
        for text in TEXTS:
            path = folder / f"{copy:05}-{text.parent.name}-{text.name}"
            content = text.read_text("utf-8").replace("2", str(copy % 8 + 1))
            path.write_text(content, encoding="utf-8")
            documents.append(path)
            characters += len(content)
    return documents, characters


class Taken(NamedTuple):
    """Seconds of the clock, and of the processor by this process and those that it started."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.1f} s, {self.processor:.1f} s of the processor"


def now() -> Taken:
    """What has passed so far."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Taken(time.perf_counter(), sum(u.ru_utime + u.ru_stime for u in used))


def since(start: Taken) -> Taken:
    """What has passed since then."""
    return Taken(*(after - before for after, before in zip(now(), start, strict=True)))


def lac_alone(documents: list[Path]) -> Taken:
    """What LAC takes for the sentences of the documents."""
    texts = []
    for path in documents:
        for passage in passages(read_document(path)):
            texts += [passage.text[start:end] for start, end in sentences(passage)]
    words(texts[:1])
    start = now()
    words(texts)
    return since(start)


def extraction(documents: list[Path], processes: int, output: Path) -> Taken:
    """What the whole of it takes, starting and writing included."""
    jobs: list[Job] = output_files([], documents, output)
    start = now()
    for outcome in extract_all(jobs, processes, partial(load_extractor, OWN), output):
        assert not outcome.error, outcome.error
    return since(start)


def main() -> None:
    """Measures and prints."""
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if len(sys.argv) > 2:
            documents = sorted(p for p in Path(sys.argv[2]).rglob("*") if p.suffix in (".txt", ".md"))
            characters = sum(len(p.read_text("utf-8")) for p in documents)
        else:
            documents, characters = write_copies(folder, copies)
        print(f"{len(documents)} documents, {characters:,} characters")
        alone = lac_alone(documents)
        one = extraction(documents, 1, folder / "one")
        two = extraction(documents, 2, folder / "two")
        for what, taken in (("LAC alone", alone), ("one process", one), ("two processes", two)):
            clock, processor = (characters / seconds for seconds in taken)
            print(f"{what}: {clock:,.0f} characters/s, {processor:,.0f} a second of the processor ({taken})")
        print(f"two processes: {one.clock / two.clock:.2f} times one")
        same = all(
            (folder / "one" / p.name).read_bytes() == (folder / "two" / p.name).read_bytes()
            for p in (folder / "one").iterdir()
        )
        print(f"the same bytes: {same}")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"peak memory of a process that extracts: {peak:,.0f} MB")


if __name__ == "__main__":
    main()
