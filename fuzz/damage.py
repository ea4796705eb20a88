"""What the targets beside it damage their inputs with: packages, XML, bytes, tables and texts, all by a seed."""

from __future__ import annotations

import copy
import csv
import io
import random
import zipfile
from collections.abc import Sequence

from lxml import etree

#: What cells, texts and values of JSON become.
VALUES = (
    "", " ", "0", "-1", "1e400", "9" * 30, "9" * 5000, "é", "𬭎", "\u200f\u202e", "\0", "\x1b[2J", "\ufeff", "\n",
    "a|b", "\\", "x" * 5000, "|" * 5000, '"', "'", "=1+1", "<script>", "../../x", "2024-13-40", "２０２４", "12-9",
    "0-1#00000000", "9" * 5000 + "-" + "9" * 5001, "a=b|c", "http://[", "NaN", "²", "١",
)  # fmt: skip


def changed_package(data: bytes, rng: random.Random) -> bytes:
    """A package some of whose elements are moved, doubled, taken out, nested or renamed, or given other values."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in rng.sample(sorted(parts), k=min(len(parts), rng.choice([1, 1, 2]))):
        parts[name] = changed_xml(parts[name], rng) if rng.random() < 0.85 else changed_bytes(parts[name], rng)
    if rng.random() < 0.05:
        del parts[rng.choice(sorted(parts))]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", rng.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def changed_xml(data: bytes, rng: random.Random) -> bytes:
    """XML whose tree is changed."""
    root = etree.fromstring(data)
    for _ in range(rng.randrange(1, 6)):
        nodes = list(root.iter())
        node, other = rng.choice(nodes), rng.choice(nodes)
        match rng.randrange(6):
            case 0 if node is not root:
                node.getparent().remove(node)
            case 1:
                other.append(copy.deepcopy(node))
            case 2:
                node.tag = other.tag
            case 3 if node.attrib:
                key = rng.choice(sorted(node.attrib))
                node.attrib[key] = rng.choice(
                    ["", "-1", "9" * 9, "0", "true", "é", "A1:XFD9999999", "../../x", "0;0%", "restart"]
                )
            case 4:
                node.text = rng.choice(["", "1e400", "-5", "99999999", "é\u200f", "x" * 5000, "45536.5", "begin"])
            case _:
                for _ in range(rng.choice([1, 50, 300])):
                    inner = etree.SubElement(node, other.tag)
                    node = inner if rng.random() < 0.7 else node
    return etree.tostring(root)


def changed_bytes(data: bytes, rng: random.Random) -> bytes:
    """Bytes that are changed, taken out, doubled, or whose numbers are others."""
    damaged = bytearray(data)
    for _ in range(rng.randrange(1, 10)):
        at = rng.randrange(len(damaged) + 1)
        match rng.randrange(5):
            case 0:
                damaged[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del damaged[at : at + rng.randrange(1, 200)]
            case 2:
                start = rng.randrange(len(damaged) + 1)
                damaged[at:at] = damaged[start : start + rng.randrange(300)]
            case 3:
                digits = [i for i in range(at, min(at + 200, len(damaged))) if 48 <= damaged[i] < 58]
                for i in digits[: rng.randrange(1, 6)]:
                    damaged[i] = rng.randrange(48, 58)
            case _:
                damaged[at:at] = rng.choice(
                    [b"\0", b"\xff\xfe", b"<!DOCTYPE a>", b"<table>", b"|", b"<<", b"]", b"-", b"9999999"]
                )
    return bytes(damaged)


def changed_text(text: str, rng: random.Random, pieces: Sequence[str] = VALUES) -> str:
    """A text with pieces put in, taken out and moved."""
    for _ in range(rng.randrange(1, 12)):
        at, length = rng.randrange(len(text) + 1), rng.randrange(6)
        text = text[:at] + "".join(rng.choices(pieces, k=rng.randrange(4))) + text[at + length :]
    return text


def changed_table(data: bytes, rng: random.Random) -> bytes:
    """A CSV file with other cells, rows and columns, in another encoding, or with other bytes."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"))))
    for _ in range(rng.randrange(1, 5)):
        row, column = rng.randrange(len(rows)), rng.randrange(len(rows[0]))
        match rng.randrange(7):
            case 0:
                rows.append(list(rows[row]))
            case 1 if len(rows[0]) > 1:
                rows = [cells[:column] + cells[column + 1 :] for cells in rows]
            case 2:
                rows = [[*cells, cells[0] if cells else ""] for cells in rows]
            case 3:
                rows.insert(row, rng.choice([[], [""] * len(rows[0]), ["sep="], list(VALUES)]))
            case _ if column < len(rows[row]):
                rows[row][column] = rng.choice([*VALUES, rng.choice(rng.choice(rows) or [""])])
        rows = rows if rows and rows[0] else [[""]]
    made = io.StringIO()
    csv.writer(made, lineterminator=rng.choice(["\n", "\n", "\r\n", "\r"]), delimiter=rng.choice(",,,,;\t")).writerows(
        rows
    )
    encoding = rng.choice(["utf-8", "utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16"])
    damaged = made.getvalue().encode(encoding, "replace")
    return changed_bytes(damaged, rng) if rng.random() < 0.3 else damaged


def changed_json(value: object, rng: random.Random) -> object:
    """A value of JSON, some parts of which are of another kind, gone, or nested deeply."""
    if rng.random() < 0.04:
        return rng.choice([None, True, -1, 1e308, 2**70, [], {}, [[]], {"a": 1}, rng.choice(VALUES)])
    if isinstance(value, dict):
        return {key: changed_json(v, rng) for key, v in value.items() if rng.random() > 0.02}
    if isinstance(value, list):
        return [changed_json(v, rng) for v in value for _ in range(rng.choice([1] * 30 + [0, 2]))]
    return value
