"""Charts of a report, each with its words and the table behind it.

Every chart can be read without color: what color shows, a shape, a position or a number shows too.
"""

from __future__ import annotations

from reporting.charts.bars import profile_chart, subscale_chart
from reporting.charts.compared import comparison_chart
from reporting.charts.confusion import confusion_chart
from reporting.charts.gaps import gap_chart
from reporting.charts.picture import to_png, to_svg
from reporting.charts.strip import item_strip
from reporting.charts.words import ChartWithWords
from reporting.report import Report
from reporting.scale_report import ScaleReport

__all__ = [
    "ChartWithWords",
    "comparison_chart",
    "confusion_chart",
    "gap_chart",
    "item_strip",
    "profile_chart",
    "scale_charts",
    "subscale_chart",
    "to_png",
    "to_svg",
]


def scale_charts(report: Report, scale: ScaleReport) -> tuple[ChartWithWords, ...]:
    """Draw every chart that applies to a scale, in the order to show them.

    Args:
        report: The report that the scale is a part of; names the program and the day.
        scale: One of `report.scales`.
    """
    charts = [
        subscale_chart(report, scale),
        *(profile_chart(report, scale, profile) for profile in scale.profiles),
        gap_chart(report, scale),
        item_strip(report, scale),
        comparison_chart(report, scale),
    ]
    return tuple(chart for chart in charts if chart is not None)
