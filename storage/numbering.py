"""The numbers of records: how far they were given out, and where those of a new database begin.

A record keeps its number when it goes to another database, for the audit trail is over it. So no
two databases should give the same number to different records: each new one begins at a number of
its own, and what is brought in from elsewhere does not change how it goes on.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from sqlalchemy import Connection, Table, func, inspect, select, text

from storage.engine import is_sqlite
from storage.tables import metadata

BLOCK = 10_000
"""How far apart two beginnings are, at the least."""
_BLOCKS = 99_999
"""So that a number has nine digits or fewer: people type it."""

COUNTED = tuple(table.name for table in metadata.sorted_tables if "id" in table.c)
"""Tables whose records have a number that the database gives out."""


def draw_first() -> int:
    """Draw the number at which a new database begins: 10,001, 20,001 ... 999,990,001."""
    return 1 + BLOCK * (1 + secrets.randbelow(_BLOCKS))


def next_number(connection: Connection, table: Table) -> int:
    """Give the number of a record that is about to be inserted, within a write transaction.

    It is the next one that no record has. SQLite by itself would go on after the largest one,
    which may have come from elsewhere.
    """
    numbers = _numbers(connection, table.name)
    return next(number for number in numbers if not _is_taken(connection, table, number))


def last_number(connection: Connection, table: str) -> int:
    """Return the last number that a table gave out, which a deleted record may have had."""
    if is_sqlite(connection.engine):
        kept = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return connection.execute(kept, {"name": table}).scalar_one_or_none() or 0
    last = (
        f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {_sequence(connection, table)}"
    )
    return connection.execute(text(last)).scalar_one()


def set_last_number(connection: Connection, table: str, number: int) -> None:
    """Let a table go on after a number."""
    if is_sqlite(connection.engine):
        named = {"name": table, "seq": number}
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), named)
        if number:
            connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :seq)"), named)
        return
    query = text("SELECT setval(CAST(:sequence AS regclass), :value, :given)")
    told = {"value": max(number, 1), "given": number > 0}
    connection.execute(query, {"sequence": _sequence(connection, table), **told})


def last_numbers(connection: Connection) -> dict[str, int]:
    """Return the last number of every table that there is."""
    there = set(inspect(connection).get_table_names())
    return {name: last_number(connection, name) for name in COUNTED if name in there}


def keep_counting(connection: Connection, before: dict[str, int], first: int) -> None:
    """Let tables go on where they were; those that were made since begin at `first`."""
    for name in last_numbers(connection):
        set_last_number(connection, name, before.get(name, first - 1))


@contextmanager
def counting_kept(connection: Connection) -> Iterator[None]:
    """Let records from elsewhere come in without a change of how numbers go on.

    Only SQLite notes what is inserted; a sequence of PostgreSQL is not touched by that.
    """
    before = last_numbers(connection) if is_sqlite(connection.engine) else {}
    yield
    for name, number in before.items():
        set_last_number(connection, name, number)


def _numbers(connection: Connection, table: str) -> Iterator[int]:
    if is_sqlite(connection.engine):
        # Nobody else writes to the file meanwhile, and it notes by itself what is inserted.
        yield from count(last_number(connection, table) + 1)
    given_out = select(func.nextval(_sequence(connection, table)))
    while True:
        yield connection.execute(given_out).scalar_one()


def _is_taken(connection: Connection, table: Table, number: int) -> bool:
    query = select(table.c.id).where(table.c.id == number)
    return connection.execute(query).one_or_none() is not None


def _sequence(connection: Connection, table: str) -> str:
    query = text("SELECT pg_get_serial_sequence(:name, 'id')")
    return connection.execute(query, {"name": table}).scalar_one()
