"""How each item stands over many assessments: its mean level, and how many are below the target."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scoring.ratings import Ratings


@dataclass(frozen=True)
class ItemStanding:
    """One item over many assessments.

    Attributes:
        item: Its id.
        n: How many rated it; those that did not count nowhere.
        points: Their levels, added up.
        below: How many of them are below the target.
    """

    item: str
    n: int
    points: int
    below: int

    @property
    def mean(self) -> Fraction | None:
        """The mean level; None where nobody rated it."""
        return Fraction(self.points, self.n) if self.n else None

    @property
    def share_below(self) -> Fraction | None:
        """The share of those who rated it that is below the target; None where nobody did."""
        return Fraction(self.below, self.n) if self.n else None


def item_standings(ratings: Ratings, target: int) -> tuple[ItemStanding, ...]:
    """Say how each item stands, the weakest first.

    Args:
        ratings: One row per program.
        target: The level aimed at; what is at it is not below it.

    Returns:
        By mean level, then by the share below the target, then in the order of the scale; items
        that nobody rated come last.

    Example:
        >>> from pathlib import Path
        >>> import scales
        >>> from scales.loading import load_scale
        >>> from scoring.ratings import Row, ratings_from_rows
        >>> goi = load_scale(Path(scales.__file__).parent / "library" / "goi.yaml")
        >>> rows = [Row("One", {"G1": 5, "G2": 2}, {}), Row("Two", {"G1": 3, "G2": 3}, {})]
        >>> found = item_standings(ratings_from_rows(goi, rows), 4)
        >>> [(each.item, each.n, each.mean, each.below) for each in found[:2]]
        [('G2', 2, Fraction(5, 2), 2), ('G1', 2, Fraction(4, 1), 1)]
    """
    levels = ratings.levels
    rated = levels >= 0
    counts = rated.sum(axis=0)
    points = np.where(rated, levels, 0).sum(axis=0, dtype=np.int64)
    below = (rated & (levels < target)).sum(axis=0)
    found = [
        ItemStanding(item, int(counts[k]), int(points[k]), int(below[k]))
        for k, item in enumerate(ratings.scale.item_ids)
    ]
    return tuple(sorted(found, key=_place))


def _place(standing: ItemStanding) -> tuple[bool, Fraction, Fraction]:
    mean, share = standing.mean, standing.share_below
    return mean is None, mean or Fraction(0), -(share or Fraction(0))
