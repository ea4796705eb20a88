"""Recorded floors: what a score may not fall below."""

from __future__ import annotations

import tomllib
from pathlib import Path

from skillgraph.model.errors import DataError, UsageError
from skillgraph.review.verdicts import Part


def below_floor(found: dict[str, dict[str, Part]], floor: Path) -> list[str]:
    """What fell below a recorded floor.

    Args:
        found: the parts by text or group of texts.
        floor: a TOML file with a table for each group and part, as `[pages.facts]` with `f1 = 0.14`.

    Raises:
        UsageError: the file can't be read.
        DataError: it is not TOML, or holds no floors.
    """
    try:
        wanted = tomllib.loads(floor.read_text("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{floor}: can't be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise DataError(f"{floor}: {error}") from None
    complaints = []
    for group, parts in wanted.items():
        for part, figures in parts.items() if isinstance(parts, dict) else ():
            if not isinstance(figures, dict):
                raise DataError(f"{floor}: [{group}] needs tables of parts, as [{group}.facts] with f1 = 0.14")
            have = found.get(group, {}).get(part, Part()).figures()
            for figure, least in figures.items():
                value = have.get(figure)
                if value is None or value < least:
                    shown = value if value is None else round(value, 3)
                    complaints.append(f"{group} {part} {figure}: {shown}, below {least}")
    return complaints
