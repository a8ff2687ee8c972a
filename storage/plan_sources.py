"""Where an action was carried over from: the plan of an earlier visit to the same program."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from storage import tables
from storage.access import visits_seen
from storage.acting import Acting, NotAllowed, Reading
from storage.plan_access import check_plan_open, fetch_action, fetch_plan
from storage.plan_record import PlanAction, carried_from
from storage.problem import NotFound, Problem
from storage.visits import fetch_visit


@dataclass(frozen=True)
class Source:
    """The action of an earlier plan that goes on in another one.

    Attributes:
        date: Of the visit whose plan it is in.
    """

    action_id: int
    visit_id: int
    date: dt.date


def list_sources(acting: Acting, visit_id: int) -> dict[int, Source]:
    """Say of the actions of a plan that were carried over where from.

    Returns:
        By the number of the action that goes on; one is missing whose source is gone, or belongs
        to a visit that the acting person may not see.

    Raises:
        NotFound: There is no such visit, or the acting person may not see it.
        NotAllowed: They may not see its plan yet.
    """
    action, visit = tables.plan_action, tables.visit
    with acting.read() as reading:
        check_plan_open(reading, fetch_visit(reading, visit_id))
        origins = {a.id: carried_from(a.origin) for a in fetch_plan(reading.connection, visit_id)}
        wanted = {source for source in origins.values() if source is not None}
        if not wanted:
            return {}
        query = (
            select(action.c.id, visit.c.id, visit.c.date)
            .join(visit, visit.c.id == action.c.visit_id)
            .where(action.c.id.in_(wanted), visits_seen(reading))
        )
        found = {row[0]: Source(*row) for row in reading.connection.execute(query)}
    return {a: found[source] for a, source in origins.items() if source in found}


def check_source(reading: Reading, action: PlanAction) -> list[Problem]:
    """Check that an action goes on with one of another plan of the same program, if with any.

    A plan that the person may not see holds no action for them.
    """
    source = carried_from(action.origin)
    if source is None:
        return []
    try:
        before = fetch_visit(reading, fetch_action(reading.connection, source).visit_id)
        check_plan_open(reading, before)
    except (NotFound, NotAllowed):
        before = None
    visit = fetch_visit(reading, action.visit_id)
    if before and before.program_id == visit.program_id and before.id != visit.id:
        return []
    what = f"no other plan of this program has an action {source}"
    return [Problem("K19", "origin", action.origin, what, "It may have been removed; add it anew.")]
