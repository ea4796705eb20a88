"""Decisions and candidates as SSSOM/TSV, the Simple Standard for Sharing Ontological Mappings, and decisions back.

What a person judged is a mapping by `semapv:ManualMappingCuration`: `skos:exactMatch` for the same thing, with the
modifier `Not` for another one, `skos:closeMatch` where a person could not tell. Candidates nobody judged are mappings
by `semapv:CompositeMatching` with their score as confidence; they are no decisions when they are read.

The format: https://mapping-commons.github.io/sssom/spec-formats-tsv/
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path

from skillgraph.model.dates import is_date
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.naming import is_id
from skillgraph.model.ontology import BASE, SKOS
from skillgraph.resolve.candidates import Candidate
from skillgraph.resolve.decisions import Decision, Judgement
from skillgraph.writing.files import write_whole

SUFFIX = ".tsv"
#: The slots of a mapping that are written, in the standard's order.
_SLOTS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "author_label", "mapping_date", "confidence", "comment",
)  # fmt: skip
_PREFIX = "entity"
#: Where identifiers of some schemes lead; those of others have an address of ours.
_SCHEMES = {"ror": "https://ror.org/", "wikidata": "http://www.wikidata.org/entity/"}
#: Prefixes that need no declaration.
_BUILT_IN = {"skos": SKOS, "semapv": "https://w3id.org/semapv/vocab/"}
_BY_HAND, _BY_PROGRAM = "semapv:ManualMappingCuration", "semapv:CompositeMatching"
_EXACT, _CLOSE, _NOT = "skos:exactMatch", "skos:closeMatch", "Not"
_MEANING: dict[tuple[str, str], Judgement] = {
    (_EXACT, ""): "same", (_EXACT, _NOT): "different", (_CLOSE, ""): "unsure", (_CLOSE, _NOT): "different"
}  # fmt: skip
_SAID: dict[Judgement, tuple[str, str]] = {"same": (_EXACT, ""), "different": (_EXACT, _NOT), "unsure": (_CLOSE, "")}
_DATE_LINE = re.compile(r"#? ?mapping_date: *[\"']?(\d{4}-\d\d-\d\d)[\"']?\s*$")
_DAY = len("2024-05-31")
_PREFIX_LINE = re.compile(r"#? +\"?(?P<prefix>[\w.-]*)\"?: *\"?(?P<iri>[^\s\"']+)\"?\s*$")


def sssom(decisions: Iterable[Decision], found: Iterable[Candidate], names: Mapping[str, str]) -> str:
    """A mapping set of what was decided and of what is still to be.

    Args:
        decisions: all rows that are kept, in their order; of those on one pair the last counts.
        found: candidates.
        names: of things, by id.
    """
    last = {decision.pair: decision for decision in decisions}
    mappings = [_of_decision(d, names) for _, d in sorted(last.items()) if d.decision != "withdrawn"]
    mappings += [_of_candidate(candidate) for candidate in found]
    slots = [slot for slot in _SLOTS if slot in _NEEDED or any(mapping.get(slot) for mapping in mappings)]
    prefixes = {m[end].partition(":")[0] for m in mappings for end in ("subject_id", "object_id")} or {_PREFIX}
    head = ["curie_map:", *(f"  {prefix}: {_iri(prefix)}" for prefix in sorted(prefixes))]
    head += [f"mapping_set_id: {BASE}mappings/decisions", "license: https://w3id.org/sssom/license/unspecified"]
    lines = [f"#{line}" for line in head] + ["\t".join(slots)]
    lines += ["\t".join(_quoted(mapping.get(slot, "")) for slot in slots) for mapping in mappings]
    return "\n".join(lines) + "\n"


_NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")


def _iri(prefix: str) -> str:
    return f"{BASE}{_PREFIX}/" if prefix == _PREFIX else _SCHEMES.get(prefix, f"{BASE}identifier/{prefix}/")


def _of_decision(decision: Decision, names: Mapping[str, str]) -> dict[str, str]:
    predicate, modifier = _SAID[decision.decision]
    return {
        "subject_id": f"{_PREFIX}:{decision.left}",
        "subject_label": names.get(decision.left, ""),
        "predicate_id": predicate,
        "predicate_modifier": modifier,
        "object_id": decision.right if decision.identifier else f"{_PREFIX}:{decision.right}",
        "object_label": names.get(decision.right, ""),
        "mapping_justification": _BY_HAND,
        "author_label": decision.by.replace("|", r"\|"),
        "mapping_date": decision.date,
        "comment": decision.note,
    }


def _of_candidate(candidate: Candidate) -> dict[str, str]:
    right = candidate.right.id
    return {
        "subject_id": f"{_PREFIX}:{candidate.left.id}",
        "subject_label": candidate.left.name,
        "predicate_id": _EXACT,
        "object_id": right if ":" in right else f"{_PREFIX}:{right}",
        "object_label": candidate.right.name,
        "mapping_justification": _BY_PROGRAM,
        "confidence": f"{candidate.score:.3f}".rstrip("0").rstrip("."),
        "comment": f"{candidate.words('zh')}; {candidate.words('en')}",
    }


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if any(c in value for c in '"\t\n\r') else value


def write_sssom(
    path: Path, decisions: Iterable[Decision], found: Iterable[Candidate], names: Mapping[str, str]
) -> None:
    """Writes a mapping set as `sssom` makes it.

    Raises:
        UsageError: it can't be written.
    """
    try:
        write_whole(path, sssom(decisions, found, names).encode())
    except OSError as error:
        raise UsageError(f"{path}: can't be written: {error.strerror}") from None


def read_sssom(path: Path, by: str = "", date: str = "") -> list[Decision]:
    """The decisions of a mapping set: mappings that people curated, and that say what is the same, or is not.

    Mappings by programs are passed over, and so are broader, narrower and other ones.

    Args:
        path: of the file; its metadata stand in its first lines, or in a file .sssom.yml beside it.
        by: who decided, where the file does not say.
        date: when, where the file does not say.

    Raises:
        DataError: it can't be read; the message names row and column.
        UsageError: there is no such file.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(file)
        head = list(takewhile(lambda line: line.startswith("#"), lines))
        body = lines[len(head) :]
        beside = path.with_name(path.name.removesuffix(SUFFIX) + ".yml")
        if not head and beside.is_file():
            head = beside.read_text("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name}: not UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {error.strerror}") from None
    reader = csv.DictReader(body, delimiter="\t")
    missing = [slot for slot in _NEEDED if slot not in (reader.fieldnames or ())]
    if missing:
        raise DataError(f"{path.name}: no SSSOM: the column {missing[0]} is missing")
    prefixes = _prefixes(head) | _BUILT_IN
    # A date that all mappings share may stand in the metadata alone.
    shared = next((m[1] for line in head if (m := _DATE_LINE.match(line))), date)
    first = len(lines) - len(body)
    try:
        return list(_decisions(path.name, first, reader, prefixes, by, shared))
    except csv.Error as error:
        raise DataError(f"{path.name}, row {first + reader.line_num}: no TSV: {error}") from None


