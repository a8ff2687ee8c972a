"""A chart as a file: PNG for documents, SVG for print."""

from __future__ import annotations

import json
import re
from typing import Any

import vl_convert

from reporting.charts.frame import RIM
from reporting.charts.words import ChartWithWords, Drawing
from reporting.typesetting import rasterize

# Most of the time goes into measuring texts, so a text and its rim are drawn as one, and parted
# afterwards. Nearly white: what else is white has no rim.
_MARK = "#fffffe"
_RIMMED = re.compile(rf'<text ([^>]*)fill="([^"]*)" stroke="{_MARK}"([^>]*)>(.*?)</text>', re.S)


def to_png(chart: ChartWithWords, width: int | None = None) -> bytes:
    """Draw a chart as PNG, two dots a pixel.

    Args:
        chart: The chart.
        width: In pixels, of the plane without its margins; None for the chart's own.
    """
    return rasterize(to_svg(chart, width))


def to_svg(chart: ChartWithWords, width: int | None = None) -> str:
    """Draw a chart as SVG; `width` as for `to_png`."""
    drawing = {**chart.drawing, "layer": _merged(chart.drawing["layer"])}
    if width is not None:
        drawing["width"] = width
    svg = vl_convert.vegalite_to_svg(json.dumps(drawing))
    return _RIMMED.sub(_parted, svg)


def _merged(layers: list[Drawing]) -> list[Drawing]:
    """Leave out every rim, and mark the letters that stand on it."""
    kept, rim = [], False
    for layer in layers:
        mark: dict[str, Any] = layer["mark"]
        if mark.items() >= RIM.items():
            rim = True
            continue
        if rim:
            mark = {**mark, "stroke": _MARK, **{k: RIM[k] for k in ("strokeWidth", "strokeJoin")}}
        kept.append({**layer, "mark": mark})
        rim = False
    return kept


def _parted(found: re.Match[str]) -> str:
    before, color, stroke, words = found.groups()
    place = re.sub(r'(aria-\w+|role)="[^"]*" ', "", before)
    rim = f'<text aria-hidden="true" {place}fill="white" stroke="white"{stroke}>{words}</text>'
    return f'{rim}<text {before}fill="{color}">{words}</text>'
