"""Throws damaged documents and random text at the readers, the grammar and the rules; prints what breaks them.

    python fuzz/extraction.py readers|grammar|rules SECONDS [SEED]

What is not a SkillgraphError is a defect; the seed that is printed makes its input again, and it belongs into a test.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from skillgraph.documents import ENDINGS, read_bytes
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.extract.protocol import held_to_the_rules
from skillgraph.extract.terms import load_terms
from skillgraph.language.passages import passages
from skillgraph.language.quantities import quantities
from skillgraph.language.times import times
from skillgraph.model.errors import SkillgraphError

ROOT = Path(__file__).parents[1]
TEXTS = [p for folder in ("tests/registers", "examples/documents") for p in sorted((ROOT / folder).rglob("*.*"))]
SEEDS = [(p.read_bytes(), ENDINGS[p.suffix]) for p in TEXTS if p.suffix in ENDINGS]
WORDS = (
    "0 1 9 ２ 三 十 百 千 万 亿 两 半 余 多 近 约 超 第 首 "
    "分之 % ‰ 倍 成 番 年 月 日 以来 截至 至 — ~ , . 、 "
    "; 。 ( ) “ ” 《 》 + 家 所 人 名 人次 元 与 和 由 "
    "被 将 把 为 在 以 的 共建 成立 计划 探索 支持 学院 大学 集团 "
    "公司 联盟 大赛 项目 证书 青岛市 老挝 中德 该校 全市 其中 等 A "
    "ISO "
)
PIECES = [*WORDS.split(), "𬭎", "\u200f", "\ud800"]
JUNK = [b"<table>", b"<td rowspan=9>", b"|", b"\0", b"\xff\xfe", b"<!DOCTYPE a>", b"```"]


def readers(rng: random.Random) -> bytes:
    """A damaged document, read as what it was or as something else."""
    data, kind = rng.choice(SEEDS)
    damaged = bytearray(data)
    for _ in range(rng.randrange(1, 12)):
        at = rng.randrange(len(damaged) + 1)
        match rng.randrange(4):
            case 0:
                damaged[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del damaged[at : at + rng.randrange(1, 200)]
            case 2:
                damaged[at:at] = damaged[: rng.randrange(100)]
            case _:
                damaged[at:at] = rng.choice(
                    [b"<table>", b"<td rowspan=9>", b"|", b"\0", b"\xff\xfe", b"<!DOCTYPE a>", b"```"]
                )
    try:
        source = read_bytes(
            bytes(damaged), "fuzz", kind if rng.random() < 0.8 else rng.choice(sorted(ENDINGS.values()))
        )
    except SkillgraphError:
        return bytes(damaged)
    for block in source.blocks:
        assert 0 <= block.start <= block.end <= len(source.text)
    for passage in passages(source):
        assert len(passage.offsets) == len(passage.text)
    return bytes(damaged)


UNITS = load_terms().counters


def grammar(rng: random.Random) -> bytes:
    """Random pieces of figures and times."""
    text = "".join(rng.choices(PIECES, k=rng.randrange(40)))
    for quantity in quantities(text, UNITS):
        assert 0 <= quantity.start < quantity.end <= len(text)
    for found in times(text):
        assert text[found.start : found.end] == found.text
    return text.encode("utf-8", "surrogatepass")


RULES = RuleExtractor()


def rules(rng: random.Random) -> bytes:
    """A text with pieces put in, taken out and moved."""
    data, kind = rng.choice([seed for seed in SEEDS if seed[1].startswith("text/")])
    text = data.decode("utf-8")
    for _ in range(rng.randrange(1, 30)):
        at, length = rng.randrange(len(text)), rng.randrange(6)
        text = text[:at] + "".join(rng.choices(PIECES, k=rng.randrange(4))) + text[at + length :]
    data = text.encode("utf-8", "replace")
    source = read_bytes(data, "fuzz", kind)
    found = RULES.extract(source)
    kept = held_to_the_rules(found, source)
    assert len(kept.doubts) == len(found.doubts), kept.doubts[len(found.doubts)]
    assert found.jsonl() == RULES.extract(source).jsonl()
    return data


def main() -> None:
    """Runs one target for some seconds."""
    target: Callable[[random.Random], bytes] = {"readers": readers, "grammar": grammar, "rules": rules}[sys.argv[1]]
    seconds, seed = float(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0
    end, runs, broken = time.monotonic() + seconds, 0, 0
    while time.monotonic() < end and broken < 20:
        try:
            target(random.Random(seed + runs))
        except Exception as error:
            broken += 1
            print(f"seed {seed + runs}: {type(error).__name__}: {error}", flush=True)
        runs += 1
    print(f"{sys.argv[1]}: {runs} runs, {broken} broke")


if __name__ == "__main__":
    main()