def _prefixes(head: Iterable[str]) -> dict[str, str]:
    """The prefixes of a metadata block's `curie_map`."""
    found: dict[str, str] = {}
    inside = False
    for line in head:
        if re.match(r"#? ?\w+:", line):
            inside = bool(re.match(r"#? ?curie_map:", line))
        elif inside and (match := _PREFIX_LINE.match(line)):
            found[match["prefix"]] = match["iri"]
    return found


def _decisions(
    name: str, first: int, reader: csv.DictReader[str], prefixes: Mapping[str, str], by: str, date: str
) -> Iterator[Decision]:
    for cells in reader:
        row = first + reader.line_num
        justification, said = (
            cells["mapping_justification"],
            (cells["predicate_id"], cells.get("predicate_modifier") or ""),
        )
        if justification != _BY_HAND or said not in _MEANING:
            continue
        ends = []
        for slot in ("subject_id", "object_id"):
            prefix, _, rest = (cells[slot] or "").partition(":")
            if prefix not in prefixes:
                raise DataError(f"{name}, row {row}, column {slot}: the prefix {prefix!r} is not declared in curie_map")
            iri = prefixes[prefix] + rest
            own = iri.removeprefix(f"{BASE}{_PREFIX}/")
            ends.append(own if own != iri else cells[slot])
        # An identifier from outside stands right.
        left, right = ends if is_id(ends[0]) or not is_id(ends[1]) else ends[::-1]
        author = (cells.get("author_label") or "").replace(r"\|", "\0").split("|")[0].replace("\0", "|")
        when = cells.get("mapping_date") or ""
        when = when if is_date(when) and len(when) == _DAY else date
        yield Decision(left, right, _MEANING[said], author or by, when, cells.get("comment") or "", name, row)
