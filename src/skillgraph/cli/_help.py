"""Help in Chinese: the texts of the catalogue, in lines as wide as a terminal, where a character is two columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import click

from skillgraph.cli._language import language, told
from skillgraph.graph.table import width

#: What no line begins with, and what none ends with.
_NOT_FIRST, _NOT_LAST = "，。；：、？！）》”』」%…", "（《“『「"
#: A word, with the mark behind it, or one Chinese character.
_UNIT = re.compile(rf"[{_NOT_LAST}]*(?:[^\s\u2e80-\uffee\U00020000-\U0003ffff]+|\S)[{_NOT_FIRST}]*\s*")


def formatter() -> type[click.HelpFormatter]:
    """What writes help in the language that was chosen."""
    return click.HelpFormatter if language() == "en" else ChineseFormatter


class ChineseFormatter(click.HelpFormatter):
    """Writes what click would, in Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line of usage."""
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        """A heading."""
        self.write(f"{'':>{self.current_indent}}{told(heading)}：\n")

    def write_text(self, text: str) -> None:
        """Paragraphs; examples stay as they are."""
        indent = " " * self.current_indent
        for at, part in enumerate(text.split("\n\n")):
            self.write("\n" if at else "")
            if part.startswith("\b"):
                for line in part.removeprefix("\b").strip("\n").split("\n"):
                    self.write(f"{indent}{line if line.startswith(' ') else told(line)}\n")
            else:
                for line in wrapped(told(" ".join(part.split())), self.width - self.current_indent):
                    self.write(f"{indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Two columns: options or commands, and what they are."""
        rows = list(rows)
        first = min(max(map(width, (row[0] for row in rows)), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for name, text in rows:
            lines = wrapped(option_help(text), max(self.width - first - self.current_indent - 2, 10)) or [""]
            beside = width(name) <= first - col_spacing
            self.write(f"{indent}{name}" + (" " * (first - width(name)) if beside else f"\n{indent}{' ' * first}"))
            self.write(f"\n{indent}{' ' * first}".join(lines).rstrip() + "\n")


def option_help(text: str) -> str:
    """The help of an option in the chosen language, with what click says of its default in brackets behind it."""
    if language() == "en":
        return text
    for whole in (text, text[:1].lower() + text[1:]):
        if (said := told(whole)) != whole and "[default" not in said:
            return said
    said, mark, more = text.rpartition("[")
    if not mark:
        return text
    notes = [re.sub(r"^default: ", "默认：", note).replace("required", "必填") for note in more[:-1].split("; ")]
    return f"{option_help(said.rstrip())}  [{'；'.join(notes)}]".strip()


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of a text that are no wider than so many columns, as far as its words allow.

    Example:
        >>> wrapped("检查数据表，并构建图谱。", 12)
        ['检查数据表，', '并构建图谱。']
    """
    lines: list[str] = []
    line = ""
    for unit in _units(text):
        if line and width((line + unit).rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += unit
    return [*lines, line.rstrip()] if line.strip() else lines


def _units(text: str) -> Iterator[str]:
    return (found[0] for found in _UNIT.finditer(text))
