"""The catalogue of messages, and how the template of one is found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from string import Formatter
from typing import NamedTuple

FILE = Path(__file__).with_name("zh.po")
#: Fields whose words are the code's own even where it is one word.
_WORDS = ("what", "noun")
#: With what begins what repr() makes of a value that is no text, or of one with an apostrophe.
_REPR = tuple('"([{<-.0123456789bNTF')
#: A message stands in a message in a message; what is longer than any is none.
_DEEP, _LONG = 6, 4000


class Entry(NamedTuple):
    """A message of the catalogue: the template in the code, its text, and the modules that say it."""

    template: str
    text: str
    places: tuple[str, ...] = ()


def read_catalogue(path: Path) -> Iterator[Entry]:
    """The entries of a .po file, as `docs/messages.py` writes it and editors of such files do."""
    for block in re.split(r"\n\s*\n", path.read_text("utf-8")):
        said = {"msgid": "", "msgstr": ""}
        places: list[str] = []
        part = ""
        for line in block.split("\n"):
            if line.startswith("#: "):
                places += line[3:].split()
            elif found := re.match(r'(msgid|msgstr)? ?(".*")$', line.strip()):
                part = found[1] or part
                said[part] += json.loads(found[2])
        if said["msgid"]:
            yield Entry(said["msgid"], said["msgstr"], tuple(places))


class Template:
    """A message with fields: tells whether a text was made from it, and by what its fields were filled.

    Args:
        template: as in the code; what repr() made, `{name!r}`, mostly stands in quotes.
        text: what it says in the other language.
        quoted: whether quotes are looked for there.
    """

    def __init__(self, template: str, text: str, quoted: bool) -> None:
        self._text = text
        self._fields: list[str] = []
        self._marks: list[str] = []
        self._spelt: list[bool] = []
        # Between the fields and around them.
        self._literals = [""]
        for literal, field, _, conversion in Formatter().parse(template):
            self._literals[-1] += literal
            if field is not None:
                mark = "'" if quoted and conversion else ""
                self._fields.append(field)
                self._marks.append(mark)
                self._spelt.append(bool(conversion) and not quoted)
                self._literals[-1] += mark
                self._literals.append(mark)
        self.has_lines = any("\n" in literal for literal in self._literals)
        #: What begins as a message does is tried before what begins with a field, and what says more before the rest.
        self.weight = (bool(self._literals[0]), sum(map(len, self._literals)))

    def fields(self, message: str) -> dict[str, str] | None:
        """What the fields of a message hold, or nothing if it was not made from this template."""
        first, *between, last = self._literals
        if not (message.startswith(first) and message.endswith(last)):
            return None
        end = len(message) - len(last)
        found, at = [], len(first)
        for literal in between:
            place = message.find(literal, at, end)
            if place < 0:
                return None
            found.append(message[at:place])
            at = place + len(literal)
        if at > end:
            return None
        found.append(message[at:end])
        if not all(value[:1] in _REPR for value, spelt in zip(found, self._spelt, strict=True) if spelt):
            return None
        values = zip(self._fields, self._marks, found, strict=True)
        return {field: f"{mark}{value}{mark}" for field, mark, value in values}

    def filled(self, fields: Mapping[str, str]) -> str:
        """The text with its fields filled."""
        return self._text.format_map(fields)


class Catalogue:
    """All messages that have a text.

    Example:
        >>> found = Catalogue([Entry("{path}: no such folder", "{path}：没有这个文件夹")])
        >>> found.told("nowhere: no such folder"), found.told("something else")
        ('nowhere：没有这个文件夹', 'something else')
    """

    def __init__(self, entries: list[Entry]) -> None:
        self._whole = {e.template.format(): e.text.format() for e in entries if not _has_fields(e.template)}
        self._with_fields = [e for e in entries if _has_fields(e.template)]

    @classmethod
    def read(cls, path: Path) -> Catalogue:
        """The catalogue of a file."""
        return cls([entry for entry in read_catalogue(path) if entry.text])

    @cached_property
    def _templates(self) -> list[Template]:
        """Those with fields, made when a first message is not found as it is."""
        found = [Template(e.template, e.text, quoted) for e in self._with_fields for quoted in (True, False)]
        return sorted(found, key=lambda template: template.weight, reverse=True)

    @cached_property
    def _of_lines(self) -> list[Template]:
        return [template for template in self._templates if template.has_lines]

    def told(self, message: str) -> str:
        """The text of a message, or the message; of several lines each is a message."""
        if message in self._whole:
            return self._whole[message]
        if "\n" in message:
            whole = next((t.filled(f) for t in self._of_lines if (f := t.fields(message)) is not None), None)
            return "\n".join(map(self.told, message.split("\n"))) if whole is None else whole
        return self._told(message, "", _DEEP) or message

    def _told(self, message: str, field: str, deep: int) -> str:
        """The text of a message that may stand in a field of another, or nothing."""
        if not deep or len(message) > _LONG or not re.search("[A-Za-z]{2}", message):
            return ""
        # A single word in a message is more often a name than a word of the code.
        if field and " " not in message:
            return self._whole.get(message, "") if field in _WORDS else ""
        if message in self._whole:
            return self._whole[message]
        ways = []
        for template in self._templates:
            if (fields := template.fields(message)) is not None:
                said = {name: self._told(value, name, deep - 1) or value for name, value in fields.items()}
                ways.append(template.filled(said))
        # Several may fit; the one that was meant leaves the fewest words as they are.
        ways.append(self._joined(message, deep) or message)
        best = min(ways, key=_foreign)
        return "" if best == message else best

    def _joined(self, message: str, deep: int) -> str:
        """What code joins of two messages: of each its text, where it has one."""
        for sign, mark in (("; ", "；"), (": ", "："), (". ", "")):
            head, _, tail = message.partition(sign)
            if tail:
                head += "" if mark else "."
                texts = [self._told(part, "part", deep - 1) for part in (head, tail)]
                if any(texts):
                    return (texts[0] or head) + mark + (texts[1] or tail)
        return ""


def _foreign(text: str) -> int:
    return len(re.findall("[A-Za-z]{2,}", text))


def _has_fields(template: str) -> bool:
    return any(field is not None for _, field, _, _ in Formatter().parse(template))
