"""Means as horizontal bars: the profile by subscale, and profiles such as the nine pillars."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reporting.charts.frame import BLUE, INK, Frame, Rows, as_is, layer, text
from reporting.charts.layout import stack
from reporting.charts.words import ChartWithWords, Drawing, file_stem
from reporting.numbers import NumberRow
from reporting.report import Report
from reporting.scale_report import ProfileTable, ScaleReport
from reporting.sentences import listed


def subscale_chart(report: Report, scale: ScaleReport) -> ChartWithWords:
    """Draw the mean of each subscale, and the total last."""
    # A subscale that is the total under another name would show one number twice.
    rows = [row for row in scale.subscales if row.items != scale.total.items] + [scale.total]
    return _bars(report, scale, f"{scale.short_name}: profile by subscale", rows, "subscales")


def profile_chart(report: Report, scale: ScaleReport, profile: ProfileTable) -> ChartWithWords:
    """Draw the parts of a profile, such as the nine pillars."""
    title = f"{scale.short_name}: {profile.name.lower()}"
    return _bars(report, scale, title, profile.rows, f"profile-{profile.id}".replace("_", "-"))


def _bars(
    report: Report, scale: ScaleReport, title: str, rows: Sequence[NumberRow], what: str
) -> ChartWithWords:
    aims = {aim.id: aim for aim in scale.mean_targets}
    own = {row.id: aims[row.id] for row in rows if row.id in aims}
    words = (
        f"Bar chart, {title}, on a scale from {scale.low} to {scale.high} with the target "
        f"{scale.target}: " + listed(f"{row.name} {_shown(row)}" for row in rows) + "."
    )
    if own:
        words += f" Of its own: {listed(f'{a.name} {a.target_text}' for a in own.values())}."
    placed, height = stack((_label(scale, row), "", 20) for row in rows)
    frame = Frame(scale, height + 16)
    drawn = [
        {
            "x": scale.low,
            "x2": float(row.value),
            "y": place.middle,
            "text": row.text,
            "fill": BLUE if row.in_total else "white",
        }
        for row, place in zip(rows, placed, strict=True)
        if row.value is not None
    ]
    lacking = [
        {"x": scale.low, "y": place.middle, "text": _shown(row)}
        for row, place in zip(rows, placed, strict=True)
        if row.value is None
    ]
    ticks = [
        (float(own[row.id].target), place.middle)
        for row, place in zip(rows, placed, strict=True)
        if row.id in own
    ]
    layers = [
        *frame.target(scale.target),
        *frame.labels(placed),
        *_marks(frame, drawn, lacking, frame.own_targets(ticks, 12)),
    ]
    key = "Outlined bar: not in the total. " if not all(row.in_total for row in rows) else ""
    key += "Short upright line: a target of its own." if own else ""
    return ChartWithWords(
        frame.finish(layers, report, title, key.strip(), words),
        words,
        _summary(rows, scale, bool(own)),
        _table(rows, scale),
        title,
        file_stem(report, scale, what),
    )


def _marks(frame: Frame, drawn: Rows, lacking: Rows, targets: Sequence[Drawing]) -> list[Drawing]:
    beside = {"dx": 6, "baseline": "middle"}
    bar = {"orient": "horizontal", "size": 14, "stroke": BLUE, "strokeWidth": 1.5}
    x, y = frame.x(), frame.y()
    return [
        layer(drawn, "bar", bar, x=x, x2={"field": "x2"}, y=y, color=as_is("fill")),
        *targets,
        *text(drawn, {**beside, "fontWeight": "bold"}, INK, frame.x("x2"), y),
        *text(lacking, {**beside, "fontStyle": "italic"}, INK, x, y),
    ]


def _label(scale: ScaleReport, row: NumberRow) -> str:
    if row is scale.total:
        return f"{row.name} ({row.counted})"
    sign = "" if row.in_total else ", not in the total"
    if sign or (row.rated != row.of and row.value is not None):
        return f"{row.name} ({row.counted}{sign})"
    return row.name


def _shown(row: NumberRow) -> str:
    return row.text if row.value is not None else f"no mean: {row.counted}"


def _summary(rows: Sequence[NumberRow], scale: ScaleReport, own: bool) -> str:
    formed = [row for row in rows if row.value is not None]
    if not formed:
        return "Too little is rated to form any of these means."
    values = [(row.id, row.value) for row in formed if row.value is not None]
    values_of = [value for _, value in values]
    reached = sum(value >= scale.mean_target(of) for of, value in values)
    target = f"{scale.target}, or their own," if own else f"{scale.target}"
    highest = [row for row in formed if row.value == max(values_of)]
    lowest = [row for row in formed if row.value == min(values_of)]
    parts = [f"{reached} of {len(formed)} means are at the target of {target} or above."]
    if len(formed) > 1 and highest != lowest:
        parts.append(f"Highest: {listed(r.name for r in highest)} ({highest[0].text}).")
        parts.append(f"Lowest: {listed(r.name for r in lowest)} ({lowest[0].text}).")
    missing = [row.name for row in rows if row.value is None]
    if missing:
        parts.append(f"Too little is rated for {listed(missing)}.")
    return " ".join(parts)


def _table(rows: Sequence[NumberRow], scale: ScaleReport) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Name": [row.name for row in rows],
            "Mean": [row.text for row in rows],
            "Rated": [row.counted for row in rows],
            "Target": [_target(scale, row) for row in rows],
            "In the total": ["yes" if row.in_total else "no" for row in rows],
        }
    )


def _target(scale: ScaleReport, row: NumberRow) -> str | int:
    own = {aim.id: aim.target_text for aim in scale.mean_targets}
    return own.get(row.id, scale.target)
