"""Which level one rater gave where the other gave which: a grid of counts."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from reporting.charts.frame import BLUE, GRID, INK, MUTED, as_is, framed, layer
from reporting.charts.words import ChartWithWords, Drawing, plain
from reporting.sentences import listed
from scoring.agreement.confusion import Confusion

_CELL = 46
"""Pixels from top to bottom."""
_SHADES = ("#ffffff", "#dce8f4", "#a9c8e6", BLUE)
"""None, few, more, most: each with letters that can be read on it."""
_KEY = "Outlined: the same level. The darker, the more often."


def confusion_chart(
    confusion: Confusion, *, title: str, occasion: str = "", names: tuple[str, str] | None = None
) -> ChartWithWords:
    """Draw how often each two levels were given to the same item.

    Args:
        confusion: Of two raters, or pooled over the pairs of more.
        title: What is compared, such as "IDDT: both reviewers' levels".
        occasion: Program and day, to stand below the title; may be empty.
        names: What to call the two raters instead of by name; not used where pairs are pooled.
    """
    one, other = _axes(confusion, names)
    words = _alt(confusion, title, one, other)
    chart = framed(
        _layers(confusion, one, other),
        _CELL * len(confusion.levels),
        title,
        occasion,
        _KEY if confusion.raters else f"{_KEY} All pairs of raters together.",
        words,
    )
    stem = plain(f"{occasion} {title}") or "agreement"
    summary = _summary(confusion, one, other)
    return ChartWithWords(chart, words, summary, _table(confusion, one, other), title, stem)


def _axes(confusion: Confusion, names: tuple[str, str] | None) -> tuple[str, str]:
    if confusion.raters is None:
        return "Lower level of the two", "Higher level of the two"
    return names or confusion.raters


def _cells(confusion: Confusion) -> Iterator[tuple[int, int, int]]:
    """Row level, column level and count; where pairs are pooled, only what can occur."""
    for row, counts in zip(confusion.levels, confusion.counts, strict=True):
        for column, count in zip(confusion.levels, counts, strict=True):
            if confusion.raters is not None or column >= row:
                yield row, column, count


def _layers(confusion: Confusion, one: str, other: str) -> list[Drawing]:
    most = max((count for *_, count in _cells(confusion)), default=0)
    drawn = [
        {"row": row, "column": column, "text": str(count), "shade": _shade(count, most)}
        for row, column, count in _cells(confusion)
    ]
    same = [cell for cell in drawn if cell["row"] == cell["column"]]
    y = _axis("row", one, "left", confusion.levels)
    x = _axis("column", other, "top", confusion.levels)
    rim = {"stroke": GRID, "strokeWidth": 1}
    line = {"fillOpacity": 0, "stroke": INK, "strokeWidth": 2.5}
    return [
        layer(drawn, "rect", rim, x=x, y=y, color=as_is("shade")),
        layer(same, "rect", line, x=x, y=y),
        *_numbers(drawn, x, y),
    ]


def _numbers(drawn: list[dict], x: dict, y: dict) -> list[Drawing]:
    """Counts, bold where there are any, white on the darkest shade."""
    looks: list[tuple[str, str, list[dict]]] = [
        (MUTED, "normal", [c for c in drawn if c["text"] == "0"]),
        (INK, "bold", [c for c in drawn if c["text"] != "0" and c["shade"] != BLUE]),
        ("#ffffff", "bold", [c for c in drawn if c["shade"] == BLUE]),
    ]
    letters = {"fontSize": 14, "align": "center", "baseline": "middle"}
    words = {"field": "text", "type": "nominal"}
    return [
        layer(
            cells, "text", {**letters, "color": color, "fontWeight": weight}, x=x, y=y, text=words
        )
        for color, weight, cells in looks
        if cells
    ]


def _axis(field: str, title: str, side: str, levels: tuple[int, ...]) -> dict:
    axis = {
        "orient": side,
        "title": title,
        "domain": False,
        "ticks": False,
        "labelAngle": 0,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titleLimit": 220,
        "labelColor": INK,
        "titleColor": MUTED,
    }
    scale = {"domain": list(levels), "paddingInner": 0.08}
    return {"field": field, "type": "ordinal", "scale": scale, "axis": axis}


def _shade(count: int, most: int) -> str:
    if not count:
        return _SHADES[0]
    return _SHADES[1 + min(2, 3 * count // (most + 1))]


def _alt(confusion: Confusion, title: str, one: str, other: str) -> str:
    found = [
        f"{row} and {column} {_times(count)}" for row, column, count in _cells(confusion) if count
    ]
    shown = listed(found) if found else "nothing was rated by both"
    return f"Table of counts, {title}, {_lower(one)} first and {_lower(other)} second: {shown}."


def _summary(confusion: Confusion, one: str, other: str) -> str:
    cells = list(_cells(confusion))
    whole = sum(count for *_, count in cells)
    if not whole:
        return "Nothing was rated by both, so there is nothing to compare."
    same = sum(count for row, column, count in cells if row == column)
    near = sum(count for row, column, count in cells if abs(row - column) == 1)
    thing = "items" if confusion.raters else "pairs of ratings"
    words = f"{same} of {whole} {thing} have the same level, {near or 'none'} differ by one"
    words += f" and {whole - same - near or 'none'} by more."
    if confusion.raters is None or same == whole:
        return words
    higher = sum(count for row, column, count in cells if row > column)
    return (
        f"{words} Where they differ, {one} is higher {_times(higher)} and {other} "
        f"{_times(whole - same - higher)}."
    )


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:] if title.endswith("of the two") else title


def _table(confusion: Confusion, one: str, other: str) -> pd.DataFrame:
    counts = {
        f"{other}: {level}": [row[place] for row in confusion.counts]
        for place, level in enumerate(confusion.levels)
    }
    return pd.DataFrame({one: list(confusion.levels), **counts})
