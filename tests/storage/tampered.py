"""Change what a database holds behind the toolkit's back, one small thing at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import StaticPool, make_url, select, text

from storage import tables
from storage.engine import build_engine, is_sqlite
from storage.journal import Event, event_hash
from storage.store import Store
from tests.storage.prepared import Rows, all_rows

NOT_OURS = ("alembic_version", "sqlite_sequence")
"""Tables that hold nothing about a visit: the revision of the tables, and the last ids."""


@dataclass(frozen=True)
class Cell:
    """One value in one row of one table."""

    table: str
    row: int
    """SQLite's own number of the row."""
    column: str
    value: Any

    def __str__(self) -> str:
        """Where it is."""
        return f"{self.table} {self.row} {self.column}"


@dataclass(frozen=True)
class Copy:
    """A copy of an SQLite database in memory, where a change costs next to nothing."""

    store: Store
    raw: sqlite3.Connection

    def cells(self) -> Iterator[Cell]:
        """Every value of every row."""
        names = self.raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in sorted(names):
            if table in NOT_OURS:
                continue
            found = self.raw.execute(f"SELECT rowid AS the_row, * FROM {table} ORDER BY rowid")
            columns = [column[0] for column in found.description]
            for row in found.fetchall():
                for column, value in list(zip(columns, row, strict=True))[1:]:
                    yield Cell(table, row[0], column, value)

    @contextmanager
    def changed(self, cell: Cell, value: Any) -> Iterator[bool]:
        """Put another value in a cell, and the old one back at the end.

        Yields whether SQLite took it: it keeps no row twice, and nothing where something must be.
        """
        try:
            self._put(cell, cell.row, value)
        except sqlite3.IntegrityError:
            yield False
            return
        # A key takes whole numbers alone, also written as text; then the row has that number.
        key = int(value) if self._is_key(cell) else cell.row
        try:
            yield True
        finally:
            self._put(cell, key, cell.value)

    def _put(self, cell: Cell, row: int, value: Any) -> None:
        new = "CAST(? AS TEXT)" if isinstance(value, bytes) else "?"
        change = f"UPDATE {cell.table} SET {cell.column} = {new} WHERE rowid = ?"
        assert self.raw.execute(change, (value, row)).rowcount == 1

    def _is_key(self, cell: Cell) -> bool:
        # SQLite counts its rows by a key that is one whole number.
        return cell.column == "id" or (cell.table, cell.column) == ("action_check", "action_id")


@contextmanager
def copied(store: Store) -> Iterator[Copy]:
    """Copy an SQLite database into memory."""
    engine = build_engine(make_url("sqlite://"), enforce_links=False, poolclass=StaticPool)
    try:
        raw: Any = engine.raw_connection().driver_connection
        source: Any = store.engine.raw_connection()
        source.driver_connection.backup(raw)
        source.close()
        raw.execute("PRAGMA ignore_check_constraints=ON")
        yield Copy(Store(engine), raw)
    finally:
        engine.dispose()


def other_bytes(text: str) -> Iterator[bytes]:
    """The text with one byte changed, for each of its bytes.

    In turn the lowest bit is changed (1 becomes 0), the case (A becomes a), and the highest bit,
    which makes it a text that is none.
    """
    whole = text.encode("utf-8", "surrogateescape")
    for place, byte in enumerate(whole):
        bit = (0x01, 0x20, 0x80)[place % 3]
        yield whole[:place] + bytes([byte ^ bit]) + whole[place + 1 :]


class Hand:
    """A connection of somebody who works on the tables themselves."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def run(self, change: str, **values: Any) -> None:
        """Change something; what the database refuses leaves nothing behind."""
        with self.connection.begin_nested() as step:
            self.connection.execute(text(change), values)
            step.commit()
        self.connection.commit()

    def rows(self) -> Rows:
        """All that there is."""
        found = all_rows(self.connection)
        self.connection.commit()
        return found

    def put_back(self, rows: Rows) -> None:
        """Make this all that there is."""
        for table, kept in rows.items():
            self.connection.execute(table.delete())
            if kept:
                self.connection.execute(table.insert(), kept)
        self.connection.commit()

    def events(self, book: str) -> list[Event]:
        """The events of a book, in their order."""
        table = tables.audit_event
        query = select(table).where(table.c.book == book).order_by(table.c.number)
        found = [Event(**row._mapping) for row in self.connection.execute(query)]
        self.connection.commit()
        return found

    def put(self, event: Event) -> None:
        """Put an event in the place of the one of its number, or at the end of its book."""
        table = tables.audit_event
        this = (table.c.book == event.book) & (table.c.number == event.number)
        self.connection.execute(table.delete().where(this))
        self.connection.execute(table.insert().values(vars(event)))
        self.connection.commit()

    def chain_anew(self, book: str) -> None:
        """Work out every hash of a book again, and note the last one."""
        previous = ""
        for event in self.events(book):
            chained = replace(event, previous=previous)
            chained = replace(chained, hash=event_hash(chained))
            self.put(chained)
            previous = chained.hash
        head = {"book": book, "events": len(self.events(book)), "hash": previous}
        self.run("UPDATE audit_book SET events = :events, hash = :hash WHERE book = :book", **head)


@contextmanager
def by_hand(store: Store) -> Iterator[Hand]:
    """Write to the tables without the checks that a database makes of links between them."""
    with store.engine.connect() as connection:
        if is_sqlite(store.engine):
            raw: Any = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys = OFF")
        else:
            connection.execute(text("SET session_replication_role = replica"))
            connection.commit()
        yield Hand(connection)
