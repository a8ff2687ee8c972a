"""Visits to a program, and the scales that are rated at each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from sqlalchemy import Connection, delete, func, select, update

from storage import tables
from storage.assessments import (
    Assessment,
    ScalePin,
    add_assessments,
    check_scales,
    check_target,
    fetch_assessment,
)
from storage.limits import (
    LARGEST_ID,
    LONGEST_NAME,
    LONGEST_NOTE,
    check_choice,
    check_date,
    check_text,
    joined,
    utc,
)
from storage.problem import NotFound, Problem, Stale, StorageError, StorageProblem
from storage.store import Store

Kind = Literal["self_audit", "site_visit", "follow_up"]
Status = Literal["draft", "finished"]


@dataclass(frozen=True)
class Visit:
    """A visit as it is stored."""

    id: int
    program_id: int
    date: dt.date
    kind: Kind
    rater: str
    """Who rates. All answers of the visit are theirs."""
    status: Status
    created_at: dt.datetime
    note: str
    revision: int
    """1 when added, one more with every change."""


class VisitProblem(StorageProblem):
    """A visit was not saved."""


class StaleVisit(Stale[Visit]):
    """A visit was changed elsewhere first."""


class VisitKept(StorageError):
    """A visit was not deleted, because it is finished or because something was entered."""


def add_visit(
    store: Store,
    program_id: int,
    date: dt.date,
    kind: Kind,
    rater: str,
    scales: Sequence[ScalePin],
    now: dt.datetime,
    note: str = "",
) -> Visit:
    """Keep a new visit and its assessments, all or none.

    Raises:
        VisitProblem: Something in it cannot be kept; all reasons together.
        NotFound: There is no such program.
    """
    new = Visit(0, program_id, date, kind, rater, "draft", utc(now), note, 1)
    _refuse(joined(_check(new), check_scales(scales)))
    with store.write() as connection:
        known = select(tables.program.c.id).where(tables.program.c.id == program_id)
        if connection.execute(known).one_or_none() is None:
            raise NotFound("program", program_id)
        visit = replace(new, id=tables.add_row(connection, tables.visit, new))
        add_assessments(connection, visit.id, scales)
    return visit


def get_visit(store: Store, visit_id: int) -> Visit:
    """Fetch one visit.

    Raises:
        NotFound: There is none with this id.
    """
    with store.read() as connection:
        return fetch_visit(connection, visit_id)


def list_visits(store: Store, program_id: int) -> tuple[Visit, ...]:
    """List a program's visits, newest date first; on one date the one added last first."""
    table = tables.visit
    query = select(table).where(table.c.program_id == program_id)
    with store.read() as connection:
        rows = connection.execute(query.order_by(table.c.date.desc(), table.c.id.desc()))
        return tuple(Visit(**row._mapping) for row in rows)


def get_assessments(store: Store, visit_id: int) -> tuple[Assessment, ...]:
    """List the scales of a visit, in the order they were given.

    Raises:
        NotFound: There is no such visit.
    """
    table = tables.assessment
    with store.read() as connection:
        fetch_visit(connection, visit_id)
        query = select(table).where(table.c.visit_id == visit_id).order_by(table.c.id)
        return tuple(Assessment(**row._mapping) for row in connection.execute(query))


def change_visit(store: Store, visit: Visit, expected_revision: int) -> Visit:
    """Save new values for a visit, unless somebody changed it after `expected_revision`.

    Date, kind, rater, status and note are saved. With a new name for the rater, the answers
    already given are theirs.

    Raises:
        VisitProblem: Something in it cannot be kept; all reasons together.
        StaleVisit: A newer revision is stored; it was kept.
        NotFound: There is no such visit.
    """
    _refuse(_check(visit))
    with store.write() as connection:
        stored = fetch_visit(connection, visit.id, lock=True)
        wanted = replace(
            visit,
            program_id=stored.program_id,
            created_at=stored.created_at,
            revision=stored.revision,
        )
        if wanted == stored:
            return stored
        if stored.revision != expected_revision:
            raise StaleVisit(stored, visit)
        kept = replace(wanted, revision=stored.revision + 1)
        tables.replace_row(connection, tables.visit, kept)
        if kept.rater != stored.rater:
            _rename_rater(connection, kept, stored.rater)
    return kept


