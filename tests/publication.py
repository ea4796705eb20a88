"""What a user says of a publication, as a file."""

from __future__ import annotations

from pathlib import Path

PUBLICATION = """
identifier = "https://doi.org/10.5072/skills"
issued = 2026-11-29
license = "https://creativecommons.org/licenses/by/4.0/"
access = "PUBLIC"
address = "https://data.example.org/skills/"
homepage = "https://data.example.org/"

[publisher]
name = "某某大学职业教育研究所"
name_en = "Institute of Vocational Education"
url = "https://www.example.org/"
type = "http://purl.org/adms/publishertype/Academia-ScientificOrganisation"

[[creators]]
name = "李四"
name_en = "Li Si"
url = "https://orcid.org/0000-0002-1825-0097"
type = "http://purl.org/adms/publishertype/PrivateIndividual(s)"

[contact]
name = "数据服务台"
email = "data@example.org"
"""


def publication(folder: Path, text: str = PUBLICATION) -> Path:
    """The file of a publication in a folder."""
    path = folder / "publication.toml"
    path.write_text(text, encoding="utf-8")
    return path
