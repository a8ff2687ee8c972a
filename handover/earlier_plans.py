"""The plans of earlier visits: the last one, and what older ones left unfinished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handover.workspace import Workspace
from storage.plan_record import PlanAction, carried_from
from storage.pool_plans import list_plans
from storage.visit_record import Visit

_OPEN = ("planned", "in_progress")


@dataclass(frozen=True)
class LastPlan:
    """The plan of an earlier visit, as it is stored; of an older one perhaps a part."""

    visit: Visit
    actions: tuple[PlanAction, ...]


def list_earlier_plans(workspace: Workspace) -> tuple[LastPlan, ...]:
    """List the plans of earlier visits that hold an action and the person may see, latest first."""
    this = workspace.visit
    plans = list_plans(workspace.acting, [workspace.program.id])
    earlier = [p for p in plans if (p.visit.date, p.visit.id) < (this.date, this.id)]
    return tuple(LastPlan(plan.visit, plan.actions) for plan in reversed(earlier))


def left_behind(earlier: Sequence[LastPlan], actions: Sequence[PlanAction]) -> tuple[LastPlan, ...]:
    """Find what plans before the last one left unfinished, and none after them took up.

    Args:
        earlier: All plans of earlier visits, the latest first.
        actions: The plan of the visit in hand.

    Returns:
        These actions alone, with the visit they come from, the latest first.
    """
    later = [*actions, *(action for plan in earlier for action in plan.actions)]
    gone_on = {carried_from(action.origin) for action in later}
    found = (
        LastPlan(
            plan.visit,
            tuple(a for a in plan.actions if a.status in _OPEN and a.id not in gone_on),
        )
        for plan in earlier[1:]
    )
    return tuple(plan for plan in found if plan.actions)
