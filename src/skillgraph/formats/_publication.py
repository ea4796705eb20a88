"""Who publishes a graph, where and under which licence: a TOML file of the user's, and what holds without it.

The program can't know any of it, and what it does not know it does not claim.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox

from skillgraph.formats.format import Option
from skillgraph.graph.folder import GraphFolder
from skillgraph.model.dates import epoch_day, is_date
from skillgraph.model.errors import UsageError
from skillgraph.model.home import home
from skillgraph.model.problems import unknown

PUBLICATION = Option(
    "publication",
    "TOML that says who publishes it, where and under which licence; docs/reference/dataset.md has an example.",
    type=Path,
    metavar="FILE",
)
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_IRI = re.compile(r"https?://[^\s\x00-\x20<>\"{}|\\^`]+")
_MAIL = re.compile(r"[^\s@<>\"{}|\\^`%?&]+@[^\s@<>\"{}|\\^`%?&]+")
_ACCESS = ("PUBLIC", "RESTRICTED", "NON_PUBLIC")


class Agent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who publishes or made it, or answers questions.

    `url` is a page or an identifier such as an ORCID or a ROR, `type` one of http://purl.org/adms/publishertype/.
    """

    name: str
    name_en: str = ""
    url: str = ""
    email: str = ""
    type: str = ""


class Publication(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a catalogue or a journal asks of a data set and no graph says; `address` is the folder of the files."""

    title: str = "技能人才知识图谱"
    title_en: str = "Knowledge graph of skilled talent and vocational training"
    description: str = "由职业教育与技能人才报告整理的机构、合作与人才知识图谱，每项事实都注明出处。"
    description_en: str = (
        "Institutions, partnerships and talent in vocational training, from reports; every fact has its passage."
    )
    keywords: tuple[str, ...] = ("职业教育", "技能人才", "知识图谱")
    keywords_en: tuple[str, ...] = ("vocational education", "skilled talent", "knowledge graph")
    themes: tuple[str, ...] = (_AUTHORITY + "data-theme/EDUC",)
    spatial: tuple[str, ...] = ()
    identifier: str = ""
    version: str = ""
    issued: str = ""
    modified: str = ""
    license: str = ""
    access: str = ""
    address: str = ""
    homepage: str = ""
    publisher: Agent | None = None
    creators: tuple[Agent, ...] = ()
    contact: Agent | None = None

    @property
    def agents(self) -> tuple[Agent, ...]:
        """Everybody who is named."""
        return (*filter(None, (self.publisher, self.contact)), *self.creators)

    @property
    def access_right(self) -> str:
        """Who may have it, as the EU's authority table calls it."""
        return self.access and f"{_AUTHORITY}access-right/{self.access}"

    def url_of(self, file: str) -> str:
        """Where a file is had; nothing without an address."""
        return self.address and f"{self.address.rstrip('/')}/{file}"


def read_publication(path: Path | None, graph: GraphFolder) -> Publication:
    """What the user's file says; what it leaves out is as `Publication` has it.

    The date is that of SOURCE_DATE_EPOCH where the file has none. Where all sources of a graph come with skillgraph,
    their licence is its own.

    Raises:
        UsageError: it is not there, is no TOML, or has what none has; the message names the key.
    """
    said = _said(path) if path else Publication()
    return msgspec.structs.replace(
        said,
        issued=said.issued or epoch_day(),
        license=said.license or (CC_BY if set(graph.documents) <= _carried() else ""),
    )


def _carried() -> set[str]:
    return {source.parent.name for source in (home() / "loaders").glob("*/source.toml")}


def _said(path: Path) -> Publication:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        said = tomllib.loads(text.replace("\r\n", "\n"))
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: no TOML: {error}") from None
    if wrong := next((key for key in said if key not in Publication.__struct_fields__), None):
        raise UsageError(f"{path}: {unknown('key', wrong, Publication.__struct_fields__)}")
    try:
        # TOML has days of its own beside text.
        days = {key: value.isoformat() if type(value) is datetime.date else value for key, value in said.items()}
        found = msgspec.convert(days, Publication)
    except msgspec.ValidationError as error:
        raise UsageError(f"{path}: {error}") from None
    if why := next(_complaints(found), ""):
        raise UsageError(f"{path}: {why}")
    return found


def _is_iri(text: str) -> bool:
    try:
        return bool(_IRI.fullmatch(text)) and bool(ox.NamedNode(text))
    except ValueError:
        return False


def _complaints(said: Publication) -> Iterator[str]:
    addresses: dict[str, Any] = {name: getattr(said, name) for name in ("license", "address", "homepage")}
    addresses |= {f"themes, {n}": iri for n, iri in enumerate(said.themes, 1)}
    addresses |= {f"spatial, {n}": iri for n, iri in enumerate(said.spatial, 1)}
    for agent in said.agents:
        addresses |= {f"url of {agent.name[:40]!r}": agent.url, f"type of {agent.name[:40]!r}": agent.type}
    for whose, iri in addresses.items():
        if iri and not _is_iri(iri):
            yield f"{whose}: {iri[:80]!r} is no address that begins with http:// or https://"
    for date in filter(None, (said.issued, said.modified)):
        if not is_date(date):
            yield f"{date[:40]!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD"
    if said.access and said.access not in _ACCESS:
        yield unknown("access", said.access, _ACCESS)
    for agent in said.agents:
        if not agent.name.strip():
            yield "a name is empty; give publisher, creators and contact each their name"
        if agent.email and not _MAIL.fullmatch(agent.email):
            yield f"email of {agent.name[:40]!r}: {agent.email[:80]!r} is no address of mail"
    if not all(words.strip() for words in (said.title, said.title_en, said.description, said.description_en)):
        yield "a title or a description is empty; leave it out to have the usual one"
