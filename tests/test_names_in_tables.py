"""Names that look the same are the same: what nobody sees in a name is refused, with its place and what to write."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import Row, write_table
from skillgraph.language import names
from skillgraph.language.names import clean_name, name_key, slip_in
from skillgraph.model.errors import DataError
from skillgraph.model.home import home
from skillgraph.review.validate import validate
from skillgraph.tables.build import build
from skillgraph.tables.skeleton import new_loader

NAME = "海山技工学校"
UNSEEN = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202e\u2066\u2069\0\x01\x1b\x7f\x9b\ufffe"
    "\u3164\u115f\ufe0f\U000e0100"
)
SPACES = "\u00a0\u3000\u2009\u202f\t\n\u2028"
ALIKE = "\u2f2f\u2ed3\u2fb0\uf900\uf914\U0002f800"


def folder_with(tmp_path: Path, *rows: Row) -> Path:
    folder = tmp_path / "mine"
    new_loader(folder)
    common = {"class": "School", "existence": "individual", "status": "reviewed"}
    write_table(folder, "entities.csv", [{**common, **row} for row in rows])
    return folder


def told(folder: Path) -> list[str]:
    """What `build` and `validate` say, which is the same."""
    try:
        build([home() / "loaders" / "units", folder], folder.parent / "build")
        built = []
    except DataError as error:
        built = str(error).split("\n")
    assert built == [str(p) for p in validate([home() / "loaders" / "units", folder])]
    return built


@pytest.mark.parametrize("damage", [*UNSEEN, *SPACES, *ALIKE])
@pytest.mark.parametrize("column", ["name", "name_en", "aliases", "aliases_en", "other_names"])
def test_what_nobody_sees_is_named_with_its_place(tmp_path: Path, damage: str, column: str) -> None:
    if column == "other_names" and damage in "\u200c\u200d\u200e\u200f":
        pytest.skip("other languages are written with it")
    name = f"海山{damage}学校"
    row = {"id": "a", "name": NAME, column: f"lo={name}" if column == "other_names" else name}
    [message] = told(folder_with(tmp_path, {"id": "b", "name": "东山学校"}, row))
    assert message.startswith(f"mine/entities.csv, row 3, column {column}: ")
    assert f"U+{ord(damage):04X}" in message
    assert message.endswith(f"write {clean_name(name)!r}")
    assert all(unicodedata.category(c) not in ("Cc", "Cf") for c in message)


@pytest.mark.parametrize("name", [f" {NAME}", f"{NAME} "])
def test_a_space_around_a_name_is_named(tmp_path: Path, name: str) -> None:
    assert told(folder_with(tmp_path, {"id": "a", "name": name})) == [
        f"mine/entities.csv, row 2, column name: {name!r} has a space around it; write {NAME!r}"
    ]


@pytest.mark.parametrize(
    ("aliases", "words"), [("海山|", "an empty name"), ("海山；东山", "separated by |, not by ；")]
)
def test_aliases_that_are_none(tmp_path: Path, aliases: str, words: str) -> None:
    [message] = told(folder_with(tmp_path, {"id": "a", "name": NAME, "aliases": aliases}))
    assert words in message


@pytest.mark.parametrize("other", ["海山学院(本部)", "海山学院（本部）", "海山 学院（本部）", "“海山学院”（本部）"])
def test_the_same_name_twice_is_named(tmp_path: Path, other: str) -> None:
    rows = [{"id": "a", "name": "海山学院（本部）"}, {"id": "b", "name": other}]
    [message] = told(folder_with(tmp_path, *rows))
    assert message.startswith(f"mine/entities.csv, row 3, column name: {other!r} is the name of 'a' in row 2 too")


def test_a_name_in_traditional_characters_is_asked_about_but_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_with(tmp_path, {"id": "a", "name": "海山学院（本部）"}, {"id": "b", "name": "海山學院(本部)"})
    loaders = [home() / "loaders" / "units", folder]
    [message] = map(str, validate(loaders))
    place = "mine/entities.csv, row 3, column name"
    assert message.startswith(f"{place}: '海山學院(本部)' is the name of 'a' in row 2 in other characters: one thing")
    build(loaders, tmp_path / "build")
    monkeypatch.setitem(sys.modules, "opencc", None)
    names._simplifier.cache_clear()
    assert validate(loaders) == []
    monkeypatch.undo()
    names._simplifier.cache_clear()
    assert len(validate(loaders)) == 1


@pytest.mark.parametrize(
    "other",
    [{"name": "海山學院", "name_en": "Haishan West"}, {"name": "海上學院"}, {"name": "海山學院", "class": "City"}],
)
def test_names_in_traditional_characters_that_are_told_apart(tmp_path: Path, other: Row) -> None:
    rows = [{"id": "a", "name": "海山学院", "name_en": "Haishan East"}, {"id": "b", **other}]
    assert told(folder_with(tmp_path, *rows)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name_en": "Haishan College, east"}, {"name_en": "Haishan College, west"}),
        ({"status": "rejected"}, {}),
        ({"class": "Enterprise"}, {}),
        ({"existence": "kind"}, {}),
    ],
)
def test_two_of_one_name_that_are_told_apart(tmp_path: Path, one: Row, other: Row) -> None:
    assert told(folder_with(tmp_path, {"id": "a", "name": NAME, **one}, {"id": "b", "name": NAME, **other})) == []


@given(st.text(st.sampled_from([*UNSEEN, *SPACES, *ALIKE, *"海山学校 Aａ（"]), max_size=12))
def test_a_clean_name_stays_clean(name: str) -> None:
    clean = clean_name(name)
    assert slip_in(clean) == ""
    assert clean_name(clean) == clean
    assert name_key(clean) == name_key(name)
    assert (slip_in(name) == "") == (clean == re.sub(" +", " ", name))
