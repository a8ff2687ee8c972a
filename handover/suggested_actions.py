"""What is suggested for a visit, and what of it the plan has already."""

from __future__ import annotations

from collections.abc import Sequence

from reporting.facts import ScaleResult
from reporting.gap_table import gaps_of
from scoring import Draft, draft_plan
from scoring.plan import SuggestedAction
from storage.plan_record import carried_from
from storage.plans import PlanAction


def draft_of(results: Sequence[ScaleResult]) -> Draft:
    """Draft a plan from the gaps of all scales of a visit."""
    return draft_plan([gap for result in results for gap in gaps_of(result)])


def untaken_first_steps(draft: Draft, actions: Sequence[PlanAction]) -> tuple[SuggestedAction, ...]:
    """The suggested first steps that are not in the plan yet."""
    return tuple(step for step in draft.first if not is_taken(step, actions))


def is_taken(suggested: SuggestedAction, actions: Sequence[PlanAction]) -> bool:
    """Whether a plan has a suggestion: taken on there, or carried over with the same words."""
    item = (suggested.gap.scale.id, suggested.gap.item.id)
    return any(
        action.origin == origin_of(suggested)
        or (
            carried_from(action.origin) is not None
            and action.do == suggested.action.do
            and item in action.items
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
