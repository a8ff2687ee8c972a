"""When a scale is due again, by its own rule, and how a program stands to that."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scales.model import Reassess, Scale, Verdict

DueState = Literal["overdue", "due", "never_rated", "in_progress", "planned", "later"]
AHEAD = 60
"""A visit is called due so many days before its day: it takes that long to arrange one."""


@dataclass(frozen=True)
class Seen:
    """A visit at which a scale was to be rated.

    Attributes:
        rated: Whether anything of the scale is rated.
        open: Whether it is still being rated or settled.
        verdict: None where it is not known.
    """

    day: dt.date
    rated: bool = True
    open: bool = False
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Due:
    """How a program stands to a scale's rule.

    Attributes:
        state: "overdue" after the day, "due" within the days ahead of it, else "later"; before
            these go a visit that was begun ("in_progress") or is dated ahead ("planned").
        on: The day it is due; None where it was never rated.
        last: The latest visit that counts.
        begun: The visit in progress or planned; None where there is none.
    """

    state: DueState
    on: dt.date | None
    last: Seen | None
    begun: dt.date | None


def find_due(
    scale: Scale, visits: Sequence[Seen], today: dt.date, ahead: int = AHEAD
) -> Due | None:
    """Say how a program stands to a scale's rule.

    A visit that is still open is in progress, or planned if it is dated ahead, and counts once it
    is done. One that was begun longer ago than the short interval, or before a later visit that is
    done, is taken as given up: then it counts with what is rated of it.

    Args:
        scale: The scale.
        visits: Its visits with this scale, in any order; of one day the later in this order is
            the later. What was rated after `today` does not count.
        today: The day from which to look.
        ahead: How many days before its day a visit is called due.

    Returns:
        None where the scale has no rule.
    """
    rule = scale.reassess
    if rule is None:
        return None
    done = max((v.day for v in visits if v.rated and not v.open and v.day <= today), default=None)
    alive = [v for v in visits if v.open and _is_alive(v, done, rule, today)]
    known = [v for v in visits if v.rated and v.day <= today and v not in alive]
    # Of equals max takes the first.
    last = max(reversed(known), key=lambda visit: visit.day, default=None)
    reached = last is not None and has_reached(scale, last.verdict)
    on = next_due(rule, [visit.day for visit in known], reached=reached)
    begun = max((visit.day for visit in alive), default=None)
    return Due(_state(on, begun, today, ahead), on, last, begun)


def _is_alive(visit: Seen, done: dt.date | None, rule: Reassess, today: dt.date) -> bool:
    given_up = done is not None and visit.day < done
    return not given_up and add_months(visit.day, rule.every_months) >= today


def next_due(
    reassess: Reassess, rated_on: Sequence[dt.date], *, reached: bool = False
) -> dt.date | None:
    """Work out when the next assessment is due.

    The scale's short interval runs from the latest assessment while that lies within the first
    years after the earliest one and, where the rule names a verdict, until it is reached; after
    that the long interval does.

    Args:
        reassess: The scale's rule.
        rated_on: Dates on which the scale was rated, in any order.
        reached: Whether the latest verdict is the one the rule names, or of a higher tier; not
            looked at where it names none.

    Returns:
        The date, or None where it was never rated.
    """
    if not rated_on:
        return None
    first, last = min(rated_on), max(rated_on)
    early = last < add_months(first, 12 * reassess.for_years)
    short = early or (reassess.until is not None and not reached)
    return add_months(last, reassess.every_months if short else reassess.then_months)


def has_reached(scale: Scale, verdict: Verdict | None) -> bool:
    """Whether a verdict is the one that the scale's rule names, or of a higher tier."""
    wanted = scale.reassess.until if scale.reassess else None
    tiers = {each.id: each.tier for each in scale.verdicts}
    aim = tiers.get(wanted) if wanted else None
    return bool(aim is not None and verdict and verdict.tier is not None and verdict.tier >= aim)


def add_months(date: dt.date, months: int) -> dt.date:
    """Move a date by whole months; the 31st becomes the last day of a shorter month."""
    years, month = divmod(date.month - 1 + months, 12)
    year = date.year + years
    return date.replace(
        year=year, month=month + 1, day=min(date.day, monthrange(year, month + 1)[1])
    )


def _state(on: dt.date | None, begun: dt.date | None, today: dt.date, ahead: int) -> DueState:
    if begun is not None:
        return "planned" if begun > today else "in_progress"
    if on is None:
        return "never_rated"
    if on < today:
        return "overdue"
    return "due" if (on - today).days <= ahead else "later"
