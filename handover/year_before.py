"""The visit about a year before another one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from handover.pool import PoolVisit
from scoring.due import add_months

NEAREST, FURTHEST, MEANT = 9, 15, 12
"""Months before a visit between which another one counts as the year before, and what is meant."""


def visit_a_year_before(latest: PoolVisit, visits: Iterable[PoolVisit]) -> PoolVisit | None:
    """Find the visit of the same sort nearest to one year before; of two as near the later one.

    A program that rates itself tends to rate itself higher than others do: a self-audit is set
    beside self-audits only, a site visit or follow-up beside those only.

    Args:
        latest: The visit from which to look back.
        visits: Visits to the same program on the same scale; those of the other sort, and not
            between 9 and 15 months before, both included, do not count.

    Returns:
        None where there is none.
    """
    day = latest.visit.date
    first, last = add_months(day, -FURTHEST), add_months(day, -NEAREST)
    meant = add_months(day, -MEANT)
    sort = _is_own(latest)
    there = [e for e in visits if first <= e.visit.date <= last and _is_own(e) == sort]
    return min(there, key=lambda each: _distance(each.visit.date, meant), default=None)


def _is_own(each: PoolVisit) -> bool:
    return each.visit.kind == "self_audit"


def _distance(day: dt.date, meant: dt.date) -> tuple[int, int]:
    return abs((day - meant).days), -day.toordinal()
