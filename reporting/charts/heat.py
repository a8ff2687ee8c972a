"""Items and visits as a grid of levels; the shade helps the eye, the number says it."""

from __future__ import annotations

from reporting.charts.frame import GRID, INK, MUTED, Frame, as_is, framed, layer
from reporting.charts.layout import stack
from reporting.charts.words import ChartWithWords, Drawing, plain
from reporting.compare.heat_table import heat_frame, short_level, weakest_words
from reporting.compare.visit_columns import SHORT_MEANS, part_of, shown_label
from reporting.sentences import counted, listed
from scales.model import Levels
from scoring.compare.across import items_across
from scoring.compare.lineup import Lineup
from scoring.rounding import as_decimal

_SHADES = ("#8c3a00", "#e0873f", "#f6d3ad", "#fdf0e0", "#ffffff")
"""From the lowest level to the highest: the darker, the more there is to do."""
_WHITE_ON = _SHADES[:1]
_NO_LEVEL = "#e6e6e6"
_CELL = 22
"""Pixels from top to bottom."""


def shade_of(levels: Levels, level: int) -> tuple[str, str]:
    """The color of a cell, and of the letters on it.

    Args:
        levels: Of the scale.
        level: A level, or a `State`.

    Example:
        >>> shade_of(Levels(low=1, high=5), 1), shade_of(Levels(low=1, high=5), -1)
        (('#8c3a00', '#ffffff'), ('#e6e6e6', '#1b1b1b'))
    """
    if level < 0:
        return _NO_LEVEL, INK
    steps = max(levels.high - levels.low, 1)
    shade = _SHADES[(level - levels.low) * (len(_SHADES) - 1) // steps]
    return shade, "#ffffff" if shade in _WHITE_ON else INK


def heat_chart(shown: Lineup, whole: Lineup, order: tuple[str, ...]) -> ChartWithWords:
    """Draw a row of cells for each visit, a column for each item.

    Args:
        shown: The visits to draw, in their order.
        whole: All visits that these are a part of; what is said beside the chart is of them.
        order: The items from left to right, by id.
    """
    scale = shown.scale
    title = f"{scale.short_name}: every item of {counted(len(whole.visits), 'visit')}"
    occasion = part_of(shown, whole)
    totals = shown.values(scale.total.id)
    labels = [shown_label(shown, place) for place in range(len(totals))]
    placed, height = stack(((label, "", _CELL) for label in labels), pause=5)
    places = {item: k for k, item in enumerate(scale.item_ids)}
    cells = [
        {
            "item": item,
            "y": place.middle - _CELL // 2,
            "y2": place.middle + _CELL // 2,
            "middle": place.middle,
            "text": short_level(level),
            "fill": shade_of(scale.levels, level)[0],
            "ink": shade_of(scale.levels, level)[1],
        }
        for row, place in enumerate(placed)
        for item in order
        for level in [int(shown.levels[row, places[item]])]
    ]
    frame = Frame(scale.levels, height)
    alt = (
        f"Grid of levels, {title}; {scale.total.name.lower()}: "
        f"{listed(f'{a} {as_decimal(b)}' for a, b in zip(labels, totals, strict=True))}. "
        "Each level stands in the table."
    )
    key = f"The darker, the lower the level. {SHORT_MEANS}"
    layers = [*frame.labels(placed), *_cells(frame, cells, order)]
    across = items_across(whole)
    return ChartWithWords(
        framed(layers, height, title, occasion, key, alt),
        alt,
        weakest_words(scale, across),
        heat_frame(shown),
        title,
        plain(f"{title} {occasion}") or "heat",
    )


def _cells(frame: Frame, cells: list[dict], order: tuple[str, ...]) -> list[Drawing]:
    axis = {
        "orient": "top",
        "title": "Items",
        "titleAnchor": "start",
        "labelAngle": -90,
        "labelFontSize": 10,
        "labelColor": INK,
        "titleColor": MUTED,
        "titleFontWeight": "normal",
        "domain": False,
        "ticks": False,
    }
    band = {"domain": list(order), "paddingInner": 0.04, "paddingOuter": 0}
    x = {"field": "item", "type": "ordinal", "scale": band, "axis": axis}
    y = frame.y()
    letters = {"fontSize": 11, "align": "center", "baseline": "middle", "fontWeight": "bold"}
    return [
        layer(
            cells,
            "rect",
            {"stroke": GRID, "strokeWidth": 1},
            x=x,
            y=y,
            y2={"field": "y2"},
            color=as_is("fill"),
        ),
        layer(
            cells,
            "text",
            letters,
            x=x,
            y={**y, "field": "middle"},
            text={"field": "text", "type": "nominal"},
            color=as_is("ink"),
        ),
    ]
