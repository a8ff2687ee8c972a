"""The stored plan as a report tells of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from handover.going_on import where_going_on
from handover.suggested_actions import draft_of, new_action, untaken_first_steps
from handover.workspace import Workspace
from reporting.facts import PlanLine, ScaleResult
from reporting.plan_table import SUGGESTED
from scales.barrier import load_barriers
from storage.acting import Acting
from storage.action_checks import ActionCheck
from storage.action_history import list_states, status_since
from storage.action_verifying import list_checks
from storage.plan_record import carried_from
from storage.plan_sources import list_sources
from storage.plans import PlanAction, list_actions
from storage.pool_plans import list_plans
from storage.visits import get_visit


def fetch_plan(workspace: Workspace) -> tuple[PlanAction, ...]:
    """Fetch the plan; none while only a person's own set is shown.

    The plan is made from what is settled; with one's own set, before that, goes none.
    """
    if workspace.shown != workspace.official:
        return ()
    return list_actions(workspace.acting, workspace.visit.id)


def suggested_lines(
    workspace: Workspace, results: Sequence[ScaleResult], actions: Sequence[PlanAction]
) -> list[PlanLine]:
    """The suggested first steps that nobody has taken on."""
    new = untaken_first_steps(draft_of(results), actions)
    steps = [new_action(workspace.visit.id, suggested) for suggested in new]
    return [replace(plan_line(step), status=SUGGESTED) for step in steps]


def plan_lines(
    acting: Acting,
    visit_id: int,
    actions: Sequence[PlanAction],
    checks: Mapping[int, ActionCheck] | None = None,
) -> list[PlanLine]:
    """Lay out a plan for a report, with whose word it is that something is done, and since when.

    Args:
        acting: Who reads it.
        visit_id: The visit whose plan it is.
        actions: The plan.
        checks: Who called what done and who has seen it, where that is known already.
    """
    if not actions:
        return []
    if checks is None:
        checks = list_checks(acting, visit_id)
    states, sources = list_states(acting, visit_id), list_sources(acting, visit_id)
    going_on = where_going_on(list_plans(acting, [get_visit(acting, visit_id).program_id]))
    return [
        replace(
            plan_line(action, checks.get(action.id)),
            since=_day(status_since(states.get(action.id, ()))),
            added=_day(action.created_at),
            carried=carried_from(action.origin) is not None,
            carried_from=sources[action.id].date if action.id in sources else None,
            goes_on=going_on[action.id].date if action.id in going_on else None,
        )
        for action in actions
    ]


def _day(moment: dt.datetime | None) -> dt.date | None:
    return moment.date() if moment else None


def plan_line(action: PlanAction, check: ActionCheck | None = None) -> PlanLine:
    """Lay out an action of the plan for a report, its barrier in words."""
    names = {barrier.id: barrier.name for barrier in load_barriers()}
    return PlanLine(
        do=action.do,
        reason=action.reason,
        items=action.items,
        owner=action.owner,
        start=action.start,
        due=action.due,
        effort=action.effort,
        barrier=names.get(action.barrier, action.barrier),
        measure_of_success=action.measure_of_success,
        status=action.status,
        baseline=action.baseline,
        target=action.target,
        note=action.note,
        done=(check.done_name, check.done_at.date()) if check else None,
        verified=_verified(check) if check else None,
    )


def _verified(check: ActionCheck) -> tuple[str, dt.date] | None:
    at = check.verified_at
    return (check.verified_name, at.date()) if at else None
