"""The plane of a mean over time: days from left to right, levels from bottom to top."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from reporting.charts.frame import (
    GRID,
    INK,
    MUTED,
    ORANGE,
    TRACK,
    Channel,
    Rows,
    as_is,
    layer,
)
from reporting.charts.words import Drawing
from scales.model import Levels
from scoring.mean_bands import Band

NARROW = 280
"""Pixels that a plane has on a phone: what does not overlap there never does."""
_PLANE = 260
"""Pixels from the lowest level to the highest."""
_TOP = 30
"""Pixels above the highest level, for the number of a point that stands there."""
_TINTS = ("#ffffff", "#f0f4f9", "#e0e9f2", "#d0deeb")
_WORDS: Channel = {"field": "text", "type": "nominal"}

Side = Literal["left", "right"]
SIDES: tuple[Side, ...] = ("left", "right")
_LETTERS = 16
"""Pixels that a name takes from top to bottom."""
_Edge = tuple[float, float, float, str]
"""Where letters stand, from which level to which they reach, and which end of them stands there."""


class TimePlane:
    """Days from left to right, levels from bottom to top, and room for words at the foot."""

    def __init__(self, levels: Levels, days: Sequence[date], foot: int) -> None:
        """Set up a plane.

        Args:
            levels: From the lowest to the highest.
            days: In rising order, at least one; beside the first and the last is room for words.
            foot: Pixels below the lowest level.
        """
        self.low, self.high = levels.low, levels.high
        room = max((days[-1] - days[0]).days // 6, 30)
        self.first, self.last = days[0] - timedelta(room), days[-1] + timedelta(room)
        self.foot = foot
        self.taken: list[tuple[Side, float, float]] = []
        """Where marks and names are: the side, and from which level to which."""
        self.height = _TOP + _PLANE + foot

    def share(self, day: date) -> float:
        """Where a day is, from 0 at the left to 1 at the right."""
        return (day - self.first).days / (self.last - self.first).days

    def take(self, share: float, low: float, high: float) -> None:
        """Keep names away from a mark, as far as they can be."""
        if share < 0.45:
            self.taken.append(("left", low, high))
        if share > 0.55:
            self.taken.append(("right", low, high))

    def levels(self, pixels: float) -> float:
        """How many levels so many pixels are."""
        return pixels * (self.high - self.low) / _PLANE

    def x(self, name: str = "x") -> Channel:
        """Days."""
        axis = {
            "format": "%Y-%m",
            "title": None,
            "grid": False,
            "tickCount": 5,
            "labelOverlap": "greedy",
            "labelFontSize": 12,
            "labelColor": INK,
            "domainColor": TRACK,
            "tickColor": TRACK,
        }
        # In UTC, so that no reader's time zone moves a day.
        domain = [self.first.isoformat(), self.last.isoformat()]
        scale = {"type": "utc", "domain": domain, "nice": False}
        return {"field": name, "type": "temporal", "scale": scale, "axis": axis}

    def y(self, name: str = "y") -> Channel:
        """Levels."""
        axis = {
            "values": list(range(self.low, self.high + 1)),
            "format": "d",
            "title": None,
            "gridColor": GRID,
            "domain": False,
            "ticks": False,
            "labelFontSize": 12,
            "labelColor": INK,
        }
        domain = [self.low - self.levels(self.foot), self.high + self.levels(_TOP)]
        scale = {"domain": domain, "nice": False, "zero": False}
        return {"field": name, "type": "quantitative", "scale": scale, "axis": axis}

    def bands(self, bands: Sequence[Band]) -> list[Drawing]:
        """Draw the stretch of each verdict with its name."""
        ends = {"x": self.first.isoformat(), "x2": self.last.isoformat()}
        fields = [
            {**ends, "y": float(band.low), "y2": float(band.high), "fill": _TINTS[min(k, 3)]}
            for k, band in enumerate(bands)
        ]
        cuts: Rows = [{**ends, "y": float(band.low)} for band in bands[1:]]
        x, x2, y, y2 = self.x(), {"field": "x2"}, self.y(), {"field": "y2"}
        names = [
            name
            for band in bands
            for name in self._name(
                band.verdict.name, float(band.high), float(band.low), MUTED, within=True
            )
        ]
        for cut in cuts:
            for side in SIDES:
                self.taken.append((side, cut["y"] - 0.03, cut["y"] + 0.03))
        return [
            layer(fields, "rect", {}, x=x, x2=x2, y=y, y2=y2, color=as_is("fill")),
            layer(cuts, "rule", {"color": MUTED, "strokeWidth": 1}, x=x, x2=x2, y=y),
            *names,
        ]

    def line_at(self, level: float, name: str) -> list[Drawing]:
        """Draw a dashed line from side to side with its name."""
        ends = [{"x": self.first.isoformat(), "x2": self.last.isoformat(), "y": level}]
        style = {"color": ORANGE, "strokeWidth": 1.5, "strokeDash": [5, 4]}
        return [
            layer(ends, "rule", style, x=self.x(), x2={"field": "x2"}, y=self.y()),
            *self._name(name, level, level, ORANGE, within=False),
        ]

    def _name(
        self, name: str, upper: float, lower: float, color: str, *, within: bool
    ) -> list[Drawing]:
        """Write a name at an edge, on the side where the fewest marks and other names are.

        Args:
            name: What is written.
            upper, lower: The levels of the two edges it may stand at.
            color: Of the letters.
            within: Whether it stands between the edges, or outside them.
        """
        high = self.levels(_LETTERS)
        below = [(upper, upper - high, upper, "top"), (lower, lower, lower + high, "bottom")]
        beside = [(upper, upper, upper + high, "bottom"), (lower, lower - high, lower, "top")]
        edges: list[_Edge] = below if within else beside
        places: list[tuple[Side, _Edge]] = [(side, edge) for edge in edges for side in SIDES]
        side, edge = min(places, key=lambda place: self._met(place[0], *place[1][1:3]))
        level, bottom, top, baseline = edge
        self.taken.append((side, bottom, top))
        day, dx = (self.first, 6) if side == "left" else (self.last, -6)
        here = [{"x": day.isoformat(), "y": level, "text": name}]
        dy = 4 if baseline == "top" else -4
        look = {"align": side, "baseline": baseline, "dx": dx, "dy": dy, "fontSize": 11}
        style = {**look, "color": color}
        return [layer(here, "text", style, x=self.x(), y=self.y(), text=_WORDS)]

    def _met(self, side: Side, low: float, high: float) -> int:
        return sum(s == side and b < high and t > low for s, b, t in self.taken)
