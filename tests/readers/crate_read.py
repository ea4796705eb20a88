"""Validates RO-Crates with roc-validator, and reads them with ro-crate-py: prints a line of JSON each.

The validator wants the terms of RO-Crate 1.1 from the network; ro-crate-py of that time carries them.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import rocrate
from rdflib.plugins.shared.jsonld import context
from rocrate.rocrate import ROCrate
from rocrate_validator.models import Severity, ValidationSettings
from rocrate_validator.services import validate
from rocrate_validator.utils.http import HttpRequester

ADDRESS = "https://w3id.org/ro/crate/1.1/context"
TERMS = json.loads((Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld").read_text("utf-8"))


class Answer:
    """What a server would answer."""

    def __init__(self) -> None:
        self.status_code, self.headers = 200, {"Content-Type": "application/ld+json"}

    def json(self) -> Any:
        return TERMS


def asked(address: str, *_: object, **__: object) -> Answer:
    if address != ADDRESS:
        raise AssertionError(f"asks for {address}")
    return Answer()


def requester(own: Callable[[object, str], Any]) -> Callable[[object, str], Any]:
    return lambda self, name: asked if name == "get" else own(self, name)


HttpRequester.__getattr__ = requester(HttpRequester.__getattr__)
setattr(context, "source_to_json", lambda source, *_, **__: (asked(source).json(), None))  # noqa: B010
for folder in sys.argv[1:]:
    settings = ValidationSettings(
        rocrate_uri=folder,
        profile_identifier="ro-crate-1.1",
        requirement_severity=Severity.RECOMMENDED,
        skip_availability_check=True,
    )
    result = validate(settings)
    issues = result.get_issues(Severity.RECOMMENDED)
    crate = ROCrate(folder)
    print(json.dumps({
        "checks": len(result.executed_checks),
        "required": [issue.message for issue in issues if issue.severity == Severity.REQUIRED],
        "recommended": sorted(issue.message for issue in issues if issue.severity == Severity.RECOMMENDED),
        "name": crate.name,
        "files": sorted(entity.id for entity in crate.data_entities if entity.type == "File"),
        "sources": sorted(source.id for source in crate.root_dataset["isBasedOn"]),
    }))  # fmt: skip
