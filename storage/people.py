"""The people who use the toolkit, and which programs each of them sees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, select

from storage import tables
from storage.access import check_editor, check_program
from storage.acting import Acting, NotAllowed, Person, Reading, Writing
from storage.journal import (
    PEOPLE,
    add_record,
    change_record,
    last_writer,
    program_book,
    remove_record,
)
from storage.limits import LARGEST_ID, LONGEST_NAME, check_text, joined, utc
from storage.problem import NotFound, Problem, Stale, StorageProblem
from storage.store import Store


@dataclass(frozen=True)
class Membership:
    """A person who belongs to a program, and so sees all of it."""

    program_id: int
    person_id: int
    created_at: dt.datetime


class PersonProblem(StorageProblem):
    """A person was not saved."""


class StalePerson(Stale[Person]):
    """A person was changed elsewhere first."""


def act(store: Store, person_id: int) -> Acting:
    """Open the database in the name of a person.

    Raises:
        NotFound: There is no such person, or they may not use it any more.
    """
    with store.read() as connection:
        person = _fetch(connection, person_id)
    if not person.active:
        raise NotFound("person", person_id)
    return Acting(store, person)


def add_first_person(store: Store, name: str, now: dt.datetime) -> Person:
    """Add the first person, who sees everything and adds the others.

    Raises:
        PersonProblem: The name cannot be kept, or somebody is there already.
    """
    _refuse(check_name(name))
    moment = utc(now)
    with store.write() as connection:
        store.wait_for_others(connection)
        if connection.execute(select(func.count()).select_from(tables.person)).scalar_one():
            what = "somebody is using this already"
            _refuse([Problem("K50", "name", name, what, "Ask them to add you.")])
        writing = Writing(connection, None, moment)
        return _add(writing, Person(0, name, True, True, False, moment, 1))


def add_person(
    acting: Acting, name: str, now: dt.datetime, *, sees_all: bool = False, invented: bool = False
) -> Person:
    """Add a person.

    Args:
        acting: Who adds them; only who sees everything may add others who do.
        name: Their name as it stands in reports; two people may have one name.
        now: The moment, with its time zone.
        sees_all: Whether they see every program, as a state office does.
        invented: Whether they are sample data.

    Raises:
        PersonProblem: The name cannot be kept.
        NotAllowed: They may not give away more than they have.
    """
    _refuse(check_name(name))
    with acting.write(now) as writing:
        if sees_all:
            require_sight(writing, "add somebody who sees everything")
        return _add(writing, Person(0, name, sees_all, True, invented, writing.at, 1))


def list_people(store: Store) -> tuple[Person, ...]:
    """List everybody who may use it, by name: the list to pick oneself from."""
    with store.read() as connection:
        return _fetch_people(connection, active=True)


def list_former_people(acting: Acting) -> tuple[Person, ...]:
    """List who does not use it any more, by name, for who sees everything to bring them back.

    Raises:
        NotAllowed: The acting person does not see everything.
    """
    with acting.read() as reading:
        require_sight(reading, "see who does not use it any more")
        return _fetch_people(reading.connection, active=False)


def change_person(
    acting: Acting, person: Person, expected_revision: int, now: dt.datetime
) -> Person:
    """Save a person's name, sight and whether they are active.

    Everybody may change their own name; who sees everything may change everybody.

    Raises:
        PersonProblem: The name cannot be kept, or nobody who sees everything would be left.
        StalePerson: A newer revision is stored; it was kept.
        NotAllowed: It is somebody else.
        NotFound: There is no such person.
    """
    _refuse(check_name(person.name))
    with acting.write(now) as writing:
        acting.store.wait_for_others(writing.connection)
        stored = _fetch(writing.connection, person.id, lock=True)
        wanted = replace(
            person,
            invented=stored.invented,
            created_at=stored.created_at,
            revision=stored.revision,
        )
        if wanted == stored:
            return stored
        only_name = replace(wanted, name=stored.name) == stored
        if not (only_name and writing.person and writing.person.id == person.id):
            require_sight(writing, "change somebody else")
        if stored.revision != expected_revision:
            by = last_writer(writing.connection, tables.person, stored, PEOPLE)
            raise StalePerson(stored, person, by)
        if not (wanted.sees_all and wanted.active):
            _keep_one_who_sees_all(writing.connection, person.id)
        kept = replace(wanted, revision=stored.revision + 1)
        change_record(writing, tables.person, stored, kept, PEOPLE)
    return kept


def list_members(acting: Acting, program_id: int) -> tuple[Person, ...]:
    """List who belongs to a program, by name.

    Raises:
        NotFound: There is no such program, or the acting person may not see it.
    """
    table = tables.membership
    query = (
        select(tables.person)
        .join(table, table.c.person_id == tables.person.c.id)
        .where(table.c.program_id == program_id)
    )
    with acting.read() as reading:
        check_program(reading, program_id)
        people = [Person(**row._mapping) for row in reading.connection.execute(query)]
    return tuple(sorted(people, key=lambda person: (person.name.casefold(), person.id)))


def add_member(acting: Acting, program_id: int, person_id: int, now: dt.datetime) -> None:
    """Let a person see all of a program; does nothing if they do already.

    Raises:
        NotAllowed: The acting person does not belong to the program.
        NotFound: There is no such program or person.
    """
    with acting.write(now) as writing:
        _lock_members(writing, program_id)
        _fetch(writing.connection, person_id)
        if _membership(writing.connection, program_id, person_id) is None:
            keep_member(writing, program_id, person_id)


def remove_member(acting: Acting, program_id: int, person_id: int, now: dt.datetime) -> None:
    """End a person's membership; does nothing if there is none.

    Raises:
        NotAllowed: The acting person does not belong to the program.
        NotFound: There is no such program.
    """
    with acting.write(now) as writing:
        _lock_members(writing, program_id)
        stored = _membership(writing.connection, program_id, person_id)
        if stored is not None:
            remove_record(writing, tables.membership, stored, program_book(program_id))


def keep_member(writing: Writing, program_id: int, person_id: int) -> None:
    """Keep a membership within a transaction."""
    new = Membership(program_id, person_id, writing.at)
    add_record(writing, tables.membership, new, program_book(program_id))


def _lock_members(writing: Writing, program_id: int) -> None:
    """Make others who change who belongs to a program wait; then check that this person may."""
    table = tables.program
    query = select(table.c.id).where(table.c.id == program_id).with_for_update(key_share=True)
    writing.connection.execute(query)
    check_editor(writing, program_id)


def _membership(connection: Connection, program_id: int, person_id: int) -> Membership | None:
    table = tables.membership
    this = (table.c.program_id == program_id) & (table.c.person_id == person_id)
    row = connection.execute(select(table).where(this)).one_or_none()
    return Membership(**row._mapping) if row else None


def _add(writing: Writing, new: Person) -> Person:
    return replace(new, id=add_record(writing, tables.person, new, PEOPLE))


def _fetch(connection: Connection, person_id: int, *, lock: bool = False) -> Person:
    if not 0 < person_id <= LARGEST_ID:
        raise NotFound("person", person_id)
    query = select(tables.person).where(tables.person.c.id == person_id)
    row = connection.execute(query.with_for_update(key_share=True) if lock else query).one_or_none()
    if row is None:
        raise NotFound("person", person_id)
    return Person(**row._mapping)


def _fetch_people(connection: Connection, *, active: bool) -> tuple[Person, ...]:
    query = select(tables.person).where(tables.person.c.active.is_(active))
    people = [Person(**row._mapping) for row in connection.execute(query)]
    return tuple(sorted(people, key=lambda person: (person.name.casefold(), person.id)))


def _keep_one_who_sees_all(connection: Connection, but: int) -> None:
    table = tables.person
    others = table.c.sees_all & table.c.active & (table.c.id != but)
    query = select(func.count()).select_from(table).where(others)
    if not connection.execute(query).scalar_one():
        what = "nobody else sees everything"
        fix = "Let somebody else see everything first."
        _refuse([Problem("K51", "sees everything", False, what, fix)])


def require_sight(reading: Reading, deed: str) -> None:
    """Raise NotAllowed unless the person sees everything."""
    if reading.person is None or not reading.person.sees_all:
        raise NotAllowed(f"Only who sees everything may {deed}.")


def check_name(name: str) -> list[Problem]:
    """Check a person's name."""
    return joined(check_text("name", name, LONGEST_NAME, required=True))


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise PersonProblem("This person was not saved.", problems)
