"""From level to target for each item below its target, the widest gap first."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reporting.charts.frame import BLUE, INK, TRACK, Frame, Rows, layer
from reporting.charts.layout import stack
from reporting.charts.words import ChartWithWords, Drawing, file_stem
from reporting.gap_table import GapRow
from reporting.report import Report
from reporting.scale_report import ScaleReport
from reporting.sentences import listed

_KEY = "Filled circle: level now. Hollow diamond: target."


def gap_chart(report: Report, scale: ScaleReport) -> ChartWithWords | None:
    """Draw the gaps; None where there are none."""
    rows = scale.gaps
    if not rows:
        return None
    title = f"{scale.short_name}: gaps to target, widest first"
    words = f"Chart of {len(rows)} gaps, from level to target: " + listed(
        f"{row.label} {row.level} to {row.target}" for row in rows
    )
    placed, height = stack((row.label, _detail(row), 22) for row in rows)
    frame = Frame(scale, height, beyond=0.25)
    data = [
        {"x": row.level, "x2": row.target, "y": place.middle, "now": str(row.level)}
        for row, place in zip(rows, placed, strict=True)
    ]
    layers = [*frame.labels(placed), *_marks(frame, data)]
    return ChartWithWords(
        frame.finish(layers, report, title, _KEY, f"{words}."),
        f"{words}.",
        scale.gap_summary,
        _table(rows),
        title,
        file_stem(report, scale, "gaps"),
    )


def _marks(frame: Frame, data: Rows) -> list[Drawing]:
    x, y = frame.x(), frame.y()
    diamond = {"shape": "diamond", "size": 190, "fill": "white", "stroke": INK, "strokeWidth": 2}
    letters = {"fontSize": 12, "fontWeight": "bold", "color": "white", "baseline": "middle"}
    now = {"field": "now", "type": "nominal"}
    return [
        layer(data, "rule", {"strokeWidth": 6, "color": TRACK}, x=x, x2={"field": "x2"}, y=y),
        layer(data, "point", {**diamond, "opacity": 1}, x=frame.x("x2"), y=y),
        layer(data, "circle", {"size": 300, "color": BLUE, "opacity": 1}, x=x, y=y),
        layer(data, "text", letters, x=x, y=y, text=now),
    ]


def _detail(row: GapRow) -> str:
    size = f"{row.size_text}, from {row.level} to {row.target}"
    return f"{size}; {row.signs}" if row.signs else size


def _table(rows: Sequence[GapRow]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Item": [row.label for row in rows],
            "Level": [row.level for row in rows],
            "Target": [row.target for row in rows],
            "Gap": [row.size_text for row in rows],
            "Why it matters": [row.signs for row in rows],
        }
    )
