"""What the RDF formats share: the option for a profile."""

from __future__ import annotations

from skillgraph.formats.format import Option

PROFILE = Option(
    "profile",
    "facts alone, or with statements and their evidence (the default).",
    choices=("facts", "provenance"),
)
