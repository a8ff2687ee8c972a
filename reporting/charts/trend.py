"""One mean from visit to visit: verdict bands behind it, and what chance makes about each point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from reporting.charts.frame import BLUE, INK, MUTED, TRACK, Rows, as_is, framed, layer, text
from reporting.charts.lanes import Lane, fit_lanes
from reporting.charts.layout import LINE
from reporting.charts.time_plane import NARROW, TimePlane
from reporting.charts.words import ChartWithWords, Drawing, plain
from reporting.history import History, Measure, PastVisit, history_table, history_words
from reporting.report import KINDS
from reporting.sentences import counted, listed
from scoring.benchmark import FEWEST_PROGRAMS, Benchmark
from scoring.chance import MeanNoise
from scoring.mean_bands import mean_bands
from scoring.rounding import as_decimal

_SHAPES = {
    "site_visit": ("circle", BLUE),
    "self_audit": ("square", "white"),
    "follow_up": ("diamond", BLUE),
}
_SIGNS = {"site_visit": "Filled circle", "self_audit": "Hollow square", "follow_up": "Diamond"}
_CROSS = "M-1,-1L1,1M-1,1L1,-1"
_LEADER = 12
"""Pixels from the lowest level to the verdicts below it."""
_HIGH = 26
"""Pixels that the number of a point takes above its bar."""
_NUMBER = 36
"""Pixels that the number of a point takes from left to right, with a space."""


@dataclass(frozen=True)
class _Point:
    """A visit on the plane: its value, and where the bar of chance about it ends."""

    visit: PastVisit
    share: float
    value: Fraction | None
    low: float
    high: float

    @property
    def x(self) -> str:
        return self.visit.day


def trend_chart(
    history: History,
    measure: Measure,
    noise: MeanNoise | None = None,
    pool: Benchmark | None = None,
) -> ChartWithWords:
    """Draw the total or a subscale from visit to visit.

    A line ends where the versions of the scale cannot be compared. The bar about a point is half
    the smallest change beyond chance each way, so that two visits differ by more than chance where
    their bars do not overlap (Goldstein and Healy 1995, Journal of the Royal Statistical Society A
    158:175-177). Where the verdict is no band of this mean, it stands below the visits.

    Args:
        history: What is drawn; at least one visit.
        measure: Which mean.
        noise: What chance does to it; no bars where nobody looked, or too few were rated by two.
        pool: The median of one's own pool; no line where it is hidden.
    """
    cuts = mean_bands(history.scale) if measure.is_total else ()
    days = [visit.point.visit.day for visit in history.visits]
    lanes: tuple[Lane, ...] = ()
    plane = TimePlane(history.scale.levels, days, 0)
    if not cuts:
        told = [history.visits[place] for place in _changed(history)]
        lanes = fit_lanes(((plane.share(v.point.visit.day), v.verdict) for v in told), NARROW)
        foot = _LEADER + LINE * (1 + max(lane.row for lane in lanes))
        plane = TimePlane(history.scale.levels, days, foot)
    points = _points(plane, history, measure, noise)
    for point in points:
        plane.take(point.share, point.low - plane.levels(8), point.high + plane.levels(_HIGH))
    layers = [
        *(plane.bands(cuts) if cuts else ()),
        *_pool_line(plane, pool),
        *(_verdicts(plane, [points[k] for k in _changed(history)], lanes) if lanes else ()),
        *_lines(plane, points),
        *_marks(plane, points),
    ]
    title = f"{history.scale.short_name}: {measure.name}, visit by visit"
    words = _alt(history, measure)
    key = _key(points, bars=bool(noise and noise.detectable))
    return ChartWithWords(
        framed(layers, plane.height, title, history.program, key, words),
        words,
        " ".join((history_words(history, measure, noise), _pool_words(pool))).strip(),
        history_table(history, [measure]),
        title,
        "-".join(p for p in (plain(history.program), plain(history.scale.id), "over-time") if p),
    )


def _changed(history: History) -> list[int]:
    """The places of the visits at which the verdict is another one than at the visit before."""
    told = [visit.verdict for visit in history.visits]
    return [k for k, verdict in enumerate(told) if k == 0 or verdict != told[k - 1]]


def _points(
    plane: TimePlane, history: History, measure: Measure, noise: MeanNoise | None
) -> list[_Point]:
    half = float(noise.detectable) / 2 if noise and noise.detectable else 0.0
    found = []
    for visit in history.visits:
        value, share = visit.value(measure), plane.share(visit.point.visit.day)
        at = float(plane.low if value is None else value)
        reach = max(at - half, plane.low), min(at + half, plane.high)
        found.append(_Point(visit, share, value, *reach))
    return found


def _pool_line(plane: TimePlane, pool: Benchmark | None) -> list[Drawing]:
    if pool is None or pool.median is None:
        return []
    return plane.line_at(float(pool.median), f"Median {as_decimal(pool.median)} (n = {pool.n})")


def _verdicts(plane: TimePlane, changed: list[_Point], lanes: tuple[Lane, ...]) -> list[Drawing]:
    """Write the verdict below the visits where it changed."""
    leaders: list[dict[str, object]] = []
    names: list[Drawing] = []
    x, y = plane.x(), plane.y()
    for point, lane in zip(changed, lanes, strict=True):
        foot = plane.low - plane.levels(_LEADER + lane.row * LINE)
        top = plane.low if point.value is None else float(point.value)
        leaders.append({"x": point.x, "y": top, "y2": foot})
        look = {"align": lane.align, "baseline": "top", "fontSize": 11}
        names += text([{"x": point.x, "y": foot, "text": lane.text}], look, INK, x, y)
    rule = {"color": TRACK, "strokeWidth": 1}
    return [layer(leaders, "rule", rule, x=x, y=y, y2={"field": "y2"}), *names]


def _lines(plane: TimePlane, points: list[_Point]) -> list[Drawing]:
    """Join the visits of each comparable stretch; a dotted line across where one ends."""
    joined = [
        {"x": a.x, "y": float(a.value), "x2": b.x, "y2": float(b.value)}
        for a, b in _neighbors([p for p in points if p.value is not None])
        if a.value is not None and b.value is not None and not _broken(a, b)
    ]
    breaks = [
        {"x": _between(a, b), "y": plane.low, "y2": plane.high}
        for a, b in _neighbors(points)
        if _broken(a, b)
    ]
    style, dotted = {"color": BLUE, "strokeWidth": 2}, {"color": INK, "strokeDash": [2, 3]}
    x, y, y2 = plane.x(), plane.y(), {"field": "y2"}
    return [
        layer(joined, "rule", style, x=x, x2={"field": "x2"}, y=y, y2=y2),
        layer(breaks, "rule", dotted, x=x, y=y, y2=y2),
    ]


def _neighbors(points: list[_Point]) -> Iterator[tuple[_Point, _Point]]:
    yield from pairwise(points)


def _broken(a: _Point, b: _Point) -> bool:
    return a.visit.point.line != b.visit.point.line


def _between(a: _Point, b: _Point) -> str:
    first, second = a.visit.point.visit.day, b.visit.point.visit.day
    return (first + (second - first) / 2).isoformat()


def _marks(plane: TimePlane, points: list[_Point]) -> list[Drawing]:
    """Draw the visits: their bar of chance, their sign, their number."""
    valued = [p for p in points if p.value is not None]
    bars = [{"x": p.x, "y": p.low, "y2": p.high} for p in valued if p.high > p.low]
    ends = [{"x": bar["x"], "y": bar[end]} for bar in bars for end in ("y", "y2")]
    crosses = [{"x": p.x, "y": plane.low} for p in points if p.value is None]
    dots = [{"x": p.x, "y": _at(p), **_sign(p)} for p in valued]
    above, below = _numbers(valued)
    bar = {"color": MUTED, "strokeWidth": 2}
    end = {"shape": "stroke", "size": 140, "stroke": MUTED, "strokeWidth": 2, "opacity": 1}
    sign = {"size": 90, "stroke": BLUE, "strokeWidth": 2, "opacity": 1}
    cross = {"shape": _CROSS, "size": 90, "stroke": MUTED, "strokeWidth": 2.5, "opacity": 1}
    number = {"align": "center", "fontWeight": "bold"}
    x, y = plane.x(), plane.y()
    return [
        layer(bars, "rule", bar, x=x, y=y, y2={"field": "y2"}),
        layer(ends, "point", end, x=x, y=y),
        layer(dots, "point", sign, x=x, y=y, shape=as_is("shape"), fill=as_is("fill")),
        layer(crosses, "point", cross, x=x, y=y),
        *text(above, {**number, "baseline": "bottom", "dy": -9}, INK, x, y),
        *text(below, {**number, "baseline": "top", "dy": 10}, INK, x, y),
    ]


def _at(point: _Point) -> float:
    return float(point.value or 0)


def _sign(point: _Point) -> dict[str, str]:
    shape, fill = _SHAPES[point.visit.kind]
    return {"shape": shape, "fill": fill}


def _numbers(points: list[_Point]) -> tuple[Rows, Rows]:
    """The number of each visit above it, or below where the one before stands too near."""
    above, below = [], []
    ends = {"above": -1.0, "below": -1.0}
    for point in points:
        label = f"{as_decimal(point.value)}{'*' if point.visit.point.restated else ''}"
        free = {side: (point.share - end) * NARROW >= _NUMBER for side, end in ends.items()}
        if free["above"] or not free["below"]:
            above.append({"x": point.x, "y": point.high, "text": label})
            ends["above"] = point.share
        else:
            below.append({"x": point.x, "y": point.low, "text": label})
            ends["below"] = point.share
    return above, below


def _key(points: list[_Point], *, bars: bool) -> str:
    """Say what the signs mean, as far as they are drawn."""
    kinds = dict.fromkeys(p.visit.kind for p in points if p.value is not None)
    parts = [f"{_SIGNS[kind]}: {KINDS[kind].lower()}." for kind in kinds]
    if bars and kinds:
        parts.append("Bar: where two bars do not overlap, the change is more than chance.")
    if any(p.visit.point.restated for p in points):
        parts.append("*: rated with another version and scored anew.")
    if any(_broken(a, b) for a, b in _neighbors(points)):
        parts.append("Dotted line: the scale changed; its two sides are not comparable.")
    if any(p.value is None for p in points):
        parts.append("Cross: no mean.")
    return " ".join(parts)


def _alt(history: History, measure: Measure) -> str:
    shown = listed(
        f"{visit.called} {as_decimal(visit.value(measure))}, {visit.verdict}"
        for visit in history.visits
    )
    levels = history.scale.levels
    return (
        f"{measure.name} of {history.program} visit by visit, on a scale from {levels.low} to "
        f"{levels.high}: {shown}."
    )


def _pool_words(pool: Benchmark | None) -> str:
    if pool is None:
        return ""
    n = counted(pool.n, "program")
    if pool.median is None:
        return f"The median of the pool is not shown below {FEWEST_PROGRAMS} programs (n = {n})."
    return f"Dashed line: the median of the pool, each program by its latest visit ({n})."
