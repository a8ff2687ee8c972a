"""All cheapest answers, one after the other, in an order that hangs on nothing but the scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.path.formula import Formula, at_least, at_most, every
from scoring.path.linear import Linear
from scoring.path.price import Least, preference, prices
from scoring.path.program import Program, chosen_as
from scoring.path.room import Room

_AT_ONCE = 20
"""Columns whose preference is settled in one go: the first weighs 2 to the 19th, the last 1."""


def cheapest_paths(room: Room, wanted: Formula, least: Least) -> Iterator[tuple[int, ...]]:
    """Yield every way to meet a formula at the least price; answers as in `room.steps`.

    Of the same price those come first that cost less by the other measure, then those that
    `preference` puts first. Nothing is yielded where the formula cannot be met.
    """
    price, other = prices(room, least)
    program = program_of(room).requiring(wanted)
    found = program.cheapest(price)
    if found is None:
        return
    program = program.requiring(at_most(price, price.value(found)))
    while (found := program.cheapest(other)) is not None:
        alike = program.requiring(at_most(other, other.value(found)))
        found = _preferred(alike, price, preference(room))
        yield found
        program = program.requiring(at_most(chosen_as(dict(enumerate(found))), -1))


def can_be_met(room: Room, wanted: Formula) -> bool:
    """Whether there is any way to meet a formula."""
    return program_of(room).requiring(wanted).cheapest(Linear()) is not None


def program_of(room: Room) -> Program:
    """The raises that are open; a level is reached only by way of the level below it."""
    pairs = zip(room.steps, room.steps[1:], strict=False)
    from_below = (
        at_least(Linear(0, {column: 1, column + 1: -1}), 0)
        for column, (below, above) in enumerate(pairs)
        if below.item == above.item
    )
    return Program(len(room.steps), len(room.steps)).requiring(every(from_below))


def _preferred(program: Program, price: Linear, order: Sequence[int]) -> tuple[int, ...]:
    """Settle the columns in their order, yes where that is possible."""
    settled: dict[int, int] = {}
    while True:
        part = order[len(settled) : len(settled) + _AT_ONCE]
        wish = Linear(0, {column: -(2 ** (len(part) - 1 - k)) for k, column in enumerate(part)})
        found = program.cheapest(wish)
        assert found is not None, "what is settled so far leaves at least one way"
        settled |= {column: found[column] for column in part}
        spent = price.value([settled.get(column, 0) for column in range(len(found))])
        if spent == price.value(found):
            return found  # nothing is left to spend on the columns that are not settled
        program = program.requiring(at_least(chosen_as(settled), 0))
