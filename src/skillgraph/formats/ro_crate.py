"""A folder to deposit: the graph's files with their checksums, described as RO-Crate 1.1, for Zenodo and others.

RO-Crate (https://www.researchobject.org/ro-crate/specification/1.1/) describes research data by schema.org in one file
of JSON-LD. The sources are named with their checksums; their texts are no part of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from skillgraph.formats import csv, trig, turtle, void
from skillgraph.formats._publication import CC_BY, PUBLICATION, Agent, Publication, read_publication
from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.rdf import document_iri
from skillgraph.model.home import home
from skillgraph.model.ontology import BASE
from skillgraph.model.records import Document

_METADATA = "ro-crate-metadata.json"
_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
#: The terms of the specification, and those that schema.org got later.
_LATER = {name: f"http://schema.org/{name}" for name in ("creditText", "sha256")}
_CONTEXT = [f"{_SPECIFICATION}/context", _LATER]
_TABLES, _ACTION = "tables/", "#build"
_SOFTWARE = BASE + "software"
#: The files in the order in which they are listed: media type, and what each is.
_FILES = {
    "graph.trig": ("application/trig", "全部陈述及其出处，按来源分图", "statements with passages, a graph a source"),
    "facts.ttl": ("text/turtle", "仅事实：名称、直接三元组、数值", "facts alone: names, direct triples, figures"),
    "void.ttl": ("text/turtle", "数据集说明（VoID、DCAT、PROV）", "the data set in VoID, DCAT and PROV"),
    "ontology/skills.ttl": ("text/turtle", "词汇：类和属性", "the vocabulary: classes and properties"),
    "ontology/shapes.ttl": ("text/turtle", "SHACL 约束", "its SHACL shapes"),
    "tables/entities.csv": ("text/csv", "实体", "entities"),
    "tables/sections.csv": ("text/csv", "报告的章节", "sections of the reports"),
    "tables/statements.csv": ("text/csv", "陈述", "statements"),
    "tables/observations.csv": ("text/csv", "数值", "figures"),
}  # fmt: skip


def write(graph: GraphFolder, folder: Path, publication: Path | None = None) -> None:
    """Writes the files and what describes them.

    Args:
        graph: a built graph.
        folder: an empty one.
        publication: who publishes it, where and under which licence, as TOML. A crate must have a date: without one,
            and without SOURCE_DATE_EPOCH, it is that of today.

    Raises:
        UsageError: the file of the publication can't be read, or has what none has.
    """
    said = read_publication(publication, graph)
    with (folder / "graph.trig").open("wb") as file:
        trig.write(graph, file)
    with (folder / "facts.ttl").open("wb") as file:
        turtle.write(graph, file, "facts")
    with (folder / "void.ttl").open("wb") as file:
        void.write(graph, file, publication)
    for name in ("ontology", "tables"):
        (folder / name).mkdir()
    csv.write(graph, folder / "tables")
    for name in ("skills.ttl", "shapes.ttl"):
        (folder / "ontology" / name).write_bytes((home() / "ontology" / name).read_bytes())
    # Somebody may be named twice, as who publishes and as who made it.
    things: dict[str, dict[str, Any]] = {}
    for thing in _described(graph, folder, said):
        things.setdefault(thing["@id"], thing)
    described = {"@context": _CONTEXT, "@graph": [*things.values()]}
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    (folder / _METADATA).write_text(text, encoding="utf-8", newline="\n")


FORMAT = Format(write=write, folder=True, options=(PUBLICATION,))


def _described(graph: GraphFolder, folder: Path, said: Publication) -> Iterator[dict[str, Any]]:
    yield {
        "@id": _METADATA,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": _SPECIFICATION},
    }
    yield _filled(_root(graph, said))
    yield {
        "@id": _TABLES,
        "@type": "Dataset",
        "name": "tables",
        "description": "同一图谱的数据表 / the same graph as tables",
        "hasPart": _links(name for name in _FILES if name.startswith(_TABLES)),
    }
    for name, (media_type, zh, en) in _FILES.items():
        with (folder / name).open("rb") as file:
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
        yield {
            "@id": name,
            "@type": "File",
            "name": Path(name).name,
            "description": f"{zh} / {en}",
            "encodingFormat": media_type,
            "contentSize": str((folder / name).stat().st_size),
            "sha256": checksum,
        }
    yield from _provenance(graph)
    for number, agent in enumerate(dict.fromkeys((*filter(None, (said.publisher,)), *said.creators)), 1):
        more = {"alternateName": agent.name_en, "url": agent.url, "email": agent.email}
        yield _filled(
            {**_agent(agent, number), "@type": "Person" if _is_person(agent, said) else "Organization", **more}
        )
    if said.contact:
        contact = {"@id": "#contact", "@type": "ContactPoint", "name": said.contact.name, "url": said.contact.url}
        yield _filled({**contact, "contactType": "data service", "email": said.contact.email})
    if said.license:
        name = "CC BY 4.0" if said.license == CC_BY else said.license
        yield {"@id": said.license, "@type": "CreativeWork", "name": name, "url": said.license}


def _root(graph: GraphFolder, said: Publication) -> dict[str, Any]:
    agents = list(dict.fromkeys((*filter(None, (said.publisher,)), *said.creators)))
    ids = {agent: _agent(agent, number)["@id"] for number, agent in enumerate(agents, 1)}
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": said.title,
        "alternateName": said.title_en,
        "description": f"{said.description}\n{said.description_en}",
        "datePublished": said.issued or datetime.now(UTC).date().isoformat(),
        "dateModified": said.modified,
        "version": said.version or graph.manifest.version,
        "identifier": said.identifier,
        "url": said.homepage,
        # It must have one, if only in words.
        "license": {"@id": said.license} if said.license else "未说明许可 / no licence is given",
        "publisher": said.publisher and {"@id": ids[said.publisher]},
        "author": _links(ids[agent] for agent in said.creators),
        "contactPoint": said.contact and {"@id": "#contact"},
        "keywords": ", ".join((*said.keywords, *said.keywords_en)),
        "inLanguage": ["zh", "en"],
        "hasPart": _links((*(name for name in _FILES if not name.startswith(_TABLES)), _TABLES)),
        "isBasedOn": _links(document_iri(id).value for id in graph.documents),
        "mentions": {"@id": _ACTION},
    }


def _provenance(graph: GraphFolder) -> Iterator[dict[str, Any]]:
    """From what and by what it was made."""
    yield {
        "@id": _ACTION,
        "@type": "CreateAction",
        "name": "由审核过的数据表构建图谱 / the graph built from reviewed tables",
        "instrument": {"@id": _SOFTWARE},
        "object": _links(document_iri(id).value for id in graph.documents),
        "result": _links(_FILES),
    }
    yield {"@id": _SOFTWARE, "@type": "SoftwareApplication", "name": "skillgraph", "version": graph.manifest.version}
    for document in graph.documents.values():
        yield _filled(_document(document))


def _document(document: Document) -> dict[str, Any]:
    """A source: what it is and by which checksum it is known, never what it says."""
    return {
        "@id": document_iri(document.id).value,
        "@type": "CreativeWork",
        "name": document.title,
        "alternateName": document.title_en,
        "genre": document.kind,
        "creditText": document.publisher,
        "datePublished": document.issued,
        "inLanguage": document.language,
        "encodingFormat": document.media_type,
        "conditionsOfAccess": document.license,
        "sha256": document.sha256,
        "url": document.url,
    }


def _agent(agent: Agent, number: int) -> dict[str, Any]:
    return {"@id": agent.url or f"#agent-{number}", "name": agent.name}


def _is_person(agent: Agent, said: Publication) -> bool:
    return agent != said.publisher and (not agent.type or "PrivateIndividual" in agent.type)


def _links(ids: Iterable[str]) -> Any:
    """Links; of a single one the specification wants no list."""
    links = [{"@id": id} for id in ids]
    return links[0] if len(links) == 1 else links


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Without what nobody said."""
    return {name: value for name, value in values.items() if value}
