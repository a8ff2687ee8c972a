"""What reviewers write into the report in place of what was drafted from the ratings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal, get_args

from sqlalchemy import Connection, select

from storage import tables
from storage.access import check_results, check_reviewer, is_blind, official_set, team_of
from storage.acting import Acting, NotAllowed, Writing
from storage.client_data import look_for_client_data
from storage.journal import add_record, change_record, last_writer, visit_book
from storage.limits import (
    LONGEST_ID,
    LONGEST_LINE,
    check_choice,
    check_level,
    check_text,
    joined,
)
from storage.problem import Problem, Stale, StorageProblem
from storage.visits import fetch_visit, lock_assessment

Subject = Literal["strength", "recommendation"]


@dataclass(frozen=True)
class ReportWords:
    """What the report says of one item instead of the draft."""

    assessment_id: int
    item: str
    subject: Subject
    level: int
    """The level it was written for; at another one the draft is said again."""
    words: str = ""
    """Empty: the draft stands."""
    said: bool = True
    """False: the report leaves it out."""
    revision: int = 0
    """0 while nothing is stored, 1 when first saved, one more with every change."""
    updated_at: dt.datetime | None = None

    @property
    def id(self) -> str:
        """Which words these are, among all."""
        return f"{self.assessment_id} {self.item} {self.subject}"


class ReportWordsProblem(StorageProblem):
    """Words for the report were not saved."""


class StaleReportWords(Stale[ReportWords]):
    """They were changed elsewhere first."""


def save_report_words(
    acting: Acting,
    written: ReportWords,
    expected_revision: int,
    now: dt.datetime,
    *,
    accept_identifiers: bool = False,
) -> ReportWords:
    """Save words, unless somebody saved others after `expected_revision` (0: nothing stored).

    Who reviews the visit may, once there is a result to write about and until it is signed. Saving
    what is stored changes nothing. With `accept_identifiers` words that look like a client's data
    are kept, and the audit trail says so.

    Raises:
        ReportWordsProblem: Something in them cannot be kept; all reasons together.
        StaleReportWords: A newer revision is stored; it was kept.
        NotFound: There is no such assessment.
        NotAllowed: They do not review the visit, or nothing is settled yet.
        VisitFinal: The visit is signed.
    """
    _refuse(check_report_words(written))
    with acting.write(now) as writing:
        _assessment, visit = lock_assessment(writing, written.assessment_id)
        team = check_reviewer(writing, visit, "write into its report")
        if not official_set(visit, team):
            raise NotAllowed("The report can be written once the consensus has begun.")
        stored = _fetch(writing.connection, written)
        if _same(stored, written):
            return stored
        book = visit_book(visit.id)
        if stored.revision != expected_revision:
            by = last_writer(writing.connection, tables.report_words, stored, book)
            raise StaleReportWords(stored, written, by)
        why = look_for_client_data(stored, written, ("words",), _refuse, accept_identifiers)
        return _keep(writing, book, stored, written, why)


def list_report_words(acting: Acting, visit_id: int) -> tuple[ReportWords, ...]:
    """List what was written for the report of a visit, by assessment and item.

    None while several rate it again: what is strong tells what they settled on.

    Raises:
        NotFound: There is no such visit, or the acting person may not see it.
        NotAllowed: They may not see yet what the visit found.
    """
    table, assessment = tables.report_words, tables.assessment
    query = select(table).join(assessment).where(assessment.c.visit_id == visit_id)
    with acting.read() as reading:
        visit = fetch_visit(reading, visit_id)
        check_results(reading, visit)
        if is_blind(visit, team_of(reading, visit_id)):
            return ()
        rows = reading.connection.execute(query.order_by(*table.primary_key))
        return tuple(ReportWords(**row._mapping) for row in rows)


def _keep(
    writing: Writing, book: str, stored: ReportWords, written: ReportWords, why: str
) -> ReportWords:
    kept = replace(written, revision=stored.revision + 1, updated_at=writing.at)
    if stored.revision == 0:
        add_record(writing, tables.report_words, kept, book, why)
    else:
        change_record(writing, tables.report_words, stored, kept, book, why)
    return kept


def _fetch(connection: Connection, wanted: ReportWords) -> ReportWords:
    table = tables.report_words
    key = {name: vars(wanted)[name] for name in table.primary_key.columns.keys()}  # noqa: SIM118
    query = select(table).where(*(table.c[name] == value for name, value in key.items()))
    row = connection.execute(query).one_or_none()
    return ReportWords(**row._mapping) if row else replace(wanted, words="", said=True, revision=0)


def _same(stored: ReportWords, written: ReportWords) -> bool:
    return all(vars(stored)[name] == vars(written)[name] for name in ("level", "words", "said"))


def check_report_words(written: ReportWords) -> list[Problem]:
    """Check what can be told of words by themselves."""
    return joined(
        check_text("item", written.item, LONGEST_ID, required=True),
        check_choice("subject", written.subject, get_args(Subject)),
        check_level("level", written.level),
        check_text("words", written.words, LONGEST_LINE),
    )


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise ReportWordsProblem("What was written for the report was not saved.", problems)
