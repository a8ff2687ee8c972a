"""Ratings of the same things by several raters: one row a thing, one column a rater."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scales.model import Scale
from scoring.agreement.estimate import Estimate, lacking
from scoring.ratings import Row
from scoring.states import State

Unit = Literal["item", "visit"]


@dataclass(frozen=True, eq=False)
class Grid:
    """What raters gave.

    Attributes:
        levels: int16, shape (things, raters): a level or a `State`; negative is not a rating.
        low: Lowest level of the scale.
        high: Highest level of the scale.
        unit: What a row is, for sentences.
    """

    levels: NDArray[np.int16]
    low: int
    high: int
    unit: Unit = "item"

    @cached_property
    def rated(self) -> NDArray[np.bool_]:
        """Where there is a level, shape (things, raters)."""
        return self.levels >= 0

    @cached_property
    def ratings(self) -> NDArray[np.int64]:
        """Ratings of each thing."""
        return self.rated.sum(axis=1)

    @cached_property
    def compared(self) -> NDArray[np.bool_]:
        """Which things have two ratings or more."""
        return self.ratings >= 2

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How many raters gave each level, shape (things, levels)."""
        steps = np.arange(self.low, self.high + 1)
        return (self.levels[:, :, None] == steps).sum(axis=1)

    @cached_property
    def pairs(self) -> Pairs:
        """Every two raters, the earlier column first."""
        left, right = np.triu_indices(self.levels.shape[1], k=1)
        both = self.rated[:, left] & self.rated[:, right]
        one = np.where(both, self.levels[:, left] - self.low, 0)
        other = np.where(both, self.levels[:, right] - self.low, 0)
        return Pairs(one, other, both)

    @property
    def size(self) -> int:
        """Levels of the scale."""
        return self.high - self.low + 1

    def too_little(self) -> Estimate | None:
        """Say why no coefficient can be formed, where fewer than two things can be compared."""
        n = int(self.compared.sum())
        if n == 0:
            return lacking(0, f"no {self.unit} was rated by two raters")
        if n == 1:
            return lacking(1, f"only one {self.unit} was rated by two raters")
        return None


@dataclass(frozen=True, eq=False)
class Pairs:
    """Two raters' levels of each thing, counted from 0; shape (things, pairs).

    Attributes:
        one: The earlier rater's, 0 where not both rated.
        other: The later rater's, 0 where not both rated.
        both: Where both rated.
    """

    one: NDArray[np.int16]
    other: NDArray[np.int16]
    both: NDArray[np.bool_]

    @cached_property
    def apart(self) -> NDArray[np.int64]:
        """Levels between the two, 0 where not both rated."""
        return np.abs(self.one.astype(np.int64) - self.other)


def grid_of(scale: Scale, sets: Mapping[str, Row], items: Sequence[str]) -> Grid:
    """Lay several raters' sets side by side, columns in the order of the mapping.

    Args:
        scale: The scale they were made with.
        sets: By rater; items missing from a row are not rated.
        items: The rows, by id.
    """
    shape = (len(items), len(sets))
    cells = [row.levels.get(item, State.NOT_RATED) for item in items for row in sets.values()]
    levels = np.array(cells, dtype=np.int16).reshape(shape)
    return Grid(levels, scale.levels.low, scale.levels.high)


def stacked(grids: Sequence[Grid]) -> Grid:
    """Put grids of the same raters and levels below each other.

    Raises:
        ValueError: There are none, or they differ in raters or levels.
    """
    kinds = {(grid.levels.shape[1], grid.low, grid.high) for grid in grids}
    if len(kinds) != 1:
        raise ValueError("Grids can be stacked where raters and levels are the same.")
    (_, low, high) = kinds.pop()
    return Grid(np.concatenate([grid.levels for grid in grids]), low, high)
