"""Whether the same text gives the same records in each format.

    python benchmarks/formats.py TEXTS [PAGES]

Takes PAGES text files (10 unless said) from the folder TEXTS, has LibreOffice make DOCX and PDF of them and Chromium
print them as PDF, and counts the names and figures of each text that its copies give too, and those that they add.
A program that the machine lacks is named, and its formats are left out.
"""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from skillgraph.documents import read_document
from skillgraph.extract.pipeline import RuleExtractor

#: The least that the same text should give again, of 100.
GOAL = 99.0
Found = Counter[tuple[str, ...]]


def records(path: Path, extractor: RuleExtractor) -> tuple[Found, Found]:
    """The names and the figures of a document."""
    found = extractor.extract(read_document(path))
    names = {entity.id: entity.name for entity in found.entities}
    figures: Found = Counter(
        (names.get(figure.subject or "", ""), figure.indicator, str(figure.value), figure.unit)
        for figure in found.statistics
    )
    return Counter((entity.type, entity.name) for entity in found.entities), figures


def with_libreoffice(texts: Sequence[Path], folder: Path, ending: str) -> None:
    """Makes copies of texts as LibreOffice saves them."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise FileNotFoundError("LibreOffice")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ["--headless", "--infilter=Text (encoded):UTF8", "--convert-to", ending, "--outdir", str(folder)]
    subprocess.run([program, profile, *options, *map(str, texts)], check=True, capture_output=True, timeout=600)


def with_chromium(texts: Sequence[Path], folder: Path, ending: str) -> None:
    """Prints texts with Chromium, a paragraph a line."""
    program = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), None)
    if program is None:
        raise FileNotFoundError("Chromium")
    for text in texts:
        page = folder / f"{text.stem}.html"
        lines = "".join(f"<p>{html.escape(line) or '&nbsp;'}</p>" for line in text.read_text("utf-8-sig").splitlines())
        style = "body{font-family:'Noto Serif CJK SC',serif;font-size:12pt} p{white-space:pre-wrap;margin:.4em 0}"
        page.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>{lines}", encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
        target = f"--print-to-pdf={folder / text.stem}.{ending}"
        subprocess.run([program, *options, target, page.as_uri()], check=True, capture_output=True, timeout=120)


WAYS: list[tuple[str, str, Callable[[Sequence[Path], Path, str], None]]] = [
    ("DOCX, LibreOffice", "docx", with_libreoffice),
    ("PDF, LibreOffice", "pdf", with_libreoffice),
    ("PDF, Chromium", "pdf", with_chromium),
]


def compare(way: str, texts: Sequence[Path], folder: Path, ending: str, extractor: RuleExtractor) -> bool:
    """Prints how much of the texts their copies give; whether that reaches the goal."""
    line = [f"{way:20}"]
    reached = True
    pairs = [(records(text, extractor), records(folder / f"{text.stem}.{ending}", extractor)) for text in texts]
    for kind, what in enumerate(("names", "figures")):
        wanted = sum(before[kind].total() for before, _ in pairs)
        same = sum((before[kind] & after[kind]).total() for before, after in pairs)
        more = sum((after[kind] - before[kind]).total() for before, after in pairs)
        share = 100 * same / wanted if wanted else 100.0
        reached = reached and share >= GOAL
        line.append(f"{what} {same} of {wanted} ({share:.1f} %), {more} others")
    print("; ".join(line), flush=True)
    for text, (before, after) in zip(texts, pairs, strict=True):
        for kind in (0, 1):
            for record in before[kind] - after[kind]:
                print(f"    {text.name} lacks {' '.join(record)}")
            for record in after[kind] - before[kind]:
                print(f"    {text.name} adds {' '.join(record)}")
    return reached


def main() -> None:
    """Compares the formats that this machine can make."""
    if len(sys.argv) < 2:
        sys.exit((__doc__ or "").partition("\n\n")[2].partition("\n")[0].strip())
    texts = sorted(Path(sys.argv[1]).glob("*.txt"))[: int(sys.argv[2]) if len(sys.argv) > 2 else 10]
    extractor = RuleExtractor()
    reached = True
    with tempfile.TemporaryDirectory() as temporary:
        for number, (way, ending, make) in enumerate(WAYS):
            folder = Path(temporary) / str(number)
            folder.mkdir()
            try:
                make(texts, folder, ending)
            except FileNotFoundError as missing:
                print(f"{way}: left out, {missing} is not installed")
                continue
            reached = compare(way, texts, folder, ending, extractor) and reached
    sys.exit(not reached)


if __name__ == "__main__":
    main()
