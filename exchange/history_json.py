"""A trend, chance and benchmarks as plain data; the shapes are documented and stay."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from exchange.change_json import mean_data
from exchange.score_json import PLACES
from scoring import as_text
from scoring.agreement.estimate import Estimate
from scoring.benchmark import Benchmark, Benchmarks
from scoring.chance import Chance, MeanNoise
from scoring.trend import TrendPoint


def point_data(point: TrendPoint) -> dict[str, Any]:
    """One visit of a trend."""
    return {
        "date": point.visit.day.isoformat(),
        "version": point.visit.version,
        "scored_by": point.scored_by,
        "restated": point.restated,
        "line": point.line,
        "verdict": point.verdict.id if point.verdict else None,
        "tier": point.verdict.tier if point.verdict else None,
        "total": mean_data(point.total),
        "subscales": {part: mean_data(value) for part, value in point.subscales.items()},
    }


def chance_data(chance: Chance) -> dict[str, Any]:
    """What chance does, with the visits that it is known from."""
    return {
        "double_rated_visits": chance.visits,
        "invented": chance.invented,
        "total": _noise(chance.total),
        "subscales": {part: _noise(noise) for part, noise in chance.subscales.items()},
        "items": {
            item: {
                "pairs": own.pairs,
                "apart": list(own.apart),
                "least_step": chance.item(item).step,
                "goes_by_all_items": chance.item(item).pooled,
            }
            for item, own in chance.items.items()
        },
    }


def benchmarks_data(found: Benchmarks) -> dict[str, Any]:
    """The middle and the spread of a pool, each with its n."""
    return {
        "programs": found.programs,
        "invented": found.invented,
        "invented_left_out": found.left_out,
        "since": found.since and found.since.isoformat(),
        "until": found.until and found.until.isoformat(),
        "total": benchmark_data(found.total),
        "subscales": {part: benchmark_data(each) for part, each in found.subscales.items()},
        "items": {item: benchmark_data(each) for item, each in found.items.items()},
        "verdicts": dict(found.verdicts) or None,
    }


def benchmark_data(found: Benchmark) -> dict[str, Any]:
    """One number over a pool; below five programs its n alone."""
    return {
        "n": found.n,
        "lower": mean_data(found.lower),
        "median": mean_data(found.median),
        "upper": mean_data(found.upper),
    }


def marked_data(
    total: Fraction | None,
    subscales: Mapping[str, Fraction | None],
    items: Mapping[str, Fraction],
) -> dict[str, Any]:
    """What one program that is set beside a pool was rated."""
    return {
        "total": mean_data(total),
        "subscales": {part: mean_data(value) for part, value in subscales.items()},
        "items": {item: int(level) for item, level in items.items()},
    }


def _noise(noise: MeanNoise) -> dict[str, Any]:
    sem: Estimate = noise.sem
    return {
        "sem": _decimal(sem.value),
        "interval": None if sem.low is None else [_decimal(sem.low), _decimal(sem.high)],
        "detectable": _decimal(noise.detectable),
        "n": sem.n,
        "why": sem.why or None,
    }


def _decimal(value: float | None) -> str | None:
    return None if value is None else as_text(Fraction(value), PLACES)
