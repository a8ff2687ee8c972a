"""Words below a picture, in as many lanes as it takes for none to overlap another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right"]
_LETTER = 6.2
"""Pixels of a letter of 11 pixels, on the wide side."""
_APART = 8


@dataclass(frozen=True)
class Lane:
    """Words, and where they stand.

    Attributes:
        share: From left to right, from 0 to 1.
        row: The lane, from 0; the topmost first.
        align: Which end of the words stands there, so that none runs out of the picture.
    """

    share: float
    text: str
    row: int
    align: Align


def fit_lanes(told: Iterable[tuple[float, str]], width: int) -> tuple[Lane, ...]:
    """Put each text into the first lane in which it overlaps none before it.

    Args:
        told: Places from left to right, from 0 to 1, each with its words; in rising order.
        width: Pixels from 0 to 1, of the narrowest picture that has to hold.

    Example:
        >>> [lane.row for lane in fit_lanes([(0.1, "Sequential"), (0.2, "Parallel")], 280)]
        [0, 1]
    """
    ends: list[float] = []
    lanes = []
    for share, text in told:
        left, right, align = _reach(share * width, len(text) * _LETTER, width)
        row = next((k for k, end in enumerate(ends) if left >= end + _APART), len(ends))
        ends[row : row + 1] = [right]
        lanes.append(Lane(share, text, row, align))
    return tuple(lanes)


def _reach(x: float, wide: float, width: int) -> tuple[float, float, Align]:
    if x - wide / 2 < 0:
        return x, x + wide, "left"
    if x + wide / 2 > width:
        return x - wide, x, "right"
    return x - wide / 2, x + wide / 2, "center"
