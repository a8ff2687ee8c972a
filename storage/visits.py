"""Visits to a program, and the scales that are rated at each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from sqlalchemy import Connection, select

from storage import tables
from storage.access import (
    check_editor,
    check_lead,
    check_program,
    check_results,
    team_of,
    visits_seen,
)
from storage.acting import Acting, Reading, Writing
from storage.assessments import (
    Assessment,
    ScalePin,
    add_assessments,
    check_scales,
    check_target,
    fetch_assessment,
)
from storage.client_data import clients_in
from storage.journal import add_record, change_record, last_writer, visit_book
from storage.limits import (
    LARGEST_ID,
    LONGEST_LINE,
    LONGEST_NOTE,
    check_choice,
    check_date,
    check_text,
    joined,
)
from storage.problem import NotFound, Problem, Stale, StorageError, StorageProblem
from storage.team import Member, check_team
from storage.visit_record import Kind, Visit


class VisitProblem(StorageProblem):
    """A visit was not saved."""


class StaleVisit(Stale[Visit]):
    """A visit was changed elsewhere first."""


class StaleTarget(Stale[Assessment]):
    """The level aimed at was changed elsewhere first."""


class VisitFinal(StorageError):
    """A visit is signed; nothing about it can be changed until it is opened again."""


def add_visit(
    acting: Acting,
    program_id: int,
    date: dt.date,
    kind: Kind,
    team: Sequence[Member],
    scales: Sequence[ScalePin],
    now: dt.datetime,
    note: str = "",
) -> Visit:
    """Keep a new visit, its team and its assessments, all or none.

    Args:
        acting: Who begins it; they must belong to the program.
        program_id: The program visited.
        date: The first day on site, or the day of a self-audit.
        kind: What sort of visit it is.
        team: Who takes part; at least one rates.
        scales: What is rated, in the order to show it.
        now: The moment, with its time zone.
        note: Anything worth knowing about the visit.

    Raises:
        VisitProblem: Something in it cannot be kept; all reasons together.
        NotFound: There is no such program.
        NotAllowed: The acting person does not belong to it.
    """
    with acting.write(now) as writing:
        return put_visit(writing, program_id, date, kind, team, scales, note)


def put_visit(
    writing: Writing,
    program_id: int,
    date: dt.date,
    kind: Kind,
    team: Sequence[Member],
    scales: Sequence[ScalePin],
    note: str = "",
) -> Visit:
    """Keep a new visit within a transaction; see `add_visit`."""
    new = Visit(0, program_id, date, kind, "draft", 1, writing.at, note, None, 1)
    people = frozenset(writing.connection.execute(select(tables.person.c.id)).scalars())
    _refuse(joined(check_visit(new), check_scales(scales), check_team(team, people)))
    check_editor(writing, program_id)
    # The book is not known before the id: the visit itself is its first event.
    visit = replace(new, id=add_record(writing, tables.visit, new, visit_book))
    for member in team:
        kept = replace(member, visit_id=visit.id, submitted_at=None, revision=1)
        add_record(writing, tables.team_member, kept, visit_book(visit.id))
    add_assessments(writing, visit.id, scales)
    return visit


def get_visit(acting: Acting, visit_id: int) -> Visit:
    """Fetch one visit.

    Raises:
        NotFound: There is none with this id, or the acting person may not see it.
    """
    with acting.read() as reading:
        return fetch_visit(reading, visit_id)


def list_visits(acting: Acting, program_id: int) -> tuple[Visit, ...]:
    """List the visits to a program that the acting person sees, newest date first.

    On one date the one added last comes first.

    Raises:
        NotFound: There is no such program, or the acting person may not see it.
    """
    table = tables.visit
    with acting.read() as reading:
        check_program(reading, program_id)
        query = select(table).where(table.c.program_id == program_id, visits_seen(reading))
        ordered = query.order_by(table.c.date.desc(), table.c.id.desc())
        return tuple(Visit(**row._mapping) for row in reading.connection.execute(ordered))


def list_team(acting: Acting, visit_id: int) -> tuple[Member, ...]:
    """List who takes part in a visit, in the order they were added.

    Raises:
        NotFound: There is no such visit, or the acting person may not see it.
    """
    with acting.read() as reading:
        fetch_visit(reading, visit_id)
        return team_of(reading, visit_id)


def get_assessments(acting: Acting, visit_id: int) -> tuple[Assessment, ...]:
    """List the scales of a visit, in the order they were given.

    Raises:
        NotFound: There is no such visit, or the acting person may not see it.
    """
    with acting.read() as reading:
        fetch_visit(reading, visit_id)
        return fetch_assessments(reading.connection, visit_id)


def fetch_assessments(connection: Connection, visit_id: int) -> tuple[Assessment, ...]:
    """List the scales of a visit within a transaction."""
    table = tables.assessment
    query = select(table).where(table.c.visit_id == visit_id).order_by(table.c.id)
    return tuple(Assessment(**row._mapping) for row in connection.execute(query))


def change_visit(acting: Acting, visit: Visit, expected_revision: int, now: dt.datetime) -> Visit:
    """Save new values for a visit, unless somebody changed it after `expected_revision`.

    Date, kind and note are saved; its state has verbs of its own (`storage.visit_states`).

    Raises:
        VisitProblem: Something in it cannot be kept; all reasons together.
        StaleVisit: A newer revision is stored; it was kept.
        NotFound: There is no such visit.
        NotAllowed: The acting person does not lead it.
        VisitFinal: It is signed.
    """
    _refuse(check_visit(visit))
    with acting.write(now) as writing:
        stored = lock_visit(writing, visit.id)
        check_lead(writing, stored, "change it")
        wanted = replace(stored, date=visit.date, kind=visit.kind, note=visit.note)
        if wanted == stored:
            return stored
        if stored.revision != expected_revision:
            by = last_writer(writing.connection, tables.visit, stored, visit_book(stored.id))
            raise StaleVisit(stored, visit, by)
        return keep_visit(writing, stored, wanted)


def keep_visit(writing: Writing, stored: Visit, wanted: Visit, why: str = "") -> Visit:
    """Put new values in the place of a stored visit within a transaction."""
    kept = replace(wanted, revision=stored.revision + 1)
    change_record(writing, tables.visit, stored, kept, visit_book(kept.id), why)
    return kept


def set_target_level(
    acting: Acting, assessment_id: int, level: int, seen: int, now: dt.datetime
) -> Assessment:
    """Set the level aimed at for every item of an assessment.

    Args:
        acting: Who sets it.
        assessment_id: Which assessment.
        level: The level from now on.
        seen: The level that the person saw when they chose.
        now: The moment, with its time zone.

    Raises:
        VisitProblem: It is not a level.
        StaleTarget: Somebody chose a third level since; that was kept.
        NotFound: There is no such assessment.
        NotAllowed: The acting person may not see what the visit found.
        VisitFinal: The visit is signed.
    """
    _refuse(check_target("target level", level))
    with acting.write(now) as writing:
        assessment, visit = lock_assessment(writing, assessment_id)
        check_results(writing, visit)
        kept = replace(assessment, target_level=level)
        if kept == assessment:
            return kept
        book = visit_book(visit.id)
        if assessment.target_level != seen:
            by = last_writer(writing.connection, tables.assessment, assessment, book)
            raise StaleTarget(assessment, kept, by)
        change_record(writing, tables.assessment, assessment, kept, book)
    return kept


def take_scale(
    acting: Acting, assessment_id: int, version: str, stamp: str, reason: str, now: dt.datetime
) -> Assessment:
    """Say that what was rated stands by a scale's file as it is now, after it was changed.

    Args:
        acting: Who says it: the lead.
        assessment_id: Which assessment.
        version: The version that the file gives now.
        stamp: SHA-256 of the file.
        reason: Why the ratings stand.
        now: The moment, with its time zone.

    Raises:
        VisitProblem: No reason is given, or the pin cannot be kept.
        NotFound: There is no such assessment.
        NotAllowed: The acting person does not lead the visit.
        VisitFinal: It is signed.
    """
    found = check_text("reason", reason, LONGEST_LINE, required=True)
    _refuse(found + clients_in("reason", reason))
    with acting.write(now) as writing:
        assessment, visit = lock_assessment(writing, assessment_id)
        check_lead(writing, visit, "take over another scale file")
        pin = (assessment.scale_id, version, stamp, assessment.target_level)
        _refuse(check_scales([pin]))
        kept = replace(assessment, scale_version=version, scale_stamp=stamp)
        if kept != assessment:
            book = visit_book(visit.id)
            change_record(writing, tables.assessment, assessment, kept, book, reason)
    return kept


def fetch_visit(reading: Reading, visit_id: int, *, lock: bool = False) -> Visit:
    """Fetch a visit within a transaction.

    With `lock`, writers of anything that belongs to the visit wait for one another; what is read
    afterwards is still true when it is written. (SQLite has locked the whole file by then.)

    Raises:
        NotFound: There is no such visit, or the person may not see it.
    """
    if not 0 < visit_id <= LARGEST_ID:
        raise NotFound("visit", visit_id)
    query = select(tables.visit).where(tables.visit.c.id == visit_id, visits_seen(reading))
    if lock:
        query = query.with_for_update(key_share=True)
    row = reading.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("visit", visit_id)
    return Visit(**row._mapping)


def lock_visit(writing: Writing, visit_id: int) -> Visit:
    """Fetch a visit that is to be written, and make other writers of it wait.

    Raises:
        NotFound: There is no such visit, or the person may not see it.
        VisitFinal: It is signed.
    """
    visit = fetch_visit(writing, visit_id, lock=True)
    if visit.status == "final":
        raise VisitFinal(
            "This visit is final and signed, so nothing about it can be changed. Its lead can "
            "open it again, with a reason. [K60]"
        )
    return visit


def lock_assessment(writing: Writing, assessment_id: int) -> tuple[Assessment, Visit]:
    """Fetch an assessment and its visit to be written, and make other writers of it wait.

    Raises:
        NotFound: There is no such assessment, or the person may not see it.
        VisitFinal: The visit is signed.
    """
    assessment = fetch_assessment(writing.connection, assessment_id)
    try:
        visit = lock_visit(writing, assessment.visit_id)
    except NotFound:
        raise NotFound("assessment", assessment_id) from None
    return fetch_assessment(writing.connection, assessment_id), visit


def read_assessment(reading: Reading, assessment_id: int) -> tuple[Assessment, Visit]:
    """Fetch an assessment and its visit to be read.

    Raises:
        NotFound: There is no such assessment, or the person may not see it.
    """
    assessment = fetch_assessment(reading.connection, assessment_id)
    try:
        return assessment, fetch_visit(reading, assessment.visit_id)
    except NotFound:
        raise NotFound("assessment", assessment_id) from None


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise VisitProblem("This visit was not saved.", problems)


def check_visit(visit: Visit) -> list[Problem]:
    """Check what is noted about a visit."""
    return joined(
        check_date("date", visit.date),
        check_choice("kind", visit.kind, get_args(Kind)),
        check_text("note", visit.note, LONGEST_NOTE),
    )
