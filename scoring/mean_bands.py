"""Scales whose verdicts are bands of the mean: from which mean on each is given."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scales.condition import MeanTest, NoMeanTest
from scales.model import Scale, Verdict


@dataclass(frozen=True)
class Band:
    """The stretch of the total that is one verdict.

    Attributes:
        low: Where it begins, included.
        high: Where it ends, excluded; of the highest band the end of the scale, included.
    """

    verdict: Verdict
    low: Fraction
    high: Fraction


def mean_bands(scale: Scale) -> tuple[Band, ...]:
    """List the bands of the total, the lowest first; empty where anything else decides too.

    The lowest begins at the scale's lowest level. A rule for totals that cannot be formed is no
    band and stands in nobody's way.

    Example:
        >>> from pathlib import Path
        >>> from scales.loading import load_scale
        >>> import scales
        >>> library = Path(scales.__file__).parent / "library"
        >>> [(b.verdict.id, str(b.low)) for b in mean_bands(load_scale(library / "goi.yaml"))]
        [('low', '1'), ('moderate', '3'), ('high', '4')]
        >>> mean_bands(load_scale(library / "integration.yaml"))
        ()
    """
    lows: list[tuple[Verdict, Fraction]] = []
    for verdict in scale.verdicts:
        match verdict.when:
            case NoMeanTest(of=of) if of == scale.total.id:
                continue
            case MeanTest(of=of, at_least=bound) if of == scale.total.id and bound is not None:
                lows.append((verdict, Fraction(bound)))
            case None:
                lows.append((verdict, Fraction(scale.levels.low)))
            case _:
                return ()
    highs = [Fraction(scale.levels.high), *(low for _, low in lows)]
    falling = [low for _, low in lows]
    if falling != sorted(set(falling), reverse=True):
        return ()
    return tuple(Band(*one, high) for one, high in zip(lows, highs, strict=False))[::-1]
