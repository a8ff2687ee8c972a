"""The plan of a visit to take along: as a table to change and bring back, and as days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from exchange.calendar import calendar_text
from exchange.plan_file import write_plan_file
from exchange.tidy.column import Value
from handover.due_calendar import action_events, named
from reporting.charts.words import plain
from storage.action_checks import ActionCheck
from storage.plan_record import PlanAction
from storage.programs import Program
from storage.visit_record import Visit


def plan_csv(actions: Sequence[PlanAction], checks: Mapping[int, ActionCheck]) -> bytes:
    """Write a plan as CSV.

    Args:
        actions: The plan, in its order.
        checks: By action, whose word it is that it is done, and who else has seen it.
    """
    return write_plan_file(_row(action, checks.get(action.id)) for action in actions)


def plan_ics(
    program: Program, visit: Visit, actions: Sequence[PlanAction], now: dt.datetime
) -> bytes:
    """Write the days of open actions as a calendar file.

    Args:
        program: Whose plan it is.
        visit: The visit it was made at.
        actions: The plan; what has no due date, or is done or dropped, has no day in it.
        now: When it is written.
    """
    name = f"{named(program)}: plan of {visit.date.isoformat()}"
    return calendar_text(action_events(program, actions), name, now)


def plan_name(program: Program, visit: Visit, ending: str) -> str:
    """Name a file of a plan after the program and the day of the visit."""
    return f"{plain(program.name) or 'program'}-{visit.date.isoformat()}-plan{ending}"


def shown_checks(check: ActionCheck | None) -> dict[str, Value]:
    """Who called an action done and who has seen it, by the columns of the table."""
    return {
        "done_by": check.done_name if check else None,
        "done_on": check.done_at.date() if check else None,
        "verified_by": check.verified_name if check else None,
        "verified_on": check.verified_at.date() if check and check.verified_at else None,
    }


def _row(action: PlanAction, check: ActionCheck | None) -> dict[str, Value]:
    return shown_checks(check) | {
        "place": action.position + 1,
        "do": action.do,
        "owner": action.owner,
        "start": action.start,
        "due": action.due,
        "status": action.status,
        "effort": action.effort,
        "items": tuple("/".join(pair) for pair in action.items),
        "baseline": action.baseline,
        "target": action.target,
        "measure_of_success": action.measure_of_success,
        "reason": action.reason,
        "barrier": action.barrier,
        "note": action.note,
        "origin": action.origin,
        "visit": action.visit_id,
        "action": action.id,
        "revision": action.revision,
    }
