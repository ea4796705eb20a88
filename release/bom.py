"""The bill of materials as CycloneDX: packages, what the pages' scripts hold, data, models, fonts and programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model import ExternalReference, ExternalReferenceType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from release.carried import Part, carried
from release.packages import NAME, PROJECT, licence, required
from skillgraph.model.built import commit
from skillgraph.model.version import __version__


def bill(epoch: int) -> str:
    """The bill as JSON, equal for equal sources and packages.

    Args:
        epoch: the time that it bears, in seconds since 1970.

    Raises:
        ValueError: it is no CycloneDX.
    """
    root = Component(
        name=NAME,
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref=NAME,
        licenses=[LicenseExpression(PROJECT["project"]["license"])],
        purl=PackageURL("pypi", None, NAME, __version__),
        properties=[Property(name="skillgraph:commit", value=commit())],
    )
    parts = [*_packages(), *map(_part, carried())]
    bom = Bom(components=parts)
    bom.serial_number = uuid5(NAMESPACE_URL, f"{NAME} {__version__} {commit()}")
    bom.metadata.timestamp = datetime.fromtimestamp(epoch, UTC)
    bom.metadata.component = root
    bom.register_dependency(root, parts)
    text = JsonV1Dot6(bom).output_as_string(indent=2)
    if (errors := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)) is not None:
        raise ValueError(str(errors))
    return text + "\n"


def _packages() -> Iterator[Component]:
    """What users install with the extra `all`; the lock has the checksums of their files."""
    for name, package in required(["all"]).items():
        purl = PackageURL("pypi", None, name, package.version)
        yield Component(
            name=name,
            version=package.version,
            type=ComponentType.LIBRARY,
            bom_ref=str(purl),
            purl=purl,
            licenses=[LicenseExpression(licence(package))],
        )


def _part(part: Part) -> Component:
    inside = [Property(name="skillgraph:inside", value=part.inside)] if part.inside else []
    is_script = not part.file
    purl = None
    if is_script:
        space, _, name = part.name.rpartition("/")
        purl = PackageURL("npm", space or None, name, part.version)
    own = part.licence.startswith("LicenseRef-")
    return Component(
        name=part.name,
        version=part.version or None,
        type=ComponentType(part.kind),
        bom_ref=f"{part.inside or NAME}/{part.name}",
        purl=purl,
        licenses=[DisjunctiveLicense(name="public domain") if own else LicenseExpression(part.licence)],
        properties=[*inside, *([Property(name="skillgraph:file", value=part.file)] if part.file else [])],
        external_references=[ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(part.url))]
        if part.url
        else [],
    )
