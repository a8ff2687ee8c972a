"""Visits as dots along the levels, the highest mean first, with the cut-offs of the verdict."""

from __future__ import annotations

from fractions import Fraction

from reporting.charts.frame import BLUE, INK, MUTED, ORANGE, TRACK, Frame, Rows, framed, layer, text
from reporting.charts.layout import stack
from reporting.charts.words import ChartWithWords, Drawing, plain
from reporting.compare.ranked_words import ranked_words, totals_frame
from reporting.compare.visit_columns import part_of, shown_label
from reporting.sentences import listed
from scoring.compare.cut_offs import CutOff, cut_offs
from scoring.compare.lineup import Lineup, number_names
from scoring.rounding import as_decimal

_FOOT = 18
"""Pixels for the name of one cut-off."""


def ranked_chart(shown: Lineup, whole: Lineup, number_id: str) -> ChartWithWords:
    """Draw one mean of each visit.

    Args:
        shown: The visits to draw, in their order.
        whole: All visits that these are a part of; what is said beside the chart is of them.
        number_id: The total or a subscale.
    """
    scale = shown.scale
    name = number_names(scale)[number_id]
    title = f"{scale.short_name}: {name.lower()}, ranked"
    values = shown.values(number_id)
    labels = [shown_label(shown, place) for place in range(len(values))]
    cuts = cut_offs(scale, number_id)
    placed, height = stack(((label, "", 20) for label in labels), pause=5)
    frame = Frame(scale.levels, height + _FOOT * len(cuts))
    dots = [
        _dot(value, place.middle, restated=shown.restated(k), low=scale.levels.low)
        for k, (value, place) in enumerate(zip(values, placed, strict=True))
        if value is not None
    ]
    lacking = [
        {"x": scale.levels.low, "y": place.middle, "text": "no mean: too little is rated"}
        for value, place in zip(values, placed, strict=True)
        if value is None
    ]
    layers = [
        *_lines(frame, cuts, height),
        *frame.labels(placed),
        *_marks(frame, dots, lacking),
    ]
    said = zip(labels, values, strict=True)
    alt = f"{title}: {listed(f'{label} {as_decimal(value)}' for label, value in said)}."
    occasion = part_of(shown, whole)
    key = "Dashed: cut-offs of the verdict." if cuts else ""
    if any(dot["shape"] == "diamond" for dot in dots):
        key += " Diamond: rated with another version and restated."
    return ChartWithWords(
        framed(layers, frame.height, title, occasion, key.strip(), alt),
        alt,
        ranked_words(whole, number_id),
        totals_frame(shown),
        title,
        plain(f"{title} {occasion}") or "ranked",
    )


def _dot(value: Fraction, y: int, *, restated: bool, low: int) -> dict:
    return {
        "x": float(value),
        "low": low,
        "y": y,
        "text": as_decimal(value),
        "shape": "diamond" if restated else "circle",
        "color": ORANGE if restated else BLUE,
    }


def _marks(frame: Frame, dots: Rows, lacking: Rows) -> list[Drawing]:
    x, y = frame.x(), frame.y()
    track = {"strokeWidth": 2, "color": TRACK}
    mark = {"filled": True, "size": 200, "opacity": 1}
    beside = {"dx": 12, "baseline": "middle", "fontWeight": "bold"}
    shape = {"field": "shape", "type": "nominal", "scale": None}
    color = {"field": "color", "type": "nominal", "scale": None}
    return [
        layer(dots, "rule", track, x=frame.x("low"), x2={"field": "x"}, y=y),
        layer(dots, "point", mark, x=x, y=y, shape=shape, color=color),
        *text(dots, beside, INK, x, y),
        *text(lacking, {"baseline": "middle", "fontStyle": "italic"}, MUTED, x, y),
    ]


def _lines(frame: Frame, cuts: tuple[CutOff, ...], height: int) -> list[Drawing]:
    """A dashed line for each cut-off, its name at the foot, each on a line of its own."""
    if not cuts:
        return []
    lines, feet = [], []
    for number, cut in enumerate(cuts):
        foot = height + _FOOT * number + _FOOT // 2
        at = float(cut.at_least)
        lines.append({"x": at, "y": 0, "y2": foot - 8})
        words = f"{cut.name} from {cut.text}"
        feet.append({"x": at, "y": foot, "text": words})
    style = {"strokeDash": [5, 4], "strokeWidth": 1.5, "color": INK}
    side = {"align": "right", "baseline": "middle", "dx": 4}
    return [
        layer(lines, "rule", style, x=frame.x(), y=frame.y(), y2={"field": "y2"}),
        *text(feet, side, INK, frame.x(), frame.y()),
    ]
