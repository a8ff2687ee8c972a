"""Where the total alone decides the verdict: the cut-offs to draw beside it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scales.model import Scale, Verdict
from scoring.mean_bands import mean_bands
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
    """List the cut-offs of the total where nothing but the total decides, the lowest first.

    Where any verdict asks for something else too, a total at a cut-off may have another verdict, so
    there are none; nor are there any of a subscale.

    Args:
        scale: The scale.
        number_id: The total, or a subscale.
    """
    bands = mean_bands(scale) if number_id == scale.total.id else ()
    end = scale.levels.high
    return tuple(CutOff(band.low, band.verdict, band.high < end) for band in bands[1:])
