"""The programs that are assessed: a program, not the agency that runs it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from storage import tables
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
from storage.problem import NotFound, Stale, StorageProblem
from storage.store import Store


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
    store: Store,
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
    """Keep a new program.

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
    _check(new)
    with store.write() as connection:
        return replace(new, id=tables.add_row(connection, tables.program, new))


def get_program(store: Store, program_id: int) -> Program:
    """Fetch one program.

    Raises:
        NotFound: There is none with this id.
    """
    with store.read() as connection:
        return _fetch(connection, program_id)


def list_programs(store: Store, find: str = "", archived: bool = False) -> tuple[Program, ...]:
    """List programs by name.

    Args:
        store: Where they are kept.
        find: Text that the name, the agency or the region contains, in capitals or not; every
            character stands for itself. Empty finds all.
        archived: Whether to list the archived programs instead of the others.
    """
    with store.read() as connection:
        query = select(tables.program).where(tables.program.c.archived == archived)
        programs = [Program(**row._mapping) for row in connection.execute(query)]
    # Compared in Python: SQLite folds only A to Z, PostgreSQL by its locale.
    wanted = _fold(find.strip())
    found = [p for p in programs if any(wanted in _fold(t) for t in (p.name, p.agency, p.region))]
    return tuple(sorted(found, key=lambda program: (_fold(program.name), program.id)))


def change_program(store: Store, program: Program, expected_revision: int) -> Program:
    """Save new values for a program, unless somebody changed it after `expected_revision`.

    Only what describes the program is saved; `archived`, `invented` and `created_at` stay.

    Raises:
        ProgramProblem: Something in it cannot be kept; all reasons together.
        StaleProgram: A newer revision is stored; it was kept.
        NotFound: There is no such program.
    """
    _check(program)
    with store.write() as connection:
        stored = _fetch(connection, program.id, lock=True)
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
            raise StaleProgram(stored, program)
        return _replace(connection, wanted)


def archive_program(store: Store, program_id: int) -> Program:
    """Take a program off the list; everything about it is kept.

    Raises:
        NotFound: There is no such program.
    """
    return _set_archived(store, program_id, True)


def restore_program(store: Store, program_id: int) -> Program:
    """Put an archived program back on the list.

    Raises:
        NotFound: There is no such program.
    """
    return _set_archived(store, program_id, False)


def _set_archived(store: Store, program_id: int, archived: bool) -> Program:
    with store.write() as connection:
        stored = _fetch(connection, program_id, lock=True)
        if stored.archived == archived:
            return stored
        return _replace(connection, replace(stored, archived=archived))


def _fetch(connection: Connection, program_id: int, *, lock: bool = False) -> Program:
    query = select(tables.program).where(tables.program.c.id == program_id)
    if not 0 < program_id <= LARGEST_ID:
        raise NotFound("program", program_id)
    row = connection.execute(query.with_for_update(key_share=True) if lock else query).one_or_none()
    if row is None:
        raise NotFound("program", program_id)
    return Program(**row._mapping)


def _replace(connection: Connection, program: Program) -> Program:
    kept = replace(program, revision=program.revision + 1)
    tables.replace_row(connection, tables.program, kept)
    return kept


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _check(program: Program) -> None:
    problems = joined(
        check_text("name", program.name, LONGEST_NAME, required=True),
        check_text("agency", program.agency, LONGEST_NAME),
        check_text("setting", program.setting, LONGEST_NAME),
        check_texts("level of care", program.levels_of_care, LONGEST_NAME),
        check_text("region", program.region, LONGEST_NAME),
        check_number("caseload", program.caseload, 0, MOST_COUNT),
        check_texts("population", program.populations, LONGEST_NAME),
    )
    if problems:
        raise ProgramProblem("This program was not saved.", problems)
