"""What many tests begin with is made by the toolkit once, and put into each database as rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, func, select, text

from storage import tables
from storage.acting import Acting
from storage.engine import is_sqlite
from storage.store import Store

Made = TypeVar("Made")
Rows = dict[Table, list[dict[str, Any]]]


@dataclass(frozen=True)
class Prepared:
    """All rows of a database, and what was returned when they were made."""

    made: Any
    rows: Rows

    def put_into(self, store: Store) -> Any:
        """Put the rows into an empty database; return what was made, in its hands."""
        with store.write() as connection:
            put_rows(connection, self.rows)
        return in_hands_of(store, self.made)


_KEPT: dict[str, Prepared] = {}


def once(name: str, store: Store, make: Callable[[Store], Made]) -> Made:
    """Make something in an empty database; the next time, put its rows into another one."""
    if name in _KEPT:
        return _KEPT[name].put_into(store)
    made = make(store)
    with store.read() as connection:
        _KEPT[name] = Prepared(made, all_rows(connection))
    return made


def all_rows(connection: Connection) -> Rows:
    """All that there is, what refers to others last."""
    return {
        table: [dict(row._mapping) for row in connection.execute(select(table))]
        for table in tables.metadata.sorted_tables
    }


def put_rows(connection: Connection, rows: Rows) -> None:
    """Keep rows in empty tables; the next record gets the next id."""
    for table, kept in rows.items():
        if kept:
            connection.execute(table.insert(), kept)
    if is_sqlite(connection.engine):  # counts what is inserted
        return
    numbered = [table for table, kept in rows.items() if kept and "id" in table.c]
    last = {table.name: select(func.max(table.c.id)).scalar_subquery() for table in numbered}
    sequences = [
        func.setval(func.pg_get_serial_sequence(name, "id"), highest)
        for name, highest in last.items()
    ]
    connection.execute(select(*sequences) if sequences else text("SELECT 1"))


def in_hands_of(store: Store, made: Any) -> Any:
    """The same with every person acting on this database."""
    acting = {
        field.name: Acting(store, value.person)
        for field in fields(made)
        if isinstance(value := getattr(made, field.name), Acting)
    }
    return replace(made, **acting)
