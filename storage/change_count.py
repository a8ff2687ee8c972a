"""How much was ever changed: tells whether what was read before is still what is stored.

Every change of a record writes an event into the audit trail and none is ever taken out. While the
numbers stay, nothing that was read has changed: no rating, no right, no program.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from storage import tables
from storage.acting import Acting
from storage.journal import visit_of_book

Book = int | str
"""A visit by its id, or the name of a book that is about no single visit."""


def count_changes(acting: Acting) -> int:
    """Count the events of all books.

    Raises:
        NotFound: The acting person may not use the database any more.
    """
    with acting.read() as reading:
        total = select(func.coalesce(func.sum(tables.audit_book.c.events), 0))
        return int(reading.connection.execute(total).scalar_one())


def count_by_book(acting: Acting) -> Mapping[Book, int]:
    """Count the events of each book, to tell which visits have changed.

    Raises:
        NotFound: The acting person may not use the database any more.
    """
    with acting.read() as reading:
        query = select(tables.audit_book.c.book, tables.audit_book.c.events)
        rows = reading.connection.execute(query).all()
    return {visit_of_book(book) or book: events for book, events in rows}
