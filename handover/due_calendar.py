"""Due visits and plan actions as days for a calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from exchange.calendar import Event, uid_of
from handover.due_list import DueLine
from handover.going_on import live_actions
from reporting.due_words import due_sentence, rule_of_rating_again
from storage.acting import Acting
from storage.plan_record import PlanAction
from storage.pool_plans import list_plans
from storage.programs import Program, list_programs

_OPEN = ("planned", "in_progress")


def due_events(lines: Iterable[DueLine], today: dt.date) -> list[Event]:
    """Make an event of each day on which a program is due, or its visit is planned.

    Who is in progress, or was never rated, has no day. A later file moves an entry: its UID is of
    the program and the scale.
    """
    return [event for line in lines if (event := _due_event(line, today))]


def _due_event(line: DueLine, today: dt.date) -> Event | None:
    planned = line.due.state == "planned"
    day = line.due.begun if planned else line.due.on
    if line.scale is None or day is None or line.due.state == "in_progress":
        return None
    what = "visit planned" if planned else "due again"
    return Event(
        uid_of("due", line.program.id, line.program.created_at.isoformat(), line.scale.id),
        day,
        f"{named(line.program)}: {line.scale.short_name} {what}",
        f"{due_sentence(line.due, today)}\n{rule_of_rating_again(line.scale)}",
        ("Fidelity", "Visit"),
    )


def action_events(program: Program, actions: Iterable[PlanAction]) -> list[Event]:
    """Make an event of each action that has a day and is neither done nor dropped."""
    return [
        Event(
            action_uid(action),
            action.due,
            f"{named(program)}: {action.do}",
            "\n".join(line for line in _about(action) if line),
            ("Fidelity", "Action"),
        )
        for action in actions
        if action.due is not None and action.status in _OPEN
    ]


def open_action_events(acting: Acting, program_ids: Collection[int] | None = None) -> list[Event]:
    """Make events of the open actions of every plan that the person may see.

    One that goes on in a later plan has its day there, and no other.

    Args:
        acting: Who asks.
        program_ids: Only of these programs; of all that are not archived unless told.

    Raises:
        NotFound: One of the programs named does not exist, or the acting person may not see it.
    """
    programs = {program.id: program for program in list_programs(acting)}
    return [
        event
        for plan, action in live_actions(list_plans(acting, program_ids))
        if (program := programs.get(plan.visit.program_id))
        for event in action_events(program, [action])
    ]


def named(program: Program) -> str:
    """The program's name; an invented one says so."""
    return f"{program.name} (invented)" if program.invented else program.name


def action_uid(action: PlanAction) -> str:
    """The UID of an action's day in every calendar."""
    made = action.created_at.isoformat() if action.created_at else ""
    return uid_of("action", action.id, made)


def _about(action: PlanAction) -> tuple[str, ...]:
    return (
        f"Owner: {action.owner}" if action.owner else "",
        f"Done when: {action.measure_of_success}" if action.measure_of_success else "",
        action.reason,
        # So that a calendar that comes back tells what it was made from.
        f"Action {action.id}, revision {action.revision}.",
    )
