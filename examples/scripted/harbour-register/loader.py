"""A register of partnerships that comes as JSON, a record a line: its names stand in the JSON text itself.

`skillgraph build examples/scripted/harbour-register -o harbour` runs this program.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from skillgraph import Evidence

SOURCE = "harbour-register"
Row = dict[str, str]


def entities(folder: Path) -> Iterator[Row]:
    """The schools and their partners."""
    for record, passage in _records(folder):
        for id, what, class_name in (("id", "school", "School"), ("partner-id", "partner", "Enterprise")):
            name = record[what]
            yield {
                "id": record[id],
                "class": class_name,
                "existence": "individual",
                "name": name,
                "status": "reviewed",
                "mentions": passage(name),
            }


def statements(folder: Path) -> Iterator[Row]:
    """Who works with whom, and since when."""
    for record, passage in _records(folder):
        year, month = re.fullmatch(r"(\d{4})年(?:(\d+)月)?", record["since"]).groups()
        yield {
            "id": f"{record['id']}-partner",
            "subject": record["id"],
            "predicate": "partnersWith",
            "object": record["partner-id"],
            "modality": "actual",
            "basis": "stated",
            "status": "reviewed",
            "time": record["since"],
            "start": f"{year}-{int(month):02}" if month else year,
            "evidence": passage(),
        }


def observations(folder: Path) -> Iterator[Row]:
    """How many welders a school has trained, where the register says so."""
    for record, passage in _records(folder):
        if record["welders"] is not None:
            yield {
                "id": f"{record['id']}-welders",
                "subject": record["id"],
                "indicator": "ind-certified-welders-trained",
                "value": str(record["welders"]),
                "unit": "unit-ren",
                "bound": "exact",
                "modality": "actual",
                "status": "reviewed",
                "figure": passage(str(record["welders"])),
                "evidence": passage(),
            }


def _records(folder: Path):
    """Each record with a function that gives the passage of the record, or of words in it, as a cell."""
    text = (folder / "register.json").read_text("utf-8")
    for line in re.finditer(r"\{.*\}", text):

        def passage(words: str = "", line: re.Match[str] = line) -> str:
            start = text.rindex(words, line.start(), line.end()) if words else line.start()
            found = Evidence.of(SOURCE, text, start, start + len(words or line[0]))
            return f"{found.start}-{found.end}#{found.checksum}"

        yield json.loads(line[0]), passage
