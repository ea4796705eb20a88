"""Throws damaged loaders, gold files and answers at `validate`, `build` and `score`; prints what breaks them.

    python fuzz/tables.py loaders|scores --runs 10000 --seed 0

A damaged table is a problem that names its file, or is read; a table without problems makes a graph.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec
from damage import changed_bytes, changed_json, changed_package, changed_table, changed_text
from runs import main

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from document_files import xlsx  # noqa: E402
from loaders import TEXT, small_loader  # noqa: E402
from skillgraph.documents import read_document  # noqa: E402
from skillgraph.extract.pipeline import RuleExtractor  # noqa: E402
from skillgraph.model.errors import SkillgraphError  # noqa: E402
from skillgraph.model.home import home  # noqa: E402
from skillgraph.review.answers import matched, read_answers  # noqa: E402
from skillgraph.review.gold import read_gold  # noqa: E402
from skillgraph.review.score import score  # noqa: E402
from skillgraph.review.validate import validate  # noqa: E402
from skillgraph.review.verify import verify  # noqa: E402
from skillgraph.tables.build import build  # noqa: E402
from skillgraph.tables.quotations import resolve_quotations  # noqa: E402
from skillgraph.tables.review_sheet import SHEET, SHEET_COLUMNS  # noqa: E402

REFERENCES = [home() / "loaders" / name for name in ("units", "indicators", "levels")]
REGISTERS = ROOT / "tests" / "registers" / "heldout2"


def damage(folder: Path, rng: random.Random) -> None:
    """Changes one or two files of a loader, or puts a workbook in the place of a table."""
    for path in rng.sample(sorted(folder.iterdir()), k=rng.choice([1, 1, 2])):
        data = path.read_bytes()
        if path.suffix != ".csv":
            path.write_bytes(changed_bytes(data, rng))
        elif rng.random() < 0.15:
            made = xlsx([line.split(",") for line in data.decode().splitlines()], names=[path.stem])
            path.unlink()
            path.with_suffix(".xlsx").write_bytes(changed_package(made, rng) if rng.random() < 0.7 else made)
        else:
            path.write_bytes(changed_table(data, rng))


def loaders(seed: int) -> None:
    """Checks and builds a loader, resolves its quotations and verifies it."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = small_loader(Path(place))
        if decided := rng.random() < 0.3:
            rows = f"{','.join(SHEET_COLUMNS)}\nyes,,,,,,entities.csv,school-h,,\n"
            (folder / SHEET).write_text(rows, encoding="utf-8")
        damage(folder, rng)
        given = [*REFERENCES, folder]
        problems = validate(given)
        assert all(problem.file and "\n" not in problem.file for problem in problems)
        try:
            build(given, Path(place) / "build", with_extracted=rng.random() < 0.5)
        except SkillgraphError:
            assert problems or decided, "validate finds nothing, and build refuses"
        with suppress(SkillgraphError):
            verify(Path(place), [folder])
        with suppress(SkillgraphError):
            resolve_quotations(folder, TEXT)


@cache
def scored() -> list[tuple[Path, bytes]]:
    """Annotations, each with the answer of the rules."""
    extractor = RuleExtractor()
    texts = sorted(REGISTERS.glob("*.txt"))
    return [(path, extractor.extract(read_document(path)).jsonl()) for path in texts[:4]]


def gold_json(text: str) -> object:
    """A gold file for a text."""
    span = [0, min(5, len(text))]
    thing = {"id": "a", "name": text[:5], "type": "School", "mentions": [span], "aliases": ["x"]}
    relation = {"subject": "a", "predicate": "partnersWith", "object": "a", "evidence": span}
    figure = {"span": span, "bound": "exact", "indicator": "x", "subject": "a", "value": 1, "unit": "人"}
    return {"entities": [thing], "relations": [relation], "statistics": [figure], "optional_numbers": [{"span": span}]}


def scores(seed: int) -> None:
    """Scores a damaged answer against damaged gold, either of which may be whole."""
    rng = random.Random(seed)
    path, answer = rng.choice(scored())
    with tempfile.TemporaryDirectory() as place:
        gold, answers = Path(place) / f"{path.stem}.toml", Path(place) / "a.jsonl"
        shutil.copy(path, place)
        if rng.random() < 0.5:
            text = path.with_suffix(".toml").read_text("utf-8")
            gold.write_bytes(changed_text(text, rng).encode("utf-8", "replace"))
        else:
            gold = gold.with_suffix(".json")
            gold.write_text(json.dumps(changed_json(gold_json(path.read_text("utf-8")), rng)), encoding="utf-8")
        lines = answer.splitlines()
        for _ in range(rng.randrange(6)):
            at = rng.randrange(len(lines))
            lines[at] = msgspec.json.encode(changed_json(json.loads(lines[at] or b"null"), rng))
        data = b"\n".join(lines)
        answers.write_bytes(changed_bytes(data, rng) if rng.random() < 0.3 else data)
        with suppress(SkillgraphError):
            for text, given in matched(read_gold([gold]), read_answers(answers)):
                score(text, given)


if __name__ == "__main__":
    main(__doc__, {"loaders": loaders, "scores": scores}, slow=20)
