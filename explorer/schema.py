"""Writes src/schema.ts, the page data's types for the page's script, and schema.json for every other program.

Both come from `skillgraph.explore.schema`; run `python explorer/schema.py` when that has changed. What of the script
does not fit any more, `npm run check` tells.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
from msgspec import inspect as types

from skillgraph.explore import schema
from skillgraph.model.records import Basis, Bound, DocumentKind, Modality

HERE = Path(__file__).parent
CODES = {
    "Modality": Modality,
    "Standing": schema.Standing,
    "Basis": Basis,
    "Bound": Bound,
    "DocumentKind": DocumentKind,
}
_HEAD = "// What Python writes into a page, made by explorer/schema.py from skillgraph.explore.schema: change that.\n"


def files() -> dict[str, str]:
    """The text of each file, by its path below explorer/."""
    whole, parts = msgspec.json.schema_components([schema.Picture, schema.Details], ref_template="#/$defs/{name}")
    picture, details = whole
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The data of skillgraph's network page",
        "description": "The blocks picture-data and details-data of a page hold these: JSON, gzipped, in base64.",
        "type": "object",
        "properties": {"picture-data": picture, "details-data": details},
        "$defs": parts,
    }
    json_schema = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return {"src/schema.ts": "\n".join([_HEAD, *_typescript()]), "schema.json": json_schema}


def _typescript() -> Iterator[str]:
    yield f"export const TEXT = {schema.TEXT};"
    yield f"export const ACTUAL = {schema.MODALITIES.index('actual')};"
    yield f"export const REVIEWED = {schema.STATUSES.index('reviewed')};"
    yield f"export const BLOCKS = {json.dumps(schema.BLOCKS)} as const;"
    yield f"export const BASES = {json.dumps(schema.BASES)} as const;\n"
    for name, codes in CODES.items():
        yield f"export type {name} = {' | '.join(map(json.dumps, get_args(codes)))};"
    yield ""
    for name, record in inspect.getmembers(schema, inspect.isclass):
        if record.__module__ == schema.__name__ and not name.startswith("_"):
            yield f"/** {' '.join(str(inspect.getdoc(record)).split())} */"
            yield from _declared(name, types.type_info(record))
            yield ""


def _declared(name: str, record: types.Type) -> Iterator[str]:
    if isinstance(record, types.NamedTupleType):
        row = ", ".join(f"{field.encode_name}: {_type(field.type)}" for field in record.fields)
        yield f"export type {name} = [{row}];"
    elif isinstance(record, types.StructType):
        yield f"export interface {name} {{"
        for field in record.fields:
            if isinstance(field.type, types.Metadata) and field.type.extra_json_schema:
                yield f"  /** {field.type.extra_json_schema['description']} */"
            yield f"  {field.encode_name}{'' if field.required else '?'}: {_type(field.type)};"
        yield "}"


def _type(of: types.Type) -> str:
    """A type as TypeScript writes it."""
    match of:
        case types.Metadata():
            return _type(of.type)
        case types.NamedTupleType() | types.StructType():
            return of.cls.__name__
        case types.ListType() | types.VarTupleType():
            item = _type(of.item_type)
            return f"({item})[]" if " " in item else f"{item}[]"
        case types.DictType():
            return f"Record<{_type(of.key_type)}, {_type(of.value_type)}>"
        case types.UnionType():
            return " | ".join(sorted(map(_type, of.types)))
        case types.LiteralType():
            return _literal(of.values)
        case types.StrType():
            return "string"
        case types.IntType() | types.FloatType():
            return "number"
    raise TypeError(f"no TypeScript for {of}")


def _literal(values: tuple[Any, ...]) -> str:
    known = (name for name, codes in CODES.items() if set(get_args(codes)) == set(values))
    return next(known, " | ".join(map(json.dumps, values)))


if __name__ == "__main__":
    for path, text in files().items():
        (HERE / path).write_text(text, encoding="utf-8", newline="\n")
