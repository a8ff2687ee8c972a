"""Rows in every table of a revision, made from what its columns can hold."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from sqlalchemy import Connection, MetaData, Table, insert, text

from storage.portable import PortableTable, portable

# In the order of their code points; another order puts "a" before "B" and "é" before "z".
WORDS = ("B", "_", "a", "z", "é")
NASTY = 'O\'Brien "said"\r\n\t\\ %s {0} :x \u2028 😀 👩🏽‍⚕️ é مرحبا'


def fill(connection: Connection, described: MetaData) -> None:
    """Put five rows into every table; every other one leaves empty what may be empty.

    The n-th rows belong together: one program, its visit, who rates there, and an answer of theirs.
    """
    for table in portable(described):
        rows = [_row(table, described.tables[table.name], number) for number in range(5)]
        connection.execute(insert(table.table), rows)
        if table.counted and connection.dialect.name == "postgresql":  # SQLite does so by itself
            count = "SELECT setval(pg_get_serial_sequence(:table, 'id'), 13)"
            connection.execute(text(count), {"table": table.name})


def _row(portable_table: PortableTable, table: Table, number: int) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field in portable_table.fields:
        column = table.c[field.name]
        if field.optional and number % 2:
            row[field.name] = None
        elif column.foreign_keys or field.name in ("id", "copied_from"):
            row[field.name] = 3 * number + 1
        elif field.name in ("rater", "name", "rates"):
            row[field.name] = True if field.name == "rates" else WORDS[number]
        else:
            row[field.name] = _value(field.kind, number, column.primary_key)
    if "state" in row and "level" in row:  # the database checks that the two agree
        row["state"] = "unanswered" if row["level"] is None else "rated"
    if row.get("numerator") is not None:
        row["denominator"] = row["numerator"]
    return row


def _value(kind: str, number: int, is_key: bool) -> Any:
    start = dt.datetime(2026, 3, 2, 23, 59, 59, 999_999, dt.UTC)
    values = {
        "whole number": 10 + number,
        "text": WORDS[number] if is_key else ("", NASTY, "null", " ", f"text {number}")[number],
        "yes or no": number % 2 == 0,
        "day": dt.date(2026, 3, 2) + dt.timedelta(days=number),
        "moment": start + dt.timedelta(hours=number),
        "JSON": json.dumps([[NASTY, number], []][number % 2]),
    }
    return values[kind]
