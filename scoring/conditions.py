"""Where a typed condition holds, for a whole block of assessments at once."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import assert_never

import numpy as np

from scales.condition import (
    AllTest,
    AnyTest,
    BelowMeanTest,
    Condition,
    CountTest,
    EveryTest,
    FactMissingTest,
    FactTest,
    ItemTest,
    LowestMeanTest,
    MeanTest,
    NoMeanTest,
    RatedTest,
    ShareTest,
    UnratedTest,
)
from scoring.columns import Columns, Flags, count_true
from scoring.states import State


def holds(condition: Condition, columns: Columns) -> Flags:
    """Tell for each assessment of a block whether a condition holds.

    Returns:
        Shape (rows,). An item that is not rated satisfies no test of its level, up or down.
    """
    match condition:
        case AllTest():
            return reduce(np.logical_and, (holds(part, columns) for part in condition.conditions))
        case AnyTest():
            return reduce(np.logical_or, (holds(part, columns) for part in condition.conditions))
        case ItemTest():
            return _item(condition, columns)
        case EveryTest():
            levels = columns.group(condition.of)
            enough = (levels >= condition.at_least) | (levels == State.NOT_APPLICABLE)
            return np.logical_and.reduce(enough, axis=0)
        case CountTest():
            return _count(condition, columns)
        case ShareTest():
            return _share(condition, columns)
        case RatedTest():
            rated = count_true(columns.group(condition.of) >= 0)
            return _within(rated, condition.at_least, condition.at_most)
        case UnratedTest():
            levels = columns.group(condition.of)
            return np.logical_or.reduce(
                (levels == State.NOT_RATED) | (levels == State.NOT_ENOUGH), axis=0
            )
        case FactTest():
            return _fact(condition, columns)
        case FactMissingTest():
            return columns.choice(condition.fact) < 0
        case _:
            return _mean(condition, columns)


def _mean(
    condition: MeanTest | LowestMeanTest | NoMeanTest | BelowMeanTest, columns: Columns
) -> Flags:
    match condition:
        case MeanTest(at_least=None, below=below):
            assert below is not None, "the model demands one of the two"
            return columns.mean(condition.of).below(Fraction(below))
        case MeanTest(at_least=at_least):
            assert at_least is not None, "the model demands one of the two"
            return columns.mean(condition.of).at_least(Fraction(at_least))
        case LowestMeanTest():
            parts = columns.scale.total.of
            bound = Fraction(condition.at_least)
            return reduce(np.logical_and, (columns.mean(p).at_least(bound) for p in parts))
        case NoMeanTest():
            return ~columns.mean(condition.of).formed
        case BelowMeanTest():
            return _below_mean(condition, columns)
        case _:
            assert_never(condition)


def _item(condition: ItemTest, columns: Columns) -> Flags:
    level = columns.item(condition.item)
    if condition.equals is not None:
        return level == condition.equals
    return (level >= 0) & _within(level, condition.at_least, condition.at_most)


def _within(values: np.ndarray, at_least: int | None, at_most: int | None) -> Flags:
    return values >= at_least if at_least is not None else values <= at_most


def _count(condition: CountTest, columns: Columns) -> Flags:
    levels = columns.group(condition.of)
    if condition.level_is is not None:
        chosen = levels == condition.level_is
    else:
        within = _within(levels, condition.level_at_least, condition.level_at_most)
        chosen = within & (levels >= 0) if condition.level_at_most is not None else within
    return _within(count_true(chosen), condition.at_least, condition.at_most)


def _share(condition: ShareTest, columns: Columns) -> Flags:
    levels = columns.group(condition.of)
    reached = count_true(levels >= condition.level_at_least).astype(np.int64)
    rated = count_true(levels >= 0).astype(np.int64)
    bound = Fraction(condition.at_least_percent) / 100
    return (reached * bound.denominator >= rated * bound.numerator) & (rated > 0)


def _fact(condition: FactTest, columns: Columns) -> Flags:
    fact = next(f for f in columns.scale.choice_facts if f.id == condition.fact)
    chosen = columns.choice(condition.fact)
    ids = [choice.id for choice in fact.choices]
    return reduce(np.logical_or, (chosen == ids.index(choice) for choice in condition.one_of))


def _below_mean(condition: BelowMeanTest, columns: Columns) -> Flags:
    """mean - level >= bound, without dividing: (sum - level * n) * q >= p * n."""
    mean = columns.mean(condition.of)
    level = columns.item(condition.item)
    bound = Fraction(condition.by_at_least)
    shortfall = mean.numerators - level * mean.denominators
    far = shortfall * bound.denominator >= mean.denominators * bound.numerator
    return far & mean.formed & (level >= 0)
