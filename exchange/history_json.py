"""A trend, a change, chance and benchmarks as plain data; the shapes are documented and stay."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from exchange.score_json import PLACES
from scoring import as_text
from scoring.agreement.estimate import Estimate
from scoring.benchmark import Benchmark, Benchmarks
from scoring.chance import Chance, MeanNoise
from scoring.change import Change, ItemChange, NumberChange
from scoring.states import State
from scoring.trend import TrendPoint

_STATES = {
    State.NOT_RATED: "not_rated",
    State.NOT_APPLICABLE: "not_applicable",
    State.NOT_ENOUGH: "not_enough_information",
}


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
        "total": _text(point.total),
        "subscales": {part: _text(value) for part, value in point.subscales.items()},
    }


def change_data(change: Change, chance: Chance) -> dict[str, Any]:
    """What moved between two visits, and whether that is more than chance makes."""
    before, after = change.verdict_before, change.verdict_after
    parts = {part.id: _number(part, chance.subscales[part.id]) for part in change.subscales}
    return {
        "verdicts": [before and before.id, after and after.id],
        "total": change.total and _number(change.total, chance.total),
        "subscales": parts,
        "rated_both": change.rated_both,
        "items": [_item(item, chance) for item in change.items],
    }


def chance_data(chance: Chance) -> dict[str, Any]:
    """What chance does, with the visits that it is known from."""
    return {
        "double_rated_visits": chance.visits,
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
        "lower": _text(found.lower),
        "median": _text(found.median),
        "upper": _text(found.upper),
    }


def marked_data(
    total: Fraction | None,
    subscales: Mapping[str, Fraction | None],
    items: Mapping[str, Fraction],
) -> dict[str, Any]:
    """What one program that is set beside a pool was rated."""
    return {
        "total": _text(total),
        "subscales": {part: _text(value) for part, value in subscales.items()},
        "items": {item: int(level) for item, level in items.items()},
    }


def _number(number: NumberChange, noise: MeanNoise) -> dict[str, Any]:
    return {
        "reported": [_text(number.before), _text(number.after)],
        "alike": [_text(number.alike_before), _text(number.alike_after)],
        "difference": _text(number.difference),
        "rated_both": number.rated_both,
        "beyond_chance": noise.beyond(number.difference),
    }


def _item(item: ItemChange, chance: Chance) -> dict[str, Any]:
    noise = chance.item(item.now) if item.now is not None else None
    return {
        "item": item.now,
        "was": item.was,
        "relation": item.relation,
        "levels": [_level(item.before), _level(item.after)],
        "step": item.step,
        "beyond_chance": noise.beyond(item.step) if noise else None,
    }


def _level(level: int) -> int | str:
    return level if level >= 0 else _STATES[State(level)]


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


def _text(value: Fraction | None) -> str | None:
    return None if value is None else as_text(value, PLACES)
