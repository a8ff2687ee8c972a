"""All that is kept into one file, and back: on any database, and from one kind to the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.exc import DataError, IntegrityError

from storage.address import show_address
from storage.backup_file import (
    NOT_MADE,
    BackupReader,
    Contents,
    TableLines,
    make_fault,
    new_file,
    open_backup,
    read_zip,
    write_zip,
)
from storage.engine import is_sqlite
from storage.portable import PortableTable, portable, read_line, write_line
from storage.problem import StoreUnavailable
from storage.revisions import is_known, revision_of, tables_at
from storage.store import Store, configuration, rebuild, upgrade_within

_AT_ONCE = 100
"""Rows that are in memory together."""


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
        with new_file(file) as raw:
            contents = write_zip(raw, schema, (_lines(connection, table) for table in tables))
            if contents.schema != _revision_now(store):
                what = "the tables were brought to a newer version meanwhile"
                raise make_fault(NOT_MADE, file, "K40", file.name, what, "Make it again.")
            with read_zip(raw, file, NOT_MADE) as reader:
                _check_rows(reader, tables)
    return contents


def restore(store: Store, file: Path) -> Contents:
    """Put all that a backup holds into an empty database: everything, or nothing.

    The whole file is checked first. Where its tables are older they are brought to the newest.

    Raises:
        BackupFault: The file has a fault, or the database is not empty.
        StoreUnavailable: The database cannot be written.
    """
    with open_backup(file) as reader:
        tables = _check_schema(reader)
        _check_rows(reader, tables)
        with rebuild(store) as connection:
            _check_empty(connection, reader)
            _make_tables(connection, reader.contents.schema)
            for table in tables:
                _load(connection, reader, table)
                _set_last_id(connection, table, reader.contents.tables[table.name].last_id)
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
    def lines() -> Iterator[bytes]:
        query = table.rows(c_order=not is_sqlite(connection.engine))
        streamed = connection.execution_options(yield_per=_AT_ONCE).execute(query)
        for row in streamed:
            yield write_line(table, row._asdict())

    return table.name, _last_id(connection, table), lines()


def _check_schema(reader: BackupReader) -> list[PortableTable]:
    contents = reader.contents
    if not is_known(contents.schema):
        what = f"its tables are of revision {contents.schema!r}, which this version does not know"
        fix = "Install the version that made it, or a newer one."
        raise reader.fault("K43", "meta.json", what, fix)
    tables = portable(tables_at(contents.schema))
    expected = {table.name: table.counted for table in tables}
    found = {name: part.last_id is not None for name, part in contents.tables.items()}
    if found != expected:
        odd = ", ".join(sorted(n for n in found | expected if found.get(n) != expected.get(n)))
        raise reader.fault("K45", "meta.json", f"its tables are not those of its revision ({odd})")
    return tables


def _check_rows(reader: BackupReader, tables: list[PortableTable]) -> None:
    for table in tables:
        for _row in _rows(reader, table):
            pass


def _rows(reader: BackupReader, table: PortableTable) -> Iterator[tuple[str, dict[str, Any]]]:
    last_id = reader.contents.tables[table.name].last_id
    for place, line in reader.lines(table.name):
        try:
            row = read_line(table, line)
        except ValueError as error:
            raise reader.fault("K47", place, str(error)) from None
        if last_id is not None and row["id"] > last_id:
            raise reader.fault("K47", place, f"id {row['id']} is above the last one, {last_id}")
        yield place, row


def _check_empty(connection: Connection, reader: BackupReader) -> None:
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


def _load(connection: Connection, reader: BackupReader, table: PortableTable) -> None:
    rows: list[dict[str, Any]] = []
    first = last = ""

    def keep() -> None:
        try:
            connection.execute(insert(table.table), rows)
        except (IntegrityError, DataError) as error:
            what = f"the database refuses it ({str(error.orig).partition(chr(10))[0]})"
            raise reader.fault("K49", f"{first} to {last}", what) from error

    for last, row in _rows(reader, table):
        first = first if rows else last
        rows.append(row)
        if len(rows) == _AT_ONCE:
            keep()
            rows = []
    if rows:
        keep()


def _last_id(connection: Connection, table: PortableTable) -> int | None:
    """Return the last id that a table gave out, which a deleted row may have had."""
    if not table.counted:
        return None
    if is_sqlite(connection.engine):
        kept = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        given = connection.execute(kept, {"name": table.name}).scalar_one_or_none()
    else:
        sequence = _sequence(connection, table)
        last = f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}"
        given = connection.execute(text(last)).scalar_one()
    highest = connection.execute(select(func.max(table.table.c.id))).scalar_one()
    return max(given or 0, highest or 0)


def _set_last_id(connection: Connection, table: PortableTable, last_id: int | None) -> None:
    if last_id is None:
        return
    if is_sqlite(connection.engine):
        named = {"name": table.name, "seq": last_id}
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), named)
        if last_id:
            connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :seq)"), named)
        return
    query = text("SELECT setval(CAST(:sequence AS regclass), :value, :given)")
    sequence = _sequence(connection, table)
    connection.execute(
        query, {"sequence": sequence, "value": max(last_id, 1), "given": last_id > 0}
    )


def _sequence(connection: Connection, table: PortableTable) -> str:
    query = text("SELECT pg_get_serial_sequence(:name, 'id')")
    return connection.execute(query, {"name": table.name}).scalar_one()
