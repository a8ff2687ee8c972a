"""Take away what somebody wrote about a visit, and leave what was rated and counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import select

from storage import tables
from storage.access import check_lead
from storage.acting import Acting, Writing
from storage.client_data import clients_in
from storage.columns import own_words
from storage.engine import forget_deleted
from storage.journal import (
    change_record,
    clear_words,
    purge_book,
    purge_signatures,
    remove_record,
    visit_book,
)
from storage.limits import LONGEST_LINE, check_text
from storage.stored_row import StoredRow
from storage.visit_record import Visit
from storage.visits import VisitProblem, fetch_visit, keep_visit
from storage.worksheets import fetch_rows, fetch_samples


def purge_visit(acting: Acting, visit_id: int, reason: str, now: dt.datetime) -> Visit:
    """Delete all notes, reasons and chart rows of a visit, also from its audit trail.

    Scores, states, counts, grades, sources, who and when stay; so do the plan's actions and the
    fact of the purge with its reason. Every hash still holds: the trail keeps salted digests in
    the place of the words, and the salts are deleted with them. This can be done to a signed visit
    too, and cannot be undone. What backups and bundles hold is not reached.

    Raises:
        VisitProblem: No reason is given.
        NotFound: There is no such visit.
        NotAllowed: The acting person does not lead it.
    """
    problems = check_text("reason", reason, LONGEST_LINE, required=True)
    problems += clients_in("reason", reason)
    if problems:
        raise VisitProblem("Nothing was deleted.", problems)
    with acting.write(now) as writing:
        visit = fetch_visit(writing, visit_id, lock=True)
        check_lead(writing, visit, "delete its notes")
        book = visit_book(visit_id)
        for sample in fetch_samples(writing.connection, visit_id):
            for row in fetch_rows(writing.connection, sample.id):
                remove_record(writing, tables.chart_row, row, book, reason)
        _empty_open_records(writing, visit, reason)
        purge_book(writing.connection, book)
        purge_signatures(writing.connection, visit_id)
        clear_words(writing.connection, visit_id)
        clean = replace(visit, note="")
        kept = keep_visit(writing, clean, replace(clean, purged_at=writing.at), reason)
    forget_deleted(acting.store.engine)
    return kept


_SIGNED = (tables.answer, tables.correction, tables.report_words)
"""What a signature is over stays as it is, but for its words; nobody can write into it any more."""
_GOING_ON = (tables.plan_action, tables.visit_step, tables.document_request)


def _empty_open_records(writing: Writing, visit: Visit, reason: str) -> None:
    """Empty the words of what can still be written, as the next revision of each record.

    A window that still shows the old words would otherwise write them back with its next change.
    """
    assessments = select(tables.assessment.c.id).where(tables.assessment.c.visit_id == visit.id)
    for table in (*(() if visit.status == "final" else _SIGNED), *_GOING_ON):
        if "visit_id" in table.c:
            belongs = table.c.visit_id == visit.id
        else:
            belongs = table.c.assessment_id.in_(assessments)
        own = own_words(table)
        for row in map(StoredRow, writing.connection.execute(select(table).where(belongs)).all()):
            if any(vars(row)[name] for name in own):
                empty = row.but(revision=vars(row)["revision"] + 1, **dict.fromkeys(own, ""))
                change_record(writing, table, row, empty, visit_book(visit.id), reason)
