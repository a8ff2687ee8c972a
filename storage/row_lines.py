"""Rows on their way from a database into a file, and from a file into a database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert
from sqlalchemy.exc import DataError, IntegrityError

from storage.engine import is_sqlite
from storage.portable import PortableTable, portable, read_line, write_line
from storage.progress import Meter
from storage.revisions import is_known, tables_at
from storage.row_reader import RowReader

AT_ONCE = 100
"""Rows that are in memory together."""


def stream_rows(
    connection: Connection, table: PortableTable, *which: ColumnElement[bool]
) -> Iterator[dict[str, Any]]:
    """Yield rows of a table in the order of its key, as the database holds them."""
    query = table.rows(c_order=not is_sqlite(connection.engine)).where(*which)
    for row in connection.execution_options(yield_per=AT_ONCE).execute(query):
        yield row._asdict()


def stream_lines(
    connection: Connection, table: PortableTable, *which: ColumnElement[bool]
) -> Iterator[bytes]:
    """Yield them as lines."""
    for row in stream_rows(connection, table, *which):
        yield write_line(table, row)


def tables_in(reader: RowReader, *, told_last: bool) -> list[PortableTable]:
    """Describe the tables of a file, after looking whether they are those of its revision.

    Args:
        reader: The file.
        told_last: Whether it tells the last number that each table gave out.

    Raises:
        StorageProblem: This version does not know them.
    """
    contents = reader.contents
    if not is_known(contents.schema):
        what = f"its tables are of revision {contents.schema!r}, which this version does not know"
        fix = "Install the version that made it, or a newer one."
        raise reader.fault("K43", "meta.json", what, fix)
    tables = portable(tables_at(contents.schema))
    expected = {table.name: table.counted and told_last for table in tables}
    found = {name: part.last_id is not None for name, part in contents.tables.items()}
    if found != expected:
        odd = ", ".join(sorted(n for n in found | expected if found.get(n) != expected.get(n)))
        raise reader.fault("K45", "meta.json", f"its tables are not those of its revision ({odd})")
    return tables


def read_rows(reader: RowReader, table: PortableTable) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows of a table in a file, each with its place.

    Raises:
        StorageProblem: A line is no row of this table.
    """
    for place, line in reader.lines(table.name):
        try:
            yield place, read_line(table, line)
        except ValueError as error:
            raise reader.fault("K47", place, str(error)) from None


def load_rows(
    connection: Connection,
    reader: RowReader,
    table: PortableTable,
    meter: Meter,
) -> None:
    """Put the rows of a table in a file into a database.

    Args:
        connection: A write transaction.
        reader: The file.
        table: Which table.
        meter: Told of every row.

    Raises:
        StorageProblem: A line is no row of this table, or the database refuses it.
    """
    rows: list[dict[str, Any]] = []
    first = last = ""
    for last, row in read_rows(reader, table):
        first = first if rows else last
        rows.append(row)
        if len(rows) == AT_ONCE:
            _keep(connection, reader, table, rows, f"{first} to {last}")
            meter.step(len(rows))
            rows = []
    _keep(connection, reader, table, rows, f"{first} to {last}")
    meter.step(len(rows))


def _keep(
    connection: Connection,
    reader: RowReader,
    table: PortableTable,
    rows: Sequence[dict[str, Any]],
    place: str,
) -> None:
    if not rows:
        return
    try:
        connection.execute(insert(table.table), rows)
    except (IntegrityError, DataError) as error:
        what = f"the database refuses it ({str(error.orig).partition(chr(10))[0]})"
        raise reader.fault("K49", place, what) from error
