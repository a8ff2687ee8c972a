"""The middle and the spread of a pool of programs: never of visits, never of fewer than five."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scales.model import Scale
from scoring.ratings import Row, ratings_from_rows
from scoring.scores import score

FEWEST_PROGRAMS = 5
"""Of fewer, a quartile would tell what a single program was rated."""


@dataclass(frozen=True)
class Pooled:
    """One visit to a program of a pool.

    Attributes:
        program: What tells programs apart.
        row: Rated with the version of the scale that the pool is compared by.
    """

    program: Hashable
    day: dt.date
    row: Row


@dataclass(frozen=True)
class Benchmark:
    """A number over the programs of a pool.

    Attributes:
        n: Programs of which it is known.
        lower, median, upper: Quartiles; None below `FEWEST_PROGRAMS`.
    """

    n: int
    lower: Fraction | None = None
    median: Fraction | None = None
    upper: Fraction | None = None

    @property
    def hidden(self) -> bool:
        """Whether too few programs stand behind it for anything to be told."""
        return self.median is None


@dataclass(frozen=True)
class Benchmarks:
    """A pool of programs on one scale, each by its latest visit.

    Attributes:
        programs: How many there are.
        since, until: The earliest and the latest of the visits that count; None where there is
            none.
        total: Of the total; where it cannot be formed a program does not count.
        subscales: By subscale id.
        items: By item id, of its levels.
        verdicts: How many programs have each verdict, by its id, in the order of the file; empty
            below `FEWEST_PROGRAMS`.
        invented: Whether all of the programs are invented.
        left_out: Invented programs that were left out, since real ones are there.
    """

    scale: Scale
    programs: int
    since: dt.date | None
    until: dt.date | None
    total: Benchmark
    subscales: Mapping[str, Benchmark]
    items: Mapping[str, Benchmark]
    verdicts: Mapping[str, int]
    invented: bool = False
    left_out: int = 0


def benchmarks_of(scale: Scale, pool: Sequence[Pooled]) -> Benchmarks:
    """Work out the middle and the spread of a pool.

    Args:
        scale: The scale all were rated with.
        pool: Visits, as the caller chose them. Of each program only the latest counts, of one day
            the later in this order.
    """
    latest = list(latest_of(pool))
    scores = score(scale, ratings_from_rows(scale, [visit.row for visit in latest]))
    rows = range(len(latest))
    means = {part: [values.value(k) for k in rows] for part, values in scores.subscales.items()}
    levels = scores.ratings.levels
    counted = Counter(verdict.id for verdict in scores.verdicts)
    enough = len(latest) >= FEWEST_PROGRAMS
    return Benchmarks(
        scale,
        len(latest),
        min((visit.day for visit in latest), default=None),
        max((visit.day for visit in latest), default=None),
        benchmark([scores.total.value(k) for k in rows]),
        {part: benchmark(values) for part, values in means.items()},
        {
            item: benchmark([Fraction(int(v)) for v in levels[:, k] if v >= 0])
            for k, item in enumerate(scale.item_ids)
        },
        {v.id: counted[v.id] for v in scale.verdicts} if enough else {},
    )


def latest_of(pool: Sequence[Pooled]) -> tuple[Pooled, ...]:
    """Keep the latest visit of each program, in the order in which the programs first come."""
    kept: dict[Hashable, Pooled] = {}
    for visit in pool:
        known = kept.get(visit.program)
        kept[visit.program] = visit if known is None or visit.day >= known.day else known
    return tuple(kept.values())


def benchmark(values: Sequence[Fraction | None]) -> Benchmark:
    """Work out quartiles, hidden below five values.

    Args:
        values: One a program; None does not count.
    """
    known = sorted(value for value in values if value is not None)
    if len(known) < FEWEST_PROGRAMS:
        return Benchmark(len(known))
    quarters = (quantile(known, Fraction(k, 4)) for k in (1, 2, 3))
    return Benchmark(len(known), *quarters)


def quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """A quantile of values in rising order, exactly.

    Type 7 of Hyndman and Fan: the value at place (n - 1) x share, counted from 0, on the straight
    line between its neighbors. It is what Excel's QUARTILE.INC and PERCENTILE.INC, NumPy and R
    give unless told otherwise.

    Reference: Hyndman and Fan (1996), Sample quantiles in statistical packages, The American
    Statistician 50:361-365. Checked against numpy.quantile.

    Example:
        >>> four = [Fraction(n) for n in (1, 2, 4, 8)]
        >>> quantile(four, Fraction(1, 4)), quantile(four, Fraction(1, 2))
        (Fraction(7, 4), Fraction(3, 1))
    """
    place = (len(ordered) - 1) * share
    below = place.numerator // place.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
