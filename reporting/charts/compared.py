"""Means as given against verified ones, pair by pair."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reporting.charts.dumbbell import dumbbells
from reporting.charts.frame import Frame
from reporting.charts.layout import stack
from reporting.charts.words import ChartWithWords, file_stem
from reporting.comparison import ComparedNumber
from reporting.report import Report
from reporting.scale_report import ScaleReport
from reporting.sentences import listed


def comparison_chart(report: Report, scale: ScaleReport) -> ChartWithWords | None:
    """Draw both scores; None where nobody was asked for evidence."""
    if scale.comparison is None:
        return None
    rows = _without_repeats(scale, scale.comparison.numbers)
    called = scale.comparison.given
    title = f"{scale.short_name}: {called.lower()} and verified"
    said = [f"{row.name} {_detail(row, called)}" for row in rows]
    words = f"{called} against verified means: {listed(said)}."
    placed, height = stack((row.name, _detail(row, called), 24) for row in rows)
    frame = Frame(scale, height, beyond=0.25)
    data = [
        {
            "given": None if row.self_value is None else float(row.self_value),
            "verified": None if row.verified_value is None else float(row.verified_value),
            "y": place.middle,
        }
        for row, place in zip(rows, placed, strict=True)
    ]
    layers = [*frame.labels(placed), *dumbbells(frame, data)]
    return ChartWithWords(
        frame.finish(layers, report, title, _key(called), words),
        words,
        scale.comparison.sentence,
        _table(rows, called),
        title,
        file_stem(report, scale, "verified"),
    )


def _without_repeats(
    scale: ScaleReport, numbers: tuple[ComparedNumber, ...]
) -> list[ComparedNumber]:
    """Leave out a subscale that is the total under another name."""
    items = {row.id: row.items for row in scale.subscales}
    return [n for n in numbers if items.get(n.id) != scale.total.items]


def _key(called: str) -> str:
    return f"Filled circle: {called.lower()}. Hollow diamond: verified."


def _detail(row: ComparedNumber, called: str) -> str:
    return f"{called.lower()} {row.self_text}, verified {row.verified_text}"


def _table(rows: Sequence[ComparedNumber], called: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Name": [row.name for row in rows],
            called: [row.self_text for row in rows],
            "Verified": [row.verified_text for row in rows],
        }
    )
