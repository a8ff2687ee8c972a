"""How much it counts that two raters are so many levels apart."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Weighting = Literal["linear", "quadratic"]


def disagreement(size: int, weighting: Weighting) -> NDArray[np.int64]:
    """Levels apart, or their square, between any two of so many levels; whole numbers.

    Example:
        >>> disagreement(3, "quadratic").tolist()
        [[0, 1, 4], [1, 0, 1], [4, 1, 0]]
    """
    steps = np.arange(size)
    apart = np.abs(steps[:, None] - steps)
    return apart if weighting == "linear" else apart**2
