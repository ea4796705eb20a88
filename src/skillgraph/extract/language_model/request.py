"""What a language model is asked: the guide, the vocabulary, a part of a document, and the form of the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import msgspec

from skillgraph.documents.source import SourceText
from skillgraph.language.passages import passages
from skillgraph.model.records import Bound, Modality

_HERE = Path(__file__).parent
#: How many characters of a document one request holds: with guide and vocabulary it stays below 4,000 tokens.
_PART = 1_200


class Request(msgspec.Struct, frozen=True):
    """A request for [start, end) of a document; `id` names it by its content, so that an answer can't be mistaken."""

    id: str
    start: int
    end: int
    messages: tuple[dict[str, str], ...]

    def body(self, model: str) -> dict[str, Any]:
        """The body of a request to `/chat/completions`; equal requests give equal bodies.

        Args:
            model: the server's name of the model.
        """
        form = {"name": "records", "strict": True, "schema": answer_schema()}
        return {
            "model": model,
            "messages": list(self.messages),
            "temperature": 0,
            "seed": 0,
            "response_format": {"type": "json_schema", "json_schema": form},
        }


def requests(source: SourceText) -> Iterator[Request]:
    """The requests for a document, a part of it each.

    Args:
        source: the document.

    Example:
        >>> from skillgraph.documents import read_bytes
        >>> [request] = requests(read_bytes("云岭技师学院成立。".encode(), "a.txt", "text/plain"))
        >>> request.messages[1]["content"].endswith("云岭技师学院成立。")
        True
    """
    for start, end in _parts(source):
        text = source.text[start:end]
        title = source.title or source.text.lstrip()[:60].partition("\n")[0]
        said = f"标题：{title}\n" if start else ""
        messages = (
            {"role": "system", "content": instructions()},
            {"role": "user", "content": f"{said}文本：\n{text}"},
        )
        digest = hashlib.sha256(msgspec.json.encode(messages)).hexdigest()
        yield Request(f"{source.text_sha256[:12]}-{start}-{digest[:12]}", start, end, messages)


def _parts(source: SourceText) -> Iterator[tuple[int, int]]:
    """Whole paragraphs together, as many as a request holds; a longer paragraph alone."""
    begun: int | None = None
    last = 0
    for passage in passages(source):
        start, end = passage.span(0, len(passage.text))
        if begun is not None and end - begun > _PART:
            yield begun, last
            begun = None
        begun = start if begun is None else begun
        last = end
    if begun is not None:
        yield begun, last


@cache
def instructions() -> str:
    """The guide with the classes and relations that the ontology has."""
    classes = "；".join(f"{name} {what}" for name, what in offered_classes().items())
    relations = "\n".join(f"{name} {when}" for name, when in offered_relations().items())
    guide = (_HERE / "guide.md").read_text("utf-8").rstrip()
    return f"{guide}\n\n【类表】{classes}\n\n【谓词表】主语 谓词 宾语；方向按表\n{relations}"


@cache
def offered_classes() -> dict[str, str]:
    """The classes that a model may use, and what they hold."""
    return _listed("classes.tsv")


@cache
def offered_relations() -> dict[str, str]:
    """The relations that a model may use, and when each holds."""
    return _listed("predicates.tsv")


def _listed(name: str) -> dict[str, str]:
    lines = (_HERE / name).read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


@cache
def answer_schema() -> dict[str, Any]:
    """The JSON Schema that an answer must have, strict enough for constrained decoding."""
    text = {"type": "string"}
    texts = {"type": "array", "items": text}
    modality = {"type": "string", "enum": list(get_args(Modality))}
    entity = {
        "name": text,
        "class": {"type": "string", "enum": list(offered_classes())},
        "kind": {"type": "boolean"},
        "aliases": texts,
        "refs": texts,
    }
    relation = {
        "subject": text,
        "predicate": {"type": "string", "enum": list(offered_relations())},
        "object": text,
        "modality": modality,
        "time": text,
        "quote": text,
    }
    figure = {
        "quote": text,
        "context": text,
        "value": {"type": ["number", "null"]},
        "value_max": {"type": ["number", "null"]},
        "unit": text,
        "bound": {"type": "string", "enum": list(get_args(Bound))},
        "time": text,
        "whose": text,
        "indicator": text,
        "modality": modality,
    }
    return _object(entities=_array(entity), relations=_array(relation), figures=_array(figure))


def _array(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": _object(**properties)}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


def batch_line(request: Request, model: str) -> bytes:
    """A request as a line of the Batch API's input file."""
    line = {"custom_id": request.id, "method": "POST", "url": "/v1/chat/completions", "body": request.body(model)}
    return msgspec.json.encode(line) + b"\n"
