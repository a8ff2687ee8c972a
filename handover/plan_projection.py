"""A stored plan as the projection takes it: which actions count, when, and which do not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reporting.facts import ScaleResult
from reporting.sentences import counted, listed
from scales.model import Scale
from scoring.due import add_months
from scoring.ratings import Row
from scoring.what_if import PlannedAction, Projection, project
from storage.plans import PlanAction

LAST_QUARTER = 12
"""What is due after three years is counted in the last quarter of them."""


@dataclass(frozen=True)
class CountedAction:
    """An action that can be projected.

    Attributes:
        name: By its number in the plan, "action 3".
        items: Scale id to the items of that scale it is to raise.
        target: The level they are to reach.
        quarter: In which quarter it is done by its due date; the first where it has none, where
            it is overdue or done.
    """

    action: PlanAction
    name: str
    items: Mapping[str, tuple[str, ...]]
    target: int
    quarter: int


@dataclass(frozen=True)
class PlanToProject:
    """A plan, sorted into what can be projected and what cannot.

    Attributes:
        start: The day from which quarters are counted.
        counted: In the order of the plan.
        left_out: Action and reason, as sentences; an action can be counted for some of its items.
    """

    start: dt.date
    counted: tuple[CountedAction, ...]
    left_out: tuple[str, ...]


def plan_to_project(
    actions: Sequence[PlanAction],
    results: Sequence[ScaleResult],
    visited: dt.date,
    today: dt.date,
) -> PlanToProject:
    """Sort a plan into what can be projected and what cannot, and why.

    Quarters are counted from today, or from the visit where that is still to come: what is overdue
    cannot be done in a quarter that is over.
    """
    scales = {result.scored.scale.id: result.scored.scale for result in results}
    start = max(visited, today)
    can_be, left_out = [], []
    for action in actions:
        items, reasons = _countable(action, scales)
        name = f"action {action.position + 1}"
        left_out += [f"Action {action.position + 1}, {action.do}: {why}." for why in reasons]
        if items and action.target is not None:
            quarter = _quarter(action, start)
            can_be.append(CountedAction(action, name, items, action.target, quarter))
    return PlanToProject(start, tuple(can_be), tuple(left_out))


def quarter_end(start: dt.date, quarter: int) -> dt.date:
    """The last day of a quarter; the first one begins at `start`."""
    return add_months(start, 3 * quarter)


def undated_words(plan: PlanToProject, quarters: Mapping[int, int]) -> str:
    """Say how many of the chosen actions count in the first quarter for want of a day.

    Args:
        plan: What can be projected.
        quarters: Id of each chosen action to the quarter in which it is done.
    """
    chosen = [each.action for each in plan.counted if each.action.id in quarters]
    undated = sum(
        action.due is None and action.status != "done" and quarters[action.id] == 1
        for action in chosen
    )
    if not undated:
        return ""
    have, are = ("has", "is") if undated == 1 else ("have", "are")
    it, days = ("it", "a day") if undated == 1 else ("them", "days")
    return (
        f"{undated} of {counted(len(chosen), 'action')} {have} no due date and {are} counted in "
        f"the first quarter: give {it} {days}, or move {it}."
    )


def project_plan(
    plan: PlanToProject, results: Sequence[ScaleResult], quarters: Mapping[int, int]
) -> dict[str, Projection]:
    """Project the chosen actions on every scale of the visit.

    Args:
        plan: What can be projected.
        results: The scales as rated.
        quarters: Id of each chosen action to the quarter in which it is done.

    Returns:
        By scale id; every scale has as many quarters as the last of all chosen actions needs.
    """
    last = max(quarters.values(), default=0)
    return {result.scored.scale.id: _project(plan, result, quarters, last) for result in results}


def _project(
    plan: PlanToProject, result: ScaleResult, quarters: Mapping[int, int], last: int
) -> Projection:
    scale = result.scored.scale
    planned = [
        PlannedAction(
            each.name,
            each.items[scale.id],
            each.target,
            quarters[each.action.id],
            each.action.effort,
            each.action.baseline,
        )
        for each in plan.counted
        if each.action.id in quarters and scale.id in each.items
    ]
    # One that raises nothing makes all scales as long as the longest.
    until = [PlannedAction("", (), scale.levels.low, last)] if last else []
    row = result.scored.row
    return project(scale, row, [*_after_groundwork(planned, row), *until])


def _after_groundwork(planned: Sequence[PlannedAction], row: Row) -> list[PlannedAction]:
    """Let an action count no earlier than those that bring its item to where it begins.

    Who is to raise an item from 4 to 5 cannot do so while it is at 3; only where another action
    raises it that far is there anything to wait for.
    """
    known = list(planned)
    for _ in known:  # as often as the longest chain could be
        known = [replace(each, phase=_earliest(each, known, row)) for each in known]
    return known


def _earliest(action: PlannedAction, planned: Sequence[PlannedAction], row: Row) -> int:
    phases = [action.phase]
    for item in action.items:
        level, begins = row.levels.get(item, 0), action.baseline
        if begins is None or not 0 < level < begins:
            continue
        groundwork = [
            other.phase
            for other in planned
            if item in other.items and begins <= other.target < action.target
        ]
        phases += [min(groundwork)] if groundwork else []
    return max(phases)


def _quarter(action: PlanAction, start: dt.date) -> int:
    if action.due is None or action.status == "done":
        return 1
    within = (n for n in range(1, LAST_QUARTER) if action.due <= quarter_end(start, n))
    return next(within, LAST_QUARTER)


def _countable(
    action: PlanAction, scales: Mapping[str, Scale]
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The items of an action that can be projected, by scale, and why others cannot."""
    if action.status == "dropped":
        return {}, ["it was dropped"]
    if not action.items:
        return {}, ["it names no item that it should raise"]
    if action.target is None:
        return {}, ["it says no level to aim at"]
    found: dict[str, tuple[str, ...]] = {}
    unknown, reasons = [], []
    for scale_id, item in action.items:
        scale = scales.get(scale_id)
        if scale is None or item not in scale.item_ids:
            unknown.append(f"{scale_id}/{item}")
        elif scale.levels.low <= action.target <= scale.levels.high:
            found[scale_id] = (*found.get(scale_id, ()), item)
        else:
            reasons.append(f"{action.target} is no level of the {scale.short_name} scale")
    if unknown:
        verb = "is no item" if len(unknown) == 1 else "are no items"
        reasons.append(f"{listed(unknown)} {verb} of the scales of this visit")
    return found, list(dict.fromkeys(reasons))
