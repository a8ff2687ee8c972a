"""A mean over the items of two scales' totals, such as the 26 items of IDDT and GOI."""

from __future__ import annotations

from fractions import Fraction

from scoring.explanation import Number, Scored


def combine(number_id: str, name: str, first: Scored, second: Scored) -> Number:
    """Form the mean of all rated items of two totals; each item weighs the same.

    Returns:
        A `Number` whose value is None unless both totals can be formed.
    """
    totals = (first.total, second.total)
    rated = sum(total.rated for total in totals)
    of = sum(total.of for total in totals)
    if first.total.value is None or second.total.value is None:
        return Number(number_id, name, None, rated, of)
    return Number(number_id, name, Fraction(_points(first) + _points(second), rated), rated, of)


def _points(scored: Scored) -> int:
    """The sum of the levels of the items of a total."""
    levels = (scored.row.levels[item] for item in scored.scale.members(scored.scale.total.id))
    return sum(level for level in levels if level >= 0)
