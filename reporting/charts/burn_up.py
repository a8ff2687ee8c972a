"""How many items of a plan are done and verified over time, against how many are planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pandas as pd

from reporting.charts.days import Days, number_of
from reporting.charts.frame import BLUE, GRID, INK, MUTED, ORANGE, Channel, Rows, layer, text
from reporting.charts.gantt import plan_stem
from reporting.charts.words import ChartWithWords, Drawing
from reporting.plan_table import STATUSES, SUGGESTED, PlanRow
from reporting.report import Report
from reporting.sentences import counted, day

_TITLE = "Items planned, done and verified"
_KEY = (
    "Dotted line: planned. Thin line, circles: done. Thick line, diamonds: verified. An item is "
    "done, or verified, once all actions that are to raise it are; dropped ones do not count."
)
_HEIGHT = 240
_NOT_COUNTED = (STATUSES[SUGGESTED], STATUSES["dropped"])


@dataclass(frozen=True)
class Counts:
    """How many items were planned, done and verified at the end of a day."""

    day: date
    planned: int
    done: int
    verified: int


def count_items(rows: Sequence[PlanRow], today: date) -> tuple[Counts, ...]:
    """Count the items of a plan on every day on which a count changed, and on the last one.

    An item counts as planned from the day the first of its actions came into the plan; as done,
    or verified, from the day on which the last of its actions was. Actions that were dropped or
    are only suggested do not count, nor do those that name no item. An action whose day is not
    known counts from the first day there is.

    Args:
        rows: The plan.
        today: The last day to count on.
    """
    by_item: dict[tuple[str, str], list[PlanRow]] = {}
    for row in rows:
        for link in row.links if row.status not in _NOT_COUNTED else ():
            by_item.setdefault(link, []).append(row)
    planned = [
        min((r.added or date.min for r in own), default=date.min) for own in by_item.values()
    ]
    done = [_last([r.done_on for r in own]) for own in by_item.values()]
    seen = [_last([r.verified_on for r in own]) for own in by_item.values()]
    days = {d for d in (*planned, *done, *seen) if d is not None and date.min < d <= today}
    return tuple(
        Counts(
            each,
            sum(d <= each for d in planned),
            sum(d is not None and d <= each for d in done),
            sum(d is not None and d <= each for d in seen),
        )
        for each in (sorted(days | {today}) if by_item else ())
    )


def burn_up_chart(report: Report) -> ChartWithWords | None:
    """Draw the counts up to the day of the report; None where no action names an item."""
    counts = count_items(report.plan, report.made_on)
    if not counts:
        return None
    last = counts[-1]
    words = (
        f"Chart of steps from {day(counts[0].day)} to {day(last.day)}: {_said(last)}. "
        f"All counts stand in the table."
    )
    return ChartWithWords(
        _draw(report, counts, words),
        words,
        f"{_said(last)}.{_uncounted(report.plan)}",
        _table(counts),
        _TITLE,
        plan_stem(report, "items"),
    )


def _draw(report: Report, counts: Sequence[Counts], words: str) -> Drawing:
    frame = Days(_HEIGHT, [each.day for each in counts], report.made_on)
    y = _items(max(each.planned for each in counts))
    lines = (
        ("planned", {"color": MUTED, "strokeDash": [2, 4], "strokeWidth": 2}, None),
        ("verified", {"color": BLUE, "strokeWidth": 6}, "diamond"),
        ("done", {"color": ORANGE, "strokeWidth": 2}, "circle"),
    )
    layers: list[Drawing] = []
    for name, style, shape in lines:
        layers += _line(frame, y, counts, name, style, shape)
    layers += _ends(frame, y, counts[-1])
    return frame.finish(layers, report, _TITLE, _KEY, words)


def _line(
    frame: Days,
    y: Channel,
    counts: Sequence[Counts],
    name: str,
    style: Mapping[str, object],
    shape: str | None,
) -> list[Drawing]:
    """Draw a line of steps: level from day to day, then straight up; shapes where it rises."""
    flat: Rows = [
        {"x": number_of(a.day), "x2": number_of(b.day), "y": getattr(a, name)}
        for a, b in pairwise(counts)
    ]
    up: Rows = [
        {"x": number_of(b.day), "y": getattr(a, name), "y2": getattr(b, name)}
        for a, b in pairwise(counts)
        if getattr(a, name) != getattr(b, name)
    ]
    first = counts[0]
    risen = [{"x": number_of(first.day), "y": getattr(first, name)}] if getattr(first, name) else []
    points = [*risen, *({"x": each["x"], "y": each["y2"]} for each in up)]
    look = dict(style)
    mark = {
        "filled": True,
        "opacity": 1,
        "size": 330 if shape == "diamond" else 110,
        "color": style["color"],
    }
    drawn = [
        layer(flat, "rule", look, x=frame.x(), x2={"field": "x2"}, y=y),
        layer(up, "rule", look, x=frame.x(), y=y, y2={"field": "y2"}),
    ]
    if shape is not None:
        drawn.append(layer(points, "point", {**mark, "shape": shape}, x=frame.x(), y=y))
    return drawn


def _ends(frame: Days, y: Channel, last: Counts) -> list[Drawing]:
    """Name the lines where they end; lines that end together share their words."""
    named: dict[int, list[str]] = {}
    for name in ("planned", "done", "verified"):
        named.setdefault(getattr(last, name), []).append(name)
    said = [
        {"x": number_of(last.day), "y": count, "text": f"{', '.join(names)}: {count}"}
        for count, names in named.items()
    ]
    style = {"align": "right", "baseline": "bottom", "dy": -5, "fontWeight": "bold"}
    return text(said, style, INK, frame.x(), y)


def _items(most: int) -> Channel:
    step = max(1, -(-most // 6))
    axis = {
        "values": list(range(0, most + 1, step)),
        "format": "d",
        "title": "Items",
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "end",
        "titleX": -20,
        "titleY": -24,
        "gridColor": GRID,
        "domain": False,
        "ticks": False,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": MUTED,
    }
    scale = {"domain": [0, most * 1.15], "nice": False, "zero": True}
    return {"field": "y", "type": "quantitative", "scale": scale, "axis": axis}


def _last(days: Sequence[date | None]) -> date | None:
    known = [d for d in days if d is not None]
    return max(known) if known and len(known) == len(days) else None


def _said(counts: Counts) -> str:
    done = f"{counts.done} {'is' if counts.done == 1 else 'are'} done"
    planned = counted(counts.planned, "planned item")
    return f"Of {planned} {done} and {counts.verified} verified by somebody else"


def _uncounted(rows: Sequence[PlanRow]) -> str:
    bare = sum(not row.links for row in rows if row.status not in _NOT_COUNTED)
    if not bare:
        return ""
    left = "is" if bare == 1 else "are"
    return f" {counted(bare, 'action names', 'actions name')} no item and {left} not counted."


def _table(counts: Sequence[Counts]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Day": [day(each.day) for each in counts],
            "Planned": [each.planned for each in counts],
            "Done": [each.done for each in counts],
            "Verified": [each.verified for each in counts],
        }
    )
