"""What all charts share: letters, colors, the axis of levels, the target line, labels, title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from reporting.charts.layout import DETAIL_WIDTH, LABEL_WIDTH, LINE, Row, broken
from reporting.charts.words import Drawing
from reporting.report import Report
from reporting.scale_report import ScaleReport
from scales.model import Levels

FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
INK = "#1b1b1b"
MUTED = "#4d4d4d"
BLUE = "#1f4e79"
ORANGE = "#9c4a00"
GRID = "#d9d9d9"
TRACK = "#c4c4c4"
AXIS_LOOK = {
    "titleAnchor": "start",
    "gridColor": GRID,
    "domain": False,
    "ticks": False,
    "labelFontSize": 12,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
    "labelColor": INK,
    "titleColor": MUTED,
}
WIDTH = 640
"""Pixels, where nobody asks for another width."""
RIM = {"color": "white", "stroke": "white", "strokeWidth": 4, "strokeJoin": "round", "aria": False}
"""Below letters. Round, or the corners of an M would reach into the line above."""
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

Rows = Sequence[dict[str, Any]]
Channel = dict[str, Any]
Mark = Literal["bar", "circle", "point", "rect", "rule", "text"]


class Plane:
    """What is as high as its rows: pixels from top to bottom."""

    def __init__(self, height: int) -> None:
        """Set up a plane of so many pixels."""
        self.height = height

    def y(self) -> Channel:
        """Pixels from the top, from the field `y`."""
        scale = {"domain": [0, self.height], "reverse": True, "nice": False, "zero": False}
        return {"field": "y", "type": "quantitative", "scale": scale, "axis": None}

    def labels(self, rows: Sequence[Row], bold: Sequence[bool] | None = None) -> list[Drawing]:
        """Write the labels above their rows, and the details below the labels."""
        heavy = bold or [False] * len(rows)
        pairs = list(zip(rows, heavy, strict=True))
        return [
            *self._lines([(r.top, r.label) for r, b in pairs if not b], 12),
            *self._lines([(r.top, r.label) for r, b in pairs if b], 13, bold=True),
            *self._lines([(r.detail_top, r.detail) for r in rows], 11, color=MUTED),
        ]

    def _lines(
        self,
        lines: list[tuple[int, str]],
        size: int,
        *,
        bold: bool = False,
        color: str = INK,
    ) -> list[Drawing]:
        data = [{"y": top, "text": words} for top, words in lines if words]
        style = {
            "align": "left",
            "baseline": "top",
            "fontSize": size,
            "fontWeight": "bold" if bold else "normal",
            "lineBreak": "\n",
            "lineHeight": LINE,
        }
        return text(data, style, color, {"value": 0}, self.y())

    def finish(
        self, layers: Sequence[Drawing], report: Report, title: str, key: str, words: str
    ) -> Drawing:
        """Put the layers together under a title.

        Args:
            layers: From back to front.
            report: Names the program and the visit below the title.
            title: What the chart shows.
            key: What its signs mean; may be empty.
            words: For screen readers.
        """
        return framed(layers, self.height, title, report.occasion, key, words)


class Frame(Plane):
    """The plane of one chart: levels from left to right, pixels from top to bottom."""

    def __init__(self, levels: ScaleReport | Levels, height: int, *, beyond: float = 0.45) -> None:
        """Set up a plane.

        Args:
            levels: Gives the lowest and the highest level.
            height: In pixels.
            beyond: Room right of the highest level, in levels.
        """
        super().__init__(height)
        self.low, self.high = levels.low, levels.high
        self.end = levels.high + beyond

    def x(self, field: str = "x") -> Channel:
        """Levels."""
        axis = {
            "values": list(range(self.low, self.high + 1)),
            "format": "d",
            "orient": "top",
            "title": f"Level ({self.low} to {self.high})",
            **AXIS_LOOK,
        }
        scale = {"domain": [self.low, self.end], "nice": False, "zero": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}

    def target(self, level: int) -> list[Drawing]:
        """Draw the target as a dashed line with its name at the foot."""
        line = [{"x": level, "y": 0, "y2": self.height - 16}]
        foot = [{"x": level, "y": self.height - 8, "text": f"Target {level}"}]
        style = {"strokeDash": [5, 4], "strokeWidth": 1.5, "color": INK}
        return [
            layer(line, "rule", style, x=self.x(), y=self.y(), y2={"field": "y2"}),
            *text(foot, {"align": "center", "baseline": "middle"}, INK, self.x(), self.y()),
        ]

    def own_targets(self, targets: Sequence[tuple[float, int]], reach: int) -> list[Drawing]:
        """Draw targets of their own as short upright lines.

        Args:
            targets: Where each stands: the level or mean, and the middle of its row.
            reach: Pixels above and below the middle.
        """
        if not targets:
            return []
        lines = [{"x": x, "y": middle - reach, "y2": middle + reach} for x, middle in targets]
        style = {"strokeWidth": 3, "color": INK}
        return [layer(lines, "rule", style, x=self.x(), y=self.y(), y2={"field": "y2"})]


def framed(
    layers: Sequence[Drawing], height: int, title: str, occasion: str, key: str, words: str
) -> Drawing:
    """Put layers together under a title; `occasion` and `key` stand below it and may be empty."""
    below = broken(occasion, DETAIL_WIDTH) + broken(key, DETAIL_WIDTH)
    heading = {
        "text": broken(title, LABEL_WIDTH - 6),
        "subtitle": below,
        "anchor": "start",
        "frame": "group",
        "fontSize": 15,
        "subtitleFontSize": 12,
        "color": INK,
        "subtitleColor": MUTED,
        "subtitleLineHeight": 16,
        "offset": 12,
    }
    return {
        "$schema": _SCHEMA,
        "description": words,
        "background": "white",
        "padding": 8,
        "title": heading,
        "width": WIDTH,
        "height": height,
        "layer": list(layers),
        "config": {"font": FONT, "view": {"stroke": None}},
    }


def layer(data: Rows, mark: Mark, style: dict[str, Any], **encoding: Channel) -> Drawing:
    """Draw one layer; the channels of `encoding` are those of Vega-Lite."""
    return {
        "data": {"values": list(data)},
        "mark": {"type": mark, **style},
        "encoding": encoding,
    }


def text(data: Rows, style: dict[str, Any], color: str, x: Channel, y: Channel) -> list[Drawing]:
    """Write the field `text` on a white rim, so that no line of the chart runs through a letter."""
    letters = {"fontSize": 12, "align": "left", "dx": 0, **style}
    words = {"field": "text", "type": "nominal"}
    return [
        layer(data, "text", look, x=x, y=y, text=words)
        for look in ({**letters, **RIM}, {**letters, "color": color})
    ]


def as_is(field: str) -> Channel:
    """Take a color or shape from a field, without a legend."""
    return {"field": field, "type": "nominal", "scale": None}
