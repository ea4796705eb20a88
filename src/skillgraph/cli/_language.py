"""The language of the command line: English, or Chinese where the user's own is.

Messages are written in English where they are raised. `zh.po` has each of them as a template with its Chinese text;
`told` finds the template that a message was made from. Data are never looked up: tables, CSV and JSON are as they are.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from skillgraph.cli._catalogue import Catalogue

LANGUAGES = ("zh", "en")
_OPTION = "--lang"
#: By which of these the language of messages is known; the first that is set counts, as everywhere in POSIX.
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")

_chosen = "en"
_is_told = False
_catalogue: Catalogue | None = None


def choose(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> list[str]:
    """Chooses the language by `--lang`, wherever it stands, or else by the locale.

    Args:
        arguments: those of the command line.
        environment: where the locale is looked up.

    Returns:
        The arguments without `--lang`.

    Raises:
        click.UsageError: a language that there is not.

    Example:
        >>> choose(["build", "--lang", "en"], {"LANG": "zh_CN.UTF-8"}), language()
        (['build'], 'en')
    """
    global _chosen, _is_told
    wish = _of_locale(environment) or _of_windows()
    _is_told = wish in LANGUAGES
    _chosen = "zh" if wish == "zh" else "en"
    left: list[str] = []
    given = list(arguments)
    while given:
        argument = given.pop(0)
        if argument == "--":
            return [*left, argument, *given]
        name, equals, value = argument.partition("=")
        if name != _OPTION:
            left.append(argument)
            continue
        language = value if equals or not given else given.pop(0)
        if language not in LANGUAGES:
            raise click.UsageError(f"--lang {language}: the languages are zh and en")
        _chosen, _is_told = language, True
    return left


def _of_locale(environment: Mapping[str, str]) -> str:
    """The language that the locale names; empty where it names none."""
    locale = next(filter(None, map(environment.get, _VARIABLES)), None) or ""
    # As gettext has it: LANGUAGE is a list of wishes, for whoever has a locale at all.
    plain = locale.partition(".")[0] in ("", "C", "POSIX")
    if plain:
        return ""
    return next(filter(None, [*environment.get("LANGUAGE", "").split(":"), locale])).lower()[:2]


def _of_windows() -> str:
    """The language that Windows speaks to its user, if it is one of ours: it has no variables for that."""
    if sys.platform == "win32":
        import ctypes

        return of_windows(ctypes.windll.kernel32.GetUserDefaultUILanguage())
    return ""


def of_windows(identifier: int) -> str:
    """The language of one of Windows' identifiers, if it is one of ours.

    Example:
        >>> of_windows(0x0804), of_windows(0x0C04), of_windows(0x0409), of_windows(0x0407)
        ('zh', 'zh', 'en', '')
    """
    # The lower ten bits are the language, the others say where it is spoken.
    return {0x04: "zh", 0x09: "en"}.get(identifier & 0x3FF, "")


def language() -> str:
    """The language that was chosen."""
    return _chosen


def is_told() -> bool:
    """Whether `--lang` or the locale names one of the languages; else English is a guess."""
    return _is_told


def step(name: str | None) -> str:
    """The name of a step, beside a bar."""
    return told(name or "")


def told(message: str) -> str:
    """A message in the chosen language; as it is where the catalogue has no text for it."""
    return message if _chosen == "en" else in_chinese(message)


def in_chinese(message: str) -> str:
    """A message in Chinese; as it is where the catalogue has no text for it."""
    global _catalogue
    if _catalogue is None:
        from skillgraph.cli._catalogue import FILE, Catalogue

        _catalogue = Catalogue.read(FILE)
    return _catalogue.told(message)
