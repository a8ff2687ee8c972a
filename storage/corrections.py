"""What the program says is factually wrong in the draft report, and what its reviewers answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal, get_args

from sqlalchemy import Connection, select

from storage import tables
from storage.access import (
    CONSENSUS_STATES,
    check_results,
    check_reviewer,
    is_blind,
    official_set,
    team_of,
)
from storage.acting import Acting, NotAllowed, Writing, name_of
from storage.answers import Answer, fetch_answers
from storage.client_data import look_for_client_data
from storage.journal import add_record, change_record, last_writer, visit_book
from storage.limits import LONGEST_ID, LONGEST_NOTE, check_choice, check_text, joined
from storage.problem import NotFound, Problem, Stale, StorageProblem
from storage.visit_record import Visit
from storage.visits import fetch_visit, lock_assessment, lock_visit

Outcome = Literal["open", "accepted", "declined"]


@dataclass(frozen=True)
class Correction:
    """One factual correction of one item."""

    visit_id: int
    assessment_id: int
    item: str
    says: str
    """What the program says is wrong, in its own words."""
    said_by: str
    said_at: dt.datetime
    state_before: str
    """What the report said of the item then."""
    level_before: int | None
    outcome: Outcome = "open"
    answer: str = ""
    """What the reviewers say to it."""
    answered_by: str = ""
    answered_at: dt.datetime | None = None
    id: int = 0
    revision: int = 1


class CorrectionProblem(StorageProblem):
    """A correction, or the answer to it, was not saved."""


class StaleCorrection(Stale[Correction]):
    """A correction was answered elsewhere first."""


def add_correction(
    acting: Acting,
    assessment_id: int,
    item: str,
    says: str,
    now: dt.datetime,
    *,
    accept_identifiers: bool = False,
) -> Correction:
    """Say what is factually wrong about an item, while the draft report is with the program.

    Everybody who sees the report may: the program's contact, who belongs to the program, and the
    reviewers on behalf of a program that wrote to them. With `accept_identifiers` words that look
    like a client's data are kept, and the audit trail says so.

    Raises:
        CorrectionProblem: It cannot be kept; all reasons together.
        NotFound: There is no such assessment.
        NotAllowed: The report is not with the program.
        VisitFinal: It is signed.
    """
    _refuse(
        joined(
            check_text("item", item, LONGEST_ID, required=True),
            check_text("what is wrong", says, LONGEST_NOTE, required=True),
        )
    )
    with acting.write(now) as writing:
        _assessment, visit = lock_assessment(writing, assessment_id)
        check_results(writing, visit)
        if visit.status != "with_program":
            raise NotAllowed("Corrections can be given while the draft report is with the program.")
        found = _settled(writing, visit, assessment_id, item)
        new = Correction(
            visit_id=visit.id,
            assessment_id=assessment_id,
            item=item,
            says=says,
            said_by=name_of(writing),
            said_at=writing.at,
            state_before=found.state,
            level_before=found.level,
        )
        blank = replace(new, says="")
        why = look_for_client_data(blank, new, ("says",), _refuse, accept_identifiers)
        number = add_record(writing, tables.correction, new, visit_book(visit.id), why)
        return replace(new, id=number)


def answer_correction(
    acting: Acting,
    correction_id: int,
    outcome: Outcome,
    answer: str,
    expected_revision: int,
    now: dt.datetime,
    *,
    accept_identifiers: bool = False,
) -> Correction:
    """Answer a correction; to change the rating itself the consensus is opened again.

    With `accept_identifiers` words that look like a client's data are kept, and the audit trail
    says so.

    Raises:
        CorrectionProblem: The answer cannot be kept; all reasons together.
        StaleCorrection: Somebody answered it first; theirs was kept.
        NotFound: There is no such correction.
        NotAllowed: The acting person does not review the visit.
        VisitFinal: It is signed.
    """
    _refuse(
        joined(
            check_choice("outcome", outcome, get_args(Outcome)),
            check_text("answer", answer, LONGEST_NOTE, required=outcome != "open"),
        )
    )
    with acting.write(now) as writing:
        stored, visit = _lock(writing, correction_id)
        check_reviewer(writing, visit, "answer the program")
        if (stored.outcome, stored.answer) == (outcome, answer):
            return stored
        kept = replace(
            stored,
            outcome=outcome,
            answer=answer,
            answered_by=name_of(writing),
            answered_at=writing.at,
            revision=stored.revision + 1,
        )
        if stored.revision != expected_revision:
            book = visit_book(visit.id)
            by = last_writer(writing.connection, tables.correction, stored, book)
            raise StaleCorrection(stored, replace(kept, revision=expected_revision), by)
        why = look_for_client_data(stored, kept, ("answer",), _refuse, accept_identifiers)
        change_record(writing, tables.correction, stored, kept, visit_book(visit.id), why)
    return kept


def list_corrections(acting: Acting, visit_id: int) -> tuple[Correction, ...]:
    """List the corrections to a visit's report, the earliest first.

    None while several rate it again: what a correction is to tells what they settled on.

    Raises:
        NotFound: There is no such visit, or the acting person may not see it.
        NotAllowed: They may not see yet what the visit found.
    """
    table = tables.correction
    query = select(table).where(table.c.visit_id == visit_id).order_by(table.c.id)
    with acting.read() as reading:
        visit = fetch_visit(reading, visit_id)
        check_results(reading, visit)
        if is_blind(visit, team_of(reading, visit_id)):
            return ()
        return tuple(Correction(**row._mapping) for row in reading.connection.execute(query))


def open_corrections(connection: Connection, visit_id: int) -> list[str]:
    """Items with a correction that nobody answered, within a transaction."""
    table = tables.correction
    query = select(table.c.item).where(table.c.visit_id == visit_id, table.c.outcome == "open")
    return list(connection.execute(query.order_by(table.c.id)).scalars())


def _settled(writing: Writing, visit: Visit, assessment_id: int, item: str) -> Answer:
    rater = official_set(visit, team_of(writing, visit.id))
    stored = fetch_answers(writing.connection, assessment_id, rater, item)
    return stored.get(item, Answer(assessment_id, rater, item))


def _lock(writing: Writing, correction_id: int) -> tuple[Correction, Visit]:
    visit_id = _fetch(writing.connection, correction_id).visit_id
    try:
        visit = lock_visit(writing, visit_id)
    except NotFound:
        raise NotFound("correction", correction_id) from None
    if visit.status not in CONSENSUS_STATES:
        raise NotAllowed("Corrections are answered once the report is written.")
    return _fetch(writing.connection, correction_id), visit


def _fetch(connection: Connection, correction_id: int) -> Correction:
    query = select(tables.correction).where(tables.correction.c.id == correction_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("correction", correction_id)
    return Correction(**row._mapping)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise CorrectionProblem("This was not saved.", problems)
