"""Which level one rater gave where the other gave which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.agreement.grid import Grid


@dataclass(frozen=True)
class Confusion:
    """How often each two levels were given to the same item.

    Attributes:
        levels: The scale's levels, lowest first: the rows and the columns.
        counts: For two raters, rows are the levels of the first and columns those of the second.
            For more, all pairs of raters are pooled: rows are the lower level of a pair, columns
            the higher one, so the order of the raters does not matter.
        raters: The two raters; None where pairs are pooled.
    """

    levels: tuple[int, ...]
    counts: tuple[tuple[int, ...], ...]
    raters: tuple[str, str] | None


def confuse(grid: Grid, raters: tuple[str, ...]) -> Confusion:
    """Count pairs of levels over items that both raters of a pair rated."""
    pairs, size = grid.pairs, grid.size
    one, other = pairs.one[pairs.both], pairs.other[pairs.both]
    two = (raters[0], raters[1]) if len(raters) == 2 else None
    if two is None:
        one, other = np.minimum(one, other), np.maximum(one, other)
    table = np.bincount(one.astype(np.int64) * size + other, minlength=size * size)
    counts = tuple(tuple(row) for row in table.reshape(size, size).tolist())
    return Confusion(tuple(range(grid.low, grid.high + 1)), counts, two)
