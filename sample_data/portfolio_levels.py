"""True levels of the invented portfolio: a program's strength less an item's difficulty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

Course = Literal["improves", "declines", "new", "steady"]
Items = Mapping[str, Mapping[str, int]]
"""Scale id to item id to a number in hundredths of a level, or to a level."""

_RANGES: dict[Course, tuple[int, int]] = {
    "improves": (230, 310),
    "declines": (340, 420),
    "new": (240, 400),
    "steady": (240, 460),
}
"""Strength in hundredths of a level: who improves or declines has the room for it."""
_LAG = 90
_HARDEST = 170
_MOVES = 0.75
"""How many of its items move in a program that changes."""


@dataclass(frozen=True)
class Strength:
    """What is true of a program before and after it changes.

    Attributes:
        before, after: Scale id to item id to true level.
    """

    before: dict[str, dict[str, int]]
    after: dict[str, dict[str, int]]

    def levels(self, scale: str, *, changed: bool) -> dict[str, int]:
        """The true level of each item."""
        return (self.after if changed else self.before)[scale]


def draw_difficulties(
    chance: Random, items: Mapping[str, Sequence[str]], weakest: Mapping[str, str]
) -> dict[str, dict[str, int]]:
    """Draw how hard each item is, in hundredths of a level; one of each scale is the hardest."""
    return {
        scale: {
            item: _HARDEST if item == weakest.get(scale) else _between(chance, -60, 60)
            for item in ids
        }
        for scale, ids in items.items()
    }


def draw_strength(chance: Random, course: Course, hard: Items, *, lags: bool) -> Strength:
    """Draw the true levels of a program.

    Args:
        chance: Where the draws come from.
        course: What happens to it.
        hard: Difficulty of each item; the hardest never moves.
        lags: Whether it lies in the weaker region.
    """
    strength = _between(chance, *_RANGES[course]) - (_LAG if lags else 0)
    before = {
        scale: {item: _level(strength - d + _between(chance, -70, 70)) for item, d in each.items()}
        for scale, each in hard.items()
    }
    step = {"improves": 1, "declines": -1}.get(course, 0)
    after = {
        scale: {
            item: _within(level + step) if _moves(chance, hard[scale][item]) else level
            for item, level in levels.items()
        }
        for scale, levels in before.items()
    }
    return Strength(before, after)


def _moves(chance: Random, difficulty: int) -> bool:
    drawn = chance.random()
    return difficulty != _HARDEST and drawn < _MOVES


def _between(chance: Random, low: int, high: int) -> int:
    return low + int(chance.random() * (high - low + 1))


def _level(hundredths: int) -> int:
    return _within((hundredths + 50) // 100)


def _within(level: int) -> int:
    return min(max(level, 1), 5)
