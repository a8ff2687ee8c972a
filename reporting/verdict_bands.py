"""Where a verdict is a band of a mean: from where to where each reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scales.condition import MeanTest, NoMeanTest
from scales.model import Scale, Verdict


@dataclass(frozen=True)
class Band:
    """The stretch of a mean that is one verdict: from `low`, included, up to `high`, excluded.

    The highest band ends with the scale, its end included.
    """

    verdict: Verdict
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class Bands:
    """A scale whose verdict is read off one mean.

    Attributes:
        of: The id of that mean.
        bands: The lowest first.
    """

    of: str
    bands: tuple[Band, ...]


def verdict_bands(scale: Scale) -> Bands | None:
    """Find the bands of a scale; None where the verdict asks for more than a mean.

    It is one of bands where, once a mean can be formed at all, each rule asks for the same mean to
    be at least something, less each time, and the last asks for nothing.
    """
    rules = [v for v in scale.verdicts if not isinstance(v.when, NoMeanTest)]
    cuts = [_cut(verdict) for verdict in rules[:-1]]
    if not cuts or None in cuts or rules[-1].when is not None:
        return None
    found = [cut for cut in cuts if cut is not None]
    if len({of for of, _ in found}) > 1:
        return None
    lows = [low for _, low in found] + [Fraction(scale.levels.low)]
    if lows != sorted(set(lows), reverse=True):
        return None
    return Bands(found[0][0], _bands(rules, lows, Fraction(scale.levels.high)))


def _bands(rules: Sequence[Verdict], lows: Sequence[Fraction], end: Fraction) -> tuple[Band, ...]:
    highs = [end, *lows]
    found = [Band(*each) for each in zip(rules, lows, highs, strict=False)]
    return tuple(reversed(found))


def _cut(verdict: Verdict) -> tuple[str, Fraction] | None:
    when = verdict.when
    if not isinstance(when, MeanTest) or when.at_least is None:
        return None
    return when.of, Fraction(when.at_least)
