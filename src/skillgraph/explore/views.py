"""Saved views: a file of titles, filters, chosen things and places, which a page offers as buttons.

docs/howto/views.md describes the file; "copy this view" in a page writes an entry of it.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec

from skillgraph.explore.schema import Details, Picture, ViewRow
from skillgraph.model.errors import UsageError
from skillgraph.model.problems import unknown

Pairs = list[tuple[str, str]]


class SavedView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the file. `only` and `without` have values by the name of a filter."""

    title: str = ""
    title_en: str = ""
    caption: str = ""
    caption_en: str = ""
    view: str = ""
    table: str = ""
    thing: str = ""
    fact: str = ""
    figure: str = ""
    pair: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    steps: int = 0
    things: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    only: dict[str, list[str]] = {}
    without: dict[str, list[str]] = {}
    near: bool = False
    since: int = 0
    until: int = 0
    undated: bool = True
    show: str = ""
    at: str = ""


class SavedViews(msgspec.Struct, frozen=True):
    """A file's views; `questions` says whether the page keeps those that it makes itself."""

    path: Path
    views: list[SavedView]
    questions: bool = True


def read_views(path: Path) -> SavedViews:
    """Reads a file of saved views.

    Raises:
        UsageError: it is not there, is no TOML or JSON, or has what no view has; the message names view and key.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        said = json.loads(text) if path.suffix == ".json" else tomllib.loads(text.replace("\r\n", "\n"))
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: no {'JSON' if path.suffix == '.json' else 'TOML'}: {error}") from None
    if not isinstance(said, dict) or not isinstance(said.get("views"), list):
        raise UsageError(f"{path}: no views; write [[views]] above each (in JSON a list `views`)")
    if wrong := next((key for key in said if key not in ("views", "questions")), None):
        raise UsageError(f"{path}: {unknown('key', wrong, ('views', 'questions'))}")
    if not isinstance(said.get("questions", True), bool):
        raise UsageError(f"{path}: questions: write true or false")
    return SavedViews(
        path, [_read(path, n, entry) for n, entry in enumerate(said["views"], 1)], said.get("questions", True)
    )


def _read(path: Path, number: int, entry: Any) -> SavedView:
    where = _where(path, number, entry.get("title") or entry.get("title_en") if isinstance(entry, dict) else "")
    if isinstance(entry, dict) and (wrong := next((k for k in entry if k not in SavedView.__struct_fields__), None)):
        raise UsageError(f"{where}: {unknown('key', wrong, SavedView.__struct_fields__)}")
    try:
        view = msgspec.convert(entry, SavedView)
    except msgspec.ValidationError as error:
        raise UsageError(f"{where}: {error}") from None
    if not view.title and not view.title_en:
        raise UsageError(f"{where}: no title; give title or title_en")
    return view


def _where(path: Path, number: int, title: object) -> str:
    return f"{path}: view {number}{f' ({str(title)[:40]!r})' if title else ''}"


def addressed(saved: SavedViews, picture: Picture, details: Details) -> list[ViewRow]:
    """The views with their addresses in a page.

    Raises:
        UsageError: a view names what the page does not have; the message names view and key.
    """
    known = _Known(picture, details)
    rows = []
    for number, view in enumerate(saved.views, 1):
        where = _where(saved.path, number, view.title or view.title_en)
        key = f"view{number}"
        address = urlencode([*known.pairs(view, where), ("story", key)])
        zh, en = view.title or view.title_en, view.title_en or view.title
        captions = view.caption or view.caption_en, view.caption_en or view.caption
        rows.append(ViewRow(key, zh, en, *captions, address, 0))
    return rows


class _Known:
    """What a page has that a view may name."""

    def __init__(self, picture: Picture, details: Details) -> None:
        self._parents = {c.name: picture.classes[c.parent].name if c.parent >= 0 else "" for c in picture.classes}
        self._things = dict.fromkeys(
            (*details.things.id, *(id for ids in details.things.formerly.values() for id in ids))
        )
        self._facts, self._figures = dict.fromkeys(details.facts.id), dict.fromkeys(details.figures.id)
        self._scales = dict.fromkeys(row.id for row in details.scales)
        self._facets: dict[str, list[str]] = {
            "class": list(self._parents),
            "relation": [row.name for row in picture.relations],
            "city": [*(details.things.id[n] for n in picture.cities), "none"],
            "source": [row.id for row in picture.sources],
            "modality": [row.name for row in picture.modalities],
            "status": [row.name for row in picture.statuses],
        }

    def pairs(self, view: SavedView, where: str) -> Pairs:
        """The address of a view, as keys and values."""

        def check(key: str, value: str, possible: Iterable[str], what: str = "") -> str:
            if value and value not in possible:
                raise UsageError(f"{where}, {key}: {unknown(what or key, value, list(possible))}")
            return value

        views = ("network", "list", "table", "numbers", "map")
        pairs = [
            ("view", check("view", view.view, views)),
            ("table", check("table", view.table, ("facts", "things", "figures"))),
        ]
        pairs.append(("thing", check("thing", view.thing, self._things)))
        pairs.append(("fact", check("fact", view.fact, self._facts)))
        pairs.append(("figure", check("figure", view.figure, self._figures)))
        for key, ends in (("pair", view.pair), ("path", view.path)):
            if len(ends) not in (0, 2):
                raise UsageError(f"{where}, {key}: {len(ends)} things; give two")
            pairs += [(key, check(key, id, self._things, "thing")) for id in ends]
        pairs += [("only", check("things", id, self._things, "thing")) for id in view.things]
        pairs += [("indicator", check("indicators", id, self._scales, "indicator")) for id in view.indicators]
        pairs += self._filters(view, where, check)
        pairs += [("steps", str(view.steps or "")), ("since", str(view.since or "")), ("until", str(view.until or ""))]
        pairs += [("near", "yes" if view.near else ""), ("undated", "" if view.undated else "no")]
        pairs += [("show", check("show", view.show, ("all",))), ("at", _place(view.at, where))]
        return [(key, value) for key, value in pairs if value or key in self._facets]

    def _filters(self, view: SavedView, where: str, check: Callable[..., str]) -> Pairs:
        pairs: Pairs = []
        for name, named in (("only", view.only), ("without", view.without)):
            for facet, values in named.items():
                check(name, facet, self._facets, "filter")
                for value in values:
                    check(f"{name}.{facet}", value, self._facets[facet], facet)
        for facet, possible in self._facets.items():
            if facet not in view.only and facet not in view.without:
                continue
            said = {
                **dict.fromkeys(view.only.get(facet, ()), True),
                **dict.fromkeys(view.without.get(facet, ()), False),
            }
            parents = self._parents if facet == "class" else {}
            on = [value for value in possible if _is_on(value, said, parents, default=facet not in view.only)]
            if not on:
                raise UsageError(f"{where}: only and without leave no {facet}; take one away")
            pairs += [(facet, f"!{value}") for value in on] if len(on) < len(possible) else [(facet, "")]
        return pairs


def _is_on(value: str, said: Mapping[str, bool], parents: Mapping[str, str], *, default: bool) -> bool:
    """Whether a value is shown: what is said of it, or of the nearest class above it, decides."""
    while value:
        if value in said:
            return said[value]
        value = parents.get(value, "")
    return default


def _place(text: str, where: str) -> str:
    try:
        numbers = [float(part) for part in text.split(",")] if text else [0.0] * 3
    except ValueError:
        numbers = []
    if len(numbers) != 3:
        raise UsageError(f"{where}, at: {text!r} is no place; take it from a page's address, as 0.5,0.5,0.2")
    return text
