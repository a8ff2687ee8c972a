"""Somebody who begins to rate a visit after its ratings were handed in once, and opened again."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Table, select

from storage import tables
from storage.acting import NotAllowed, Writing
from storage.journal import visit_book
from storage.team import Member
from storage.visit_record import Visit


def check_late_rater(writing: Writing, visit: Visit, member: Member) -> None:
    """Raise NotAllowed for a rater who could read what the others rated once it was handed in.

    Or the lead could stop somebody from rating, read what the others rated, and let them go on.
    """
    if not _was_handed_in(writing, visit) or not _could_read(writing, visit, member):
        return
    raise NotAllowed(
        f"All ratings of this visit were handed in once, and {member.name!r} could read them from "
        "then on. Only somebody who had no part in this visit can begin to rate it now."
    )


def _was_handed_in(writing: Writing, visit: Visit) -> bool:
    states = _logged(writing, visit, tables.visit)
    return any(state["status"] != "draft" for state in states)


def _could_read(writing: Writing, visit: Visit, member: Member) -> bool:
    """Whether they see more than the visit they join; who leads enters for who has no person."""
    if member.person_id is None:
        return True
    person, belongs = tables.person, tables.membership
    sees_all = select(person.c.id).where(person.c.id == member.person_id, person.c.sees_all)
    own = select(belongs.c.person_id).where(
        belongs.c.person_id == member.person_id, belongs.c.program_id == visit.program_id
    )
    if any(writing.connection.execute(query).first() for query in (sees_all, own)):
        return True
    team = _logged(writing, visit, tables.team_member)
    return member.person_id in [one["person_id"] for one in team]


def _logged(writing: Writing, visit: Visit, table: Table) -> list[dict[str, Any]]:
    """Every state in which the records of a table ever were."""
    events = tables.audit_event
    query = select(events.c.new).where(
        events.c.book == visit_book(visit.id), events.c.record == table.name
    )
    records = map(json.loads, writing.connection.execute(query).scalars())
    return [record for record in records if record is not None]
