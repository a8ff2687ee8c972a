"""What a one-level raise costs: one, or the effort of the action that the scale suggests for it."""

from __future__ import annotations

from typing import Literal

from scales.item import ImprovementAction
from scales.model import Scale
from scoring.path.linear import Linear
from scoring.path.program import weighed
from scoring.path.room import Room, Step
from scoring.plan import EFFORT, actions_at

Least = Literal["raises", "effort"]
"""What there is to be least of."""


def action_for(scale: Scale, step: Step) -> ImprovementAction:
    """The action that is suggested first at the level below a step."""
    return actions_at(scale, scale.item(step.item), step.level - 1)[0]


def effort_of(scale: Scale, step: Step) -> int:
    """1, 2 or 3 for a small, medium or large action. One suggested for two levels counts twice."""
    return EFFORT[action_for(scale, step).effort]


def prices(room: Room, least: Least) -> tuple[Linear, Linear]:
    """What counts first and what decides among equals."""
    raises = weighed(1 for _ in room.steps)
    effort = weighed(effort_of(room.scale, step) for step in room.steps)
    return (raises, effort) if least == "raises" else (effort, raises)


def preference(room: Room) -> tuple[int, ...]:
    """Columns in the order in which a raise is preferred where the price is the same.

    First the first level of each item: small steps in several places rather than large ones in few.
    Then the important items, then those that come first in the file.
    """

    def order(column: int) -> tuple[int, int, int]:
        step = room.steps[column]
        climbed = step.level - room.row.levels[step.item]
        return climbed, -room.scale.item(step.item).importance, column

    return tuple(sorted(range(len(room.steps)), key=order))
