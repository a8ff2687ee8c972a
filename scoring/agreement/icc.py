"""The intraclass correlation ICC(A,1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtri

from scoring.agreement.estimate import UPPER, Estimate, bare, lacking
from scoring.agreement.grid import Grid


def icc_a1(grid: Grid) -> Estimate:
    """How much of the variance of single ratings lies between items: two-way, absolute agreement.

    ICC(A,1) = (MSR - MSE) / (MSR + (k - 1) MSE + k (MSC - MSE) / n), with the mean squares of n
    items (rows), k raters (columns) and what remains; the same number as Shrout and Fleiss's
    ICC(2,1). Only items that all raters rated are used. It treats levels as evenly spaced. It is
    at most 1; in small tables it can fall below -1, which says no more than "no agreement".
    Interval: F, with Satterthwaite's degrees of freedom.

    Reference: McGraw and Wong (1996), Psychological Methods 1:30-46, tables 4 and 7 (case 2A);
    Shrout and Fleiss (1979), Psychological Bulletin 86:420-428. Checked against pingouin (random
    tables) and Shrout and Fleiss's table (6 targets, 4 judges: 0.29, 0.02 to 0.76).
    """
    refused = grid.too_little()
    if refused:
        return refused
    whole = grid.levels[grid.rated.all(axis=1)].astype(np.int64)
    n, k = whole.shape
    if n < 2:
        which = f"only one {grid.unit} was" if n else f"no {grid.unit} was"
        return lacking(n, f"{which} rated by all {k} raters")
    squares = _squares(whole)
    below = squares.rows + (k - 1) * squares.rest + k / n * (squares.columns - squares.rest)
    if below <= 0:
        return lacking(n, "the ratings have no variance that could be divided")
    return _interval((squares.rows - squares.rest) / below, squares, n, k)


@dataclass(frozen=True)
class _Squares:
    """Mean squares of rows, columns and rest."""

    rows: float
    columns: float
    rest: float


def _squares(whole: np.ndarray) -> _Squares:
    """Mean squares; whole numbers up to the last division, so that nothing is left of nothing."""
    n, k = whole.shape
    total = int(whole.sum()) ** 2
    rows = n * int((whole.sum(axis=1) ** 2).sum()) - total
    columns = k * int((whole.sum(axis=0) ** 2).sum()) - total
    rest = n * k * int((whole**2).sum()) - total - rows - columns
    size = n * k
    return _Squares(
        rows / (size * (n - 1)),
        columns / (size * (k - 1)),
        rest / (size * (n - 1) * (k - 1)),
    )


def _interval(value: float, squares: _Squares, n: int, k: int) -> Estimate:
    if not squares.rest and not squares.columns:
        return bare(value, n, "the raters saw everything alike")
    if not squares.rows:
        return bare(value, n, "the mean of the ratings is the same everywhere")
    rows, columns, rest = squares.rows, squares.columns, squares.rest
    a = k * value / (n * (1 - value))
    b = 1 + k * value * (n - 1) / (n * (1 - value))
    parts = (a * columns) ** 2 / (k - 1) + (b * rest) ** 2 / ((n - 1) * (k - 1))
    degrees = (a * columns + b * rest) ** 2 / parts
    high_f, low_f = float(fdtri(n - 1, degrees, UPPER)), float(fdtri(degrees, n - 1, UPPER))
    others = k * columns + (k * n - k - n) * rest
    low = n * (rows - high_f * rest) / (high_f * others + n * rows)
    high = n * (low_f * rows - rest) / (others + n * low_f * rows)
    if not low <= value <= high:
        return bare(value, n, "the value is too low for one")
    return Estimate(value, max(low, min(value, -1.0)), high, n)
