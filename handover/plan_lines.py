"""The stored plan as a report tells of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from handover.suggested_actions import draft_of, new_action, untaken_first_steps
from handover.workspace import Workspace
from reporting.facts import PlanLine, ScaleResult
from reporting.plan_table import SUGGESTED
from scales.barrier import load_barriers
from storage.action_checks import ActionCheck
from storage.action_verifying import list_checks
from storage.plans import PlanAction, list_actions


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


def plan_lines(workspace: Workspace, actions: Sequence[PlanAction]) -> list[PlanLine]:
    """Lay out a plan for a report, with whose word it is that something is done."""
    if not actions:
        return []
    checks = list_checks(workspace.acting, workspace.visit.id)
    return [plan_line(action, checks.get(action.id)) for action in actions]


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
