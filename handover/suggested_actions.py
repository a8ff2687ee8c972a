"""What is suggested for a visit, and what of it the plan has already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reporting.facts import ScaleResult
from reporting.gap_table import gaps_of
from scoring import Draft, draft_plan
from scoring.plan import SuggestedAction
from storage.plans import PlanAction

# What solves takes a while to load: nothing else should wait for it.
if TYPE_CHECKING:
    from scoring.path import Answer, Path


def draft_of(results: Sequence[ScaleResult]) -> Draft:
    """Draft a plan from the gaps of all scales of a visit."""
    return draft_plan([gap for result in results for gap in gaps_of(result)])


def untaken_first_steps(draft: Draft, actions: Sequence[PlanAction]) -> tuple[SuggestedAction, ...]:
    """The suggested first steps that are not in the plan yet."""
    taken = {action.origin for action in actions}
    return tuple(step for step in draft.first if origin_of(step) not in taken)


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
    """Make actions of the plan out of a path: what is suggested first for each of its raises.

    They have the origins of suggestions, so that none comes into a plan twice.
    """
    scale = answer.request.scale
    return tuple(
        PlanAction(
            visit_id,
            step.do,
            reason=(
                f"On the shortest path: raise {each.item.id} from {each.level} to {each.to}; "
                f"{step.effort} effort."
            ),
            origin=f"suggested:{scale.id}/{each.item.id}/{step.id}",
            items=((scale.id, each.item.id),),
            effort=step.effort,
            measure_of_success=step.done_when,
            baseline=each.level,
            target=each.to,
        )
        for each in path.raises
        for step in each.actions
    )
