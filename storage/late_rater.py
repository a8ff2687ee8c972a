"""Somebody who begins to rate a visit after what the others rated was open to be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from storage import tables
from storage.acting import NotAllowed, Writing
from storage.journal import PEOPLE, program_book, visit_book
from storage.team import Member
from storage.visit_record import Visit


def check_late_rater(writing: Writing, visit: Visit, member: Member) -> None:
    """Raise NotAllowed for a rater who could read what the others rated already.

    Or the lead could stop somebody from rating, read what the others rated, and let them go on.
    """
    if not _was_open(writing, visit) or not _could_read(writing, visit, member):
        return
    raise NotAllowed(
        f"What was rated at this visit was open before, and {member.name!r} could read it. Only "
        "somebody who had no part in this visit can begin to rate it now."
    )


def was_handed_in(writing: Writing, visit: Visit) -> bool:
    """Whether anybody ever handed in, or the visit ever left being rated, as the trail has it."""
    book = visit_book(visit.id)
    states = (new["status"] for new in _logged(writing, book, tables.visit.name))
    members = (new["submitted_at"] for new in _logged(writing, book, tables.team_member.name))
    return any(status != "draft" for status in states) or any(members)


def _was_open(writing: Writing, visit: Visit) -> bool:
    """Whether all had handed in once, or one rated alone a self-audit, which is open at once."""
    rates: dict[int, bool] = {}
    kind, answered = visit.kind, False
    events = tables.audit_event
    query = select(events.c.record, events.c.old, events.c.new).where(
        events.c.book == visit_book(visit.id)
    )
    for record, old, new in writing.connection.execute(query.order_by(events.c.number)):
        before, after = json.loads(old), json.loads(new)
        if record == tables.visit.name and after:
            if after["status"] != "draft":
                return True
            kind = after["kind"]
        elif record == tables.team_member.name:
            rates[(after or before)["id"]] = bool(after and after["rates"])
        elif record in (tables.answer.name, tables.fact_answer.name):
            answered = True
        if answered and kind == "self_audit" and sum(rates.values()) == 1:
            return True
    return False


def _could_read(writing: Writing, visit: Visit, member: Member) -> bool:
    """Whether they ever saw more than the visit they join; for no person the lead enters."""
    who = member.person_id
    if who is None:
        return True
    people = _logged(writing, PEOPLE, tables.person.name)
    own = _logged(writing, program_book(visit.program_id), tables.membership.name)
    team = _logged(writing, visit_book(visit.id), tables.team_member.name)
    return (
        any(person["id"] == who and person["sees_all"] for person in people)
        or any(one["person_id"] == who for one in own)
        or any(one["person_id"] == who for one in team)
    )


def _logged(writing: Writing, book: str, record: str) -> Iterator[dict[str, Any]]:
    """Every state in which the records of a table ever were."""
    events = tables.audit_event
    query = select(events.c.new).where(events.c.book == book, events.c.record == record)
    records = map(json.loads, writing.connection.execute(query).scalars())
    return (record for record in records if record is not None)
