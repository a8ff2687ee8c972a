"""A plan within a transaction: who may see it, and its actions as they are stored."""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage import tables
from storage.access import check_results, is_blind, team_of
from storage.acting import NotAllowed, Reading, Writing
from storage.plan_record import PlanAction
from storage.problem import NotFound
from storage.visit_record import Visit
from storage.visits import fetch_visit


def lock_action(writing: Writing, action_id: int) -> PlanAction:
    """Make other writers of the plan wait; return what is stored."""
    try:
        lock_plan(writing, fetch_action(writing.connection, action_id).visit_id)
    except NotFound:
        raise NotFound("action", action_id) from None
    return fetch_action(writing.connection, action_id)


def lock_plan(writing: Writing, visit_id: int) -> None:
    """Make other writers of a plan wait.

    Raises:
        NotFound: There is no such visit, or the acting person may not see it.
        NotAllowed: They may not see its plan yet.
    """
    # Also of a final visit: what it found is settled, what is done about it goes on.
    check_plan_open(writing, fetch_visit(writing, visit_id, lock=True))


def check_plan_open(reading: Reading, visit: Visit) -> None:
    """Raise NotAllowed unless the person may see the plan of a visit."""
    check_results(reading, visit)
    if is_blind(visit, team_of(reading, visit.id)):
        # An action holds the level it starts from: a plan would tell what another one rated.
        raise NotAllowed("The plan is made once all who rate this visit have handed in.")


def fetch_action(connection: Connection, action_id: int) -> PlanAction:
    """Fetch one action; raises NotFound where there is none."""
    query = select(tables.plan_action).where(tables.plan_action.c.id == action_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("action", action_id)
    return PlanAction(**row._mapping)


def fetch_plan(connection: Connection, visit_id: int) -> list[PlanAction]:
    """Fetch all actions of a plan, in its order."""
    table = tables.plan_action
    query = select(table).where(table.c.visit_id == visit_id).order_by(table.c.position, table.c.id)
    return [PlanAction(**row._mapping) for row in connection.execute(query)]
