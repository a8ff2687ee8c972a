"""All items in order, each at its level; what has no level stands apart, by shape and in words."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from reporting.charts.frame import BLUE, MUTED, ORANGE, TRACK, Frame, Rows, as_is, layer, text
from reporting.charts.layout import stack
from reporting.charts.words import ChartWithWords, Drawing, file_stem
from reporting.item_table import ItemRow
from reporting.report import Report
from reporting.scale_report import ScaleReport
from reporting.sentences import listed

_CROSS = "M-1,-1L1,1M-1,1L1,-1"
_HOLLOW = ("not rated", "not enough information")


def item_strip(report: Report, scale: ScaleReport) -> ChartWithWords:
    """Draw every item under its subscale."""
    title = f"{scale.short_name}: every item"
    entries = _entries(scale)
    placed, height = stack([(label, "", 20 if item else 0) for label, item in entries], pause=5)
    frame = Frame(scale, height + 16, beyond=0.3)
    rated, open_items, skipped = [], [], []
    ticks = [
        (float(item.target), place.middle)
        for (_, item), place in zip(entries, placed, strict=True)
        if item is not None and item.target != scale.target
    ]
    for (_, item), place in zip(entries, placed, strict=True):
        if item is None:
            continue
        if item.level is not None:
            below = item.level < item.target
            rated.append(
                {
                    "x": item.level,
                    "low": scale.low,
                    "high": scale.high,
                    "y": place.middle,
                    "text": str(item.level),
                    "shape": "square" if below else "circle",
                    "color": ORANGE if below else BLUE,
                }
            )
        else:
            target = open_items if item.state in _HOLLOW else skipped
            target.append({"y": place.middle, "text": item.state})
    layers = [
        *frame.target(scale.target),
        *frame.labels(placed, [item is None for _, item in entries]),
        *frame.own_targets(ticks, 11),
        *_rated(frame, rated),
        *_unrated(frame, open_items, skipped),
    ]
    words = _alt(scale)
    return ChartWithWords(
        frame.finish(layers, report, title, _key(scale), words),
        words,
        _summary(scale),
        _table(scale),
        title,
        file_stem(report, scale, "items"),
    )


def _entries(scale: ScaleReport) -> list[tuple[str, ItemRow | None]]:
    entries: list[tuple[str, ItemRow | None]] = []
    for subscale in scale.subscales:
        entries.append((subscale.name, None))
        members = set(subscale.items)
        entries += [(item.label, item) for item in scale.items if item.id in members]
    return entries


def _rated(frame: Frame, data: Rows) -> list[Drawing]:
    x, y = frame.x(), frame.y()
    track = {"strokeWidth": 2, "color": TRACK}
    mark = {"filled": True, "size": 330, "opacity": 1}
    letters = {"fontSize": 12, "fontWeight": "bold", "color": "white", "baseline": "middle"}
    level = {"field": "text", "type": "nominal"}
    return [
        layer(data, "rule", track, x=frame.x("low"), x2={"field": "high"}, y=y),
        layer(data, "point", mark, x=x, y=y, shape=as_is("shape"), color=as_is("color")),
        layer(data, "text", letters, x=x, y=y, text=level),
    ]


def _unrated(frame: Frame, open_items: Rows, skipped: Rows) -> list[Drawing]:
    left, y = {"value": 10}, frame.y()
    line = {"filled": False, "stroke": MUTED, "strokeWidth": 2.5, "opacity": 1}
    words = {"dx": 22, "baseline": "middle", "fontStyle": "italic"}
    return [
        layer(open_items, "point", {**line, "size": 170}, x=left, y=y),
        layer(skipped, "point", {**line, "size": 100, "shape": _CROSS}, x=left, y=y),
        *text([*open_items, *skipped], words, MUTED, left, y),
    ]


def _key(scale: ScaleReport) -> str:
    key = "Circle: at target or above. Square: below target."
    if any(item.target != scale.target for item in scale.items):
        key += " Short upright line: a target of the item's own."
    states = {item.state for item in scale.items}
    if states & set(_HOLLOW):
        key += " Hollow circle at the left edge: no level."
    return key + (" Cross: not applicable." if "not applicable" in states else "")


def _summary(scale: ScaleReport) -> str:
    levels = Counter(item.level for item in scale.items if item.level is not None)
    states = Counter(item.state for item in scale.items if item.level is None)
    if not levels:
        return f"None of the {len(scale.items)} items is rated."
    counts = listed(f"{levels[level]} at {level}" for level in sorted(levels, reverse=True))
    reached = sum(item.level is not None and item.level >= item.target for item in scale.items)
    words = (
        f"{scale.rated} of {len(scale.items)} items are rated: {counts}. "
        f"{reached} {'is' if reached == 1 else 'are'} at target or above."
    )
    if not states:
        return words
    return f"{words} Without a level: {listed(f'{n} {state}' for state, n in states.items())}."


def _alt(scale: ScaleReport) -> str:
    shown = listed(f"{item.label} {item.shown}" for item in scale.items)
    own = [f"{item.id} {item.target}" for item in scale.items if item.target != scale.target]
    words = (
        f"Each of the {len(scale.items)} items at its level, {scale.low} to {scale.high}, with the "
        f"target {scale.target}: {shown}."
    )
    return f"{words} Targets of their own: {listed(own)}." if own else words


def _table(scale: ScaleReport) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Subscale": [item.subscale for item in scale.items],
            "Item": [item.label for item in scale.items],
            "Level": [item.shown for item in scale.items],
            "Target": [item.target for item in scale.items],
        }
    )
