"""The middle and the spread of a pool as tables, each number with its n."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from reporting.history import Measure, measures_of
from reporting.pool_words import by_tier
from scales.model import Scale, Verdict
from scoring.benchmark import FEWEST_PROGRAMS, Benchmark, Benchmarks
from scoring.rounding import as_decimal, as_text


@dataclass(frozen=True)
class Marked:
    """One program that is set beside a pool, by its visit that counts there.

    Attributes:
        subscales: By subscale id; None where it could not be formed.
        items: By item id, the level; items that are not rated are absent.
    """

    name: str
    day: dt.date
    verdict: Verdict
    total: Fraction | None
    subscales: Mapping[str, Fraction | None]
    items: Mapping[str, Fraction]


@dataclass(frozen=True)
class BenchmarkRow:
    """One number over the pool.

    Attributes:
        whole: Whether it is a level of an item, and so whole for one program.
        own: Of the program that is marked; None where none is, or it has no such number.
    """

    name: str
    found: Benchmark
    own: Fraction | None = None
    whole: bool = False

    @property
    def own_text(self) -> str:
        """What the program has, in words; a dash where it has none."""
        return as_text(self.own, 0) if self.whole and self.own is not None else as_decimal(self.own)


def mean_rows(pool: Benchmarks, marked: Marked | None = None) -> tuple[BenchmarkRow, ...]:
    """The total, then the subscales; one that is the total under another name is left out."""
    return tuple(
        BenchmarkRow(
            measure.name,
            pool.total if measure.is_total else pool.subscales[measure.id],
            _own(marked, measure),
        )
        for measure in measures_of(pool.scale)
    )


def _own(marked: Marked | None, measure: Measure) -> Fraction | None:
    if marked is None:
        return None
    return marked.total if measure.is_total else marked.subscales[measure.id]


def item_rows(pool: Benchmarks, marked: Marked | None = None) -> tuple[BenchmarkRow, ...]:
    """The items, in the order of the scale."""
    own = marked.items if marked else {}
    return tuple(
        BenchmarkRow(f"{item.id} {item.name}", pool.items[item.id], own.get(item.id), whole=True)
        for item in pool.scale.items
    )


def benchmark_table(rows: Sequence[BenchmarkRow], marked: Marked | None = None) -> pd.DataFrame:
    """Lay out n, median and quartiles; below five programs n alone, and that it is not shown."""
    return pd.DataFrame(
        [
            {
                "Name": row.name,
                "n": row.found.n,
                "Lower quartile": _shown(row.found.lower),
                "Median": _shown(row.found.median),
                "Upper quartile": _shown(row.found.upper),
                **({marked.name: row.own_text} if marked else {}),
            }
            for row in rows
        ]
    )


def _shown(value: Fraction | None) -> str:
    return f"below {FEWEST_PROGRAMS} programs" if value is None else as_decimal(value)


def verdict_table(pool: Benchmarks) -> pd.DataFrame:
    """Lay out how many programs have each verdict, with their share and n."""
    n = sum(pool.verdicts.values())
    return pd.DataFrame(
        [
            {
                "Verdict": verdict.name,
                "Programs": pool.verdicts[verdict.id],
                "n": n,
                "Share": f"{as_text(Fraction(100 * pool.verdicts[verdict.id], n), 0)} %",
            }
            for verdict in by_tier(pool.scale)
            if verdict.id in pool.verdicts
        ]
    )


def stem_of(scale: Scale) -> str:
    """What files of a pool on a scale are named after."""
    return f"benchmarks-{scale.id}".replace("_", "-")
