"""What a path is asked for: where from, where to, and what stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scales.fault import near, quote
from scales.model import Scale
from scoring.path.goal import Goal, VerdictGoal
from scoring.path.price import Least
from scoring.path.room import Room
from scoring.ratings import Row
from scoring.states import State


class PathError(ValueError):
    """A path that cannot be looked for; `problems` names everything that is amiss."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Request:
    """A question for the shortest path.

    Attributes:
        scale: The scale of the ratings.
        row: One assessment. Its facts stay as they were answered.
        goal: A verdict, or any condition of a scale: a mean, an item's level, several of them.
        least: Whether there are to be the fewest one-level raises or the least effort.
        fixed: Items that cannot be moved.
        assumed: Item to level, for items that are not rated: the path is worked out as if they were
            found at this level, and they stay there. Others without a level stay without one.
    """

    scale: Scale
    row: Row
    goal: Goal
    least: Least = "raises"
    fixed: frozenset[str] = frozenset()
    assumed: Mapping[str, int] = field(default_factory=dict)

    def room(self) -> Room:
        """What may be raised.

        Raises:
            PathError: Items or levels are named that there are not, or that do not fit the ratings.
            RatingsError: The row does not fit the scale.
        """
        problems = list(_problems(self))
        if problems:
            raise PathError(problems)
        levels = {**self.row.levels, **self.assumed}
        row = Row(self.row.assessment, levels, self.row.choices)
        return Room(self.scale, row, self.fixed | set(self.assumed))


def _problems(request: Request) -> Iterator[str]:
    scale, goal = request.scale, request.goal
    for item in (*sorted(request.fixed), *request.assumed):
        if item not in scale.item_ids:
            hint = near(item, scale.item_ids)
            said = f"item {quote(item)}: the {scale.short_name} scale has no such item. {hint}"
            yield f"{said.rstrip()} [Q01]"
    for item, level in request.assumed.items():
        if item in scale.item_ids:
            yield from _assumption_problems(request, item, level)
    if isinstance(goal, VerdictGoal) and goal.verdict not in scale.verdicts:
        yield f"verdict {quote(goal.verdict.id)}: the {scale.short_name} scale has none such. [Q04]"


def _assumption_problems(request: Request, item: str, level: int) -> Iterator[str]:
    levels, found = request.scale.levels, request.row.levels.get(item, State.NOT_RATED)
    if found not in (State.NOT_RATED, State.NOT_ENOUGH):
        is_ = State(found).words if found < 0 else f"rated {found}"
        yield f"item {quote(item)}: it is {is_}, so no level can be assumed. Leave it out. [Q02]"
    if not levels.low <= level <= levels.high:
        span = f"it has {levels.low} to {levels.high}"
        yield f"item {quote(item)}: {level} is not a level ({span}). Choose one of these. [Q03]"
