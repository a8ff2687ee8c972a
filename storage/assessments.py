"""One scale rated at one visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from storage import tables
from storage.acting import Writing
from storage.journal import add_record, visit_book
from storage.limits import HIGHEST_LEVEL, LONGEST_ID, check_number, check_text
from storage.problem import NotFound, Problem

ScalePin = tuple[str, str, str, int]
"""A scale's id and version, the SHA-256 of its file in hex, and the level aimed at."""


@dataclass(frozen=True)
class Assessment:
    """One scale at one visit; the stamp tells if the scale file was edited afterwards."""

    id: int
    visit_id: int
    scale_id: str
    scale_version: str
    scale_stamp: str
    target_level: int


def add_assessments(writing: Writing, visit_id: int, scales: Sequence[ScalePin]) -> None:
    """Keep one assessment a scale, in this order."""
    for scale_id, version, stamp, target in scales:
        new = Assessment(0, visit_id, scale_id, version, stamp, target)
        add_record(writing, tables.assessment, new, visit_book(visit_id))


def fetch_assessment(connection: Connection, assessment_id: int) -> Assessment:
    """Fetch an assessment within a transaction.

    Raises:
        NotFound: There is no such assessment.
    """
    query = select(tables.assessment).where(tables.assessment.c.id == assessment_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("assessment", assessment_id)
    return Assessment(**row._mapping)


def check_scales(scales: Sequence[ScalePin]) -> list[Problem]:
    """Check the scales chosen for a visit: at least one, none twice."""
    if not scales:
        return [Problem("K01", "scales", (), "none is chosen", "Choose at least one.")]
    found = []
    for number, (scale_id, version, stamp, target) in enumerate(scales, start=1):
        place = f"scale {number}"
        found += check_text(f"{place}, id", scale_id, LONGEST_ID, required=True)
        found += check_text(f"{place}, version", version, LONGEST_ID, required=True)
        found += _check_stamp(f"{place}, stamp", stamp)
        found += check_target(f"{place}, target level", target)
        if scale_id in [pin[0] for pin in scales[: number - 1]]:
            what = f"{scale_id!r} is chosen twice"
            found.append(Problem("K07", place, scale_id, what, "Choose each scale once."))
    return found


def _check_stamp(place: str, stamp: object) -> list[Problem]:
    if isinstance(stamp, str) and len(stamp) == 64 and set(stamp) <= set("0123456789abcdef"):
        return []
    what = f"{stamp!r} is not a SHA-256 in hexadecimal"
    return [Problem("K08", place, stamp, what, "Give 64 of the characters 0-9 and a-f.")]


def check_target(place: str, level: object) -> list[Problem]:
    """Check the level aimed at."""
    if level is None:
        return [Problem("K01", place, level, "it is empty", "Choose a level.")]
    return check_number(place, level, 0, HIGHEST_LEVEL)
