"""How far ratings move by chance: what two raters of one and the same visit differ by.

Between two visits ratings differ because the program changed, and because another rater, or the
same one on another day, would have rated it otherwise. Where two raters rated the same visit alone,
only the second is at work. From the pool of such visits comes what a change has to exceed.

It is the least that chance does: both raters saw the same charts on the same day. What hangs on
which charts were drawn, or on the day, comes on top and is not in any number here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri

from scales.model import Scale
from scoring.agreement.estimate import UPPER, Estimate, bare, lacking
from scoring.agreement.grid import Grid, grid_of
from scoring.change import alike_rows
from scoring.ratings import Row, ratings_from_rows
from scoring.scores import Scores, score

FEWEST_VISITS = 10
"""Of fewer double-rated visits no error of a mean is told: with 10 it may already be 1.75 times
what was found (the upper end of its interval, √(10/χ²(0.025; 10)) = √(10/3.247))."""
FEWEST_PAIRS = 20
"""Of fewer pairs of ratings nothing is told of an item: one pair alone would be more than 5 %."""
CHANCE = Fraction(1, 20)
"""What raters of one visit differ by in at most this share of pairs is called beyond chance."""
_Z = 1.96
_NOTHING = 1e-12
"""A standard error below this is a sum of rounding, not of differences."""


@dataclass(frozen=True)
class MeanNoise:
    """What chance does to a mean.

    Attributes:
        sem: The standard error of measurement, and the double-rated visits it rests on.
    """

    sem: Estimate

    @property
    def difference_error(self) -> float | None:
        """The standard error of a difference between two visits: √2 x SEM."""
        return None if self.sem.value is None else float(np.sqrt(2)) * self.sem.value

    @property
    def detectable(self) -> float | None:
        """The minimal detectable change at 95 %: 1.96 x √2 x SEM."""
        return None if self.difference_error is None else _Z * self.difference_error

    def beyond(self, difference: Fraction | None) -> bool | None:
        """Whether a difference is larger than chance alone makes; None where that is not known."""
        if difference is None or self.detectable is None:
            return None
        return abs(float(difference)) > self.detectable


@dataclass(frozen=True)
class ItemNoise:
    """What chance does to the level of an item.

    Attributes:
        sem: The standard error of measurement of a level.
        apart: How many pairs of ratings were at least 0, 1, 2, ... levels apart; the first is all.
        visits: Double-rated visits it rests on.
        pooled: Whether it is over all items, for want of pairs of the item itself.
    """

    sem: Estimate
    apart: tuple[int, ...]
    visits: int
    pooled: bool = False

    @property
    def pairs(self) -> int:
        """Pairs of ratings of the same item at the same visit."""
        return self.apart[0]

    def share(self, levels: int) -> Fraction | None:
        """The share of pairs at least so many levels apart; None where there is no pair."""
        if not self.pairs:
            return None
        there = self.apart[levels] if levels < len(self.apart) else 0
        return Fraction(there, self.pairs)

    @property
    def step(self) -> int | None:
        """The least number of levels beyond chance; None of too few pairs.

        Levels are whole and few, so 1.96 x √2 x SEM would call a step of one level detectable
        although two raters differ by one in a quarter of their ratings. Here it is the least step
        that at most 5 % of pairs were apart.
        """
        if self.pairs < FEWEST_PAIRS or self.visits < FEWEST_VISITS:
            return None
        steps = range(1, len(self.apart) + 1)
        return next(k for k in steps if (self.share(k) or 0) <= CHANCE)

    def beyond(self, step: int | None) -> bool | None:
        """Whether a step is larger than chance alone makes; None where that is not known."""
        return None if step is None or self.step is None else abs(step) >= self.step


@dataclass(frozen=True)
class Chance:
    """What chance does to ratings made with a scale.

    Attributes:
        visits: Double-rated visits.
        subscales: By subscale id.
        items: By item id, each from its own pairs.
        any_item: Over the pairs of all items.
        invented: Whether all of the visits are to invented programs, so that it says nothing of
            real ones.
    """

    scale: Scale
    visits: int
    total: MeanNoise
    subscales: Mapping[str, MeanNoise]
    items: Mapping[str, ItemNoise]
    any_item: ItemNoise
    invented: bool = False

    def item(self, item_id: str) -> ItemNoise:
        """Return what is known of an item; over all items where it has too few pairs itself."""
        own = self.items[item_id]
        return self.any_item if own.step is None else own

    def expected_moves(self, rated_both: int) -> float | None:
        """How many of so many items move by chance alone, up or down; None of too few pairs."""
        share = self.any_item.share(1)
        return None if share is None or self.any_item.step is None else float(rated_both * share)


def chance_of(scale: Scale, visits: Sequence[Mapping[str, Row]]) -> Chance:
    """Estimate what chance does from visits that two or more rated alone.

    The standard error of measurement is the standard deviation of raters within a visit:

        SEM² = Σ over visits Σ over raters (x - mean of the visit)² / Σ over visits (raters - 1)

    which for two raters is Σ d² / 2n, that is SD of the differences / √2 with their mean taken as
    zero, since who is named first says nothing. Means are compared over the items that all raters
    of the visit rated. The 95 % interval is SEM x √(m / χ²(0.975; m)) to SEM x √(m / χ²(0.025; m))
    with m = Σ (raters - 1).

    References: Bland and Altman (1996), Measurement error, BMJ 313:744; de Vet, Terwee, Knol and
    Bouter (2006), Journal of Clinical Epidemiology 59:1033-1039 (SEM = SD of differences / √2,
    smallest detectable change = 1.96 x √2 x SEM). Checked by hand.

    Worked example: ten visits, on which two raters' totals differ by 0.2 five times and agree five
    times. SEM = √(5 x 0.2² / (2 x 10)) = 0.1, the standard error of a difference √2 x 0.1 = 0.141,
    the minimal detectable change 1.96 x 0.141 = 0.277.

    Args:
        scale: The scale the visits were rated with.
        visits: For each visit, the rows by rater. Visits of one rater are passed over; nothing
            settled between raters (a consensus) belongs here.
    """
    double = [sets for each in visits if len(sets := _who_rated(each)) > 1]
    scores, raters = _alike_scores(scale, double)
    spread = _spread(scale, double)
    return Chance(
        scale,
        len(double),
        _mean_noise(scores, raters, scale.total.id),
        {part.id: _mean_noise(scores, raters, part.id) for part in scale.subscales},
        {item: _item_noise(spread, place) for place, item in enumerate(scale.item_ids)},
        _any_item(spread),
    )


def _who_rated(sets: Mapping[str, Row]) -> dict[str, Row]:
    return {r: row for r, row in sets.items() if any(level >= 0 for level in row.levels.values())}


def _alike_scores(scale: Scale, double: list[dict[str, Row]]) -> tuple[Scores, NDArray[np.intp]]:
    """Score each rater over what all raters of the visit rated; and how many raters a visit had."""
    rows = [row for sets in double for row in alike_rows(list(sets.values()))]
    raters = np.array([len(sets) for sets in double], dtype=np.intp)
    return score(scale, ratings_from_rows(scale, rows)), raters


def _mean_noise(scores: Scores, raters: NDArray[np.intp], name: str) -> MeanNoise:
    means = scores.columns.mean(name)
    whole = np.where(means.formed, means.denominators, 1).astype(np.float64)
    values = np.where(means.formed, means.numerators.astype(np.float64) / whole, np.nan)
    split = np.split(values, np.cumsum(raters)[:-1]) if len(raters) else []
    formed = [visit for visit in split if not np.isnan(visit).any()]
    squares = float(sum(((visit - visit.mean()) ** 2).sum() for visit in formed))
    degrees = sum(len(visit) - 1 for visit in formed)
    return MeanNoise(_sem(squares, degrees, len(formed)))


@dataclass(frozen=True)
class _Spread:
    """How far apart raters were, by double-rated visit and item.

    Attributes:
        squares: Σ (x - mean)², which is Σ d² over pairs / raters; shape (visits, items).
        degrees: Raters less 1, 0 where fewer than two rated it; same shape.
        apart: Pairs at least 0, 1, ... levels apart; shape (visits, items, levels).
    """

    squares: NDArray[np.float64]
    degrees: NDArray[np.int64]
    apart: NDArray[np.int64]


def _spread(scale: Scale, double: list[dict[str, Row]]) -> _Spread:
    grids = [grid_of(scale, sets, scale.item_ids) for sets in double]
    shape = (len(grids), len(scale.items))
    levels = scale.levels.high - scale.levels.low + 1
    squares = [(g.pairs.apart**2).sum(axis=1) / np.maximum(g.ratings, 1) for g in grids]
    degrees = [np.maximum(g.ratings - 1, 0) for g in grids]
    apart = [_at_least(g, levels) for g in grids]
    return _Spread(
        np.array(squares, dtype=np.float64).reshape(shape),
        np.array(degrees, dtype=np.int64).reshape(shape),
        np.array(apart, dtype=np.int64).reshape(*shape, levels),
    )


def _at_least(grid: Grid, levels: int) -> NDArray[np.int64]:
    pairs = grid.pairs
    return np.stack([(pairs.both & (pairs.apart >= k)).sum(axis=1) for k in range(levels)], axis=1)


def _item_noise(spread: _Spread, place: int) -> ItemNoise:
    degrees = spread.degrees[:, place]
    visits = int((degrees > 0).sum())
    sem = _sem(float(spread.squares[:, place].sum()), int(degrees.sum()), visits)
    return ItemNoise(sem, _whole(spread.apart[:, place].sum(axis=0)), visits)


def _any_item(spread: _Spread) -> ItemNoise:
    visits = int((spread.degrees > 0).any(axis=1).sum())
    sem = _sem(float(spread.squares.sum()), int(spread.degrees.sum()), visits)
    if sem.value is not None:
        # Items of one visit go together, so an interval by their number would be too narrow.
        sem = bare(sem.value, visits, "items of one visit are not independent of each other")
    return ItemNoise(sem, _whole(spread.apart.sum(axis=(0, 1))), visits, pooled=True)


def _whole(counts: NDArray[np.int64]) -> tuple[int, ...]:
    return tuple(int(count) for count in counts)


def _sem(squares: float, degrees: int, visits: int) -> Estimate:
    if visits < FEWEST_VISITS:
        there = f"only {visits} visit{'s were' if visits > 1 else ' was'}" if visits else "none was"
        return lacking(visits, f"{there} rated by two raters, and it takes {FEWEST_VISITS}")
    value = float(np.sqrt(squares / degrees))
    if value < _NOTHING:
        why = "the raters never differed, which does not show that they never would"
        return lacking(visits, why)
    low, high = (value * float(np.sqrt(degrees / chdtri(degrees, p))) for p in (1 - UPPER, UPPER))
    return Estimate(value, low, high, visits)
