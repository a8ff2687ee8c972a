"""A projected plan, quarter by quarter: the total in its verdict bands, and each subscale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import pandas as pd

from reporting.charts.frame import (
    BLUE,
    FONT,
    GRID,
    INK,
    MUTED,
    Channel,
    as_is,
    framed,
    layer,
    text,
)
from reporting.charts.layout import stack
from reporting.charts.words import ChartWithWords, Drawing, plain
from reporting.sentences import listed
from reporting.what_if_words import projection_words
from scales.model import Scale
from scoring.mean_bands import mean_bands
from scoring.rounding import as_decimal
from scoring.what_if import Projection

_TOTAL, _PART = 140, 46
"""Pixels for the total, and for each subscale."""
_TOP = 24
"""Room for the axis."""
_PALE = ("#f6f6f6", "#e2e6ea")


@dataclass(frozen=True)
class _Line:
    """One mean over the quarters, and where it is drawn, in pixels from the top."""

    name: str
    values: tuple[Fraction | None, ...]
    label: int
    top: int
    bottom: int
    total: bool


def projection_chart(
    projection: Projection, occasion: str, whens: Sequence[str], stem: str
) -> ChartWithWords:
    """Draw a projection.

    Args:
        projection: Of one scale.
        occasion: Program, day and kind of visit, to stand below the title.
        whens: What each row is called, "Now" first.
        stem: Name of the program and the day, for downloads.
    """
    scale = projection.scores.scale
    told = projection_words(projection)
    lines, height = _place(projection)
    title = f"{scale.short_name}: what the plan would bring"
    words = f"Line chart, {title}, {whens[0]} to {whens[-1]}. {told.headline} " + " ".join(
        f"{line.name}: {listed(map(as_decimal, line.values))}." for line in lines
    )
    layers = [
        *_bands(scale, lines[0], height),
        *_axis(projection, height),
        *(part for line in lines for part in _draw(scale, line, projection.phases, height)),
    ]
    return ChartWithWords(
        framed(layers, height, title, occasion, _key(scale), words),
        words,
        told.headline,
        projection_table(projection, whens),
        title,
        "-".join(part for part in (stem, plain(scale.id), "projection") if part),
    )


def projection_table(projection: Projection, whens: Sequence[str]) -> pd.DataFrame:
    """Write verdict, total and subscales of every quarter."""
    means = {name: list(map(as_decimal, values)) for name, values in _means(projection)}
    verdicts = [verdict.name for verdict in projection.scores.verdicts]
    return pd.DataFrame({"When": list(whens), "Verdict": verdicts, **means})


def _means(projection: Projection) -> list[tuple[str, tuple[Fraction | None, ...]]]:
    """The total and each subscale, but for one that is the total under another name."""
    scores, phases = projection.scores, range(projection.phases + 1)
    scale = scores.scale
    total = scale.members(scale.total.id)
    parts = [s for s in scale.subscales if scale.members(s.id) != total]
    named = [(scale.total.name, scores.total), *((s.name, scores.subscales[s.id]) for s in parts)]
    return [(name, tuple(means.value(phase) for phase in phases)) for name, means in named]


def _place(projection: Projection) -> tuple[list[_Line], int]:
    means = _means(projection)
    heights = [_TOTAL, *[_PART] * (len(means) - 1)]
    rows, height = stack(
        ((name, "", tall) for (name, _), tall in zip(means, heights, strict=True)), pause=14
    )
    lines = [
        _Line(
            name,
            values,
            _TOP + row.top,
            _TOP + row.detail_top + 18,
            _TOP + row.detail_top + tall - 4,
            row is rows[0],
        )
        for (name, values), row, tall in zip(means, rows, heights, strict=True)
    ]
    return lines, height + _TOP


def _pixel(scale: Scale, line: _Line, value: Fraction) -> float:
    low, high = scale.levels.low, scale.levels.high
    return round(line.bottom - float((value - low) / (high - low)) * (line.bottom - line.top), 2)


def _x(last: int, field: str = "x") -> Channel:
    axis = {
        "values": list(range(last + 1)),
        "labelExpr": "datum.value == 0 ? 'Now' : 'Q' + datum.value",
        "orient": "top",
        "title": None,
        "grid": False,
        "domain": False,
        "ticks": False,
        "labelFontSize": 12,
        "labelColor": INK,
        "labelFont": FONT,
    }
    scale = {"domain": [-0.35, last + 0.35], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def _y(height: int, field: str = "y") -> Channel:
    scale = {"domain": [0, height], "reverse": True, "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def _axis(projection: Projection, height: int) -> list[Drawing]:
    last = projection.phases
    grid = [{"x": phase, "y": _TOP - 6, "y2": height} for phase in range(last + 1)]
    style = {"strokeWidth": 1, "color": GRID}
    return [layer(grid, "rule", style, x=_x(last), y=_y(height), y2={"field": "y2"})]


def _bands(scale: Scale, total: _Line, height: int) -> list[Drawing]:
    """Stripes behind the total, one for each verdict; none where verdicts are no bands."""
    stripes = [
        {
            "y": _pixel(scale, total, band.high),
            "y2": _pixel(scale, total, band.low),
            "fill": _PALE[place % 2],
        }
        for place, band in enumerate(mean_bands(scale))
    ]
    if not stripes:
        return []
    whole = {"x": {"value": 0}, "x2": {"value": "width"}}
    y, until = _y(height), {"field": "y2"}
    return [layer(stripes, "rect", {}, **whole, y=y, y2=until, color=as_is("fill"))]


def _key(scale: Scale) -> str:
    """Name the stripes. Written into them, the names would lie below the line."""
    said = "A projection: what the rules make of the levels aimed at, not a forecast."
    lowest, *others = mean_bands(scale) or (None,)
    if lowest is None:
        return said
    names = [f"{band.verdict.name} from {as_decimal(band.low)}" for band in others]
    return f"{said} Stripes, from below: {', '.join([lowest.verdict.name, *names])}."


def _draw(scale: Scale, line: _Line, last: int, height: int) -> list[Drawing]:
    """The name of a mean, its line, its points, and its value wherever that changes."""
    points = [
        {"x": phase, "y": _pixel(scale, line, value), "text": as_decimal(value)}
        for phase, value in enumerate(line.values)
        if value is not None
    ]
    steps = [{**one, "x2": other["x"], "y2": other["y"]} for one, other in pairwise(points)]
    changes = [
        point
        for place, point in enumerate(points)
        if place == 0 or point["text"] != points[place - 1]["text"]
    ]
    label = [{"y": line.label, "text": line.name if points else f"{line.name}: no mean"}]
    bold = {"fontWeight": "bold"} if line.total else {}
    look = {"strokeWidth": 3 if line.total else 2, "color": BLUE if line.total else MUTED}
    dot = {"size": 90 if line.total else 50, "color": look["color"], "opacity": 1}
    x, y = _x(last), _y(height)
    return [
        layer(steps, "rule", look, x=x, x2={"field": "x2"}, y=y, y2={"field": "y2"}),
        layer(points, "circle", dot, x=x, y=y),
        *text(changes, {"align": "center", "baseline": "bottom", "dy": -6, **bold}, INK, x, y),
        *text(label, {"baseline": "top", **bold}, INK, {"value": 0}, y),
    ]
