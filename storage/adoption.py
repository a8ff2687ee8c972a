"""Take records into the audit trail that were stored before there was one."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, Row, Table, select

from storage import tables
from storage.journal import adopt, program_book, visit_book


def adopt_all(connection: Connection, at: dt.datetime) -> None:
    """Log every program and visit, and all that belongs to them, as it is now."""
    visits = {
        row.id: row.visit_id
        for row in connection.execute(select(tables.assessment.c.id, tables.assessment.c.visit_id))
    }
    for table in _OLD:
        for row in connection.execute(select(table).order_by(*table.primary_key)).all():
            adopt(connection, table, row._asdict(), _book(table, row, visits), at)


_OLD = (
    tables.program,
    tables.visit,
    tables.team_member,
    tables.assessment,
    tables.answer,
    tables.fact_answer,
    tables.plan_action,
)
"""What there was before; a book begins with what it is about."""


def _book(table: Table, row: Row, visits: dict[int, int]) -> str:
    if table is tables.program:
        return program_book(row.id)
    if table is tables.visit:
        return visit_book(row.id)
    if "visit_id" in table.c:
        return visit_book(row.visit_id)
    return visit_book(visits[row.assessment_id])
