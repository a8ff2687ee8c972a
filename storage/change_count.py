"""How much was ever changed: tells whether what was read before is still what is stored."""

from __future__ import annotations

from sqlalchemy import func, select

from storage import tables
from storage.acting import Acting


def count_changes(acting: Acting) -> int:
    """Count the events of all books of the audit trail.

    Every change of a record writes one and none is ever taken out, so while the number stays
    nothing that was read has changed: no rating, no right, no program.

    Raises:
        NotFound: The acting person may not use the database any more.
    """
    with acting.read() as reading:
        total = select(func.coalesce(func.sum(tables.audit_book.c.events), 0))
        return int(reading.connection.execute(total).scalar_one())
