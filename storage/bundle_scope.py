"""What goes with chosen programs: which rows of each table, and which books of the audit trail."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, Integer, Table, bindparam, select

from storage import tables
from storage.journal import program_book, visit_book

NAMING_PEOPLE = tuple(
    table.name
    for table in tables.LOGGED
    if any(key.column.table is tables.person for key in table.foreign_keys)
)
"""Tables that say of somebody by their number that they have to do with a program."""


@dataclass(frozen=True)
class Scope:
    """Programs, with all that goes with them."""

    programs: tuple[int, ...] = ()
    visits: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    """Visits that were deleted; the audit trail still has a book about each."""
    people: tuple[int, ...] = ()

    @property
    def books(self) -> tuple[str, ...]:
        """The books of the audit trail, in the order of their code points."""
        visits = (visit_book(number) for number in (*self.visits, *self.gone))
        return tuple(sorted((*map(program_book, self.programs), *visits)))

    def conditions(self, table: Table) -> list[ColumnElement[bool]]:
        """Which rows of a table belong to it: those of the first condition, then of the next.

        Raises:
            TypeError: Nothing is known of such a table.
        """
        column, others = table.c, table.metadata.tables
        if table.name in (tables.audit_event.name, tables.audit_book.name):
            return [column.book == book for book in self.books]
        if table.name == tables.person.name:
            return [_among(column.id, self.people)]
        if table.name == tables.program.name:
            return [_among(column.id, self.programs)]
        if table.name == tables.visit.name:
            return [_among(column.id, self.visits)]
        if "visit_id" in column:
            return [_among(column.visit_id, self.visits)]
        for link, parent in (("assessment_id", "assessment"), ("sample_id", "chart_sample")):
            if link in column:
                owner = others[parent]
                own = select(owner.c.id).where(_among(owner.c.visit_id, self.visits))
                return [column[link].in_(own)]
        if "program_id" in column:
            return [_among(column.program_id, self.programs)]
        raise TypeError(f"{table.name} has no place in a bundle yet")


def _among(column: ColumnElement[int], numbers: Sequence[int]) -> ColumnElement[bool]:
    # Written into the statement: a database takes only so many values beside it.
    values = bindparam(None, numbers, type_=Integer, expanding=True, literal_execute=True)
    return column.in_(values)


def find_scope(
    connection: Connection, programs: Collection[int] | None, *, with_gone: bool
) -> Scope:
    """Find what goes with programs.

    Args:
        connection: A read transaction.
        programs: Which; None for all.
        with_gone: Whether what is left of deleted visits goes too.
    """
    table = tables.visit
    every = connection.execute(select(tables.program.c.id).order_by(tables.program.c.id)).scalars()
    chosen = [number for number in every if programs is None or number in programs]
    query = select(table.c.id).where(_among(table.c.program_id, chosen)).order_by(table.c.id)
    visits = tuple(connection.execute(query).scalars())
    gone = _find_gone(connection, chosen) if with_gone else ()
    scope = Scope(tuple(chosen), visits, gone)
    return replace(scope, people=_find_people(connection, scope))


def _find_gone(connection: Connection, programs: Collection[int]) -> tuple[int, ...]:
    """Visits to programs that were deleted: the first event of a book is always its visit."""
    event, there = tables.audit_event, select(tables.visit.c.id)
    live = set(connection.execute(there).scalars())
    first = select(event.c.new).where(event.c.number == 1, event.c.record == tables.visit.name)
    begun = (json.loads(new) for new in connection.execute(first).scalars())
    wanted = set(programs)
    gone = (v["id"] for v in begun if v["id"] not in live and v["program_id"] in wanted)
    return tuple(sorted(gone))


def _find_people(connection: Connection, scope: Scope) -> tuple[int, ...]:
    """Everybody who wrote in the books, or whom they name."""
    event = tables.audit_event
    found: set[int | None] = set()
    for book in scope.books:
        wrote = select(event.c.person_id).where(event.c.book == book).distinct()
        found.update(connection.execute(wrote).scalars())
        named = select(event.c.new).where(event.c.book == book, event.c.record.in_(NAMING_PEOPLE))
        for new in connection.execute(named).scalars():
            found.add((json.loads(new) or {}).get("person_id"))
    return tuple(sorted(number for number in found if number is not None))
