"""The middle half of a pool as bars, with the median, and one program as a mark."""

from __future__ import annotations

from collections.abc import Sequence

from reporting.benchmark_table import BenchmarkRow, Marked, benchmark_table, stem_of
from reporting.benchmark_words import benchmark_words, pool_words
from reporting.charts.frame import BLUE, INK, ORANGE, Frame, framed, layer, text
from reporting.charts.layout import stack
from reporting.charts.words import ChartWithWords, Drawing
from reporting.sentences import counted, day, listed
from scoring.benchmark import Benchmarks

_BAR = "#9db8d2"
_LEAST = 0.04
"""Levels that a middle half without width is drawn to each side, so that it is seen."""


def quartile_chart(
    pool: Benchmarks, rows: Sequence[BenchmarkRow], what: str, marked: Marked | None = None
) -> ChartWithWords:
    """Draw the middle half of a pool for each row, or say why it is hidden.

    Args:
        pool: Names the scale, and says of how many programs and of when it is.
        rows: What is drawn, at least one.
        what: What the rows are ("means", "items"); for the title and the name of the file.
        marked: The program whose own numbers are drawn as diamonds.
    """
    title = f"{pool.scale.short_name}: {what} of the pool"
    words = f"Median and middle half of the pool, {pool_words(pool)} {_alt(rows, marked)}"
    placed, height = stack((row.name, benchmark_words(row.found).rstrip("."), 20) for row in rows)
    frame = Frame(pool.scale.levels, height)
    bars, ticks, signs = [], [], []
    for row, place in zip(rows, placed, strict=True):
        found, y = row.found, place.middle
        if found.lower is not None and found.upper is not None and found.median is not None:
            room = _LEAST if found.lower == found.upper else 0
            ends = {"x": float(found.lower) - room, "x2": float(found.upper) + room}
            bars.append({**ends, "y": y})
            ticks.append({"x": float(found.median), "y": y - 9, "y2": y + 9})
        if row.own is not None:
            signs.append({"x": float(row.own), "y": y, "text": row.own_text})
    layers = [*frame.labels(placed), *_marks(frame, bars, ticks, signs)]
    return ChartWithWords(
        framed(layers, height, title, pool_words(pool), _key(signs, marked), words),
        words,
        _summary(rows, marked),
        benchmark_table(rows, marked),
        title,
        f"{stem_of(pool.scale)}-{what}",
    )


def _marks(frame: Frame, bars: list, ticks: list, signs: list) -> list[Drawing]:
    x, y = frame.x(), frame.y()
    bar = {"orient": "horizontal", "size": 14, "color": _BAR}
    diamond = {"shape": "diamond", "size": 150, "fill": "white", "opacity": 1}
    rim = {"stroke": ORANGE, "strokeWidth": 2.5}
    return [
        layer(bars, "bar", bar, x=x, x2={"field": "x2"}, y=y),
        layer(ticks, "rule", {"color": BLUE, "strokeWidth": 3}, x=x, y=y, y2={"field": "y2"}),
        layer(signs, "point", {**diamond, **rim}, x=x, y=y),
        *text(signs, {"dx": 11, "baseline": "middle", "fontWeight": "bold"}, INK, x, y),
    ]


def _key(signs: Sequence[object], marked: Marked | None) -> str:
    key = "Bar: the middle half of the programs. Line in it: the median."
    if signs and marked:
        key += f" Diamond: {marked.name}, {day(marked.day)}."
    return key


def _alt(rows: Sequence[BenchmarkRow], marked: Marked | None) -> str:
    own = [f" {marked.name}: {row.own_text}." if marked else "" for row in rows]
    return " ".join(
        f"{row.name}: {benchmark_words(row.found)}{mine}"
        for row, mine in zip(rows, own, strict=True)
    )


def _summary(rows: Sequence[BenchmarkRow], marked: Marked | None) -> str:
    hidden = sum(row.found.hidden for row in rows)
    parts = []
    if hidden:
        names = "Nothing is" if hidden == len(rows) else f"{counted(hidden, 'row')} not"
        parts.append(f"{names} shown of fewer than 5 programs.")
    if marked:
        parts += _standing(rows, marked)
    return " ".join(parts) or "Each bar is the middle half of the programs, the line their median."


def _standing(rows: Sequence[BenchmarkRow], marked: Marked) -> list[str]:
    """Where the program lies below the lower or above the upper quartile."""
    known = [r for r in rows if r.own is not None and not r.found.hidden]
    below = [r.name for r in known if r.found.lower is not None and (r.own or 0) < r.found.lower]
    above = [r.name for r in known if r.found.upper is not None and (r.own or 0) > r.found.upper]
    parts = []
    if above:
        parts.append(f"{marked.name} is above the middle half in {listed(above)}.")
    if below:
        parts.append(f"{marked.name} is below the middle half in {listed(below)}.")
    if known and not above and not below:
        parts.append(f"{marked.name} is within the middle half throughout.")
    return parts
