"""The audit trail: who changed what, from what to what, when and why. Nothing is written past it.

Every event is hashed together with the hash of the one before it, in one book for each visit, one
for each program and one for people. Whoever changes, removes or adds an event by hand breaks the
chain; whoever changes a record by hand leaves it unlike its last event.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    Table,
    and_,
    delete,
    insert,
    select,
    update,
)

from storage import tables
from storage.acting import Writing
from storage.columns import as_plain, own_words
from storage.numbering import next_number
from storage.sealed import canonical, committed, digest, has_words, new_salt, purged
from storage.signed_content import purge_content
from storage.tables import LOGGED

PEOPLE = "people"
START = ""
"""What stands for the hash before the first event of a book."""


def visit_book(visit_id: int) -> str:
    """The book of everything about one visit."""
    return f"visit {visit_id}"


def program_book(program_id: int) -> str:
    """The book of what is noted about one program, and of who belongs to it."""
    return f"program {program_id}"


def visit_of_book(book: str) -> int | None:
    """The visit that a book is about; None where it is about something else."""
    kind, _, number = book.partition(" ")
    return int(number) if kind == "visit" else None


@dataclass(frozen=True)
class Event:
    """One change of one record, as it is stored: all text, to the letter."""

    book: str
    number: int
    """From 1 without gaps within its book."""
    at: str
    person_id: int | None
    """None where the toolkit itself wrote: when old data was taken over."""
    person: str
    record: str
    """The table."""
    key: str
    """Its primary key as JSON."""
    old: str
    """The record before as JSON; `null` where it is new."""
    new: str
    """The record after as JSON; `null` where it was removed."""
    why: str
    salt: str
    """Of the digests of own words; empty where there are none, or where they were purged."""
    previous: str
    hash: str


def add_record(
    writing: Writing,
    table: Table,
    record: object,
    book: str | Callable[[int], str],
    why: str = "",
) -> int:
    """Keep a new record, and return the id it is given (0 where its table has none).

    Args:
        writing: The transaction.
        table: Where it goes.
        record: What is kept.
        book: The book it is logged in; a function of the new id where the record begins a book.
        why: The reason, where one was given.
    """
    values = _values(table, record)
    if "id" in table.c:
        values["id"] = next_number(writing.connection, table)
    writing.connection.execute(insert(table), values)
    number = values.get("id", 0)
    _log(writing, table, None, values, book if isinstance(book, str) else book(number), why)
    return number


def add_numbered(writing: Writing, table: Table, record: object, book: str, why: str) -> None:
    """Keep a new record that has a number already: one that comes from another database."""
    values = _values(table, record)
    writing.connection.execute(insert(table), values)
    _log(writing, table, None, values, book, why)


def add_records(
    writing: Writing, table: Table, records: Sequence[object], book: str, why: str = ""
) -> None:
    """Keep new records of a table that gives out no ids, each with an event of its own.

    As `add_record` for each in turn, but in a few statements: of many answers brought in at once,
    the statements take longer than all the rest.
    """
    assert "id" not in table.c, "ids come back from an insert of one row alone"
    if not records:
        return
    rows = [_values(table, record) for record in records]
    writing.connection.execute(insert(table), rows)
    with gathering(writing) as gathered:
        for row in rows:
            _log(gathered, table, None, row, book, why)


@contextmanager
def gathering(writing: Writing) -> Iterator[Writing]:
    """Write the events of many records together, at the end of the block.

    What is logged is the same, in the same order. Nobody else can write into a book between:
    it is locked from its first event on, to the end of the transaction.
    """
    if writing.gathered is not None:
        yield writing
        return
    gathered: dict[str, list[Event]] = {}
    yield replace(writing, gathered=gathered)
    for book, events in gathered.items():
        _append(writing.connection, book, events)


def change_record(
    writing: Writing, table: Table, old: object, new: object, book: str, why: str = ""
) -> None:
    """Put a record in the place of the stored one."""
    before, after = _values(table, old), _values(table, new)
    _one(writing.connection.execute(update(table).where(_is(table, before)).values(after)))
    if key_of(table, before) == key_of(table, after):
        _log(writing, table, before, after, book, why)
    else:
        _log(writing, table, before, None, book, why)
        _log(writing, table, None, after, book, why)


def remove_record(writing: Writing, table: Table, record: object, book: str, why: str = "") -> None:
    """Remove a stored record."""
    values = _values(table, record)
    _one(writing.connection.execute(delete(table).where(_is(table, values))))
    _log(writing, table, values, None, book, why)


def adopt(
    connection: Connection, table: Table, row: Mapping[str, Any], book: str, at: dt.datetime
) -> None:
    """Log a record that was stored before there was an audit trail."""
    why = "Kept since before the audit trail began."
    _log(Writing(connection, None, at), table, None, dict(row), book, why)


def purge_book(connection: Connection, book: str) -> None:
    """Take everybody's own words out of a book, and leave their digests in their place."""
    events = tables.audit_event
    for row in connection.execute(select(events).where(events.c.book == book)).all():
        own = own_words(tables.metadata.tables[row.record])
        kept = {
            name: canonical(purged(json.loads(getattr(row, name)), own, row.salt))
            for name in ("old", "new")
        }
        this = (events.c.book == book) & (events.c.number == row.number)
        connection.execute(update(events).where(this).values(salt="", **kept))


