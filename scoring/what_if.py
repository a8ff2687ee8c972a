"""What would come of a plan: the score, quarter by quarter, if every action reaches its target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scales.fault import near, quote
from scales.item import Effort
from scales.model import Scale
from scoring.explanation import Scored, explain
from scoring.plan import EFFORT
from scoring.ratings import Ratings, Row, ratings_from_rows
from scoring.scores import Scores, score
from scoring.states import State

Outcome = Literal["raises", "overtaken", "reached", "not_rated"]
"""What an action does to an item: raises it; is overtaken by one that raises it higher in the same
quarter; finds it at the target or above; or cannot raise it, as it has no level."""


class WhatIfError(ValueError):
    """Actions that cannot be projected; `problems` names everything that is amiss."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class PlannedAction:
    """An action and what it is to bring.

    Attributes:
        name: How whoever planned it knows it: its number, or what is to be done.
        items: The items it is to raise, of one scale.
        target: The level they are to reach.
        phase: The number of the quarter in which it is done, from 1. From then on it counts.
        effort: None where nobody has said.
        baseline: The level it was planned from; None where nobody has said. It is only compared
            with what is rated: the projection begins at the ratings.
    """

    name: str
    items: tuple[str, ...]
    target: int
    phase: int = 1
    effort: Effort | None = None
    baseline: int | None = None


@dataclass(frozen=True)
class Effect:
    """What an action does to one of its items.

    Attributes:
        level: What the item is at before the quarter of the action: a level or a `State`.
        to: What it is at after that quarter.
        by: Names of the other actions that have brought it to where it stands: those that overtake
            this one, raise it as far in the same quarter, or did so in a quarter before.
    """

    action: PlannedAction
    item: str
    level: int
    to: int
    outcome: Outcome
    by: tuple[str, ...]


@dataclass(frozen=True)
class Projection:
    """The scores of a plan, phase by phase.

    Attributes:
        scores: Row 0 is as things stand, row n is the end of the nth quarter.
        effects: One for each item of each action, in their order.
        efforts: Effort of the actions done in each phase, as 1, 2 and 3; the first is 0.
    """

    scores: Scores
    effects: tuple[Effect, ...]
    efforts: tuple[int, ...]

    @property
    def phases(self) -> int:
        """How many quarters there are after today."""
        return len(self.efforts) - 1

    def explain(self, phase: int) -> Scored:
        """Take one phase apart; 0 is as things stand."""
        return explain(self.scores, phase)


def project(scale: Scale, row: Row, actions: Sequence[PlannedAction]) -> Projection:
    """Score what the ratings would be after each quarter if every action reached its target.

    Of several actions on one item the highest target counts. No rating falls, and what is not
    rated or not applicable stays so: an action cannot tell what a rater would have found.

    Args:
        scale: The scale of the ratings.
        row: One assessment.
        actions: Of this scale alone, in any order.

    Raises:
        WhatIfError: An action names an item or level that there is not, or a phase below 1 (all
            such, together).
        RatingsError: The row does not fit the scale.

    Example:
        >>> from pathlib import Path
        >>> from scales.loading import load_scale
        >>> import scales
        >>> iddt = load_scale(Path(scales.__file__).parent / "library" / "iddt.yaml")
        >>> row = Row("Harbor House", dict.fromkeys(iddt.members("treatment"), 4) | {"T8": 2}, {})
        >>> groups = PlannedAction("Second group", ("T8",), target=4, phase=2, effort="medium")
        >>> [verdict.name for verdict in project(iddt, row, [groups]).scores.verdicts]
        ['Moderate fidelity', 'Moderate fidelity', 'High fidelity']
    """
    problems = [problem for action in actions for problem in _problems(scale, action)]
    if problems:
        raise WhatIfError(problems)
    now = ratings_from_rows(scale, [row])
    reached = np.maximum.accumulate(np.maximum(_targets(scale, actions), now.levels), axis=0)
    levels = np.asfortranarray(np.where(now.levels < 0, now.levels, reached), dtype=np.int8)
    choices = np.asfortranarray(np.repeat(now.choices, len(levels), axis=0))
    scores = score(scale, Ratings(scale, (row.assessment,) * len(levels), levels, choices))
    efforts = [0] * len(levels)
    for action in actions:
        efforts[action.phase] += EFFORT[action.effort] if action.effort else 0
    effects = tuple(
        _effect(levels[:, scale.item_ids.index(item)], action, item, actions)
        for action in actions
        for item in action.items
    )
    return Projection(scores, effects, tuple(efforts))


def _problems(scale: Scale, action: PlannedAction) -> Iterator[str]:
    place = f"action {quote(action.name)}"
    for item in action.items:
        if item not in scale.item_ids:
            hint = near(item, scale.item_ids)
            yield f"{place}: the {scale.short_name} scale has no item {quote(item)}. {hint} [Q05]"
    low, high = scale.levels.low, scale.levels.high
    if not low <= action.target <= high:
        fix = f"Choose one from {low} to {high}."
        yield f"{place}: the target {action.target} is not a level. {fix} [Q06]"
    if action.phase < 1:
        yield f"{place}: {action.phase} is not a quarter. Count them from 1. [Q07]"


def _targets(scale: Scale, actions: Sequence[PlannedAction]) -> NDArray[np.int8]:
    """The highest target of each item in each phase, shape (phases + 1, items)."""
    phases = max((action.phase for action in actions), default=0)
    targets = np.full((phases + 1, len(scale.items)), State.NOT_RATED, dtype=np.int8)
    for action in actions:
        for item in action.items:
            place = action.phase, scale.item_ids.index(item)
            targets[place] = max(targets[place], action.target)
    return targets


def _effect(
    levels: NDArray[np.int8], action: PlannedAction, item: str, actions: Sequence[PlannedAction]
) -> Effect:
    before, after = int(levels[action.phase - 1]), int(levels[action.phase])
    others = [other for other in actions if other is not action and item in other.items]
    if before < 0:
        return Effect(action, item, before, after, "not_rated", ())
    if action.target <= before:
        by = [o for o in others if o.phase < action.phase and int(levels[0]) < o.target == before]
        outcome: Outcome = "reached"
    else:
        by = [other for other in others if (other.phase, other.target) == (action.phase, after)]
        outcome = "raises" if action.target == after else "overtaken"
    return Effect(action, item, before, after, outcome, tuple(other.name for other in by))
