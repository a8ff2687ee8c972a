"""The plans of many programs as the lines of a report: how far each action is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from handover.going_on import live_actions
from reporting.state.facts import ActionFact, ProgramFact, Stage
from storage.action_checks import ActionCheck
from storage.plan_record import PlanAction
from storage.pool_plans import PooledPlan


def action_facts(
    plans: Iterable[PooledPlan], programs: Mapping[int, ProgramFact], today: dt.date
) -> tuple[ActionFact, ...]:
    """Lay out the actions of plans, program by program.

    An action that goes on in a later plan counts once, where it goes on.

    Args:
        plans: The earliest first; of programs that are not named they are left out.
        programs: By number.
        today: What was to be done before it and is not, is overdue. Plans of later visits, and
            actions written later, are left out; how far the others are is as it is stored.
    """
    kept = [
        replace(plan, actions=tuple(a for a in plan.actions if _written_by(a, today)))
        for plan in plans
        if plan.visit.program_id in programs and plan.visit.date <= today
    ]
    found = [
        _fact(programs[plan.visit.program_id], action, plan.checks.get(action.id), today)
        for plan, action in live_actions(kept)
    ]
    order = {number: place for place, number in enumerate(programs)}
    return tuple(sorted(found, key=lambda fact: order[fact.program.id]))


def _written_by(action: PlanAction, day: dt.date) -> bool:
    # Moments are kept in UTC: west of Greenwich, what is written tonight is of tomorrow.
    last = day + dt.timedelta(days=1)
    return action.created_at is None or action.created_at.date() <= last


def _fact(
    program: ProgramFact, action: PlanAction, check: ActionCheck | None, today: dt.date
) -> ActionFact:
    still = action.status in ("planned", "in_progress")
    at = check.verified_at if check else None
    return ActionFact(
        program=program,
        do=action.do,
        items=", ".join(item for _scale, item in action.items),
        owner=action.owner,
        due=action.due,
        stage=_stage(action, check),
        overdue=still and action.due is not None and action.due < today,
        done=(check.done_name, check.done_at.date()) if check else None,
        verified=(check.verified_name, at.date()) if check and at else None,
    )


def _stage(action: PlanAction, check: ActionCheck | None) -> Stage:
    return "verified" if check and check.verified_at else action.status
