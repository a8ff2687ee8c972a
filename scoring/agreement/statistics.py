"""Everything that is said about how well raters agree on one group of ratings."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.agreement.ac2 import gwet_ac2
from scoring.agreement.alpha import ordinal_alpha
from scoring.agreement.confusion import Confusion, confuse
from scoring.agreement.estimate import Estimate
from scoring.agreement.grid import Grid, Unit
from scoring.agreement.icc import icc_a1
from scoring.agreement.kappa import weighted_kappa
from scoring.agreement.shares import Counts, count, mean_difference, share_within


@dataclass(frozen=True)
class Statistics:
    """Counts first, then coefficients. With three raters or more, shares are over pairs of raters.

    Attributes:
        raters: In the order of the columns; the first two are the rows and columns of `confusion`.
        unit: What was rated: items of one visit, or one item over visits.
        counts: What was seen alike, in whole numbers.
        exact: Share of pairs of ratings that are the same.
        within_one: Share of pairs no more than one level apart.
        difference: Mean absolute difference, in levels.
    """

    raters: tuple[str, ...]
    unit: Unit
    counts: Counts
    exact: Estimate
    within_one: Estimate
    difference: Estimate
    kappa_linear: Estimate
    kappa_quadratic: Estimate
    ac2_linear: Estimate
    ac2_quadratic: Estimate
    alpha: Estimate
    icc: Estimate
    confusion: Confusion


def statistics_of(grid: Grid, raters: tuple[str, ...]) -> Statistics:
    """Form every statistic of a grid. Never fails and never warns, whatever the ratings.

    The intervals take items as drawn independently of each other; pooled over visits, where items
    of one visit go together, they are somewhat too narrow.

    Args:
        grid: What the raters gave.
        raters: Their names, in the order of the grid's columns.
    """
    return Statistics(
        raters=raters,
        unit=grid.unit,
        counts=count(grid),
        exact=share_within(grid, 0),
        within_one=share_within(grid, 1),
        difference=mean_difference(grid),
        kappa_linear=weighted_kappa(grid, "linear"),
        kappa_quadratic=weighted_kappa(grid, "quadratic"),
        ac2_linear=gwet_ac2(grid, "linear"),
        ac2_quadratic=gwet_ac2(grid, "quadratic"),
        alpha=ordinal_alpha(grid),
        icc=icc_a1(grid),
        confusion=confuse(grid, raters),
    )
