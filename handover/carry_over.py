"""Unfinished actions of the last plan go on in the new one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from handover.plan_followup import FollowedAction
from handover.workspace import Workspace
from storage.plan_filling import keep_plan
from storage.plan_record import PlanAction, carried_origin


def carry_over(
    workspace: Workspace, followed: Sequence[FollowedAction], now: dt.datetime, today: dt.date
) -> tuple[PlanAction, ...]:
    """Put actions of the last plan into that of the visit in hand: all of them, or none.

    Raises:
        ActionProblem: One of them was carried over meanwhile, or is gone.
        NotFound: The visit is gone, or the acting person may not see it any more.
        NotAllowed: They may not see its plan yet.
    """
    new = [carried(each, workspace.visit.id, today) for each in followed]
    return keep_plan(workspace.acting, workspace.visit.id, [], new, now)


def carried(followed: FollowedAction, visit_id: int, today: dt.date) -> PlanAction:
    """Make the action of the new plan that goes on with one of the last.

    Words, items, owner, effort, target and status stay. The baseline is the lowest level that its
    items have now. A due date that has passed is left out: it needs a new one. The note stays
    with the old plan.
    """
    action = followed.action
    ahead = action.due if action.due and action.due >= today else None
    return PlanAction(
        visit_id,
        action.do,
        reason=action.reason,
        origin=carried_origin(action.id),
        items=followed.goes_on,
        effort=action.effort,
        owner=action.owner,
        start=action.start if ahead or action.status == "in_progress" else None,
        due=ahead,
        barrier=action.barrier,
        measure_of_success=action.measure_of_success,
        status=action.status,
        baseline=min(followed.levels, default=None),
        target=action.target,
    )
