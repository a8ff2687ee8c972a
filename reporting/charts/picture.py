"""A chart as a file: PNG for documents, SVG for print."""

from __future__ import annotations

import vl_convert

from reporting.charts.words import ChartWithWords


def to_png(chart: ChartWithWords, width: int | None = None) -> bytes:
    """Draw a chart as PNG, two dots a pixel.

    Args:
        chart: The chart.
        width: In pixels, of the plane without its margins; None for the chart's own.
    """
    return vl_convert.vegalite_to_png(_spec(chart, width), scale=2)


def to_svg(chart: ChartWithWords, width: int | None = None) -> str:
    """Draw a chart as SVG; `width` as for `to_png`."""
    return vl_convert.vegalite_to_svg(_spec(chart, width))


def _spec(chart: ChartWithWords, width: int | None) -> dict:
    spec = chart.chart.to_dict()
    return spec if width is None else {**spec, "width": width}
