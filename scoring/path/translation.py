"""A scale's typed conditions as inequalities over the raises that are open."""

from __future__ import annotations

from fractions import Fraction

from scales.condition import (
    AllTest,
    AnyTest,
    BelowMeanTest,
    Condition,
    CountTest,
    EveryTest,
    ItemTest,
    LowestMeanTest,
    MeanTest,
    ShareTest,
)
from scoring.conditions import holds
from scoring.path.formula import ALWAYS, NEVER, Formula, Settled, at_least, at_most, every, one_of
from scoring.path.linear import Linear, total
from scoring.path.room import Room
from scoring.states import State


def translate(condition: Condition | None, room: Room) -> Formula:
    """Say for which raises a condition holds; None always holds.

    What hangs on facts, or on what is rated, no raise can change: the engine settles it.
    """
    match condition:
        case None:
            return ALWAYS
        case AllTest():
            return every(translate(part, room) for part in condition.conditions)
        case AnyTest():
            return one_of(translate(part, room) for part in condition.conditions)
        case ItemTest():
            return _item(condition, room)
        case EveryTest():
            return _every(condition, room)
        case CountTest():
            return _count(condition, room)
        case ShareTest():
            return _share(condition, room)
        case MeanTest() | LowestMeanTest() | BelowMeanTest():
            return _mean(condition, room)
        case _:
            return Settled(bool(holds(condition, room.cells)[0]))


def _item(leaf: ItemTest, room: Room) -> Formula:
    return at_least(_chosen(leaf.item, leaf.at_least, leaf.at_most, leaf.equals, room), 1)


def _chosen(
    item: str, at_least: int | None, at_most: int | None, equals: int | None, room: Room
) -> Linear:
    """1 where the item ends within the bound given, else 0; 0 where it has no level."""
    if at_least is not None:
        return room.reaches(item, at_least)
    if equals is not None:
        return room.reaches(item, equals).minus(room.reaches(item, equals + 1))
    rated = room.row.levels[item] >= 0
    return Linear(int(rated)).minus(room.reaches(item, (at_most or 0) + 1))


def _every(leaf: EveryTest, room: Room) -> Formula:
    asked = [i for i in room.scale.members(leaf.of) if room.row.levels[i] != State.NOT_APPLICABLE]
    return every(at_least(room.reaches(item, leaf.at_least), 1) for item in asked)


def _count(leaf: CountTest, room: Room) -> Formula:
    found = total(
        _chosen(item, leaf.level_at_least, leaf.level_at_most, leaf.level_is, room)
        for item in room.scale.members(leaf.of)
    )
    if leaf.at_least is not None:
        return at_least(found, leaf.at_least)
    return at_most(found, leaf.at_most or 0)


def _share(leaf: ShareTest, room: Room) -> Formula:
    rated = [item for item in room.scale.members(leaf.of) if room.row.levels[item] >= 0]
    reached = total(room.reaches(item, leaf.level_at_least) for item in rated)
    bound = Fraction(leaf.at_least_percent) / 100
    if not rated:
        return NEVER
    return at_least(reached.times(bound.denominator), len(rated) * bound.numerator)


def _mean(leaf: MeanTest | LowestMeanTest | BelowMeanTest, room: Room) -> Formula:
    match leaf:
        case LowestMeanTest():
            bound = Fraction(leaf.at_least)
            return every(_mean_at_least(part, bound, room) for part in room.scale.total.of)
        case BelowMeanTest():
            return _below_mean(leaf, room)
        case MeanTest(at_least=None):
            return _mean_below(leaf.of, Fraction(leaf.below or 0), room)
        case _:
            return _mean_at_least(leaf.of, Fraction(leaf.at_least or 0), room)


def _mean_at_least(of: str, bound: Fraction, room: Room) -> Formula:
    """sum / n >= p / q, without dividing: sum * q >= n * p."""
    sums, count = room.mean(of)
    return at_least(sums.times(bound.denominator), count * bound.numerator) if count else NEVER


def _mean_below(of: str, bound: Fraction, room: Room) -> Formula:
    sums, count = room.mean(of)
    return at_most(sums.times(bound.denominator), count * bound.numerator - 1) if count else NEVER


def _below_mean(leaf: BelowMeanTest, room: Room) -> Formula:
    """mean - level >= p / q, without dividing: (sum - level * n) * q >= p * n."""
    sums, count = room.mean(leaf.of)
    if not count or room.row.levels[leaf.item] < 0:
        return NEVER
    bound = Fraction(leaf.by_at_least)
    shortfall = sums.minus(room.level(leaf.item).times(count))
    return at_least(shortfall.times(bound.denominator), count * bound.numerator)
