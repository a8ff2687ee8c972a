"""The best and the worst a score can still become, given what is not rated yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from scales.condition import AllTest, AnyTest, Condition, FactMissingTest, FactTest
from scales.model import Scale, Verdict
from scoring.ratings import Row, ratings_from_rows
from scoring.scores import score


@dataclass(frozen=True)
class Bounds:
    """Ends of what is still possible; both ends are reachable.

    Attributes:
        lowest, highest: The total with every open item at the lowest or the highest level; None
            where it cannot be formed even so.
        worst, best: The verdicts of the lowest and the highest tier that are still possible.
    """

    lowest: Fraction | None
    highest: Fraction | None
    worst: Verdict
    best: Verdict


def find_bounds(scale: Scale, row: Row) -> Bounds:
    """Fill what is not rated with the lowest and with the highest level and score both.

    Where raising a rating never lowers the tier (a law the tests try on every scale that comes with
    the project), the two fillings enclose every way the visit can still end. An open fact that a
    verdict asks about is tried with each of its choices.
    """
    low = [_filled(scale, row, scale.levels.low, choices) for choices in _open_choices(scale, row)]
    high = [
        _filled(scale, row, scale.levels.high, choices) for choices in _open_choices(scale, row)
    ]
    lows = score(scale, ratings_from_rows(scale, low))
    highs = score(scale, ratings_from_rows(scale, high))
    return Bounds(
        lows.total.value(0),
        highs.total.value(0),
        min(lows.verdicts, key=_tier),
        max(highs.verdicts, key=_tier),
    )


def _tier(verdict: Verdict) -> int:
    return -1 if verdict.tier is None else verdict.tier


def _filled(scale: Scale, row: Row, level: int, choices: dict[str, str]) -> Row:
    given = {item: found for item, found in row.levels.items() if found not in (-1, -3)}
    return Row(row.assessment, {**dict.fromkeys(scale.item_ids, level), **given}, choices)


def _open_choices(scale: Scale, row: Row) -> Iterable[dict[str, str]]:
    """What was answered, with each way to answer the open facts that a verdict asks about."""
    asked = {fact for verdict in scale.verdicts for fact in _facts(verdict.when)}
    options = {
        fact.id: [choice.id for choice in fact.choices]
        for fact in scale.choice_facts
        if fact.id in asked and fact.id not in row.choices
    }
    for chosen in product(*options.values()):
        yield {**row.choices, **dict(zip(options, chosen, strict=True))}


def _facts(condition: Condition | None) -> Iterator[str]:
    if isinstance(condition, AllTest | AnyTest):
        for part in condition.conditions:
            yield from _facts(part)
    elif isinstance(condition, FactTest | FactMissingTest):
        yield condition.fact
