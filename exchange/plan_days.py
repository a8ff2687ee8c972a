"""Days as a spreadsheet writes them: the month first or the day first, settled once for a file."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

Order = Literal["month", "day"]
"""What stands first where the year stands last."""

_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
# A day that can be one only outweighs one that merely fits what is stored, which may be another
# day that somebody typed; two such together are no chance any more.
_ONE_ONLY, _FITS, _SETTLED = 3, 1, 2


class DayOrder:
    """Which of month and day stands first in a file, for each sign that stands between them.

    Args:
        cells: All cells of the file that hold days, each with the day that it held when the file
            was written, None without one.
    """

    def __init__(self, cells: Iterable[tuple[str, dt.date | None]] = ()) -> None:
        votes: Counter[tuple[str, Order]] = Counter()
        for cell, was in cells:
            by_order = _by_order(cell)
            if len(set(by_order.values())) == 2:
                fits: list[Order] = [order for order, day in by_order.items() if day == was]
                votes.update({(_sign(cell), order): _FITS for order in fits})
            elif len(by_order) == 1:
                votes.update({(_sign(cell), order): _ONE_ONLY for order in by_order})
        self._votes = votes

    def readings(self, cell: str) -> list[dt.date]:
        """All days that a text may mean in this file, the earliest first; none if it is no day."""
        by_order = _by_order(cell)
        settled = self._settled(_sign(cell)) if by_order else None
        if settled in by_order:
            return [by_order[settled]]
        return all_readings(cell)

    def _settled(self, sign: str) -> Order | None:
        ahead = self._votes[sign, "month"] - self._votes[sign, "day"]
        if abs(ahead) < _SETTLED:
            return None
        return "month" if ahead > 0 else "day"


def all_readings(cell: str) -> list[dt.date]:
    """All days that a text may mean by itself, the earliest first; none if it is no day."""
    if _ISO.fullmatch(cell):
        day = _date(*map(int, cell.split("-")))
        return [] if day is None else [day]
    return sorted(set(_by_order(cell).values()))


def _by_order(cell: str) -> dict[Order, dt.date]:
    """The day that a text with the year last means with the month first and with the day first."""
    found = _SLASHED.fullmatch(cell)
    if found is None:
        return {}
    one, other, year = (int(found[part]) for part in (1, 3, 4))
    days: dict[Order, dt.date | None] = {
        "month": _date(year, one, other),
        "day": _date(year, other, one),
    }
    return {order: day for order, day in days.items() if day is not None}


def _sign(cell: str) -> str:
    found = _SLASHED.fullmatch(cell)
    return found[2] if found else ""


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
