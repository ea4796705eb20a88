"""What the extraction of one line without an end costs, by its length: `python benchmarks/cost.py [CHARACTERS]`.

Repeats each of some pieces to a line of a quarter of CHARACTERS (200,000), of half and of all, and prints CPU seconds;
where the cost is bounded by size, each number is about twice the one before it.
"""

from __future__ import annotations

import sys
import time

from skillgraph.documents import read_bytes
from skillgraph.extract.pipeline import RuleExtractor

#: Pieces that each set another pattern going: numbers, dates, lists, names in names, brackets, verbs without an end.
PIECES = (
    "1", "1 ", "2024年", "12万人", "3所、", "技师学院、", "50%", "青岛市和", "济南市青岛市", "甲校与乙公司签订协议,",
    "“甲", "(以下简称", "3.5×10", "王伟、", "获得", "省级", "没有",
)  # fmt: skip


def seconds(extractor: RuleExtractor, piece: str, size: int) -> float:
    """What the extraction of a line of so many characters takes, of the processor."""
    source = read_bytes((piece * (size // len(piece))).encode(), "a.txt", "text/plain")
    begin = time.process_time()
    extractor.extract(source)
    return time.process_time() - begin


def main(most: int) -> None:
    """Prints a row for each piece."""
    extractor = RuleExtractor()
    extractor.extract(read_bytes("青岛市有12家企业。".encode(), "a.txt", "text/plain"))
    sizes = (most // 4, most // 2, most)
    print(f"| piece | {' | '.join(f'{size:,}' for size in sizes)} |\n|---|---|---|---|")
    for piece in PIECES:
        print(f"| {piece} | {' | '.join(f'{seconds(extractor, piece, size):.1f}' for size in sizes)} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
