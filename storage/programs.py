"""The programs that are assessed: a program, not the agency that runs it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass, replace

from sqlalchemy import select

from storage import tables
from storage.access import check_editor, programs_seen
from storage.acting import Acting, Reading, Writing
from storage.journal import add_record, change_record, last_writer, program_book
from storage.limits import (
    LARGEST_ID,
    LONGEST_NAME,
    MOST_COUNT,
    check_number,
    check_text,
    check_texts,
    joined,
    utc,
)
from storage.people import keep_member
from storage.problem import NotFound, Problem, Stale, StorageProblem


@dataclass(frozen=True)
class Program:
    """A program as it is stored."""

    id: int
    name: str
    agency: str
    setting: str
    levels_of_care: tuple[str, ...]
    region: str
    caseload: int | None
    """Clients now in the program; None where not known."""
    populations: tuple[str, ...]
    archived: bool
    created_at: dt.datetime
    revision: int
    """1 when added, one more with every change."""
    invented: bool
    """Sample data, to be shown as such."""


class ProgramProblem(StorageProblem):
    """A program was not saved."""


class StaleProgram(Stale[Program]):
    """A program was changed elsewhere first."""


def add_program(
    acting: Acting,
    *,
    name: str,
    agency: str = "",
    setting: str = "",
    levels_of_care: tuple[str, ...] = (),
    region: str = "",
    caseload: int | None = None,
    populations: tuple[str, ...] = (),
    invented: bool = False,
    now: dt.datetime,
) -> Program:
    """Keep a new program; who adds it belongs to it.

    Raises:
        ProgramProblem: Something in it cannot be kept; all reasons together.
    """
    new = Program(
        id=0,
        name=name,
        agency=agency,
        setting=setting,
        levels_of_care=levels_of_care,
        region=region,
        caseload=caseload,
        populations=populations,
        archived=False,
        created_at=utc(now),
        revision=1,
        invented=invented,
    )
    with acting.write(now) as writing:
        return put_program(writing, new)


def put_program(writing: Writing, new: Program) -> Program:
    """Keep a new program within a transaction; who adds it belongs to it.

    Raises:
        ProgramProblem: Something in it cannot be kept; all reasons together.
    """
    _refuse(check_noted(new))
    added = replace(new, id=add_record(writing, tables.program, new, program_book))
    if writing.person is not None:
        keep_member(writing, added.id, writing.person.id)
    return added


def get_program(acting: Acting, program_id: int) -> Program:
    """Fetch one program.

    Raises:
        NotFound: There is none with this id, or the acting person may not see it.
    """
    with acting.read() as reading:
        return _fetch(reading, program_id)


def list_programs(acting: Acting, find: str = "", archived: bool = False) -> tuple[Program, ...]:
    """List the programs that the acting person sees, by name.

    Args:
        acting: Who asks.
        find: Text that the name, the agency or the region contains, in capitals or not; every
            character stands for itself. Empty finds all.
        archived: Whether to list the archived programs instead of the others.
    """
    with acting.read() as reading:
        query = select(tables.program).where(
            tables.program.c.archived == archived, programs_seen(reading)
        )
        programs = [Program(**row._mapping) for row in reading.connection.execute(query)]
    # Compared in Python: SQLite folds only A to Z, PostgreSQL by its locale.
    wanted = _fold(find.strip())
    found = [p for p in programs if any(wanted in _fold(t) for t in (p.name, p.agency, p.region))]
    return tuple(sorted(found, key=lambda program: (_fold(program.name), program.id)))


def change_program(
    acting: Acting, program: Program, expected_revision: int, now: dt.datetime
) -> Program:
    """Save new values for a program, unless somebody changed it after `expected_revision`.

    Only what describes the program is saved; `archived`, `invented` and `created_at` stay.

    Raises:
        ProgramProblem: Something in it cannot be kept; all reasons together.
        StaleProgram: A newer revision is stored; it was kept.
        NotFound: There is no such program.
        NotAllowed: The acting person does not belong to it.
    """
    _refuse(check_noted(program))
    with acting.write(now) as writing:
        stored = _lock(writing, program.id)
        wanted = replace(
            program,
            archived=stored.archived,
            created_at=stored.created_at,
            revision=stored.revision,
            invented=stored.invented,
        )
        if wanted == stored:
            return stored
        if stored.revision != expected_revision:
            by = last_writer(writing.connection, tables.program, stored, program_book(stored.id))
            raise StaleProgram(stored, program, by)
        return _replace(writing, stored, wanted)


def archive_program(acting: Acting, program_id: int, now: dt.datetime) -> Program:
    """Take a program off the list; everything about it is kept.

    Raises:
        NotFound: There is no such program.
        NotAllowed: The acting person does not belong to it.
    """
    return _set_archived(acting, program_id, True, now)


def restore_program(acting: Acting, program_id: int, now: dt.datetime) -> Program:
    """Put an archived program back on the list.

    Raises:
        NotFound: There is no such program.
        NotAllowed: The acting person does not belong to it.
    """
    return _set_archived(acting, program_id, False, now)


def _set_archived(acting: Acting, program_id: int, archived: bool, now: dt.datetime) -> Program:
    with acting.write(now) as writing:
        stored = _lock(writing, program_id)
        if stored.archived == archived:
            return stored
        return _replace(writing, stored, replace(stored, archived=archived))


def _lock(writing: Writing, program_id: int) -> Program:
    stored = _fetch(writing, program_id, lock=True)
    check_editor(writing, program_id)
    return stored


def _fetch(reading: Reading, program_id: int, *, lock: bool = False) -> Program:
    if not 0 < program_id <= LARGEST_ID:
        raise NotFound("program", program_id)
    query = select(tables.program).where(tables.program.c.id == program_id, programs_seen(reading))
    locked = query.with_for_update(key_share=True) if lock else query
    row = reading.connection.execute(locked).one_or_none()
    if row is None:
        raise NotFound("program", program_id)
    return Program(**row._mapping)


def _replace(writing: Writing, stored: Program, program: Program) -> Program:
    kept = replace(program, revision=stored.revision + 1)
    change_record(writing, tables.program, stored, kept, program_book(kept.id))
    return kept


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def check_noted(program: Program) -> list[Problem]:
    """Check what is noted about a program."""
    return joined(
        check_text("name", program.name, LONGEST_NAME, required=True),
        check_text("agency", program.agency, LONGEST_NAME),
        check_text("setting", program.setting, LONGEST_NAME),
        check_texts("level of care", program.levels_of_care, LONGEST_NAME),
        check_text("region", program.region, LONGEST_NAME),
        check_number("caseload", program.caseload, 0, MOST_COUNT),
        check_texts("population", program.populations, LONGEST_NAME),
    )


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise ProgramProblem("This program was not saved.", problems)
