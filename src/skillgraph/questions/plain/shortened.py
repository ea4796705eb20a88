"""Short forms of names: GFM, Haiyou contest, 海右大赛, where one thing alone has them in its name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from skillgraph.language.names import halves

#: Characters of a short form, at least and at most; things that one may mean, before it says nothing.
_LEAST, _MOST, _MEANT = 2, 24, 3
_WORD = re.compile(r"[a-z0-9]+")


class Shortened:
    """What a stretch of words may be short for.

    A form of Chinese is a part of the name, or two parts of it with something between (海右大赛); one of English has
    words of the name and of its classes. Some of it must be a part of no other name and no word of the vocabulary.

    Args:
        forms: by id, the folded forms of a thing's name, and words for its classes.
        is_word: whether a stretch is a word of the vocabulary.
    """

    def __init__(
        self, forms: Mapping[str, tuple[Iterable[str], frozenset[str]]], is_word: Callable[[str], bool]
    ) -> None:
        self._forms = {id: tuple(texts) for id, (texts, _) in forms.items()}
        self._classes = {id: words for id, (_, words) in forms.items()}
        self._is_word = is_word
        # By pair of characters, and by word of a language with spaces.
        self._having: dict[str, set[str]] = defaultdict(set)
        for id, texts in self._forms.items():
            for text in texts:
                for piece in _pieces(text):
                    self._having[piece].add(id)

    def of(self, form: str) -> tuple[str, ...]:
        """The ids of the few things that a folded stretch is short for; none where it says nothing certain."""
        if not _LEAST <= len(form) <= _MOST or self._is_word(form):
            return ()
        found = self._in_words(form) if form.isascii() else self._in_characters(form)
        return tuple(sorted(found)) if len(found) <= _MEANT else ()

    def _in_words(self, form: str) -> set[str]:
        words = form.split(" ")
        telling = [word for word in words if self._having.get(word) and not self._is_word(word) and len(word) > 1]
        if not telling or (words[-1] not in telling and words[0] not in telling):
            return set()
        found = set.intersection(*(self._having[word] for word in telling))
        return self._of_class(words[-1], {id for id in found if all(self._has(id, word) for word in words)})

    def _has(self, id: str, word: str) -> bool:
        return id in self._having.get(word, ()) or word in self._classes[id]

    def _in_characters(self, form: str) -> set[str]:
        whole = self._holding(form)
        if whole:
            return whole
        for first, second in halves(form):
            holding = set() if self._is_word(first) else self._holding(first)
            having = {id for id in holding if any(second in text for text in self._forms[id])}
            if found := self._of_class(second, {id for id in holding if second in self._classes[id]} | having):
                return found
        return set()

    def _of_class(self, word: str, found: set[str]) -> set[str]:
        """Those of some things that the last word of a short form is a class of, if it is one of any."""
        return {id for id in found if word in self._classes[id]} or found

    def _holding(self, form: str) -> set[str]:
        pieces = [self._having.get(piece, set()) for piece in _pieces(form)]
        among = set.intersection(*pieces) if pieces else set()
        return {id for id in among if any(form in text for text in self._forms[id])}


def _pieces(text: str) -> set[str]:
    pairs = {text[at : at + 2] for at in range(len(text) - 1)}
    return {pair for pair in pairs if not pair.isascii()} | set(_WORD.findall(text))
