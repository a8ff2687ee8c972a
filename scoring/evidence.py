"""The verified score: what is left of a self-rating when weak evidence is not taken at its word."""

from __future__ import annotations

from collections.abc import Mapping

from scales.model import Scale
from scoring.ratings import Row

STRONG_GRADES = ("A", "B", "C")
"""A data, charts, observation; B documents; C three or more interviews (D: one person)."""


def verified_row(scale: Scale, row: Row, grades: Mapping[str, str | None]) -> Row:
    """Hold each item without evidence of grade A, B or C to the scale's cap.

    An item that nobody graded is treated like one person's word (D): unseen evidence verifies
    nothing. States other than a level stay as they are.

    Args:
        scale: The scale that was rated.
        row: The ratings as given (the self-reported score).
        grades: Item id to its evidence grade, None where none was given.
    """
    return Row(
        row.assessment,
        {
            item: level if grades.get(item) in STRONG_GRADES else min(level, scale.verified_cap)
            for item, level in row.levels.items()
        },
        row.choices,
    )


def weak_items(row: Row, grades: Mapping[str, str | None]) -> tuple[str, ...]:
    """Name the rated items without evidence of grade A, B or C."""
    return tuple(
        item
        for item, level in row.levels.items()
        if level >= 0 and grades.get(item) not in STRONG_GRADES
    )
