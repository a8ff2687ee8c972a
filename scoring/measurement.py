"""From counts to a suggested level, with how sure a sample of that size can make us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from scales.item import Cut, Measure

_Z95 = 1.959963984540054
"""The 97.5th percentile of the standard normal distribution."""
_EDGE_POINTS = 1
"""A percentage this close to a cut, in points, is flagged."""


@dataclass(frozen=True)
class Suggestion:
    """What counts say about an item.

    Attributes:
        level: The level they point to.
        or_lower: True where they cannot tell that level from the ones below it.
        value: The exact percentage, or the count itself.
        interval: 95 % Wilson interval in percent; None for a count.
        at_edge: True where the value is within one point of a cut.
        crosses: True where the interval reaches into another level.
    """

    level: int
    or_lower: bool
    value: Fraction
    interval: tuple[float, float] | None
    at_edge: bool
    crosses: bool


def suggest(
    measure: Measure, numerator: int, denominator: int | None, low: int
) -> Suggestion | None:
    """Suggest a level from counts.

    Args:
        measure: The item's measure.
        numerator: What was counted, 0 or more.
        denominator: Out of how many; not used for a count.
        low: The lowest level of the scale.

    Returns:
        None where nothing can be said: an empty denominator, or counts that cannot be.
    """
    if measure.kind == "count":
        if not 0 <= numerator <= (measure.of or 0):
            return None
        return _suggestion(measure, Fraction(numerator), None, low)
    if denominator is None or denominator <= 0 or not 0 <= numerator <= denominator:
        return None
    percent = Fraction(100 * numerator, denominator)
    return _suggestion(measure, percent, wilson_interval(numerator, denominator), low)


def wilson_interval(successes: float, sample: float) -> tuple[float, float]:
    """95 % Wilson score interval of a proportion, in percent.

    (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), after Wilson (1927), J. Am. Stat. Assoc.
    22:209. With 8 of 10 it gives 49 to 94, as in the rater protocol's table.

    Args:
        successes: 0 to `sample`.
        sample: At least 1. An effective sample size need not be whole.
    """
    share, z = successes / sample, _Z95
    middle = share + z * z / (2 * sample)
    reach = z * sqrt(share * (1 - share) / sample + z * z / (4 * sample * sample))
    scale = 1 + z * z / sample
    return (max(0.0, (middle - reach) / scale * 100), min(100.0, (middle + reach) / scale * 100))


def find_denominator(measure: Measure, counts: Mapping[str, int]) -> tuple[int | None, str]:
    """Work out a denominator from counts that were asked once, and say how.

    Args:
        measure: The item's measure.
        counts: Count facts that were answered, by id.

    Returns:
        The denominator, None where it cannot be worked out, and a sentence; an empty sentence
        where the measure takes its denominator from the rater.
    """
    names = measure.denominator_facts
    if names and all(name in counts for name in names):
        total = sum(counts[name] for name in names)
        return total, f"{total} {measure.denominator}, from the counts given."
    if measure.estimate and measure.estimate.fact in counts:
        share = Fraction(measure.estimate.percent) / 100
        estimated = counts[measure.estimate.fact] * share
        rounded = (2 * estimated.numerator + estimated.denominator) // (2 * estimated.denominator)
        return rounded, f"Estimated at {rounded}. {measure.estimate.note}"
    return None, ""


def _suggestion(
    measure: Measure, value: Fraction, interval: tuple[float, float] | None, low: int
) -> Suggestion:
    cut = _cut_of(measure, value)
    first = measure.cuts[0]
    at_edge = crosses = False
    if interval is not None:
        at_edge = any(abs(value - _end(c)) <= _EDGE_POINTS for c in measure.cuts[:-1])
        ends = (Fraction(interval[0]), Fraction(interval[1]))
        crosses = any(_cut_of(measure, end).level != cut.level for end in ends)
    or_lower = cut is first and first.level > low
    return Suggestion(cut.level, or_lower, value, interval, at_edge, crosses)


def _cut_of(measure: Measure, value: Fraction) -> Cut:
    for cut in measure.cuts[:-1]:
        end = _end(cut)
        if value < end or (value == end and cut.up_to is not None):
            return cut
    return measure.cuts[-1]


def _end(cut: Cut) -> Fraction:
    bound = cut.up_to if cut.up_to is not None else cut.below
    assert bound is not None, "the model demands one of the two"
    return Fraction(bound)
