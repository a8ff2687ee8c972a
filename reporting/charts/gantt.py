"""The actions of a plan over time: from start to due, done, verified, overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from reporting.charts.days import Days, number_of
from reporting.charts.frame import BLUE, INK, ORANGE, as_is, layer
from reporting.charts.layout import stack
from reporting.charts.words import ChartWithWords, Drawing, plain
from reporting.plan_table import CLOSED, STATUSES, SUGGESTED, PlanRow
from reporting.report import Report
from reporting.sentences import counted, day, listed

_KEY = (
    "Bar: from start to due; outlined once done or dropped. Hollow circle: a single day. "
    "Triangle and dotted line: overdue until today. "
    "Filled circle: called done. Filled diamond: verified by somebody else."
)
_TITLE = "The plan over time"


def gantt_chart(report: Report) -> ChartWithWords | None:
    """Draw the plan of a report as of the day it was made on.

    Actions that have no day stand below the others. What is only suggested is not drawn.

    Returns:
        None where no action of the plan has a day.
    """
    rows = [row for row in report.plan if row.status != STATUSES[SUGGESTED]]
    dated = [row for row in rows if _days(row)]
    undated = [row for row in rows if not _days(row)]
    if not dated:
        return None
    heads = [("Without dates", "", 0)] if undated else []
    texts = [(_label(row), _detail(row), 20) for row in dated]
    placed, height = stack([*texts, *heads, *((_label(r), _detail(r), 4) for r in undated)])
    frame = Days(height + 16, [d for row in dated for d in _days(row)], report.made_on)
    bold = [False] * len(dated) + [True] * len(heads) + [False] * len(undated)
    middles = [place.middle for place in placed[: len(dated)]]
    layers = [*frame.today_line(), *frame.labels(placed, bold), *_marks(frame, dated, middles)]
    words = _alt(dated, undated, report.made_on)
    return ChartWithWords(
        frame.finish(layers, report, _TITLE, _KEY, words),
        words,
        _summary(rows, undated),
        _table(rows),
        _TITLE,
        plan_stem(report, "timeline"),
    )


def plan_stem(report: Report, what: str) -> str:
    """Name a download after the program, the day of the visit and what it shows."""
    name = plain(report.program.name)
    return "-".join(filter(None, (name, report.visit.date.isoformat(), "plan", what)))


def _marks(frame: Days, rows: Sequence[PlanRow], middles: Sequence[int]) -> list[Drawing]:
    pairs = list(zip(rows, middles, strict=True))
    bars = [_bar(row, y) for row, y in pairs if row.start and row.due and row.start < row.due]
    points = [
        {"x": number_of(only), "y": y} for row, y in pairs if (only := _single_day(row)) is not None
    ]
    late = [
        {"x": number_of(row.due), "x2": number_of(frame.today), "y": y}
        for row, y in pairs
        if row.overdue and row.due
    ]
    done = [{"x": number_of(r.done_on), "y": y} for r, y in pairs if r.done_on]
    seen = [{"x": number_of(r.verified_on), "y": y} for r, y in pairs if r.verified_on]
    x, y = frame.x(), frame.y()
    to = {"field": "x2"}
    bar = {"orient": "horizontal", "size": 12, "stroke": BLUE, "strokeWidth": 1.5}
    dotted = {"strokeDash": [2, 4], "strokeWidth": 3, "color": ORANGE}
    mark = {"filled": True, "opacity": 1}
    hollow = {"filled": False, "opacity": 1, "strokeWidth": 2.5, "stroke": BLUE, "size": 110}
    rim = {"stroke": "white", "strokeWidth": 1.5}
    return [
        layer(bars, "bar", bar, x=x, x2=to, y=y, color=as_is("fill")),
        layer(points, "point", hollow, x=x, y=y),
        layer(late, "rule", dotted, x=x, x2=to, y=y),
        layer(
            late,
            "point",
            {**mark, "shape": "triangle-right", "size": 170, "color": ORANGE} | rim,
            x=x,
            y=y,
        ),
        layer(
            done, "point", {**mark, "shape": "circle", "size": 150, "color": INK} | rim, x=x, y=y
        ),
        layer(
            seen, "point", {**mark, "shape": "diamond", "size": 260, "color": INK} | rim, x=x, y=y
        ),
    ]


def _bar(row: PlanRow, y: int) -> dict:
    assert row.start and row.due
    fill = "white" if row.status in CLOSED else BLUE
    return {"x": number_of(row.start), "x2": number_of(row.due), "y": y, "fill": fill}


def _single_day(row: PlanRow) -> date | None:
    """The only day an action has; it is drawn as a point."""
    if row.start and row.due:
        return row.due if row.start == row.due else None
    return row.start or row.due


def _days(row: PlanRow) -> list[date]:
    return [d for d in (row.start, row.due, row.done_on, row.verified_on) if d is not None]


def _label(row: PlanRow) -> str:
    return f"{row.number}. {row.do}"


def _detail(row: PlanRow) -> str:
    return "; ".join(filter(None, (row.status, _when(row), _marked(row), row.owner)))


def _when(row: PlanRow) -> str:
    if row.start and row.due:
        return f"{day(row.start)} to {day(row.due)}"
    if row.due:
        return f"due {day(row.due)}"
    return f"starts {day(row.start)}, no due date" if row.start else "no dates"


def _marked(row: PlanRow) -> str:
    if row.overdue:
        return f"overdue by {counted(row.days_overdue, 'day')}"
    if row.verified_on:
        return f"done {day(row.done_on)}, verified {day(row.verified_on)}"
    return f"done {day(row.done_on)}, not verified" if row.done_on else ""


def _alt(dated: Sequence[PlanRow], undated: Sequence[PlanRow], today: date) -> str:
    said = [
        f"{row.number}, {', '.join(filter(None, (row.status.lower(), _when(row), _marked(row))))}"
        for row in dated
    ]
    more = f" Without dates: {listed(str(row.number) for row in undated)}." if undated else ""
    return f"Timeline of actions as of {day(today)}. Action {'; action '.join(said)}.{more}"


def _summary(rows: Sequence[PlanRow], undated: Sequence[PlanRow]) -> str:
    late = [row for row in rows if row.overdue]
    open_rows = [r for r in rows if r.status not in CLOSED and r.due and not r.overdue]
    parts = []
    if late:
        said = listed(f"{r.number} (by {counted(r.days_overdue, 'day')})" for r in late)
        parts.append(f"Overdue: action{'s' * (len(late) > 1)} {said}.")
    else:
        parts.append("Nothing is overdue.")
    if open_rows:
        soonest = min(open_rows, key=lambda row: row.due or date.max)
        parts.append(f"Due next: action {soonest.number}, on {day(soonest.due)}.")
    if undated:
        parts.append(f"{counted(len(undated), 'action')} without dates.")
    return " ".join(parts)


def _table(rows: Sequence[PlanRow]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Action": [_label(row) for row in rows],
            "Owner": [row.owner for row in rows],
            "Status": [row.status for row in rows],
            "Start": [day(row.start) for row in rows],
            "Due": [day(row.due) for row in rows],
            "Overdue": [counted(r.days_overdue, "day") if r.overdue else "" for r in rows],
            "Done": [day(row.done_on) for row in rows],
            "Verified": [day(row.verified_on) for row in rows],
        }
    )
