"""Throws damaged files at the reader of one format; prints what breaks it, hangs it or ends the process.

    python fuzz/documents.py --format docx --runs 100000 --seed 0

Whole files are made in memory and then changed: parts of a package by their elements and attributes, other files by
their bytes. A run may only give a text, whose blocks lie in it, or a SkillgraphError of one line. Everything else is a
defect; the seed that is printed makes its input again (`--seed SEED --runs 1 --keep FILE` writes it), and it belongs
into a test.
"""

from __future__ import annotations

import argparse
import copy
import io
import multiprocessing
import random
import sys
import time
import zipfile
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from document_files import docx, footnotes, paragraph, pdf, ruled, shown, table, xlsx  # noqa: E402
from skillgraph.documents import ENDINGS, read_bytes  # noqa: E402
from skillgraph.language.passages import passages  # noqa: E402
from skillgraph.model.errors import SkillgraphError  # noqa: E402

#: Seconds after which a run hangs, and the memory in bytes that a worker may take.
HANGS, MOST_MEMORY = 60, 1_500_000_000
SENTENCE = "嘉禾市有技工院校9所，在校生2.4万人，与金竹集团共建实训基地。"
ROWS = [["学校", "在校生数（万人）"], ["甲校", "1.2"], ["乙校", "3"]]
MARKS = (
    '<w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    "<w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
    "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText></w:r></w:p>"
    "</w:sdtContent></w:sdt><w:p><w:r><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:r></w:p>"
)
GRID = (
    '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr>'
    + table(ROWS)
    + "</w:tc></w:tr></w:tbl>"
)
PAGE = shown(SENTENCE, 60, 780) + shown("1", 200, 785, size=6) + shown("内部", 100, 300, size=50, angle=45)
PAGE += (
    ruled([60, 200, 300], [600, 620, 640])
    + shown("甲校", 70, 625)
    + shown("12", 210, 605)
    + shown("边", 20, 50, angle=90)
)


def files(form: str) -> list[bytes]:
    """Whole files of a format."""
    made = {
        "docx": lambda: [docx(paragraph(SENTENCE, "1") + table(ROWS) + MARKS + GRID, footnotes=footnotes(SENTENCE))],
        "xlsx": lambda: [
            xlsx([["嘉禾市"], *ROWS, [None, (45536, 1)], [(0.5, 2), 7]], [["密"]], names=["院校", "底稿"], hidden=(1,),
                 codes=('yyyy"年"m"月"', "[>=1]0.0%;(0)"), extra='<mergeCells><mergeCell ref="A2:B3"/></mergeCells>')
        ],
        "pdf": lambda: [pdf(PAGE, PAGE), pdf(PAGE, rotate=90)],
    }  # fmt: skip
    if form in made:
        return made[form]()
    texts = [p for folder in ("tests/registers", "examples/documents") for p in sorted((ROOT / folder).rglob("*.*"))]
    return [p.read_bytes() for p in texts if p.suffix == f".{form}"] or [SENTENCE.encode()]


