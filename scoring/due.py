"""When a scale is due again, by its own rule."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Sequence

from scales.model import Reassess


def next_due(reassess: Reassess, rated_on: Sequence[dt.date]) -> dt.date | None:
    """Work out when the next assessment is due.

    The scale's short interval runs from the latest assessment while that lies within the first
    years after the earliest one; after that the long interval does.

    Args:
        reassess: The scale's rule.
        rated_on: Dates on which the scale was rated, in any order.

    Returns:
        The date, or None where it was never rated.
    """
    if not rated_on:
        return None
    first, last = min(rated_on), max(rated_on)
    early = last < add_months(first, 12 * reassess.for_years)
    return add_months(last, reassess.every_months if early else reassess.then_months)


def add_months(date: dt.date, months: int) -> dt.date:
    """Move a date by whole months; the 31st becomes the last day of a shorter month."""
    years, month = divmod(date.month - 1 + months, 12)
    year = date.year + years
    return date.replace(
        year=year, month=month + 1, day=min(date.day, monthrange(year, month + 1)[1])
    )