def _rename_rater(connection: Connection, visit: Visit, old: str) -> None:
    table = tables.answer
    theirs = table.c.assessment_id.in_(_assessment_ids(visit.id)) & (table.c.rater == old)
    connection.execute(update(table).where(theirs).values(rater=visit.rater))


def set_target_level(store: Store, assessment_id: int, level: int) -> Assessment:
    """Set the level aimed at for every item of an assessment.

    Raises:
        VisitProblem: It is not a level.
        NotFound: There is no such assessment.
    """
    _refuse(check_target("target level", level))
    with store.write() as connection:
        assessment, _visit = lock_assessment(connection, assessment_id)
        kept = replace(assessment, target_level=level)
        tables.replace_row(connection, tables.assessment, kept)
    return kept


def delete_visit(store: Store, visit_id: int, *, with_entries: bool = False) -> None:
    """Delete a draft visit for good.

    Args:
        store: Where it is kept.
        visit_id: Which one.
        with_entries: Whether to delete it even if something was entered: an answer, a fact or
            an action of the plan.

    Raises:
        VisitKept: It is finished, or something was entered and `with_entries` is not set.
        NotFound: There is no such visit.
    """
    with store.write() as connection:
        visit = fetch_visit(connection, visit_id, lock=True)
        if visit.status != "draft":
            raise VisitKept(
                "This visit is finished and was not deleted. Set it back to draft first. [K30]"
            )
        entries = _count_entries(connection, visit_id)
        if entries and not with_entries:
            raise VisitKept(
                f"{entries} {'entry was' if entries == 1 else 'entries were'} made at this visit, "
                "so it was not deleted. Confirm that they shall go with it. [K31]"
            )
        for table, belongs in _below(visit_id):
            connection.execute(delete(table).where(belongs))
        for table, column in ((tables.assessment, "visit_id"), (tables.visit, "id")):
            connection.execute(delete(table).where(table.c[column] == visit_id))


def _assessment_ids(visit_id: int):
    return select(tables.assessment.c.id).where(tables.assessment.c.visit_id == visit_id)


def _below(visit_id: int):
    ids = _assessment_ids(visit_id)
    return (
        (tables.answer, tables.answer.c.assessment_id.in_(ids)),
        (tables.fact_answer, tables.fact_answer.c.assessment_id.in_(ids)),
        (tables.plan_action, tables.plan_action.c.visit_id == visit_id),
    )


def _count_entries(connection: Connection, visit_id: int) -> int:
    counts = (
        connection.execute(select(func.count()).select_from(table).where(belongs)).scalar_one()
        for table, belongs in _below(visit_id)
    )
    return sum(counts)


def fetch_visit(connection: Connection, visit_id: int, *, lock: bool = False) -> Visit:
    """Fetch a visit within a transaction.

    With `lock`, writers of anything that belongs to the visit wait for one another; what is read
    afterwards is still true when it is written. (SQLite has locked the whole file by then.)

    Raises:
        NotFound: There is no such visit.
    """
    if not 0 < visit_id <= LARGEST_ID:
        raise NotFound("visit", visit_id)
    query = select(tables.visit).where(tables.visit.c.id == visit_id)
    if lock:  # key_share: copies may still refer to this visit meanwhile
        query = query.with_for_update(key_share=True)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("visit", visit_id)
    return Visit(**row._mapping)


def lock_assessment(connection: Connection, assessment_id: int) -> tuple[Assessment, Visit]:
    """Fetch an assessment and its visit, and make other writers of the visit wait.

    Raises:
        NotFound: There is no such assessment.
    """
    assessment = fetch_assessment(connection, assessment_id)
    visit = fetch_visit(connection, assessment.visit_id, lock=True)
    return fetch_assessment(connection, assessment_id), visit


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise VisitProblem("This visit was not saved.", problems)


def _check(visit: Visit) -> list[Problem]:
    return joined(
        check_date("date", visit.date),
        check_choice("kind", visit.kind, get_args(Kind)),
        check_text("rater", visit.rater, LONGEST_NAME, required=True),
        check_choice("status", visit.status, get_args(Status)),
        check_text("note", visit.note, LONGEST_NOTE),
    )
