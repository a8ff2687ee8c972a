"""Two values in each row, joined by a line: before and after, self and external, two raters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from reporting.charts.frame import BLUE, MUTED, ORANGE, TRACK, Frame, Rows, framed, layer, text
from reporting.charts.layout import stack
from reporting.charts.words import ChartWithWords, Drawing, plain
from reporting.sentences import listed
from scales.model import Levels


@dataclass(frozen=True)
class DumbbellRow:
    """One row.

    Attributes:
        detail: What is said below the label; may be empty.
        one, other: Where the two ends stand; None where there is nothing to draw.
        lacking: What to write where one of them is missing; may be empty.
    """

    label: str
    detail: str
    one: float | None
    other: float | None
    lacking: str = ""


@dataclass(frozen=True)
class DumbbellWords:
    """What is said around it.

    Attributes:
        title: What is compared.
        occasion: Below the title; may be empty.
        ends: What the two ends are called.
        summary: What there is to see in it.
    """

    title: str
    occasion: str
    ends: tuple[str, str]
    summary: str


def dumbbell_chart(
    levels: Levels, rows: Sequence[DumbbellRow], words: DumbbellWords, table: pd.DataFrame
) -> ChartWithWords:
    """Draw a row for each pair.

    Args:
        levels: Of the scale.
        rows: From top to bottom.
        words: What is said around it.
        table: All that is drawn, as a table.
    """
    placed, height = stack((row.label, row.detail, 24) for row in rows)
    frame = Frame(levels, height, beyond=0.25)
    data = [
        {"given": row.one, "verified": row.other, "y": place.middle}
        for row, place in zip(rows, placed, strict=True)
    ]
    lacking = [
        {"x": levels.low, "y": place.middle, "text": row.lacking}
        for row, place in zip(rows, placed, strict=True)
        if row.lacking and row.one is None and row.other is None
    ]
    style = {"baseline": "middle", "fontStyle": "italic"}
    layers = [
        *frame.labels(placed),
        *dumbbells(frame, data),
        *text(lacking, style, MUTED, frame.x(), frame.y()),
    ]
    key = f"Filled circle: {words.ends[0]}. Hollow diamond: {words.ends[1]}."
    alt = _alt(rows, words)
    return ChartWithWords(
        framed(layers, height, words.title, words.occasion, key, alt),
        alt,
        words.summary,
        table,
        words.title,
        plain(f"{words.title} {words.occasion}") or "two-visits",
    )


def dumbbells(frame: Frame, data: Rows) -> list[Drawing]:
    """Draw a circle at `given`, a diamond at `verified`, and a line where there are both."""
    both = [row for row in data if None not in (row["given"], row["verified"])]
    given = [row for row in data if row["given"] is not None]
    verified = [row for row in data if row["verified"] is not None]
    mine, theirs, y = frame.x("given"), frame.x("verified"), frame.y()
    link = {"strokeWidth": 6, "color": TRACK}
    dot = {"size": 260, "color": BLUE, "opacity": 1}
    diamond = {"shape": "diamond", "size": 130, "fill": "white", "opacity": 1}
    rim = {"stroke": ORANGE, "strokeWidth": 2.5}
    return [
        layer(both, "rule", link, x=theirs, x2={"field": "given"}, y=y),
        layer(given, "circle", dot, x=mine, y=y),
        layer(verified, "point", {**diamond, **rim}, x=theirs, y=y),
    ]


def _alt(rows: Sequence[DumbbellRow], words: DumbbellWords) -> str:
    one, other = words.ends
    shown = listed(f"{row.label} {_shown(row.one)} and {_shown(row.other)}" for row in rows)
    return f"{words.title}, {one} first and {other} second: {shown}."


def _shown(value: float | None) -> str:
    if value is None:
        return "without a level"
    return str(int(value)) if value == int(value) else f"{value:.2f}"
