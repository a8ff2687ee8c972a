"""How many things raters saw alike: counts that anyone can check, and shares of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.agreement.estimate import Estimate, jackknifed, lacking
from scoring.agreement.grid import Grid
from scoring.measurement import wilson_interval
from scoring.states import State


@dataclass(frozen=True)
class Counts:
    """What was seen alike, in whole numbers. "Item" reads "visit" where visits are compared.

    Attributes:
        items: All items.
        compared: Those that two raters or more rated; the next three are of these.
        alike: All who rated it gave the same level.
        within_one: Nobody was more than one level from anybody else.
        widest: Levels between the highest and the lowest, where they are widest apart; None where
            nothing was compared.
        pairs: Pairs of ratings of the same item; with two raters the same as `compared`.
        pairs_alike: Pairs with the same level.
        pairs_within_one: Pairs no more than one level apart.
        distance: Levels apart, over all pairs.
        one_sided: Items that one rater rated and another did not, for whatever reason.
        applicability_differs: Those of them that another called not applicable.
        not_applicable: Items that all raters called not applicable.
    """

    items: int
    compared: int
    alike: int
    within_one: int
    widest: int | None
    pairs: int
    pairs_alike: int
    pairs_within_one: int
    distance: int
    one_sided: int
    applicability_differs: int
    not_applicable: int


def count(grid: Grid) -> Counts:
    """Count what was seen alike and what was not."""
    pairs, compared = grid.pairs, grid.compared
    spread = pairs.apart.max(axis=1, initial=0)[compared]
    excused = grid.levels == State.NOT_APPLICABLE
    some = grid.rated.any(axis=1)
    return Counts(
        items=len(grid.levels),
        compared=int(compared.sum()),
        alike=int((spread == 0).sum()),
        within_one=int((spread <= 1).sum()),
        widest=int(spread.max()) if spread.size else None,
        pairs=int(pairs.both.sum()),
        pairs_alike=int((pairs.both & (pairs.apart == 0)).sum()),
        pairs_within_one=int((pairs.both & (pairs.apart <= 1)).sum()),
        distance=int(pairs.apart.sum()),
        one_sided=int((some & ~grid.rated.all(axis=1)).sum()),
        applicability_differs=int((some & excused.any(axis=1)).sum()),
        not_applicable=int(excused.all(axis=1).sum()) if excused.shape[1] else 0,
    )


def share_within(grid: Grid, most: int) -> Estimate:
    """The share of pairs of ratings that are at most so many levels apart.

    p = pairs at most `most` apart / all pairs of ratings of the same item. Interval: Wilson's
    score interval, (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), where n is the number of
    items, or Kish's effective number (Σw)²/Σw² where items have unequal numbers w of pairs. With
    three or more raters the interval is on the wide side: a share within one item varies at most
    as much as a yes or no does.

    Reference: Wilson (1927), Journal of the American Statistical Association 22:209-212; Kish
    (1965), Survey Sampling. Checked against `wilson_interval` and by hand.

    Args:
        grid: What the raters gave.
        most: 0 for exact agreement, 1 for agreement within one level.
    """
    weights = grid.pairs.both.sum(axis=1)
    pairs, n = int(weights.sum()), int(grid.compared.sum())
    if not pairs:
        return lacking(0, f"no {grid.unit} was rated by two raters")
    value = int((grid.pairs.both & (grid.pairs.apart <= most)).sum()) / pairs
    effective = pairs**2 / int((weights**2).sum())
    low, high = wilson_interval(value * effective, effective)
    return Estimate(value, min(low / 100, value), max(high / 100, value), n)


def mean_difference(grid: Grid) -> Estimate:
    """The mean absolute difference in levels, over all pairs of ratings of the same item.

    MAD = Σ |a - b| / number of pairs. Interval: jackknife over items.

    Reference: Willmott and Matsuura (2005), Climate Research 30:79-82 (on the measure); Efron and
    Tibshirani (1993). Checked by hand: with two raters the standard error is that of a mean.
    """
    keep = grid.compared
    if not keep.any():
        return lacking(0, f"no {grid.unit} was rated by two raters")
    apart: NDArray[np.float64] = grid.pairs.apart[keep].sum(axis=1).astype(float)
    pairs = grid.pairs.both[keep].sum(axis=1).astype(float)
    without = pairs.sum() - pairs
    formed = without > 0
    left_out = (apart.sum() - apart) / np.where(formed, without, 1)
    return jackknifed(float(apart.sum() / pairs.sum()), left_out, formed, least=0.0)
