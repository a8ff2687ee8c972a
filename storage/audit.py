"""Read the audit trail of a visit: every change of it that one may see."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, select

from storage import tables
from storage.access import (
    OPEN_TO_PROGRAM,
    is_blind,
    is_insider,
    may_read,
    reviews,
    sees_results,
    team_of,
)
from storage.acting import Acting, Reading
from storage.journal import Event, visit_book
from storage.team import CONSENSUS, Member
from storage.visit_record import Visit
from storage.visits import fetch_visit

_OF_RATERS = ("answer", "fact_answer")
_OF_RESULTS = ("action_check", "correction", "own_target", "plan_action", "signature")
_OF_REVIEWERS = ("chart_sample", "chart_row")
_OF_REPORT = "report_words"


def list_events(
    acting: Acting, visit_id: int, record: str | None = None, **key: Any
) -> tuple[Event, ...]:
    """List the changes of a visit and of what belongs to it, in the order they were made.

    Ratings that the acting person may not see yet are left out, with all that was done to them. The
    program sees of the consensus what was changed after the report was first sent: how it came
    about tells what each reviewer rated.

    Args:
        acting: Who reads.
        visit_id: The visit.
        record: Only changes of this table, for example `answer`.
        key: Only changes of records with these in their key, for example `item="T1"`.

    Raises:
        NotFound: There is no such visit, or the acting person may not see it.
    """
    table = tables.audit_event
    query = select(table).where(table.c.book == visit_book(visit_id))
    if record is not None:
        query = query.where(table.c.record == record)
    with acting.read() as reading:
        visit = fetch_visit(reading, visit_id)
        team = team_of(reading, visit_id)
        rows = reading.connection.execute(query.order_by(table.c.number))
        events = [Event(**row._mapping) for row in rows]
        seen = _Sight(reading, visit, team)
        return tuple(e for e in events if seen(e) and _matches(e, key))


def hidden_from(reading: Reading, visit: Visit) -> tuple[str, ...]:
    """Say what of a visit's history a person may not see, in words; nothing where they see all."""
    event = tables.audit_event
    kinds = (*_OF_RATERS, *_OF_RESULTS, *_OF_REVIEWERS)
    query = select(event.c.record, event.c.key, event.c.number).where(
        event.c.book == visit_book(visit.id), event.c.record.in_(kinds)
    )
    seen = _Sight(reading, visit, team_of(reading, visit.id))
    rows = reading.connection.execute(query.order_by(event.c.number))
    return tuple(dict.fromkeys(_words(row) for row in rows if not seen(row)))


def _words(event: Row) -> str:
    if event.record in _OF_RATERS:
        return f"the ratings of {json.loads(event.key)['rater']!r}"
    return "its chart reviews" if event.record in _OF_REVIEWERS else "what it found"


def _first_sent(connection: Connection, visit_id: int) -> int | None:
    """The number of the event by which the program first came to see the report, if it did."""
    table = tables.audit_event
    query = select(table.c.number, table.c.new).where(
        table.c.book == visit_book(visit_id), table.c.record == tables.visit.name
    )
    for number, new in connection.execute(query.order_by(table.c.number)):
        if (json.loads(new) or {}).get("status") in OPEN_TO_PROGRAM:
            return number
    return None


class _Sight:
    """Which events of a visit a person may see: those of the records that they may read."""

    def __init__(self, reading: Reading, visit: Visit, team: Sequence[Member]) -> None:
        self._results = sees_results(reading, visit, team) and not is_blind(visit, team)
        self._reviews = reviews(reading, visit, team)
        inside = is_insider(reading, visit, team)
        # What came before this event of the consensus tells what each reviewer rated.
        self._sent = 0 if inside else _first_sent(reading.connection, visit.id)
        # Each set is looked up once; it may bear a name that nobody on the team has any more.
        self._may_read = cache(lambda rater: may_read(reading, visit, team, rater))

    def __call__(self, event: Event | Row) -> bool:
        if event.record in _OF_RATERS:
            rater = json.loads(event.key)["rater"]
            return self._may_read(rater) and (rater != CONSENSUS or self._was_sent(event))
        if event.record == _OF_REPORT:
            return self._results and self._was_sent(event)
        if event.record in _OF_REVIEWERS:
            return self._reviews
        return self._results or event.record not in _OF_RESULTS

    def _was_sent(self, event: Event | Row[Any]) -> bool:
        return self._sent is not None and event.number >= self._sent


def _matches(event: Event, key: dict[str, Any]) -> bool:
    found = json.loads(event.key)
    return all(found.get(name) == value for name, value in key.items())
