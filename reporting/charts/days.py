"""Days from left to right: the axis of charts over time, and the line of the day they are made on.

Days are drawn as whole numbers and not as moments, so that no reader's time zone moves them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from reporting.charts.frame import GRID, INK, MUTED, Channel, Plane, layer, text
from reporting.charts.words import Drawing
from reporting.sentences import day

_FIRST = date(1970, 1, 1)
_FEWEST = 14
"""Days that are shown at least: a plan of one day has no width."""
_MOST_MARKS = 6
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 6000, 24000)
"""Months between two marks."""


class Days(Plane):
    """A plane with days from left to right."""

    def __init__(self, height: int, shown: Sequence[date], today: date) -> None:
        """Set up a plane.

        Args:
            height: In pixels.
            shown: Days that must be on it, in any order.
            today: The day of the report; it is on it too.
        """
        super().__init__(height)
        self.today = today
        numbers = [number_of(each) for each in (*shown, today)]
        room = max((max(numbers) - min(numbers)) // 20, 3)
        # There is no day before the first or after the last that a date can have.
        self.first = max(min(numbers) - room, number_of(date.min))
        self.last = min(max(max(numbers) + room, self.first + _FEWEST), number_of(date.max))

    def x(self, field: str = "x") -> Channel:
        """Days, by their numbers."""
        axis = {
            "values": marks(self.first, self.last),
            "labelExpr": "utcFormat(datum.value * 86400000, '%Y-%m-%d')",
            "orient": "top",
            "title": None,
            "gridColor": GRID,
            "domain": False,
            "ticks": False,
            "labelFontSize": 12,
            "labelColor": MUTED,
            "labelOverlap": "greedy",
            "labelFlush": True,
        }
        scale = {"domain": [self.first, self.last], "nice": False, "zero": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}

    def today_line(self) -> list[Drawing]:
        """Draw the day of the report as a dashed line with its name at the foot."""
        x = number_of(self.today)
        align = "right" if x > (self.first + self.last) / 2 else "left"
        line = [{"x": x, "y": 0, "y2": self.height - 16}]
        foot = [{"x": x, "y": self.height - 8, "text": f"Today, {day(self.today)}"}]
        style = {"strokeDash": [5, 4], "strokeWidth": 1.5, "color": INK}
        return [
            layer(line, "rule", style, x=self.x(), y=self.y(), y2={"field": "y2"}),
            *text(foot, {"align": align, "baseline": "middle"}, INK, self.x(), self.y()),
        ]


def number_of(when: date) -> int:
    """The number of a day, counted from the first day of 1970.

    Example:
        >>> number_of(date(1970, 1, 2)), number_of(date(2026, 3, 2))
        (1, 20514)
    """
    return (when - _FIRST).days


def marks(first: int, last: int) -> list[int]:
    """Choose the days to write below an axis: first days of months, or weeks apart.

    Args:
        first, last: The ends of the axis, both included.
    """
    begin, end = _FIRST + timedelta(first), _FIRST + timedelta(last)
    weeks = max(7, -(-(last - first) // _MOST_MARKS // 7) * 7)
    if last - first < 31 * 3:
        return list(range(first + 3, last + 1, weeks))
    for step in _STEPS:
        months = range(-(-(begin.year * 12) // step) * step, (end.year + 1) * 12, step)
        days = (number_of(date(month // 12, month % 12 + 1, 1)) for month in months)
        within = [number for number in days if first <= number <= last]
        if len(within) <= _MOST_MARKS:
            return within
    return []