def changed_package(data: bytes, rng: random.Random) -> bytes:
    """A package some of whose elements are moved, doubled, taken out, nested or renamed, or given other values."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in rng.sample(sorted(parts), k=min(len(parts), rng.choice([1, 1, 2]))):
        parts[name] = changed_xml(parts[name], rng) if rng.random() < 0.85 else changed_bytes(parts[name], rng)
    if rng.random() < 0.05:
        del parts[rng.choice(sorted(parts))]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", rng.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def changed_xml(data: bytes, rng: random.Random) -> bytes:
    """XML whose tree is changed."""
    root = etree.fromstring(data)
    for _ in range(rng.randrange(1, 6)):
        nodes = list(root.iter())
        node, other = rng.choice(nodes), rng.choice(nodes)
        match rng.randrange(6):
            case 0 if node is not root:
                node.getparent().remove(node)
            case 1:
                other.append(copy.deepcopy(node))
            case 2:
                node.tag = other.tag
            case 3 if node.attrib:
                key = rng.choice(sorted(node.attrib))
                node.attrib[key] = rng.choice(
                    ["", "-1", "9" * 9, "0", "true", "é", "A1:XFD9999999", "../../x", "0;0%", "restart"]
                )
            case 4:
                node.text = rng.choice(["", "1e400", "-5", "99999999", "é\u200f", "x" * 5000, "45536.5", "begin"])
            case _:
                for _ in range(rng.choice([1, 50, 300])):
                    inner = etree.SubElement(node, other.tag)
                    node = inner if rng.random() < 0.7 else node
    return etree.tostring(root)


def changed_bytes(data: bytes, rng: random.Random) -> bytes:
    """Bytes that are changed, taken out, doubled, or whose numbers are others."""
    damaged = bytearray(data)
    for _ in range(rng.randrange(1, 10)):
        at = rng.randrange(len(damaged) + 1)
        match rng.randrange(5):
            case 0:
                damaged[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del damaged[at : at + rng.randrange(1, 200)]
            case 2:
                start = rng.randrange(len(damaged) + 1)
                damaged[at:at] = damaged[start : start + rng.randrange(300)]
            case 3:
                digits = [i for i in range(at, min(at + 200, len(damaged))) if 48 <= damaged[i] < 58]
                for i in digits[: rng.randrange(1, 6)]:
                    damaged[i] = rng.randrange(48, 58)
            case _:
                damaged[at:at] = rng.choice(
                    [b"\0", b"\xff\xfe", b"<!DOCTYPE a>", b"<table>", b"|", b"<<", b"]", b"-", b"9999999"]
                )
    return bytes(damaged)


def damaged(form: str, seed: int) -> bytes:
    """The input of a seed."""
    rng = random.Random(seed)
    data = rng.choice(files(form))
    packaged = form in ("docx", "xlsx") and rng.random() < 0.9
    return changed_package(data, rng) if packaged else changed_bytes(data, rng)


def check(form: str, data: bytes) -> None:
    """Reads a file and looks at what comes out."""
    try:
        source = read_bytes(data, "fuzz", ENDINGS[f".{form}"])
    except SkillgraphError as error:
        if "\n" in str(error):
            raise ValueError("a message of several lines") from error
        return
    for block in source.blocks:
        assert 0 <= block.start <= block.end <= len(source.text), block
    assert all(len(page.boxes) <= len(source.text) - page.start for page in source.pages)
    for passage in passages(source):
        assert len(passage.offsets) == len(passage.text)
        assert all(a < b for a, b in zip(passage.offsets, passage.offsets[1:], strict=False))


def work(form: str, first: int, end: int, at: Synchronized[int], broken: Synchronized[int]) -> None:
    """Runs the seeds in a process of its own."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except (ImportError, ValueError):
        pass  # not on Windows
    for seed in range(first, end):
        at.value = seed
        try:
            check(form, damaged(form, seed))
        except Exception as error:
            broken.value += 1
            print(f"seed {seed}: {type(error).__name__}: {error}", flush=True)
    at.value = end


def run(form: str, first: int, end: int) -> int:
    """Runs all seeds, going on behind those that hang or end the worker; how many broke."""
    context = multiprocessing.get_context("spawn")
    at, broken = context.Value("q", first), context.Value("q", 0)
    while at.value < end:
        worker = context.Process(target=work, args=(form, at.value, end, at, broken))
        worker.start()
        seed, since = at.value, time.monotonic()
        while worker.is_alive():
            worker.join(1)
            if at.value != seed:
                seed, since = at.value, time.monotonic()
            elif time.monotonic() - since > HANGS:
                worker.kill()
                worker.join()
        if at.value < end:
            broken.value += 1
            print(f"seed {at.value}: hangs, or ends the process ({worker.exitcode})", flush=True)
            at.value += 1
    return int(broken.value)


def main() -> None:
    """Runs what the options say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--format", required=True, choices=[ending[1:] for ending in ENDINGS])
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="write the input of the first seed here")
    options = parser.parse_args()
    if options.keep:
        options.keep.write_bytes(damaged(options.format, options.seed))
    began = time.monotonic()
    broken = run(options.format, options.seed, options.seed + options.runs)
    print(f"{options.format}: {options.runs} runs, {broken} broke, {time.monotonic() - began:.0f} s")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
