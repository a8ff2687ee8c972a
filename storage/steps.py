"""The steps of a visit's timeline: who owes what by when, and what is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from storage import tables
from storage.access import belongs, reviews, team_of
from storage.acting import Acting, NotAllowed, Reading, Writing
from storage.client_data import look_for_client_data
from storage.journal import add_record, change_record, last_writer, visit_book
from storage.limits import (
    LONGEST_ID,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_NOTE,
    check_date,
    check_text,
    joined,
)
from storage.problem import NotFound, Problem, Stale, StorageProblem
from storage.visit_record import Visit
from storage.visits import fetch_visit


@dataclass(frozen=True)
class Step:
    """One step of one visit."""

    visit_id: int
    step: str
    """Its id in the template of the timeline."""
    name: str
    do: str
    owner: str
    """Who owes it: a role, or somebody's name."""
    due: dt.date
    done_on: dt.date | None = None
    note: str = ""
    position: int = 0
    id: int = 0
    revision: int = 0


class StepProblem(StorageProblem):
    """A step was not saved."""


class StaleStep(Stale[Step]):
    """A step was changed elsewhere first."""


def begin_timeline(
    acting: Acting, visit_id: int, steps: Sequence[Step], now: dt.datetime
) -> tuple[Step, ...]:
    """Keep the steps of a visit; does nothing if it has some already.

    Later changes of the template do not change a timeline that has begun.

    Raises:
        StepProblem: Something in them cannot be kept; all reasons together.
        NotFound: There is no such visit.
        NotAllowed: The acting person does not take part in it.
    """
    _refuse(joined(*(check_step(step) for step in steps)))
    with acting.write(now) as writing:
        visit = _lock_visit(writing, visit_id)
        there = _fetch_all(writing.connection, visit.id)
        if there:
            return there
        kept = []
        for position, step in enumerate(steps):
            new = replace(step, visit_id=visit_id, position=position, revision=1)
            number = add_record(writing, tables.visit_step, new, visit_book(visit_id))
            kept.append(replace(new, id=number))
    return tuple(kept)


def change_step(
    acting: Acting,
    step: Step,
    expected_revision: int,
    now: dt.datetime,
    *,
    accept_identifiers: bool = False,
) -> Step:
    """Save a step's owner, due date, whether it is done, and note.

    Also after the visit is signed: the follow-up goes on. With `accept_identifiers` words that look
    like a client's data are kept, and the audit trail says so.

    Raises:
        StepProblem: Something in it cannot be kept; all reasons together.
        StaleStep: A newer revision is stored; it was kept.
        NotFound: There is no such step.
        NotAllowed: The acting person does not take part in the visit.
    """
    _refuse(check_step(step))
    with acting.write(now) as writing:
        stored = _lock(writing, step.id)
        wanted = replace(
            stored, owner=step.owner, due=step.due, done_on=step.done_on, note=step.note
        )
        if wanted == stored:
            return stored
        book = visit_book(stored.visit_id)
        if stored.revision != expected_revision:
            by = last_writer(writing.connection, tables.visit_step, stored, book)
            raise StaleStep(stored, step, by)
        own = ("owner", "note")
        why = look_for_client_data(stored, wanted, own, _refuse, accept_identifiers)
        kept = replace(wanted, revision=stored.revision + 1)
        change_record(writing, tables.visit_step, stored, kept, book, why)
    return kept


def shift_steps(acting: Acting, visit_id: int, days: int, now: dt.datetime) -> tuple[Step, ...]:
    """Move the due dates of all steps that are not done, as when the visit is moved.

    Raises:
        NotFound: There is no such visit.
        NotAllowed: The acting person does not take part in it.
    """
    with acting.write(now) as writing:
        _lock_visit(writing, visit_id)
        for stored in _fetch_all(writing.connection, visit_id):
            if stored.done_on is None and days:
                due = _moved(stored.due, days)
                kept = replace(stored, due=due, revision=stored.revision + 1)
                why = "The visit was moved."
                change_record(writing, tables.visit_step, stored, kept, visit_book(visit_id), why)
        return _fetch_all(writing.connection, visit_id)


def _moved(day: dt.date, days: int) -> dt.date:
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        what, fix = f"{days:,} days later is no date", "Move it by less."
        raise StepProblem("Nothing was moved.", [Problem("K03", "due", day, what, fix)]) from None


def list_steps(acting: Acting, visit_id: int) -> tuple[Step, ...]:
    """List the steps of a visit in their order.

    Raises:
        NotFound: There is no such visit, or the acting person may not see it.
    """
    with acting.read() as reading:
        fetch_visit(reading, visit_id)
        return _fetch_all(reading.connection, visit_id)


def check_takes_part(reading: Reading, visit: Visit) -> None:
    """Raise NotAllowed unless the person is on the team or belongs to the program."""
    team = team_of(reading, visit.id)
    on_team = reading.person and reading.person.id in [member.person_id for member in team]
    if not (on_team or reviews(reading, visit, team) or belongs(reading, visit.program_id)):
        raise NotAllowed("Only who takes part in this visit may do this.")


def _lock_visit(writing: Writing, visit_id: int) -> Visit:
    visit = fetch_visit(writing, visit_id, lock=True)
    check_takes_part(writing, visit)
    return visit


def _lock(writing: Writing, step_id: int) -> Step:
    visit_id = _fetch(writing.connection, step_id).visit_id
    try:
        _lock_visit(writing, visit_id)
    except NotFound:
        raise NotFound("step", step_id) from None
    return _fetch(writing.connection, step_id)


def _fetch(connection: Connection, step_id: int) -> Step:
    query = select(tables.visit_step).where(tables.visit_step.c.id == step_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("step", step_id)
    return Step(**row._mapping)


def _fetch_all(connection: Connection, visit_id: int) -> tuple[Step, ...]:
    table = tables.visit_step
    query = select(table).where(table.c.visit_id == visit_id).order_by(table.c.position, table.c.id)
    return tuple(Step(**row._mapping) for row in connection.execute(query))


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise StepProblem("This step was not saved.", problems)


def check_step(step: Step) -> list[Problem]:
    """Check what can be told of a step by itself."""
    return joined(
        check_text("step", step.step, LONGEST_ID, required=True),
        check_text("name", step.name, LONGEST_NAME, required=True),
        check_text("what to do", step.do, LONGEST_LINE),
        check_text("owner", step.owner, LONGEST_NAME),
        check_date("due", step.due),
        check_date("done on", step.done_on) if step.done_on is not None else [],
        check_text("note", step.note, LONGEST_NOTE),
    )
