"""Which countries are abroad: that depends on whom else a question names."""

from __future__ import annotations

import msgspec

from skillgraph.questions.plain.names import Names
from skillgraph.questions.plain.segments import Word
from skillgraph.questions.plain.text import is_spaced
from skillgraph.questions.plain.words import Meaning


def without_home(words: tuple[Word, ...], names: Names) -> tuple[Word, ...]:
    """Words with 国外 as the countries that what else is named does not lie in; none where its own is not known.

    Args:
        words: of a question.
        names: of the graph that is asked.
    """
    named = [word.meaning for word in words if word.meaning.letter == "e"]
    home = {country for m in named if m.name != "abroad" for id in m.ids for country in names.countries(id)}
    found: list[Word] = []
    for word in words:
        if word.meaning.name == "abroad":
            ids = tuple(id for id in word.meaning.ids if id not in home)
            if len(home) != 1 or not ids:
                return ()
            if found and found[-1].meaning.letter == "k" and is_spaced(word.text[0]):
                found.append(Word("in", Meaning("G")))
            word = Word(word.text, msgspec.structs.replace(word.meaning, ids=ids))
        found.append(word)
    return tuple(found)
