"""Write chosen programs, or all, with everything that goes with them into a bundle."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import IO

from sqlalchemy import Connection, func, select

from storage import tables
from storage.access import check_program, programs_seen, visits_seen
from storage.acting import Acting, Operator, Reading
from storage.audit import hidden_from
from storage.bundle import BUNDLE, BundleFault, opened_for
from storage.bundle_scope import Scope, find_scope
from storage.portable import PortableTable, portable
from storage.problem import Problem
from storage.progress import Meter, Progress
from storage.revisions import newest_revision, tables_at
from storage.row_lines import stream_lines
from storage.row_zip import Contents, TableLines, write_zip
from storage.visit_record import Visit

_MAY_NOT = (
    "Wait until you may, leave the program out, or let whoever runs the toolkit do it: the command "
    "line takes out everything."
)


def export_bundle(
    acting: Acting | Operator,
    raw: IO[bytes],
    programs: Collection[int] | None = None,
    progress: Progress | None = None,
) -> Contents:
    """Write programs as of one moment into a bundle; others may go on writing.

    The same programs make the same file, byte for byte, whichever database they lie in.

    Args:
        acting: Who takes them out. A person may only where they may read everything that was ever
            noted about every visit; what is left of deleted visits does not go with theirs.
        raw: Where to; open to write and read.
        programs: Which, by number; None for all that they see.
        progress: Told how far it has come.

    Raises:
        BundleFault: Not everything may be read; every visit is named, with what of it.
        NotFound: There is no such program, or the acting person may not see it.
        StoreUnavailable: The database cannot be read.
    """
    with acting.read() as reading:
        chosen = _choose(reading, programs)
        if not chosen:
            fix = "Add a program first, or choose one that is there."
            _refuse([Problem("K70", "programs", None, "there is none to take out", fix)])
        scope = find_scope(reading.connection, chosen, with_gone=reading.person is None)
        _refuse([problem for _program, problem in _find_hidden(reading, scope)])
        schema = newest_revision()
        written = portable(tables_at(schema))
        meter = Meter(progress, sum(_count(reading.connection, t, scope) for t in written))
        lines = (_lines(reading.connection, table, scope, meter) for table in written)
        contents = write_zip(raw, BUNDLE, schema, lines)
        meter.finish()
    return contents


def check_made(raw: IO[bytes], name: str, progress: Progress | None = None) -> None:
    """Read a bundle back as an import would.

    Raises:
        BundleFault: It could not be brought in anywhere, because something in the database it
            comes from was changed by hand.
    """
    with opened_for(raw, name, BUNDLE.not_made, progress):
        pass


def _choose(reading: Reading, programs: Collection[int] | None) -> tuple[int, ...]:
    for number in sorted(programs or ()):
        check_program(reading, number)
    if programs is not None:
        return tuple(sorted(set(programs)))
    query = select(tables.program.c.id).where(programs_seen(reading))
    return tuple(sorted(reading.connection.execute(query).scalars()))


def list_exportable(acting: Acting) -> tuple[int, ...]:
    """List the programs, by number, that a person may take out at this moment."""
    with acting.read() as reading:
        seen = _choose(reading, None)
        scope = find_scope(reading.connection, seen, with_gone=False)
        held = {program for program, _problem in _find_hidden(reading, scope)}
    return tuple(number for number in seen if number not in held)


def _find_hidden(reading: Reading, scope: Scope) -> Iterator[tuple[int, Problem]]:
    """Tell what of programs a person may not read, with the program."""
    if reading.person is None:
        return
    table, connection = tables.visit, reading.connection
    seen = set(connection.execute(select(table.c.id).where(visits_seen(reading))).scalars())
    unseen = set()
    for number in scope.visits:
        row = connection.execute(select(table).where(table.c.id == number)).one()
        visit = Visit(**row._mapping)
        if number not in seen:
            unseen.add(visit.program_id)
            continue
        hidden = hidden_from(reading, visit)
        if hidden:
            place = f"program {visit.program_id}, visit {number} of {visit.date}"
            what = f"you may not read {', '.join(hidden)}"
            yield visit.program_id, Problem("K70", place, None, what, _MAY_NOT)
    # A visit that somebody may not see does not exist for them, so it is not named.
    for number in sorted(unseen):
        what = "you do not see all of it"
        yield number, Problem("K70", f"program {number}", None, what, _MAY_NOT)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise BundleFault("No bundle was made.", problems)


def _count(connection: Connection, table: PortableTable, scope: Scope) -> int:
    if table.name == tables.audit_event.name:
        books = tables.audit_book
        events = dict(connection.execute(select(books.c.book, books.c.events)).all())  # type: ignore[arg-type]
        return sum(events.get(book, 0) for book in scope.books)
    if table.name == tables.audit_book.name:
        return len(scope.books)
    (which,) = scope.conditions(table.table)
    return connection.execute(
        select(func.count()).select_from(table.table).where(which)
    ).scalar_one()


def _lines(connection: Connection, table: PortableTable, scope: Scope, meter: Meter) -> TableLines:
    def lines() -> Iterator[bytes]:
        for which in scope.conditions(table.table):
            for line in stream_lines(connection, table, which):
                meter.step()
                yield line

    return table.name, None, lines()
