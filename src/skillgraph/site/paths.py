"""Where each thing stands in the site: the path of its IRI, as far as file systems can have it."""

from __future__ import annotations

import hashlib
import re
from typing import Literal
from urllib.parse import quote

from skillgraph.model.naming import is_device

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
#: Bytes of a name of a file or folder, with its ending.
_LONGEST = 180
#: What some file system forbids, and names that stand for files of the site itself, or for nothing.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"\\|?*%]|[. ]$|^\.+|\.(?=(?:html|ttl|jsonld)$)', re.IGNORECASE)


def folder_of(kind: str, id: str) -> str:
    """The folder of a thing, with / between names.

    Example:
        >>> folder_of("entity", "qingdao"), folder_of("statement", "r/1"), folder_of("entity", "../a:b")
        ('entity/qingdao', 'statement/r/1', 'entity/%2E%2E/a%3Ab')
    """
    return "/".join((kind, *map(_name, id.split("/"))))


def _name(segment: str) -> str:
    found = _FORBIDDEN.sub(lambda match: "".join(f"%{ord(c):02X}" for c in match[0]), segment)
    if not found or is_device(found):
        found = f"%{found}"
    if len(found.encode("utf-8", "surrogatepass")) > _LONGEST:
        found = f"{found[:30]}~{hashlib.sha256(segment.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    return found


def page(language: Language, name: str = "index") -> str:
    """The name of a page's file.

    Example:
        >>> page("zh"), page("en", "things-2")
        ('index.html', 'things-2.en.html')
    """
    return f"{name}.html" if language == "zh" else f"{name}.{language}.html"


def up(folder: str) -> str:
    """The way from the pages of a folder to the site's own folder.

    Example:
        >>> up("entity/qingdao"), up("")
        ('../../', '')
    """
    return "../" * (folder.count("/") + 1) if folder else ""


def linked(path: str) -> str:
    """A path as it stands in a link.

    Example:
        >>> linked("entity/a%3Ab/index.html")
        'entity/a%253Ab/index.html'
    """
    return quote(path, safe="/~", errors="replace")
