"""Where a mean alone decides how good the verdict is at least: the cut-offs to draw beside it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scales.condition import MeanTest
from scales.model import Scale, Verdict
from scoring.rounding import as_text


@dataclass(frozen=True)
class CutOff:
    """The least mean that gives a verdict.

    Attributes:
        or_better: Whether there is a verdict above it, which a higher mean may give.
    """

    at_least: Fraction
    verdict: Verdict
    or_better: bool

    @property
    def text(self) -> str:
        """The cut-off as the scale file has it: 4.0, 1.75."""
        places = next(
            k for k in range(1, 5) if Fraction(as_text(self.at_least, k)) == self.at_least
        )
        return as_text(self.at_least, places)

    @property
    def name(self) -> str:
        """The verdict, and that it may be a better one."""
        return f"{self.verdict.name} or better" if self.or_better else self.verdict.name


def cut_offs(scale: Scale, number_id: str) -> tuple[CutOff, ...]:
    """List the cut-offs of a mean that decide by themselves, the lowest first.

    A verdict that asks for anything beside the mean has none.

    Args:
        scale: The scale.
        number_id: The total, or a subscale.
    """
    best = max((verdict.tier for verdict in scale.verdicts if verdict.tier is not None), default=0)
    found = [
        CutOff(Fraction(verdict.when.at_least), verdict, (verdict.tier or 0) < best)
        for verdict in scale.verdicts
        if isinstance(verdict.when, MeanTest)
        and verdict.when.of == number_id
        and verdict.when.at_least is not None
    ]
    return tuple(sorted(found, key=lambda cut: cut.at_least))
