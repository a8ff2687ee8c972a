"""One statistic with its 95 % confidence interval, or the sentence that says why it has none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

UPPER = 0.975
"""The upper tail of a two-sided 95 % interval."""
_NOTHING = 1e-12
"""A standard error below this is a sum of rounding, not of differences."""


@dataclass(frozen=True)
class Estimate:
    """A statistic. Never NaN: what cannot be known is None, and `why` says so.

    Attributes:
        value: None where it is not estimable.
        low: Lower end of the 95 % interval; None where there is no interval, together with `high`.
        high: Upper end.
        n: How many items (or visits) it rests on.
        why: A sentence where the value or its interval is lacking, or rests on a part; else empty.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    why: str = ""


def lacking(n: int, why: str) -> Estimate:
    """A statistic that is not estimable.

    Example:
        >>> lacking(1, "only one item was rated by two raters").why
        'Not estimable: only one item was rated by two raters.'
    """
    return Estimate(None, None, None, n, f"Not estimable: {why}.")


def bare(value: float, n: int, why: str) -> Estimate:
    """A statistic without an interval."""
    return Estimate(value, None, None, n, f"No interval: {why}.")


def around(value: float, error: float, n: int, *, degrees: int, least: float = -1.0) -> Estimate:
    """A t interval around a value: value ± t(0.975; degrees) x standard error, cut to the possible.

    Args:
        value: The statistic.
        error: Its standard error.
        n: What it rests on.
        degrees: Degrees of freedom, at least 1.
        least: Its lowest possible value; the highest is 1 for -1 and open for 0.
    """
    if error < _NOTHING:
        return bare(value, n, "leaving out any one of them changes nothing")
    half = float(stdtrit(degrees, UPPER)) * error
    most = 1.0 if least < 0 else np.inf
    return Estimate(value, max(value - half, min(least, value)), min(value + half, most), n)


def jackknifed(
    value: float, left_out: NDArray[np.float64], formed: NDArray[np.bool_], least: float = -1.0
) -> Estimate:
    """Form an interval by leaving out one item at a time.

    SE² = (n - 1) / n x Σ (θ₍ᵢ₎ - mean of θ₍ᵢ₎)², interval by t with n - 1 degrees of freedom.

    Reference: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 11. Checked by
    hand: for a mean it is the usual standard error of a mean.

    Args:
        value: The statistic over all items.
        left_out: The statistic without each item in turn.
        formed: Where that could be formed.
        least: The lowest possible value of the statistic, -1 or 0.
    """
    n = len(left_out)
    if n < 3:
        return bare(value, n, "it takes three or more")
    if not formed.all():
        return bare(value, n, "without one of them nothing could be said")
    error = np.sqrt((n - 1) / n * np.sum((left_out - left_out.mean()) ** 2))
    return around(value, float(error), n, degrees=n - 1, least=least)
