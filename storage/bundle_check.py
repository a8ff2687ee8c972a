"""Whether what a bundle holds is what the toolkit would have kept, event by event.

That the rows are those of the audit trail, and that no hash is broken, `storage.verifying` tells.
But whoever makes a file can work out every hash anew; so each state that a record ever had is
held to the limits that the forms of the toolkit hold it to, and to the book it belongs to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from storage import tables
from storage.acting import Person
from storage.journal import Event
from storage.limits import LARGEST_ID, LONGEST_LINE, LONGEST_NAME, check_text, joined
from storage.portable import portable, read_values
from storage.problem import Problem
from storage.record_check import check_moment, check_record
from storage.sealed import is_purged
from storage.signed_content import LATER
from storage.team import Member, check_team
from storage.worksheets import ChartRow, ChartSample, check_findings

_BOOK = re.compile(r"(program|visit) ([1-9][0-9]{0,9})")
_RECORDS = {table.name: table for table in tables.LOGGED if table is not tables.person}
_COLUMNS = {
    name: {column.name for column in table.columns if not column.info.get("sealed")}
    for name, table in _RECORDS.items()
}
"""What the audit trail tells of each."""
_PORTABLE = {table.name: table for table in portable(tables.metadata)}
_OWNERS = {"assessment_id": "assessment", "sample_id": "chart_sample"}
"""Columns that name a record of the same book."""
Key = tuple[str, str]
"""The table of a record, and its key as the audit trail writes it."""


class Unfit(Exception):
    """An event or a record that the toolkit would not have written; says why."""


@dataclass
class Ledger:
    """What the books of a bundle tell of its records."""

    numbers: dict[Key, str] = field(default_factory=dict)
    """Every numbered record that there ever was, and its book."""
    people: dict[str, set[int]] = field(default_factory=dict)
    """Of each book everybody who wrote in it or whom it names."""

    problems: list[Problem] = field(default_factory=list)
    """What the toolkit would not have written."""
    _book: _Book | None = None

    def note(self, event: Event, old: Any, new: Any) -> None:
        """Note an event, with the record before and after; each book in the order of its events."""
        if self._book is None or self._book.name != event.book:
            self._book = _Book(event.book, self)
        try:
            self.problems.extend(self._book.read(event, old, new))
        except Unfit as unfit:
            place = f"{event.book}, event {event.number}"
            self.problems.append(_problem("K72", place, str(unfit)))


def _problem(code: str, place: str, what: str) -> Problem:
    return Problem(code, place, None, what, "Make the file again where the data is.")


class _Book:
    """One book, as far as it has been read."""

    def __init__(self, name: str, ledger: Ledger) -> None:
        self.name = name
        self._ledger = ledger
        self._people = ledger.people.setdefault(name, set())
        self._checked: dict[Key, str] = {}
        self._own: dict[str, set[int]] = {parent: set() for parent in _OWNERS.values()}

    def read(self, row: Event, old: Any, new: Any) -> Iterator[Problem]:
        """Check the next event."""
        about = _BOOK.fullmatch(self.name)
        if about is None or row.record not in _RECORDS:
            raise Unfit(f"a bundle holds no book {self.name!r} with a {row.record!r}")
        key = json.loads(row.key)
        if row.number == 1 and (row.record != about[1] or old is not None):
            raise Unfit("a book begins with what it is about")
        state = new if new is not None else old
        if not isinstance(state, dict) or not isinstance(key, dict):
            raise Unfit("it is about no record")
        place = f"{self.name}, event {row.number}"
        yield from _placed(place, _check_writer(row))
        if row.person_id is not None:
            self._people.add(row.person_id)
        for text, values in ((row.old, old), (row.new, new)):
            if values is None or self._checked.get((row.record, row.key)) == text:
                continue
            yield from _placed(place, _check_state(row.record, values))
            self._checked[row.record, row.key] = text
        primary = {column.name: state[column.name] for column in _RECORDS[row.record].primary_key}
        if primary != key:
            raise Unfit("its key is not that of its record")
        self._check_owner(row, about, state)

    def _check_owner(self, row: Event, about: re.Match[str], state: Mapping[str, Any]) -> None:
        """Check that a record belongs to the book that tells of it, and to no other."""
        owner = "id" if row.record == about[1] else f"{about[1]}_id"
        if row.record == tables.visit.name != about[1]:
            raise Unfit("a visit has a book of its own")
        if owner in state and state[owner] != int(about[2]):
            raise Unfit(f"it is about {about[1]} {state[owner]}")
        links = {name: parent for name, parent in _OWNERS.items() if name in state}
        if owner not in state and not links:
            raise Unfit(f"a {row.record} does not belong to a {about[1]}")
        for name, parent in links.items():
            if state[name] not in self._own[parent]:
                raise Unfit(f"{name} {state[name]} is not of this {about[1]}")
        if "id" in state:
            if self._ledger.numbers.setdefault((row.record, row.key), self.name) != self.name:
                raise Unfit(f"{row.record} {state['id']} stands in another book too")
            self._own.setdefault(row.record, set()).add(state["id"])
        if state.get("person_id") is not None and "person_id" in state:
            self._people.add(state["person_id"])


def _placed(place: str, problems: list[Problem]) -> Iterator[Problem]:
    for problem in problems:
        yield _problem("K71", f"{place}, {problem.place}", problem.what)


def _check_writer(row: Event) -> list[Problem]:
    found = joined(
        check_moment("at", row.at),
        check_text("person", row.person, LONGEST_NAME),
        check_text("why", row.why, LONGEST_LINE),
    )
    if row.person_id is not None and not 0 < row.person_id <= LARGEST_ID:
        found.append(Problem("K57", "person", row.person_id, "it is no number of a person", ""))
    return found


def _check_state(record: str, values: Any) -> list[Problem]:
    """Check one state that a record had: its columns, what they hold, and their limits."""
    if not isinstance(values, dict) or values.keys() != _COLUMNS[record]:
        raise Unfit(f"its columns are not those of a {record}")
    if any(isinstance(value, dict) for value in values.values()):
        values = {name: _without_purged(record, name, value) for name, value in values.items()}
    return _check_values(record, values)


def _without_purged(record: str, name: str, value: Any) -> Any:
    if not is_purged(value):
        return value
    return [] if _PORTABLE[record].fields_by_name[name].kind == "JSON" else ""


def _check_values(record: str, values: dict[str, Any]) -> list[Problem]:
    try:
        typed = read_values(_PORTABLE[record], values)
    except ValueError as error:
        raise Unfit(str(error)) from None
    return check_record(record, typed)


def check_rows(connection: Connection) -> Iterator[Problem]:
    """Check what the audit trail of a bundle does not tell: people, teams, and what was signed."""
    people = set()
    for row in connection.execute(select(tables.person)):
        people.add(row.id)
        yield from _placed(f"person {row.id}", check_record("person", row._asdict()))
    teams: dict[int, list[Member]] = {}
    for row in connection.execute(select(tables.team_member).order_by(tables.team_member.c.id)):
        teams.setdefault(row.visit_id, []).append(Member(**row._mapping))
    for visit_id in connection.execute(select(tables.visit.c.id)).scalars():
        yield from _placed(f"visit {visit_id}", check_team(teams.get(visit_id, []), people))
    yield from _check_charts(connection)
    yield from check_signed_contents(_fetch_void(connection))


def _check_charts(connection: Connection) -> Iterator[Problem]:
    rows, query = tables.chart_row, select(tables.chart_sample)
    samples = {row.id: ChartSample(**row._mapping) for row in connection.execute(query)}
    for row in connection.execute(select(rows)):
        found = check_findings(ChartRow(**row._mapping), samples[row.sample_id])
        yield from _placed(f"chart_row {row.id}", found)


def _fetch_void(connection: Connection) -> dict[int, str]:
    """What void signatures are over; with one that holds, what is stored was compared."""
    signature = tables.signature
    query = select(signature.c.id, signature.c.content).where(signature.c.voided_at != "")
    return {row.id: row.content for row in connection.execute(query)}


def check_signed_contents(contents: Mapping[int, str]) -> Iterator[Problem]:
    """Check what was signed: records too, each of which is read again in its edition.

    Args:
        contents: Of each signature, by number, what it is over, as it is kept.
    """
    for number, content in contents.items():
        place = f"signature {number}"
        try:
            for record, states in json.loads(content)["records"].items():
                for state in states:
                    yield from _placed(f"{place}, {record}", _check_signed_state(record, state))
        except (Unfit, LookupError, TypeError, AttributeError) as error:
            yield _problem("K72", place, f"what was signed is no record ({error})")


def _check_signed_state(record: str, state: dict[str, Any]) -> list[Problem]:
    if record != tables.visit.name:
        return _check_state(record, state)
    return _check_state(record, {**dict(zip(LATER, (None, 1, "final"), strict=True)), **state})


def check_people(people: Mapping[str, set[int]], there: Mapping[int, Person]) -> Iterator[Problem]:
    """Tell whom the books name who is not in the bundle, and who is and has nothing to do with it.

    Args:
        people: Of each book, whom it names.
        there: Who is in the bundle, by number.
    """
    for book in sorted(people):
        for number in sorted(people[book] - set(there)):
            yield _problem("K73", book, f"it names person {number}, who is not in this file")
    for number in sorted(set(there) - set().union(*people.values())):
        yield _problem("K73", f"person {number}", "no program in this file has to do with them")
