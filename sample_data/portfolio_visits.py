"""When the programs of the invented portfolio are visited."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import Literal

from sample_data.portfolio_levels import Course

AS_OF = dt.date(2026, 6, 30)
"""The day on which the portfolio is looked at."""
Standing = Literal["overdue", "due", "in_progress", "planned", "later"]
_LAST: dict[Standing, tuple[int, int]] = {
    "overdue": (430, 480),
    "due": (130, 170),
    "in_progress": (190, 230),
    "planned": (130, 160),
    "later": (10, 110),
}
"""How many days before `AS_OF` the last visit was. Longer than a year is overdue by every interval
of the rule; less than four months is not due by any."""
_OPEN = {"in_progress": dt.date(2026, 6, 9), "planned": dt.date(2026, 7, 14)}
_MOST: dict[Standing, int] = {"overdue": 4, "due": 4, "in_progress": 5, "planned": 4, "later": 6}
"""So that no visit is more than three years ago; who is due has begun within two years, so that the
short interval holds whatever the verdict."""
_BETWEEN = (168, 186)


@dataclass(frozen=True)
class VisitPlan:
    """A visit before anything is rated.

    Attributes:
        changed: Whether the program has improved or declined by then.
        rated: Whether anything is rated at it.
        open: Whether it is still in progress, or planned.
    """

    day: dt.date
    kind: Literal["site_visit", "self_audit"]
    changed: bool
    rated: bool
    open: bool


def plan_visits(chance: Random, course: Course, standing: Standing) -> list[VisitPlan]:
    """Plan a program's visits, the earliest first; site visits and self-audits take turns."""
    most = _MOST[standing]
    number = 1 if course == "new" else 3 + int(chance.random() * (most - 2))
    days = [AS_OF - dt.timedelta(days=_days(chance, *_LAST[standing]))]
    while len(days) < number:
        days.insert(0, days[0] - dt.timedelta(days=_days(chance, *_BETWEEN)))
    plans = [
        VisitPlan(day, "self_audit" if k % 2 else "site_visit", k >= number / 2, True, False)
        for k, day in enumerate(days)
    ]
    if standing in _OPEN:
        begun = standing == "in_progress"
        plans.append(VisitPlan(_OPEN[standing], "self_audit", True, begun, True))
    return plans


def _days(chance: Random, low: int, high: int) -> int:
    return low + int(chance.random() * (high - low + 1))
