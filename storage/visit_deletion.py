"""Delete a visit for good; the audit trail keeps that it was there, and who deleted it.

Of what was rated it keeps levels and counts. Everybody's own words go, as with a purge: nobody
could purge a visit that is no longer there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import Row, Select, Table, select

from storage import tables
from storage.access import check_lead
from storage.acting import Acting, Writing
from storage.engine import forget_deleted
from storage.journal import purge_book, remove_record, visit_book
from storage.late_rater import was_handed_in
from storage.problem import StorageError
from storage.stored_row import StoredRow
from storage.visits import lock_visit


class VisitKept(StorageError):
    """A visit was not deleted, because somebody has handed in or because something was entered."""


def delete_visit(
    acting: Acting, visit_id: int, now: dt.datetime, *, with_entries: bool = False
) -> None:
    """Delete a visit that is still being rated for good.

    Args:
        acting: Who deletes it; they must lead it.
        visit_id: Which one.
        now: The moment, with its time zone.
        with_entries: Whether to delete it even if something was entered: an answer, a fact, a
            target, an action of the plan or anything noted about the visit.

    Raises:
        VisitKept: Somebody has handed in once, or something was entered and `with_entries` is not
            set.
        NotFound: There is no such visit.
        NotAllowed: The acting person does not lead it.
        VisitFinal: It is signed.
    """
    with acting.write(now) as writing:
        visit = lock_visit(writing, visit_id)
        check_lead(writing, visit, "delete it")
        if was_handed_in(writing, visit):
            raise VisitKept(
                "This visit was not deleted: what was handed in or signed is kept. [K30]"
            )
        entries = [*_rows(writing, visit_id, ENTRIES)]
        if entries and not with_entries:
            raise VisitKept(
                f"{len(entries)} {'entry was' if len(entries) == 1 else 'entries were'} made at "
                "this visit, so it was not deleted. Confirm that they shall go with it. [K31]"
            )
        for table, row in [*entries, *_rows(writing, visit_id, FRAME)]:
            remove_record(writing, table, StoredRow(row), visit_book(visit_id))
        purge_book(writing.connection, visit_book(visit_id))
    forget_deleted(acting.store.engine)


def _of_visit(table: Table, visit_id: int) -> Select:
    return select(table).where(table.c.visit_id == visit_id)


def _of_assessment(table: Table, visit_id: int) -> Select:
    ids = select(tables.assessment.c.id).where(tables.assessment.c.visit_id == visit_id)
    return select(table).where(table.c.assessment_id.in_(ids))


def _of_sample(table: Table, visit_id: int) -> Select:
    ids = select(tables.chart_sample.c.id).where(tables.chart_sample.c.visit_id == visit_id)
    return select(table).where(table.c.sample_id.in_(ids))


def _itself(table: Table, visit_id: int) -> Select:
    return select(table).where(table.c.id == visit_id)


ENTRIES = (
    (tables.correction, _of_visit),
    (tables.answer, _of_assessment),
    (tables.fact_answer, _of_assessment),
    (tables.report_words, _of_assessment),
    (tables.own_target, _of_assessment),
    (tables.action_check, _of_visit),
    (tables.plan_action, _of_visit),
    (tables.chart_row, _of_sample),
    (tables.chart_sample, _of_visit),
)
"""What somebody entered at a visit, what refers to others first."""
FRAME = (
    (tables.visit_step, _of_visit),
    (tables.document_request, _of_visit),
    (tables.assessment, _of_visit),
    (tables.team_member, _of_visit),
    (tables.visit, _itself),
)
"""What a visit begins with."""


def _rows(writing: Writing, visit_id: int, parts) -> Iterator[tuple[Table, Row]]:
    for table, query in parts:
        for row in writing.connection.execute(query(table, visit_id)).all():
            yield table, row
