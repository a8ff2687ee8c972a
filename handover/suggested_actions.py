"""What is suggested for a visit, and what of it the plan has already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reporting.facts import ScaleResult
from reporting.gap_table import gaps_of
from scales.item import ImprovementAction
from scales.model import Scale
from scoring import Draft, draft_plan
from scoring.plan import SuggestedAction, actions_at
from storage.plan_record import carried_from
from storage.plans import PlanAction

# What solves takes a while to load: nothing else should wait for it.
if TYPE_CHECKING:
    from scoring.path import Answer, Path, Raise


def draft_of(results: Sequence[ScaleResult]) -> Draft:
    """Draft a plan from the gaps of all scales of a visit."""
    return draft_plan([gap for result in results for gap in gaps_of(result)])


def untaken_first_steps(draft: Draft, actions: Sequence[PlanAction]) -> tuple[SuggestedAction, ...]:
    """The suggested first steps that are not in the plan yet."""
    return tuple(step for step in draft.first if not is_taken(step, actions))


def is_taken(suggested: SuggestedAction, actions: Sequence[PlanAction]) -> bool:
    """Whether a plan has a suggestion: taken on there, or carried over with the same words."""
    item = (suggested.gap.scale.id, suggested.gap.item.id)
    return _is_among(actions, origin_of(suggested), suggested.action.do, (item,))


def is_in_plan(step: PlanAction, actions: Sequence[PlanAction]) -> bool:
    """Whether a plan has a step of a path, by the same rule as `is_taken`."""
    return _is_among(actions, step.origin, step.do, step.items)


def _is_among(
    actions: Sequence[PlanAction], origin: str, do: str, items: Sequence[tuple[str, str]]
) -> bool:
    return any(
        action.origin == origin
        or (
            carried_from(action.origin) is not None
            and action.do == do
            and set(items) <= set(action.items)
        )
        for action in actions
    )


def origin_of(suggested: SuggestedAction) -> str:
    """How a plan remembers where an action came from."""
    return f"suggested:{suggested.key}"


def new_action(visit_id: int, suggested: SuggestedAction) -> PlanAction:
    """Make an action of the plan out of a suggestion."""
    gap, step = suggested.gap, suggested.action
    return PlanAction(
        visit_id,
        step.do,
        reason=suggested.reason,
        origin=origin_of(suggested),
        items=((gap.scale.id, gap.item.id),),
        effort=step.effort,
        measure_of_success=step.done_when,
        baseline=gap.level,
        target=gap.target,
    )


def path_steps(visit_id: int, answer: Answer, path: Path) -> tuple[PlanAction, ...]:
    """Make actions of the plan out of a path: what is suggested first at each level to be left.

    Each is to raise its item over the levels that it is suggested at, and no further. They have the
    origins of suggestions, so that none comes into a plan twice.
    """
    scale = answer.request.scale
    return tuple(
        PlanAction(
            visit_id,
            step.do,
            reason=(
                f"On the shortest path: raise {each.item.id} from {levels[0]} to {levels[-1] + 1}; "
                f"{step.effort} effort."
            ),
            origin=f"suggested:{scale.id}/{each.item.id}/{step.id}",
            items=((scale.id, each.item.id),),
            effort=step.effort,
            measure_of_success=step.done_when,
            baseline=levels[0],
            target=levels[-1] + 1,
        )
        for each in path.raises
        for step, levels in _steps_of(scale, each)
    )


def _steps_of(scale: Scale, each: Raise) -> Iterator[tuple[ImprovementAction, list[int]]]:
    """The action that is suggested first at each level, with all levels it is suggested at."""
    first = {level: actions_at(scale, each.item, level)[0] for level in range(each.level, each.to)}
    for action in each.actions:
        yield action, [level for level, suggested in first.items() if suggested == action]
