"""Why a goal cannot be reached: demands that no raise meets, or that exclude each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scales.condition import (
    AllTest,
    AnyTest,
    BelowMeanTest,
    Condition,
    FactMissingTest,
    FactTest,
    ItemTest,
)
from scales.model import Scale, Verdict
from scoring.path.formula import Formula, every, negated
from scoring.path.goal import Goal, VerdictGoal
from scoring.path.room import Room
from scoring.path.search import can_be_met
from scoring.path.translation import translate
from scoring.ratings import ratings_from_rows
from scoring.reasons import Reason, deciding, reasons
from scoring.scores import columns_of


@dataclass(frozen=True)
class Demand:
    """Something that a goal asks for.

    Attributes:
        condition: What has to hold, or may not.
        earlier: The verdict whose rule comes first and may not hold; None where the condition is
            the goal's own and has to hold.
    """

    condition: Condition
    earlier: Verdict | None = None


@dataclass(frozen=True)
class Obstacle:
    """A demand that stands in the way.

    Attributes:
        found: With all that may be raised at the highest level: why the demand is not met even
            then. Empty where it could be met, but not together with the other obstacles.
        fixed: Items that the user keeps as they are and that the demand looks at.
    """

    demand: Demand
    found: tuple[Reason, ...]
    fixed: tuple[str, ...]


def find_obstacles(room: Room, goal: Goal, fixed: frozenset[str]) -> tuple[Obstacle, ...]:
    """Find what keeps a goal out of reach.

    Args:
        room: What may be raised.
        goal: A goal that cannot be reached.
        fixed: The items that the user keeps as they are.

    Returns:
        The demands that cannot be met by themselves; where each could be, a set of demands that
        cannot be met together and of which none can be spared.
    """
    demands = list(_demands(room, goal))
    alone = [d for d in demands if not can_be_met(room, _formula(d, room))]
    return tuple(
        _obstacle(room, demand, fixed, alone=bool(alone))
        for demand in (alone or _together(room, demands))
    )


def _demands(room: Room, goal: Goal) -> Iterator[Demand]:
    """What the goal itself asks, after what the rules before it may not find."""
    if not isinstance(goal, VerdictGoal):
        yield from (Demand(part) for part in _split(goal, AllTest))
        return
    scale, wanted = room.scale, goal.verdict
    for earlier in scale.verdicts[: scale.verdicts.index(wanted)]:
        assert earlier.when is not None, "the check of scale files wants it for all but the last"
        yield from (Demand(part, earlier) for part in _split(earlier.when, AnyTest))
    if wanted.when is not None:
        yield from (Demand(part) for part in _split(wanted.when, AllTest))


def _split(condition: Condition, kind: type[AllTest | AnyTest]) -> Iterator[Condition]:
    if isinstance(condition, kind):
        for part in condition.conditions:
            yield from _split(part, kind)
    else:
        yield condition


def _formula(demand: Demand, room: Room) -> Formula:
    formula = translate(demand.condition, room)
    return negated(formula) if demand.earlier else formula


def _together(room: Room, demands: list[Demand]) -> list[Demand]:
    """Take out one demand after the other for as long as the rest cannot be met together."""
    kept = demands
    for demand in demands:
        rest = [other for other in kept if other is not demand]
        if not can_be_met(room, every(_formula(other, room) for other in rest)):
            kept = rest
    return kept


def _obstacle(room: Room, demand: Demand, fixed: frozenset[str], *, alone: bool) -> Obstacle:
    highest = room.raised(dict.fromkeys(room.movable, room.scale.levels.high))
    cells = columns_of(ratings_from_rows(room.scale, [highest]))
    if demand.earlier:
        found = deciding(demand.condition, cells)
    else:
        found = [reason for reason in reasons(demand.condition, cells) if not reason.holds]
    kept = _items(demand.condition, room.scale) & fixed
    in_order = tuple(item for item in room.scale.item_ids if item in kept)
    return Obstacle(demand, tuple(found) if alone else (), in_order)


def _items(condition: Condition, scale: Scale) -> set[str]:
    """The items that a condition looks at."""
    match condition:
        case AllTest() | AnyTest():
            return {item for part in condition.conditions for item in _items(part, scale)}
        case FactTest() | FactMissingTest():
            return set()
        case ItemTest():
            return {condition.item}
        case BelowMeanTest():
            return {condition.item, *scale.members(condition.of)}
        case _:
            return set(scale.members(condition.of))
