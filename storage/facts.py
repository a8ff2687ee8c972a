"""Facts asked before the items of an assessment: a choice, or a count of clients."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import insert, select, update

from storage import tables
from storage.limits import LONGEST_ID, MOST_COUNT, check_number, check_text, joined, utc
from storage.problem import Problem, Stale, StorageProblem
from storage.store import Store
from storage.visits import lock_assessment


@dataclass(frozen=True)
class FactAnswer:
    """The answer to one fact: a choice or a count; neither once it was taken back."""

    assessment_id: int
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
    store: Store, fact_answer: FactAnswer, expected_revision: int, now: dt.datetime
) -> FactAnswer:
    """Save a fact, unless somebody saved it after `expected_revision` (0: nothing stored).

    Saving what is already stored changes nothing.

    Raises:
        FactProblem: Something in it cannot be kept; all reasons together.
        StaleFact: A newer revision is stored; it was kept.
        NotFound: There is no such assessment.
    """
    moment = utc(now)
    problems = _check(fact_answer)
    if problems:
        raise FactProblem(f"The fact {fact_answer.fact!r} was not saved.", problems)
    table = tables.fact_answer
    this = (table.c.assessment_id == fact_answer.assessment_id) & (table.c.fact == fact_answer.fact)
    with store.write() as connection:
        lock_assessment(connection, fact_answer.assessment_id)
        row = connection.execute(select(table).where(this)).one_or_none()
        blank = FactAnswer(fact_answer.assessment_id, fact_answer.fact)
        stored = FactAnswer(**row._mapping) if row else blank
        if (stored.choice, stored.count) == (fact_answer.choice, fact_answer.count):
            return stored
        if stored.revision != expected_revision:
            raise StaleFact(stored, fact_answer)
        kept = replace(fact_answer, revision=stored.revision + 1, updated_at=moment)
        change = update(table).where(this) if row else insert(table)
        connection.execute(change.values(vars(kept)))
    return kept


def list_facts(store: Store, assessment_id: int) -> dict[str, FactAnswer]:
    """Fetch the facts of an assessment, by fact; those never touched are absent."""
    table = tables.fact_answer
    query = select(table).where(table.c.assessment_id == assessment_id).order_by(table.c.fact)
    with store.read() as connection:
        rows = connection.execute(query)
        return {row.fact: FactAnswer(**row._mapping) for row in rows}


def _check(fact_answer: FactAnswer) -> list[Problem]:
    found = joined(
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
