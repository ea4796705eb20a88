from __future__ import annotations

import hashlib
import json
import re
import runpy
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

import skillgraph
from skillgraph.explore import page
from skillgraph.model.errors import UsageError

ROOMS = Path(skillgraph.__file__).parent
PACKAGE = ROOMS / "explore"
EXPLORER = Path(__file__).resolve().parents[1] / "explorer"
BUNDLES = ("explore/page.js", "serve/ask.js", "serve/review.js")


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=300, check=False)


def packages(bundle: str) -> list[tuple[str, str]]:
    """The packages in a bundle, by its list of licences: name, and version with licence."""
    licences = (ROOMS / f"{bundle}.LICENSES.txt").read_text("utf-8")
    return re.findall(r"^((?:@[\w-]+/)?[\w-]+) (\d+\.[\d.]+ \([^)]+\))$", licences, re.MULTILINE)


def test_no_part_of_the_page_overwrites_the_text_of_another() -> None:
    sources = [EXPLORER / "src" / "texts.ts", *(EXPLORER / "src" / "texts").glob("*.ts")]
    keys = [key for source in sources for key in re.findall(r"^  (\w+): \[", source.read_text("utf-8"), re.MULTILINE)]
    assert len(keys) > 100
    assert [key for key, uses in Counter(keys).items() if uses > 1] == []


def test_the_bundle_is_byte_for_byte_what_the_sources_give(explorer_sources: Path) -> None:
    process = run(explorer_sources, "node", "build.mjs", "--check")
    assert process.returncode == 0, process.stderr


def test_a_changed_source_is_noticed(explorer_sources: Path, tmp_path: Path) -> None:
    copy = tmp_path / "explorer"
    shutil.copytree(explorer_sources / "src", copy / "src")
    for name in ("build.mjs", "tsconfig.json"):
        shutil.copy(explorer_sources / name, copy)
    held = {name for bundle in BUNDLES for name, _ in packages(bundle)}
    for name in (*held, "esbuild", "@esbuild"):
        shutil.copytree(explorer_sources / "node_modules" / name, copy / "node_modules" / name)
    for bundle in BUNDLES:
        target = tmp_path / "src" / "skillgraph" / bundle
        target.parent.mkdir(parents=True, exist_ok=True)
        for file in (ROOMS / bundle).parent.glob(f"{target.name}*"):
            shutil.copy(file, target.parent)
    assert run(copy, "node", "build.mjs", "--check").returncode == 0
    source = copy / "src" / "texts.ts"
    source.write_text(source.read_text("utf-8").replace("没有数据", "无数据"), encoding="utf-8")
    process = run(copy, "node", "build.mjs", "--check")
    assert process.returncode == 1
    assert "is not what the sources give" in process.stderr


def test_the_sources_have_no_type_errors(explorer_sources: Path) -> None:
    process = run(explorer_sources, "npm", "run", "check")
    assert process.returncode == 0, process.stdout


def test_the_types_of_the_data_are_those_of_python() -> None:
    files = runpy.run_path(str(EXPLORER / "schema.py"))["files"]()
    stale = [path for path, text in files.items() if (EXPLORER / path).read_text("utf-8") != text]
    assert stale == [], "run: python explorer/schema.py"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  citySets: number[][];\n", ""),
        ("symmetric: number", "symmetric: string"),
        ('"section"', '"chapter"'),
        ('"upTo"', '"below"'),
    ],
)
def test_what_python_changed_and_the_script_did_not_follow_is_a_type_error(
    explorer_sources: Path, tmp_path: Path, before: str, after: str
) -> None:
    shutil.copytree(explorer_sources / "src", tmp_path / "src")
    shutil.copy(explorer_sources / "tsconfig.json", tmp_path)
    (tmp_path / "node_modules").symlink_to(explorer_sources / "node_modules")
    tsc = ("node", "node_modules/typescript/bin/tsc")
    assert run(tmp_path, *tsc).returncode == 0
    schema = tmp_path / "src" / "schema.ts"
    text = schema.read_text("utf-8")
    assert before in text
    schema.write_text(text.replace(before, after), encoding="utf-8")
    assert "error TS" in run(tmp_path, *tsc).stdout


def test_the_parts_do_what_they_say(explorer_sources: Path) -> None:
    process = run(explorer_sources, "npm", "test")
    assert process.returncode == 0, process.stdout
    assert "# fail 0" in process.stdout


@pytest.mark.parametrize("folder", [EXPLORER, Path(__file__).with_name("readers") / "javascript"])
def test_a_lock_file_has_checksums_and_no_addresses(folder: Path) -> None:
    lock = folder / "package-lock.json"
    packages = {name: entry for name, entry in json.loads(lock.read_text("utf-8"))["packages"].items() if name}
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert "://" not in lock.read_text("utf-8")


@pytest.mark.parametrize("bundle", BUNDLES)
def test_checksum_and_licences_stand_beside_a_bundle(bundle: str) -> None:
    file = ROOMS / bundle
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert file.with_name(f"{file.name}.sha256").read_text("utf-8") == f"{digest}  {file.name}\n"
    licences = file.with_name(f"{file.name}.LICENSES.txt").read_text("utf-8")
    held = packages(bundle)
    assert all(licence.endswith("(MIT)") for _, licence in held)
    assert licences.count("Permission is hereby granted, free of charge") == len(held)


def test_the_network_page_holds_what_draws_it() -> None:
    assert {name for name, _ in packages("explore/page.js")} == {"sigma", "graphology", "graphology-utils", "events"}


def test_a_bundle_that_was_changed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in PACKAGE.glob("page.*"):
        shutil.copy(file, tmp_path)
    (tmp_path / "page.js").write_text("alert(1)", encoding="utf-8")
    monkeypatch.setattr(page, "_HERE", tmp_path)
    page.bundle.cache_clear()
    try:
        with pytest.raises(UsageError, match=r"page\.js was changed"):
            page.bundle()
    finally:
        page.bundle.cache_clear()
