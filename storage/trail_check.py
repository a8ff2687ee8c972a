"""Check the audit trail: each book from its first event to its last."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from storage import tables
from storage.columns import own_words
from storage.journal import START, Event, event_hash
from storage.sealed import canonical, has_purged, has_words
from storage.tampering import UNREADABLE, Tampering

_AT_ONCE = 1000
"""Events that are in memory together."""


@dataclass
class Trail:
    """What the audit trail says, as far as it has been read."""

    wanted: Collection[tuple[str, int]] = ()
    """The events, by book and number, of which the hash is asked for."""
    seen: Callable[[Event, Any, Any], None] = lambda _event, _old, _new: None
    """Called for every event that can be read, with the record before and after."""
    events: int = 0
    last: dict[str, dict[str, str | None]] = field(default_factory=dict)
    """Of each table, by key, what a record is now, as JSON; None where that cannot be read."""
    hashes: dict[tuple[str, int], str] = field(default_factory=dict)
    """Of each event that was asked for its hash."""
    purges: dict[str, int] = field(default_factory=dict)
    """Of each book that words were taken from the event of the last time."""

    def read(self, connection: Connection) -> Iterator[Tampering]:
        """Read every event of every book, and tell what is not as it was left."""
        heads: dict[str, tuple[int, str]] = {}
        words = _Words(self.purges)
        table = tables.audit_event
        query = select(table).order_by(table.c.book, table.c.number)
        with connection.execute(query.execution_options(yield_per=_AT_ONCE)) as rows:
            for row in rows:
                event = Event(**row._mapping)
                self.events += 1
                if type(event.number) is not int:
                    yield Tampering(_place(event), "its number is none")
                    continue
                yield from _check_place(event, heads.get(event.book, (0, START)))
                heads[event.book] = (event.number, event.hash)
                if (event.book, event.number) in self.wanted:
                    self.hashes[event.book, event.number] = event.hash
                yield from self._read_event(event, words)
        yield from _check_heads(connection, heads)
        yield from words.check()

    def _read_event(self, event: Event, words: _Words) -> Iterator[Tampering]:
        of_table = self.last.setdefault(event.record, {})
        of_table[event.key] = None
        try:
            old, new = json.loads(event.old), json.loads(event.new)
            yield from _check_event(event, old, new)
            words.note(event, old, new)
            self.seen(event, old, new)
        except UNREADABLE:
            yield Tampering(_place(event), "it cannot be read")
        else:
            of_table[event.key] = event.new


def _place(event: Event) -> str:
    return f"{event.book}, event {event.number}"


def _check_place(event: Event, before: tuple[int, str]) -> Iterator[Tampering]:
    number, previous = before
    if event.number != number + 1:
        what = f"it comes after event {number}, so events are missing"
        yield Tampering(_place(event), what)
    if event.previous != previous:
        yield Tampering(_place(event), "it does not follow from the event before it")


def _check_event(event: Event, old: Any, new: Any) -> Iterator[Tampering]:
    place = _place(event)
    if event.record not in tables.metadata.tables:
        yield Tampering(place, f"there is no kind of record {event.record!r}")
        return
    written = ((json.loads(event.key), event.key), (old, event.old), (new, event.new))
    if any(canonical(value) != text for value, text in written):
        yield Tampering(place, "it is not written as the toolkit writes it")
    if event_hash(event) != event.hash:
        yield Tampering(place, "its hash is not the hash of what it says")
    own = own_words(tables.metadata.tables[event.record])
    salted = has_words(old, own) or has_words(new, own)
    if salted != (event.salt != ""):
        yield Tampering(place, "its salt is not that of its words")


def _check_heads(
    connection: Connection, heads: Mapping[str, tuple[int, str]]
) -> Iterator[Tampering]:
    books = {b.book: (b.events, b.hash) for b in connection.execute(select(tables.audit_book))}
    for book in sorted({*books, *heads}, key=str):
        if books.get(book) != heads.get(book):
            yield Tampering(book, "its last event is not the one that was written last")


class _Words:
    """Where words are, and where they were taken away: only a purge may do that, and takes all."""

    def __init__(self, purges: dict[str, int]) -> None:
        self.purges = purges
        self._first_with: dict[str, int] = {}
        self._last_without: dict[str, int] = {}

    def note(self, event: Event, old: Any, new: Any) -> None:
        """Note what one event, read in its order, holds."""
        if event.record not in tables.metadata.tables:
            return
        own = own_words(tables.metadata.tables[event.record])
        if event.record == "visit" and _takes_words(event, old, new):
            self.purges[event.book] = event.number
        if has_words(old, own) or has_words(new, own):
            self._first_with.setdefault(event.book, event.number)
        if has_purged(old, own) or has_purged(new, own):
            self._last_without[event.book] = event.number

    def check(self) -> Iterator[Tampering]:
        """Tell where there are words before a purge, or none although there was no purge."""
        for book, number in self._last_without.items():
            if number > self.purges.get(book, 0):
                yield Tampering(f"{book}, event {number}", "its words are gone without a purge")
        for book, number in self._first_with.items():
            if number <= self.purges.get(book, 0):
                yield Tampering(f"{book}, event {number}", "it has words that a purge took away")


def _takes_words(event: Event, old: Any, new: Any) -> bool:
    """Whether a change of a visit is its purge or its end, which both take the words away."""
    if old is None or new is None:
        return new is None
    # A second purge in the same moment does not change the time, but is of that time.
    changed = {name for name in new if old[name] != new[name]}
    return changed <= {"purged_at", "revision"} and new["purged_at"] == event.at
