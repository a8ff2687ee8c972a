"""Tables whose columns may be named by users: no name hides another column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

Column = tuple[str, Sequence[object]]


def frame_of(columns: Iterable[Column]) -> pd.DataFrame:
    """Make a table of columns; a name that is taken gets a number.

    Example:
        >>> list(frame_of([("Item", [1]), ("Item", [2])]).columns)
        ['Item', 'Item (2)']
    """
    listed = list(columns)
    names = distinct([name for name, _ in listed])
    return pd.DataFrame({name: list(c) for name, (_, c) in zip(names, listed, strict=True)})


def distinct(names: Sequence[str]) -> list[str]:
    """Give a number to each name that is taken already."""
    found: list[str] = []
    for name in names:
        number, free = 2, name
        while free in found:
            free, number = f"{name} ({number})", number + 1
        found.append(free)
    return found
