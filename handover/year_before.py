"""The visit about a year before another one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from handover.pool import PoolVisit
from scoring.due import add_months

NEAREST, FURTHEST, MEANT = 9, 15, 12
"""Months before a visit between which another one counts as the year before, and what is meant."""


def visit_a_year_before(latest: PoolVisit, visits: Iterable[PoolVisit]) -> PoolVisit | None:
    """Find the visit nearest to one year before another; of two as near the later one.

    Args:
        latest: The visit from which to look back.
        visits: Visits to the same program on the same scale; those not between 9 and 15 months
            before, both included, do not count.

    Returns:
        None where there is none.
    """
    day = latest.visit.date
    first, last = add_months(day, -FURTHEST), add_months(day, -NEAREST)
    meant = add_months(day, -MEANT)
    there = [each for each in visits if first <= each.visit.date <= last]
    return min(there, key=lambda each: _distance(each.visit.date, meant), default=None)


def _distance(day: dt.date, meant: dt.date) -> tuple[int, int]:
    return abs((day - meant).days), -day.toordinal()
