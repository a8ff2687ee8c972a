"""All that is kept into one file, and back: on any database, and from one kind to the other."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from sqlalchemy import Connection, func, select

from storage.address import show_address
from storage.numbering import last_number, set_last_number
from storage.portable import PortableTable, portable
from storage.problem import StorageProblem, StoreUnavailable
from storage.progress import Meter
from storage.revisions import is_known, revision_of, tables_at
from storage.row_lines import load_rows, read_rows, stream_lines, tables_in
from storage.row_reader import RowReader, open_rows, read_zip
from storage.row_zip import Contents, Form, TableLines, make_fault, new_file, write_zip
from storage.store import Store, configuration, rebuild, upgrade_within


class BackupFault(StorageProblem):
    """A backup was not made, or not restored."""


BACKUP = Form(
    format="program-fidelity backup",
    noun="a backup",
    name_another="Name a file that `fidelity backup` made.",
    not_made="no backup was made.",
    not_taken="this backup was not restored.",
    most_bytes=20_000_000_000,
    fault=BackupFault,
)


def backup(store: Store, file: Path) -> Contents:
    """Write all that is kept, as of one moment, into a file; others may go on writing.

    The file is read back before it gets its name. Two backups of the same rows are the same file,
    byte for byte, whichever database they lie in.

    Args:
        store: What to save.
        file: Where to; what is there is replaced.

    Raises:
        BackupFault: The file cannot be written, or something in the database has no form in it.
        StoreUnavailable: The database cannot be read, or has no tables yet.
    """
    with store.read() as connection:
        schema = _revision(connection)
        tables = portable(tables_at(schema))
        with new_file(file, BACKUP) as raw:
            contents = write_zip(raw, BACKUP, schema, (_lines(connection, t) for t in tables))
            if contents.schema != _revision_now(store):
                what = "the tables were brought to a newer version meanwhile"
                fix = "Make it again."
                told = (str(file), "K40", file.name, what, fix)
                raise make_fault(BACKUP, BACKUP.not_made, *told)
            with read_zip(raw, str(file), BACKUP, BACKUP.not_made) as reader:
                _check_rows(reader, tables)
    return contents


def restore(store: Store, file: Path) -> Contents:
    """Put all that a backup holds into an empty database: everything, or nothing.

    The whole file is checked first. Where its tables are older they are brought to the newest.

    Raises:
        BackupFault: The file has a fault, or the database is not empty.
        StoreUnavailable: The database cannot be written.
    """
    with open_rows(file, BACKUP) as reader:
        tables = tables_in(reader, told_last=True)
        _check_rows(reader, tables)
        with rebuild(store) as connection:
            _check_empty(connection, reader)
            _make_tables(connection, reader.contents.schema)
            for table in tables:
                load_rows(connection, reader, table, Meter(None, 0))
                last = reader.contents.tables[table.name].last_id
                if last is not None:
                    set_last_number(connection, table.name, last)
            upgrade_within(connection)
    return reader.contents


def _revision(connection: Connection) -> str:
    revision = revision_of(connection)
    if revision is None:
        raise StoreUnavailable(
            f"The database at {show_address(connection.engine.url)} has no tables yet, so there is "
            "nothing to save. [K27]"
        )
    _check_known(connection, revision)
    return revision


def _revision_now(store: Store) -> str | None:
    with store.read() as connection:
        return revision_of(connection)


def _check_known(connection: Connection, revision: str) -> None:
    if not is_known(revision):
        raise StoreUnavailable(
            f"The data at {show_address(connection.engine.url)} was made by a newer version "
            f"(revision {revision}); install that. Nothing was changed. [K23]"
        )


def _lines(connection: Connection, table: PortableTable) -> TableLines:
    last = last_number(connection, table.name) if table.counted else None
    return table.name, last, stream_lines(connection, table)


def _check_rows(reader: RowReader, tables: list[PortableTable]) -> None:
    for table in tables:
        for _row in read_rows(reader, table):
            pass


def _check_empty(connection: Connection, reader: RowReader) -> None:
    revision = revision_of(connection)
    if revision is None:
        return
    _check_known(connection, revision)
    for table in portable(tables_at(revision)):
        count = connection.execute(select(func.count()).select_from(table.table)).scalar_one()
        if count:
            what = f"it holds data already ({table.name}: {count:,} rows)"
            fix = "Name an empty one in FIDELITY_DATABASE_URL."
            raise reader.fault("K48", show_address(connection.engine.url), what, fix)


def _make_tables(connection: Connection, schema: str) -> None:
    there = revision_of(connection)
    if there not in (None, schema):
        command.downgrade(configuration(connection), "base")
    if there != schema:
        upgrade_within(connection, schema)
