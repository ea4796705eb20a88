"""How fast reports are extracted: beside LAC alone, on one process and two, and with how much memory.

Run with `python benchmarks/extraction.py [COPIES]`: the texts of tests/registers, COPIES times over, each with other
figures so that nothing is the same. Prints characters a second.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

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


def lac_alone(documents: list[Path]) -> float:
    """Seconds that LAC takes for the sentences of the documents."""
    texts = []
    for path in documents:
        for passage in passages(read_document(path)):
            texts += [passage.text[start:end] for start, end in sentences(passage)]
    words(texts[:1])
    start = time.perf_counter()
    words(texts)
    return time.perf_counter() - start


def extraction(documents: list[Path], processes: int, output: Path) -> float:
    """Seconds for the whole of it, starting and writing included."""
    jobs: list[Job] = output_files([], documents, output)
    start = time.perf_counter()
    for outcome in extract_all(jobs, processes, partial(load_extractor, OWN)):
        assert not outcome.error, outcome.error
    return time.perf_counter() - start


def main() -> None:
    """Measures and prints."""
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        documents, characters = write_copies(folder, copies)
        print(f"{len(documents)} documents, {characters:,} characters")
        alone = lac_alone(documents)
        print(f"LAC alone: {characters / alone:,.0f} characters/s")
        one = extraction(documents, 1, folder / "one")
        print(f"one process: {characters / one:,.0f} characters/s, {one / len(documents) * 1000:.1f} ms a document")
        two = extraction(documents, 2, folder / "two")
        print(f"two processes: {characters / two:,.0f} characters/s, {one / two:.2f} times one")
        same = all(
            (folder / "one" / p.name).read_bytes() == (folder / "two" / p.name).read_bytes()
            for p in (folder / "one").iterdir()
        )
        print(f"the same bytes: {same}")
        cpu = [sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        print(f"CPU: {cpu[0]:.1f} s in this process, {cpu[1]:.1f} s in the two (their start included)")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory of this process: {peak:,.0f} MB")


if __name__ == "__main__":
    main()
