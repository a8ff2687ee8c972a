"""Where a mean alone decides the verdict: the cut-offs to draw beside it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scales.condition import MeanTest
from scales.model import Scale, Verdict


@dataclass(frozen=True)
class CutOff:
    """The least mean that gives a verdict."""

    at_least: Fraction
    verdict: Verdict


def cut_offs(scale: Scale, number_id: str) -> tuple[CutOff, ...]:
    """List the cut-offs of a mean, the lowest first; none where anything else decides too.

    Args:
        scale: The scale.
        number_id: The total, or a subscale.
    """
    found = [
        CutOff(Fraction(verdict.when.at_least), verdict)
        for verdict in scale.verdicts
        if isinstance(verdict.when, MeanTest)
        and verdict.when.of == number_id
        and verdict.when.at_least is not None
    ]
    return tuple(sorted(found, key=lambda cut: cut.at_least))
