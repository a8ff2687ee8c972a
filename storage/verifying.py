"""Check that nothing stored was changed by hand: every record, the audit trail, every signature.

What this cannot find: a database, or one visit with all of its book, that was put back to an
earlier state of its own or taken out whole, and one of which every hash was worked out anew. Books
do not hold each other. Against all of it, keep the hash of a signature where the database does not
reach: in the report that the program was given.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Connection, Dialect, Table, cast, select
from sqlalchemy import Text as SqlText
from sqlalchemy.types import JSON

from storage.columns import Plain, Tuples, from_plain
from storage.engine import is_sqlite
from storage.journal import Event, key_of
from storage.sealed import canonical, is_purged
from storage.signature_check import check_signatures, fetch_all_signatures
from storage.store import Store
from storage.tables import LOGGED, person
from storage.tampering import UNREADABLE, Tampering
from storage.trail_check import Trail


@dataclass(frozen=True)
class Verification:
    """What was looked at, and what was found."""

    found: tuple[Tampering, ...]
    """Empty if nothing was changed by hand."""
    records: int
    events: int
    signatures: int
    """Those that a later edition made void included."""


def verify(store: Store) -> tuple[Tampering, ...]:
    """Check everything stored; empty if nothing was changed by hand.

    Raises:
        StoreUnavailable: The database could not be read.
    """
    return verify_and_count(store).found


def verify_and_count(store: Store) -> Verification:
    """Check everything stored, and count what there is.

    Raises:
        StoreUnavailable: The database could not be read.
    """
    with store.read() as connection, _every_letter(connection):
        look = _Look(connection)
        found = tuple(look.findings())
        signatures = sum(map(len, look.signatures.values()))
        return Verification(found, look.records, look.trail.events, signatures)


def is_untouched(store: Store) -> bool:
    """Whether nothing was changed by hand; looks no further than to the first finding.

    Raises:
        StoreUnavailable: The database could not be read.
    """
    with (
        store.read() as connection,
        _every_letter(connection),
        closing(_Look(connection).findings()) as findings,
    ):
        return next(findings, None) is None


def find_in_part(
    connection: Connection, seen: Callable[[Event, Any, Any], None]
) -> Generator[Tampering]:
    """Check some programs with all that belongs to them, without the book of the people.

    Args:
        connection: A transaction on a database that holds nothing else.
        seen: Called for every event that can be read, with the record before and after.
    """
    look = _Look(connection, tuple(table for table in LOGGED if table is not person))
    look.trail.seen = seen
    yield from look.findings()


class _Look:
    """One look at everything stored; what is counted is complete when all findings are told."""

    def __init__(self, connection: Connection, logged: Sequence[Table] = LOGGED) -> None:
        self._connection = connection
        self._logged = logged
        self.signatures = fetch_all_signatures(connection)
        signed = {(s.book, s.event) for several in self.signatures.values() for s in several}
        self.trail = Trail(signed)
        self.records = 0

    def findings(self) -> Generator[Tampering]:
        """Tell everything that is not as the toolkit left it, in the order it is found."""
        yield from self.trail.read(self._connection)
        yield from check_signatures(self._connection, self.signatures, self.trail)
        for table in self._logged:
            rows = _raw_rows(self._connection, table)
            self.records += len(rows)
            last = self.trail.last.get(table.name, {})
            yield from _check_rows(self._connection.dialect, table, rows, last)


@contextmanager
def _every_letter(connection: Connection) -> Iterator[None]:
    """Read text that is no text, too: SQLite keeps any bytes, and only a hand can have put them."""
    if not is_sqlite(connection.engine):
        yield
        return
    raw: Any = connection.connection.driver_connection
    raw.text_factory = lambda found: found.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = str


def _raw_rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    # As the driver gives them, so that 2 for true or a space in a list does not pass.
    rows = connection.exec_driver_sql(_raw_query(table, connection.dialect))
    return [row._asdict() for row in rows]


@lru_cache(maxsize=64)
def _raw_query(table: Table, dialect: Dialect) -> str:
    columns = [
        cast(column, SqlText).label(column.name)
        if isinstance(column.type, Tuples | JSON)
        else column
        for column in table.columns
    ]
    # In one order on every database and every day, so that two looks tell the same.
    return str(select(*columns).order_by(*table.primary_key).compile(dialect=dialect))


def _check_rows(
    dialect: Dialect,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    last: Mapping[str, str | None],
) -> Iterator[Tampering]:
    """Compare every row, value by value as the database holds it, with its last event."""
    bound = _binders(table, dialect)
    seen = set()
    for row in rows:
        key = _key(table, row)
        place = f"{table.name} {key}"
        seen.add(key)
        wanted = last.get(key, "null")
        if wanted == "null":
            yield Tampering(place, "it is stored, and the audit trail knows nothing of it")
        elif wanted is not None:  # None: its event cannot be read, which is told already
            different = ", ".join(_different(bound, row, json.loads(wanted)))
            if different:
                yield Tampering(place, f"{different} not as the audit trail says")
    for key, wanted in last.items():
        if key not in seen and wanted != "null":
            yield Tampering(f"{table.name} {key}", "it is gone, and nobody removed it")


def _key(table: Table, row: Mapping[str, Any]) -> str:
    try:
        return canonical(key_of(table, row))
    except UNREADABLE:
        return repr(key_of(table, row))


def _different(
    bound: Mapping[str, Callable[[Plain], Any]], row: Mapping[str, Any], wanted: Mapping[str, Any]
) -> Iterator[str]:
    for name, bind in bound.items():
        actual = row[name]
        try:
            expected = "" if is_purged(wanted[name]) else bind(wanted[name])
            same = type(actual) is type(expected) and actual == expected
        except UNREADABLE:
            same = False
        if not same:
            yield name


@lru_cache(maxsize=64)
def _binders(table: Table, dialect: Dialect) -> dict[str, Callable[[Plain], Any]]:
    return {c.name: _binder(c, dialect) for c in table.columns if not c.info.get("sealed")}


def _binder(column: Column[Any], dialect: Dialect) -> Callable[[Plain], Any]:
    """How to turn a JSON value into what the driver gives for it, stored unchanged."""
    if isinstance(column.type, Tuples | JSON):
        return json.dumps
    process = column.type.dialect_impl(dialect).bind_processor(dialect)

    def bind(value: Plain) -> Any:
        typed = from_plain(column, value)
        return process(typed) if process else typed

    return bind
