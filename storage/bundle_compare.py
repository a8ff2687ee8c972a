"""Compare a bundle with a database, book by book of the audit trail, as one compares histories."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Select, func, select

from storage import tables
from storage.acting import Acting, Operator, Person, Reading
from storage.bundle import Bundle
from storage.bundle_preview import (
    BROUGHT,
    BundlePreview,
    PersonInFile,
    ProgramInFile,
    Standing,
    VisitInFile,
)
from storage.journal import program_book, visit_book
from storage.people import require_sight
from storage.programs import Program

Verdict = tuple[Standing, str, int]
"""How a book stands, what conflicts, and how many changes would come."""
_NUMBERED = ("program", "visit", "person")
"""Records whose numbers are compared as such; all others belong to a visit."""


def preview_bundle(acting: Acting | Operator, bundle: Bundle) -> BundlePreview:
    """Tell what a bundle would bring into a database; nothing is written.

    Raises:
        NotAllowed: The acting person does not see everything.
        StoreUnavailable: The database cannot be read.
    """
    with acting.read() as reading:
        check_may_import(reading)
        return compare(reading.connection, bundle)


def check_may_import(reading: Reading) -> None:
    """Raise NotAllowed unless the person sees everything; the toolkit itself may."""
    if reading.person is not None:
        require_sight(reading, "bring in a bundle")


def compare(connection: Connection, bundle: Bundle) -> BundlePreview:
    """Compare within a transaction on the database that a bundle would come into."""
    people = _compare_people(connection, bundle)
    books = _Books(connection, bundle, people)
    programs = sorted(_compare_programs(books), key=lambda p: (p.name.casefold(), p.id))
    written = {book for program in programs if not program.conflicts for book in _written(program)}
    named = set().union(*(bundle.ledger.people.get(book, set()) for book in written))
    there = tuple(replace(p, comes=p.standing == "new" and p.id in named) for p in people.values())
    return BundlePreview(bundle.fingerprint, tuple(programs), there)


def _written(program: ProgramInFile) -> Iterator[str]:
    if program.standing in BROUGHT:
        yield program_book(program.id)
    yield from (visit_book(v.id) for v in program.visits if v.standing in BROUGHT)


def _compare_people(connection: Connection, bundle: Bundle) -> dict[int, PersonInFile]:
    query = select(tables.person).order_by(tables.person.c.id)
    here = {row.id: Person(**row._mapping) for row in connection.execute(query)}
    people = {}
    for row in bundle.connection.execute(query):
        theirs = Person(**row._mapping)
        ours = here.get(theirs.id)
        same = ours is not None and ours.created_at == theirs.created_at
        people[theirs.id] = PersonInFile(
            id=theirs.id,
            name=theirs.name,
            standing="new" if ours is None else "same" if same else "conflicting",
            called=ours.name if ours else "",
            sees_all=theirs.sees_all,
            keeps_sight=theirs.sees_all and not here,
            comes=False,
        )
    return people


def _compare_programs(books: _Books) -> Iterator[ProgramInFile]:
    visits: dict[int, list[VisitInFile]] = {}
    for number in (*books.bundle.scope.visits, *books.bundle.scope.gone):
        state = books.last_state(visit_book(number))
        visits.setdefault(state["program_id"], []).append(_visit(books, number, state))
    for row in books.bundle.connection.execute(select(tables.program)):
        program = Program(**row._mapping)
        standing, why, changes = books.judge(program_book(program.id))
        theirs = sorted(visits.get(program.id, []), key=lambda visit: (visit.date, visit.id))
        yield ProgramInFile(program.id, program.name, standing, why, changes, tuple(theirs))


def _visit(books: _Books, number: int, state: Mapping[str, Any]) -> VisitInFile:
    standing, why, changes = books.judge(visit_book(number))
    gone = number not in books.live
    return VisitInFile(
        id=number,
        date=dt.date.fromisoformat(state["date"]),
        kind=state["kind"],
        status=None if gone else state["status"],
        standing=standing,
        why=why,
        changes=changes,
        ratings=books.ratings.get(number, 0),
        actions=books.actions.get(number, 0),
    )


@dataclass(frozen=True)
class _Books:
    """The books of a bundle, beside those that are here."""

    connection: Connection
    bundle: Bundle
    people: Mapping[int, PersonInFile]

    def judge(self, book: str) -> Verdict:
        """Tell how one book stands to the one of its name here."""
        standing, why, changes = self._stand(book)
        if standing in BROUGHT:
            why = self._taken.get(book, "") or self._stranger(book)
        return ("conflicting", why, 0) if why else (standing, "", changes)

    def _stand(self, book: str) -> Verdict:
        theirs = self._heads[book]
        ours = self._here.get(book)
        if ours is None:
            return "new", "", theirs[0]
        if ours == theirs:
            return "same", "", 0
        if ours[0] < theirs[0] and _hash(self.bundle.connection, book, ours[0]) == ours[1]:
            return "newer", "", theirs[0] - ours[0]
        if ours[0] > theirs[0] and _hash(self.connection, book, theirs[0]) == theirs[1]:
            return "older", "", 0
        return "conflicting", self._how_they_differ(book, ours[0], theirs[0]), 0

    def _how_they_differ(self, book: str, ours: int, theirs: int) -> str:
        both = (_hashes(c, book) for c in (self.connection, self.bundle.connection))
        pairs = enumerate(zip(*both, strict=False))
        shared = next((n for n, (one, other) in pairs if one != other), min(ours, theirs))
        if shared == 0:
            kind, _, number = book.partition(" ")
            return f"number {number} is another {kind} here{self._called(book)}"
        return (
            f"after change {shared} it went on differently: {ours - shared} here, "
            f"{theirs - shared} in the file"
        )

    def _called(self, book: str) -> str:
        kind, _, number = book.partition(" ")
        if kind != "program":
            return ""
        name = select(tables.program.c.name).where(tables.program.c.id == int(number))
        return f", {self.connection.execute(name).scalar_one_or_none()!r}"

    def _stranger(self, book: str) -> str:
        """Say whom a book names whose number somebody else has here."""
        for number in sorted(self.bundle.ledger.people.get(book, ())):
            person = self.people[number]
            if person.standing == "conflicting":
                return f"person {number} is {person.name!r} in the file and {person.called!r} here"
        return ""

    @cached_property
    def _taken(self) -> dict[str, str]:
        """Of each book of the bundle, which of its numbers other records here have or had."""
        event = tables.audit_event
        kinds = sorted({table for table, _key in self.bundle.ledger.numbers} - {*_NUMBERED})
        query = select(event.c.book, event.c.record, event.c.key).where(event.c.record.in_(kinds))
        found: dict[str, str] = {}
        for book, record, key in self.connection.execute(query.execution_options(yield_per=1000)):
            theirs = self.bundle.ledger.numbers.get((record, key))
            if theirs not in (None, book):
                number = json.loads(key)["id"]
                found[theirs] = f"{record} {number} of it is the number of another one here"
        return found

    @cached_property
    def live(self) -> frozenset[int]:
        """Visits of the bundle that were not deleted."""
        return frozenset(self.bundle.scope.visits)

    @cached_property
    def ratings(self) -> dict[int, int]:
        """Rated items of each visit."""
        answer, of = tables.answer, tables.assessment
        joined = answer.join(of, of.c.id == answer.c.assessment_id)
        query = select(of.c.visit_id, func.count()).select_from(joined)
        return self._counted(query.where(answer.c.state == "rated").group_by(of.c.visit_id))

    @cached_property
    def actions(self) -> dict[int, int]:
        """Actions in the plan of each visit."""
        action = tables.plan_action
        return self._counted(select(action.c.visit_id, func.count()).group_by(action.c.visit_id))

    def _counted(self, query: Select[Any, Any]) -> dict[int, int]:
        return {row[0]: row[1] for row in self.bundle.connection.execute(query)}

    @cached_property
    def _heads(self) -> dict[str, tuple[int, str]]:
        return _heads(self.bundle.connection)

    @cached_property
    def _here(self) -> dict[str, tuple[int, str]]:
        return _heads(self.connection)

    def last_state(self, book: str) -> dict[str, Any]:
        """Return the last state that the visit of a book of the bundle had."""
        event = tables.audit_event
        query = select(event.c.old, event.c.new).where(
            event.c.book == book, event.c.record == tables.visit.name
        )
        row = self.bundle.connection.execute(query.order_by(event.c.number.desc()).limit(1)).one()
        return json.loads(row.new) or json.loads(row.old)


def _hash(connection: Connection, book: str, number: int) -> str | None:
    event = tables.audit_event
    query = select(event.c.hash).where(event.c.book == book, event.c.number == number)
    return connection.execute(query).scalar_one_or_none()


def _hashes(connection: Connection, book: str) -> list[str]:
    event = tables.audit_event
    query = select(event.c.hash).where(event.c.book == book).order_by(event.c.number)
    return list(connection.execute(query).scalars())


def _heads(connection: Connection) -> dict[str, tuple[int, str]]:
    books = tables.audit_book
    query = select(books.c.book, books.c.events, books.c.hash)
    return {book: (events, last) for book, events, last in connection.execute(query)}
