"""A name under which somebody rated at a visit stays theirs, also when they are called otherwise.

The audit trail knows ratings by the name they were given under. Whoever bore that name next would
read in it, before the time, what somebody else wrote alone.
"""

from __future__ import annotations

import json

from sqlalchemy import select

from storage import tables
from storage.acting import Reading
from storage.journal import visit_book
from storage.problem import Problem
from storage.team import Member


def check_name_is_free(reading: Reading, member: Member) -> list[Problem]:
    """Tell whether somebody else on the team of a visit rated under the name of a member.

    Args:
        reading: The transaction.
        member: As they would be stored; `id` 0 for a new one.
    """
    if member.name not in _raters(reading, member.visit_id) & _others(reading, member):
        return []
    what = f"somebody else has rated at this visit as {member.name!r}"
    return [Problem("K59", "name", member.name, what, "Add something that tells them apart.")]


def _raters(reading: Reading, visit_id: int) -> set[str]:
    events = tables.audit_event
    query = select(events.c.key).where(
        events.c.book == visit_book(visit_id), events.c.record.in_(("answer", "fact_answer"))
    )
    keys = reading.connection.execute(query.distinct()).scalars()
    return {json.loads(key)["rater"] for key in keys}


def _others(reading: Reading, member: Member) -> set[str]:
    """Every name that anybody else on the team ever had."""
    events = tables.audit_event
    query = select(events.c.new).where(
        events.c.book == visit_book(member.visit_id), events.c.record == "team_member"
    )
    records = map(json.loads, reading.connection.execute(query).scalars())
    return {record["name"] for record in records if record and record["id"] != member.id}
