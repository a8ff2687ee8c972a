"""Who says that an action is done, and who else has seen that it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, select

from storage import tables
from storage.acting import Writing
from storage.journal import add_record, remove_record, visit_book
from storage.plan_record import ActionStatus, PlanAction
from storage.problem import Stale


@dataclass(frozen=True)
class ActionCheck:
    """Of an action that is done: whose word that is, and who else has seen it."""

    action_id: int
    visit_id: int
    done_by: int | None
    """The person who called it done; None where the toolkit itself wrote."""
    done_name: str
    done_at: dt.datetime
    verified_by: int | None = None
    verified_name: str = ""
    """Empty until somebody else has seen that it is done."""
    verified_at: dt.datetime | None = None
    revision: int = 1


class StaleCheck(Stale[ActionCheck]):
    """What was to be verified changed meanwhile."""


def note_status(writing: Writing, action: PlanAction, before: ActionStatus | None) -> None:
    """Keep who called an action done, as it becomes so; forget it as it ceases to be.

    Args:
        writing: The transaction.
        action: As it is stored now.
        before: Its status until then; None where it is new.
    """
    if (action.status == "done") == (before == "done"):
        return
    if action.status != "done":
        forget_check(writing, action)
        return
    person = writing.person
    check = ActionCheck(
        action.id,
        action.visit_id,
        person.id if person else None,
        person.name if person else "",
        writing.at,
    )
    add_record(writing, tables.action_check, check, visit_book(action.visit_id))


def forget_check(writing: Writing, action: PlanAction) -> None:
    """Forget what is known of an action's being done."""
    stored = fetch_check(writing.connection, action.id)
    if stored is not None:
        remove_record(writing, tables.action_check, stored, visit_book(action.visit_id))


def fetch_check(connection: Connection, action_id: int) -> ActionCheck | None:
    """Fetch what is known of an action's being done."""
    table = tables.action_check
    row = connection.execute(select(table).where(table.c.action_id == action_id)).one_or_none()
    return ActionCheck(**row._mapping) if row else None


def fetch_checks(connection: Connection, visit_id: int) -> dict[int, ActionCheck]:
    """Fetch what is known of the actions of a plan that are done, by action."""
    table = tables.action_check
    rows = connection.execute(select(table).where(table.c.visit_id == visit_id))
    return {row.action_id: ActionCheck(**row._mapping) for row in rows}
