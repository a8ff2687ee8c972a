"""A bundle: a file of some programs with all that goes with them, to go to another database.

It is opened into a scratch database and held to all that the toolkit holds its own data to before
anybody looks at what it would bring.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, select

from storage import tables
from storage.acting import Person
from storage.bundle_check import Ledger, check_people, check_rows
from storage.bundle_scope import Scope, find_scope
from storage.journal import Event
from storage.portable import PortableTable, portable
from storage.problem import Problem, StorageProblem
from storage.progress import Meter, Progress
from storage.revisions import newest_revision
from storage.row_lines import load_rows, tables_in
from storage.row_reader import RowReader, read_zip
from storage.row_zip import Form, make_fault
from storage.scratch import scratch_database
from storage.store import upgrade_within
from storage.verifying import find_in_part

ENDING = ".fidelity.zip"
_AT_ONCE = 1_000_000
_MOST_TOLD = 20
_AGAIN = "Make the file again where the data is."


class BundleFault(StorageProblem):
    """A bundle was not made, or not brought in."""


BUNDLE = Form(
    format="program-fidelity bundle",
    noun="a bundle",
    name_another="Name a file that `fidelity export` made.",
    not_made="no bundle was made.",
    not_taken="nothing was brought in.",
    most_bytes=4_000_000_000,
    fault=BundleFault,
)


@dataclass(frozen=True)
class Bundle:
    """An open bundle in which no fault was found."""

    name: str
    """What the file is called."""
    fingerprint: str
    """SHA-256 of the file."""
    connection: Connection
    """A scratch database with its rows, brought to the newest tables."""
    tables: tuple[PortableTable, ...]
    """The newest, each after those it refers to."""
    scope: Scope
    """All that it holds."""
    ledger: Ledger


@contextmanager
def open_bundle(raw: IO[bytes], name: str, progress: Progress | None = None) -> Iterator[Bundle]:
    """Open a bundle and check all of it; it can be looked at until the block ends.

    Args:
        raw: The file, open to read.
        name: What it is called where it is spoken of.
        progress: Told how far the checks have come.

    Raises:
        BundleFault: It is none, not whole, or holds what the toolkit would not have kept.
    """
    with opened_for(raw, name, BUNDLE.not_taken, progress) as bundle:
        yield bundle


@contextmanager
def open_bundle_file(file: Path, progress: Progress | None = None) -> Iterator[Bundle]:
    """Open the bundle that a path names.

    Raises:
        BundleFault: It cannot be read, or has a fault.
    """
    try:
        raw = file.open("rb")
    except OSError as error:
        what = f"it cannot be read ({error.strerror})"
        told = (str(file), "K41", file.name, what, "Name a file that you may read.")
        raise make_fault(BUNDLE, BUNDLE.not_taken, *told) from error
    with raw, open_bundle(raw, str(file), progress) as bundle:
        yield bundle


@contextmanager
def opened_for(
    raw: IO[bytes], name: str, purpose: str, progress: Progress | None
) -> Iterator[Bundle]:
    """Do so; `purpose` is what is not done if there is a fault, as the headline says it."""
    with ExitStack() as opened:
        reader = opened.enter_context(read_zip(raw, name, BUNDLE, purpose))
        events = _count_events(reader)
        there = tables_in(reader, told_last=False)
        connection = opened.enter_context(scratch_database(reader.contents.schema))
        meter = Meter(progress, reader.contents.rows + events)
        _load(connection, reader, there, meter)
        ledger = Ledger()
        _refuse(reader, _find_tampering(connection, ledger, meter))
        _refuse(reader, ledger.problems)
        _refuse(reader, check_rows(connection))
        scope = find_scope(connection, None, with_gone=True)
        _refuse(reader, _find_strays(connection, scope, ledger))
        meter.finish()
        newest = tuple(portable(tables.metadata))
        yield Bundle(name, _fingerprint(raw), connection, newest, scope, ledger)


def _count_events(reader: RowReader) -> int:
    part = reader.contents.tables.get(tables.audit_event.name)
    if part is None:
        what = "its tables are from before there was an audit trail, which a bundle needs"
        raise reader.fault("K43", "meta.json", what, _AGAIN)
    return part.rows


def _load(
    connection: Connection, reader: RowReader, there: list[PortableTable], meter: Meter
) -> None:
    for table in there:
        load_rows(connection, reader, table, meter)
    for table, row, parent, _link in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        what = f"row {row} names a {parent} that is not in this file"
        raise reader.fault("K47", f"tables/{table}.jsonl", what, _AGAIN)
    if reader.contents.schema != newest_revision():
        upgrade_within(connection)


def _find_tampering(connection: Connection, ledger: Ledger, meter: Meter) -> Iterator[Problem]:
    def note(event: Event, old: Any, new: Any) -> None:
        meter.step()
        ledger.note(event, old, new)

    for found in find_in_part(connection, note):
        yield Problem("K72", found.place, None, found.what, _AGAIN)


def _find_strays(connection: Connection, scope: Scope, ledger: Ledger) -> Iterator[Problem]:
    """Tell what is in the file and does not go with its programs."""
    books = set(connection.execute(select(tables.audit_book.c.book)).scalars())
    for book in sorted(books ^ set(scope.books)):
        what = "nothing in this file goes with it" if book in books else "it is not in this file"
        yield Problem("K74", f"book {book!r}", None, what, _AGAIN)
    rows = connection.execute(select(tables.person))
    yield from check_people(ledger.people, {row.id: Person(**row._mapping) for row in rows})


def _refuse(reader: RowReader, problems: Iterable[Problem]) -> None:
    found = list(islice(problems, _MOST_TOLD + 1))
    if len(found) > _MOST_TOLD:
        what = f"there is more than these {_MOST_TOLD}"
        found[_MOST_TOLD:] = [Problem("K72", "all of it", None, what, "")]
    if found:
        raise reader.form.fault(f"{reader.name}: {reader.purpose}", found)


def _fingerprint(raw: IO[bytes]) -> str:
    raw.seek(0)
    total = sha256()
    while part := raw.read(_AT_ONCE):
        total.update(part)
    return total.hexdigest()
