"""Facts asked before the items of an assessment: a choice, or a count of clients."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from storage import tables
from storage.access import check_may_read
from storage.acting import Acting, Writing
from storage.journal import add_record, change_record, last_writer, visit_book
from storage.limits import LONGEST_ID, LONGEST_NAME, MOST_COUNT, check_number, check_text, joined
from storage.problem import Problem, Stale, StorageProblem
from storage.rating_rights import check_may_rate
from storage.visit_record import Visit
from storage.visits import lock_assessment, read_assessment


@dataclass(frozen=True)
class FactAnswer:
    """A rater's answer to one fact: a choice or a count; neither once it was taken back."""

    assessment_id: int
    rater: str
    fact: str
    choice: str | None = None
    count: int | None = None
    revision: int = 0
    """0 while nothing is stored, 1 when first saved, one more with every change."""
    updated_at: dt.datetime | None = None
    """None while nothing is stored."""


class FactProblem(StorageProblem):
    """A fact was not saved."""


class StaleFact(Stale[FactAnswer]):
    """A fact was changed elsewhere first."""


def save_fact(
    acting: Acting, fact_answer: FactAnswer, expected_revision: int, now: dt.datetime
) -> FactAnswer:
    """Save a fact, unless somebody saved it after `expected_revision` (0: nothing stored).

    Saving what is already stored changes nothing.

    Raises:
        FactProblem: Something in it cannot be kept; all reasons together.
        StaleFact: A newer revision is stored; it was kept.
        NotFound: There is no such assessment.
        NotAllowed: It is somebody else's, or not the time for it.
        VisitFinal: The visit is signed.
    """
    refuse_fact(fact_answer, check_fact(fact_answer))
    with acting.write(now) as writing:
        _assessment, visit = lock_assessment(writing, fact_answer.assessment_id)
        refuse_fact(fact_answer, check_may_rate(writing, visit, fact_answer.rater))
        stored = _fetch(writing.connection, fact_answer)
        if (stored.choice, stored.count) == (fact_answer.choice, fact_answer.count):
            return stored
        if stored.revision != expected_revision:
            raise stale_fact(writing, visit, stored, fact_answer)
        return keep_fact(writing, visit, stored, fact_answer)


def list_facts(acting: Acting, assessment_id: int, rater: str) -> dict[str, FactAnswer]:
    """Fetch a rater's facts of an assessment, by fact; those never touched are absent.

    Raises:
        NotFound: There is no such assessment, or the acting person may not see it.
        NotAllowed: They may not see this rater's answers (yet).
    """
    with acting.read() as reading:
        _assessment, visit = read_assessment(reading, assessment_id)
        check_may_read(reading, visit, rater)
        return fetch_facts(reading.connection, assessment_id, rater)


def fetch_facts(connection: Connection, assessment_id: int, rater: str) -> dict[str, FactAnswer]:
    """Fetch a rater's facts, by fact, within a transaction."""
    table = tables.fact_answer
    query = select(table).where(table.c.assessment_id == assessment_id, table.c.rater == rater)
    rows = connection.execute(query.order_by(table.c.fact))
    return {row.fact: FactAnswer(**row._mapping) for row in rows}


def keep_fact(
    writing: Writing, visit: Visit, stored: FactAnswer, fact_answer: FactAnswer
) -> FactAnswer:
    """Put a fact in the place of the stored one (revision 0: there is none)."""
    kept = replace(fact_answer, revision=stored.revision + 1, updated_at=writing.at)
    book = visit_book(visit.id)
    if stored.revision == 0:
        add_record(writing, tables.fact_answer, kept, book)
    else:
        change_record(writing, tables.fact_answer, stored, kept, book)
    return kept


def stale_fact(
    writing: Writing, visit: Visit, stored: FactAnswer, attempted: FactAnswer
) -> StaleFact:
    """Tell that a newer fact is stored, and who saved it."""
    by = last_writer(writing.connection, tables.fact_answer, stored, visit_book(visit.id))
    return StaleFact(stored, attempted, by)


def _fetch(connection: Connection, wanted: FactAnswer) -> FactAnswer:
    blank = FactAnswer(wanted.assessment_id, wanted.rater, wanted.fact)
    stored = fetch_facts(connection, wanted.assessment_id, wanted.rater)
    return stored.get(wanted.fact, blank)


def refuse_fact(fact_answer: FactAnswer, problems: list[Problem]) -> None:
    """Raise FactProblem if there are any."""
    if problems:
        raise FactProblem(f"The fact {fact_answer.fact!r} was not saved.", problems)


def check_fact(fact_answer: FactAnswer) -> list[Problem]:
    """Check what can be told of a fact by itself."""
    found = joined(
        check_text("rater", fact_answer.rater, LONGEST_NAME, required=True),
        check_text("fact", fact_answer.fact, LONGEST_ID, required=True),
        check_number("count", fact_answer.count, 0, MOST_COUNT),
    )
    if fact_answer.choice is not None:
        found += check_text("choice", fact_answer.choice, LONGEST_ID, required=True)
        if fact_answer.count is not None:
            what = "it has a choice and a count"
            fix = "Give the one that is asked for."
            found.append(Problem("K14", "fact", fact_answer.count, what, fix))
    return found
