"""Means as exact fractions: a sum and a count that are compared, never divided."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Means:
    """One mean per assessment, as numerator over denominator.

    Attributes:
        numerators: Shape (rows,), integers.
        denominators: Shape (rows,), integers; 0 where the mean cannot be formed.
        rated: Shape (rows,), how many items are rated.
        applicable: Shape (rows,), how many items apply (all less those not applicable).
    """

    numerators: NDArray[np.integer]
    denominators: NDArray[np.integer]
    rated: NDArray[np.integer]
    applicable: NDArray[np.integer]

    def value(self, row: int) -> Fraction | None:
        """Return one mean exactly, or None where it cannot be formed."""
        denominator = int(self.denominators[row])
        return Fraction(int(self.numerators[row]), denominator) if denominator else None

    def at_least(self, bound: Fraction) -> NDArray[np.bool_]:
        """Tell where the mean is at least `bound`; False where it cannot be formed.

        Compared by cross-multiplying, so nothing is rounded before a verdict is chosen.
        """
        left = self.numerators * bound.denominator
        return (left >= self.denominators * bound.numerator) & self.formed

    def below(self, bound: Fraction) -> NDArray[np.bool_]:
        """Tell where the mean is below `bound`; False where it cannot be formed."""
        return ~self.at_least(bound) & self.formed

    @property
    def formed(self) -> NDArray[np.bool_]:
        """Where the mean can be formed."""
        return self.denominators > 0


def mean_of_items(
    sums: NDArray[np.integer],
    rated: NDArray[np.integer],
    applicable: NDArray[np.integer],
    minimum_rated: int,
) -> Means:
    """Mean of the rated items: sum of levels over number rated.

    An item that is not rated leaves numerator and denominator both, as in the published total of
    the Norwegian family psychoeducation scale (PMC8170939, table 4). Fewer than `minimum_rated`
    rated items form no mean.
    """
    numerators = sums.astype(np.int64)
    denominators = np.where(rated >= max(minimum_rated, 1), rated, 0).astype(np.int64)
    return Means(numerators, denominators, rated, applicable)


def mean_of_means(parts: list[Means]) -> Means:
    """Mean of several means, each weighing the same; formed only where every part is.

    Each part s/n becomes s * (L/n) over L, with L the least common multiple of the counts that
    occur, so the sum stays an exact integer however many items each part had.
    """
    counts = {int(n) for part in parts for n in np.unique(part.denominators) if n}
    common = lcm(*counts) if counts else 1
    exact = _integer_type(parts, common)
    formed = np.logical_and.reduce([part.formed for part in parts])
    numerators = np.zeros(len(formed), dtype=exact)
    for part in parts:
        safe = np.where(part.formed, part.denominators, 1).astype(exact)
        numerators = numerators + part.numerators.astype(exact) * (common // safe)
    denominators = formed.astype(exact) * (common * len(parts))
    rated = np.add.reduce([part.rated.astype(np.int64) for part in parts])
    applicable = np.add.reduce([part.applicable.astype(np.int64) for part in parts])
    return Means(numerators, denominators, rated, applicable)


def _integer_type(parts: list[Means], common: int) -> type:
    """64-bit integers where they cannot overflow, else Python's own, which have no bound.

    A cut-off has at most four decimals (the loader sees to it), hence the factor of 10,000.
    """
    largest = max(int(part.numerators.max(initial=1)) for part in parts)
    bound = largest * common * len(parts) * 10_000 * 10
    return np.int64 if bound < 2**63 else object
