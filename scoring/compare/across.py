"""Items across visits: how each is rated where it is rated, and which are the weakest."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scoring.compare.lineup import Lineup


@dataclass(frozen=True)
class ItemAcross:
    """One item across visits.

    Attributes:
        n: Visits at which it has a level.
        total: The sum of those levels.
        at_level: How many visits gave each level, the lowest level first.
    """

    item: str
    n: int
    total: int
    at_level: tuple[int, ...]

    @property
    def mean(self) -> Fraction | None:
        """The mean level; None where nobody rated it."""
        return Fraction(self.total, self.n) if self.n else None


def items_across(lineup: Lineup) -> tuple[ItemAcross, ...]:
    """Sum up each item over the visits, in the order of the scale."""
    scale, levels = lineup.scale, lineup.levels
    steps = range(scale.levels.low, scale.levels.high + 1)
    counts = np.stack([(levels == step).sum(axis=0) for step in steps])
    weights = np.array(steps, dtype=np.int64)[:, None]
    totals = (counts * weights).sum(axis=0)
    return tuple(
        ItemAcross(
            item, int(counts[:, k].sum()), int(totals[k]), tuple(int(n) for n in counts[:, k])
        )
        for k, item in enumerate(scale.item_ids)
    )


def weakest_first(items: tuple[ItemAcross, ...]) -> tuple[ItemAcross, ...]:
    """Sort by mean, the lowest first; equals in their order, and what nobody rated last."""
    return tuple(sorted(items, key=lambda each: (each.mean is None, each.mean or 0)))
