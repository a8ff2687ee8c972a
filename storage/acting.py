"""The open database in the hands of one person: whatever is read or written is read or written
by somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from storage import tables
from storage.limits import utc
from storage.problem import NotFound, StorageError
from storage.store import Store


@dataclass(frozen=True)
class Person:
    """Somebody who uses the toolkit."""

    id: int
    name: str
    sees_all: bool
    """Whether they see every program, as a state office does."""
    active: bool
    invented: bool
    """Sample data, to be shown as such."""
    created_at: dt.datetime
    revision: int
    """1 when added, one more with every change."""


class NotAllowed(StorageError):
    """The acting person may see this but not do that."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"{sentence} [K52]")


@dataclass(frozen=True)
class Reading:
    """A transaction in which a person reads; None is the toolkit itself."""

    connection: Connection
    person: Person | None


@dataclass(frozen=True)
class Writing(Reading):
    """A transaction in which a person writes."""

    at: dt.datetime
    """The moment, in UTC; all that is written in it was written then."""
    gathered: dict[str, list[Any]] | None = None
    """Events of the audit trail by book, not written yet; None where each is written at once."""


def name_of(writing: Writing) -> str:
    """The name of who writes, as it is now; empty where the toolkit itself does."""
    return writing.person.name if writing.person else ""


@dataclass(frozen=True)
class Operator:
    """An open database in the hands of whoever runs the toolkit where it lies.

    Who can open it can read and write all of it, as `fidelity backup` does; nobody's name stands
    beside what they do.
    """

    store: Store

    @contextmanager
    def write(self, now: dt.datetime) -> Iterator[Writing]:
        """One write transaction: all of it is stored when it ends, or nothing.

        Raises:
            StoreUnavailable: The database could not be reached or written.
        """
        moment = utc(now)
        with self.store.write() as connection:
            yield Writing(connection, None, moment)

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """Read without holding up writers.

        Raises:
            StoreUnavailable: The database could not be reached or read.
        """
        with self.store.read() as connection:
            yield Reading(connection, None)


@dataclass(frozen=True)
class Acting:
    """An open database and who uses it. Hand it to the functions of this package.

    What the person may do is looked up anew in every transaction, so that a right taken away ends
    at once, also in a window that is still open.
    """

    store: Store
    person: Person

    @contextmanager
    def write(self, now: dt.datetime) -> Iterator[Writing]:
        """One write transaction of this person: all of it is stored when it ends, or nothing.

        Raises:
            NotFound: The person may not use the database any more.
            StoreUnavailable: The database could not be reached or written.
        """
        moment = utc(now)
        with self.store.write() as connection:
            yield Writing(connection, self._fresh(connection), moment)

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """Read as this person, without holding up writers.

        Raises:
            NotFound: The person may not use the database any more.
            StoreUnavailable: The database could not be reached or read.
        """
        with self.store.read() as connection:
            yield Reading(connection, self._fresh(connection))

    def _fresh(self, connection: Connection) -> Person:
        query = select(tables.person).where(tables.person.c.id == self.person.id)
        row = connection.execute(query).one_or_none()
        if row is None or not row.active:
            raise NotFound("person", self.person.id)
        return Person(**row._mapping)
