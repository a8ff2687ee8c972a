"""Gwet's AC2: a coefficient that stays steady where nearly all ratings are alike."""

from __future__ import annotations

import numpy as np

from scoring.agreement.estimate import Estimate, around, lacking
from scoring.agreement.grid import Grid
from scoring.agreement.weights import Weighting, disagreement


def gwet_ac2(grid: Grid, weighting: Weighting) -> Estimate:
    """Agreement beyond chance, where only ratings that are hard to give are left to chance.

    AC2 = (pₐ - pₑ) / (1 - pₑ). pₐ is the mean over items with two ratings or more of
    Σₖ rₖ(r*ₖ - 1) / (r(r - 1)), with rₖ how many of the r raters gave level k and
    r*ₖ = Σₗ w(k, l) rₗ. pₑ = Σ w / (q(q - 1)) x Σₖ πₖ(1 - πₖ), with πₖ the mean over all rated
    items of rₖ / r. The q levels are all that the scale has, given or not; w is 1 less
    |k - l| / (q - 1) (linear) or less the square of that (quadratic). Interval: Gwet's analytic
    variance, over items and given these raters; t with n - 1 degrees of freedom.

    Reference: Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapters 4 and 5; Gwet
    (2008), British Journal of Mathematical and Statistical Psychology 61:29-48. Checked against
    what irrCAC publishes (4 raters of 12 subjects with missing ratings: 0.914, 0.685 to 1
    quadratic; 0.859, 0.600 to 1 linear; the 100 abstractions: 0.940, 0.905 to 0.976).
    """
    refused = grid.too_little()
    if refused:
        return refused
    if grid.size < 2:
        return lacking(int(grid.compared.sum()), "the scale has only one level")
    apart = disagreement(grid.size, weighting)
    weights = 1 - apart / apart[0, -1]
    counts = grid.counts[grid.ratings > 0].astype(float)
    ratings = counts.sum(axis=1)
    several, n = ratings >= 2, len(ratings)
    compared = int(several.sum())
    shares = (counts / ratings[:, None]).mean(axis=0)
    fixed = weights.sum() / (grid.size * (grid.size - 1))
    by_chance = fixed * float((shares * (1 - shares)).sum())
    same = (counts * (counts @ weights - 1)).sum(axis=1) / np.where(
        several, ratings * (ratings - 1), 1
    )
    agreed = np.where(several, same, 0.0)
    value = float((agreed.sum() / compared - by_chance) / (1 - by_chance))
    mine = n / compared * np.where(several, agreed - by_chance, 0.0) / (1 - by_chance)
    chances = fixed * (counts @ (1 - shares)) / ratings
    moved = mine - 2 * (1 - value) * (chances - by_chance) / (1 - by_chance)
    error = np.sqrt(((moved - value) ** 2).sum() / (n * (n - 1)))
    return around(value, float(error), compared, degrees=n - 1)