def purge_signatures(connection: Connection, visit_id: int) -> None:
    """Take everybody's own words out of what was signed, and leave their digests."""
    table = tables.signature
    for row in connection.execute(select(table).where(table.c.visit_id == visit_id)).all():
        change = update(table).where(table.c.id == row.id)
        connection.execute(change.values(content=purge_content(row.content)))


def clear_words(connection: Connection, visit_id: int) -> None:
    """Empty everybody's own words in the records of a visit; its purged events agree with that."""
    assessments = select(tables.assessment.c.id).where(tables.assessment.c.visit_id == visit_id)
    for table in LOGGED:
        own = own_words(table)
        if not own or table is tables.chart_row:
            continue
        if table is tables.visit:
            belongs = table.c.id == visit_id
        elif "visit_id" in table.c:
            belongs = table.c.visit_id == visit_id
        else:
            belongs = table.c.assessment_id.in_(assessments)
        connection.execute(update(table).where(belongs).values(dict.fromkeys(own, "")))


def event_hash(event: Event) -> str:
    """Work out the hash that an event must have.

    SHA-256 over the canonical JSON of all its fields but the hash itself; own words in `old` and
    `new` stand in it as their salted digests.
    """
    return _hash(event, json.loads(event.old), json.loads(event.new))


def _hash(event: Event, before: Any, after: Any) -> str:
    own = own_words(tables.metadata.tables[event.record])
    fields = {name: value for name, value in vars(event).items() if name not in ("hash", "salt")}
    fields["old"] = committed(before, own, event.salt)
    fields["new"] = committed(after, own, event.salt)
    return digest(fields)


def book_head(connection: Connection, book: str) -> tuple[int, str]:
    """Number and hash of the last event of a book."""
    query = select(tables.audit_book).where(tables.audit_book.c.book == book)
    row = connection.execute(query).one_or_none()
    return (row.events, row.hash) if row else (0, START)


def last_writer(connection: Connection, table: Table, record: object, book: str) -> str:
    """Who changed a stored record last; empty where the toolkit itself did."""
    return _last(connection, table, record, book, "person")


def last_reason(connection: Connection, table: Table, record: object, book: str) -> str:
    """Why a stored record was changed last; empty where no reason was given."""
    return _last(connection, table, record, book, "why")


def _last(connection: Connection, table: Table, record: object, book: str, field: str) -> str:
    events = tables.audit_event
    key = canonical(key_of(table, _values(table, record)))
    query = select(events.c[field]).where(
        events.c.book == book, events.c.record == table.name, events.c.key == key
    )
    newest = query.order_by(events.c.number.desc()).limit(1)
    return connection.execute(newest).scalar_one_or_none() or ""


def _log(
    writing: Writing,
    table: Table,
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any] | None,
    book: str,
    why: str,
) -> None:
    waiting = None if writing.gathered is None else writing.gathered.setdefault(book, [])
    if waiting:
        head = waiting[-1].number, waiting[-1].hash
    else:
        head = _lock_book(writing.connection, book)
    event = _seal(writing, table, old, new, book, why, head)
    if waiting is None:
        _append(writing.connection, book, [event])
    else:
        waiting.append(event)


def _seal(
    writing: Writing,
    table: Table,
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any] | None,
    book: str,
    why: str,
    head: tuple[int, str],
) -> Event:
    """Make the event that follows the one whose number and hash are the `head`."""
    before = as_plain(table, old) if old else None
    after = as_plain(table, new) if new else None
    own = own_words(table)
    number, previous = head
    event = Event(
        book=book,
        number=number + 1,
        at=writing.at.isoformat(timespec="microseconds"),
        person_id=writing.person.id if writing.person else None,
        person=writing.person.name if writing.person else "",
        record=table.name,
        key=canonical(key_of(table, new or old or {})),
        old=canonical(before),
        new=canonical(after),
        why=why,
        salt=new_salt() if has_words(before, own) or has_words(after, own) else "",
        previous=previous,
        hash="",
    )
    return replace(event, hash=_hash(event, before, after))


def _append(connection: Connection, book: str, events: Sequence[Event]) -> None:
    connection.execute(insert(tables.audit_event), [dict(vars(event)) for event in events])
    books = tables.audit_book
    head = {"events": events[-1].number, "hash": events[-1].hash}
    if events[0].number > 1:
        connection.execute(update(books).where(books.c.book == book).values(head))
    else:
        connection.execute(insert(books).values(book=book, **head))


def _lock_book(connection: Connection, book: str) -> tuple[int, str]:
    """Make others who write into the book wait; return its last number and hash.

    A book without events has no row to lock: its first event is written together with the record
    that the book is about, which nobody else knows of yet.
    """
    query = select(tables.audit_book).where(tables.audit_book.c.book == book)
    row = connection.execute(query.with_for_update()).one_or_none()
    return (row.events, row.hash) if row else (0, START)


def _values(table: Table, record: object) -> dict[str, Any]:
    return {column.name: vars(record)[column.name] for column in table.columns}


def _one(result: CursorResult[Any]) -> None:
    # An event of what did not happen would read, later, as if a row had been changed by hand.
    if result.rowcount != 1:
        raise RuntimeError(f"{result.rowcount} rows were written where one was; nothing is stored")


def key_of(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """The primary key of a row."""
    return {column.name: values[column.name] for column in table.primary_key}


def _is(table: Table, values: Mapping[str, Any]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in key_of(table, values).items()))
