"""Kinds of columns, and how a row is written as plain JSON values."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import JSON, Column, Date, DateTime, Dialect, Integer, Table, Text, TypeDecorator

from storage.limits import LARGEST_ID

Plain = str | int | bool | list[Any] | None
"""A value as JSON has it; never a fraction."""


class Moment(TypeDecorator[dt.datetime]):
    """A moment in UTC; SQLite forgets the time zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        """Turn into UTC."""
        return value and value.astimezone(dt.UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """Put UTC back."""
        if value is None or value.tzinfo is not None:
            return value and value.astimezone(dt.UTC)
        return value.replace(tzinfo=dt.UTC)


class Tuples(TypeDecorator[tuple[Any, ...]]):
    """A tuple of texts, or of tuples of texts, kept as JSON."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Any, ...]:
        """Turn lists back into tuples."""
        return as_tuples(value)


class Key(TypeDecorator[int]):
    """The number of a record. An address may name any number; one no record can have finds none."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        """Ask for none where the number is too large for the database to look for."""
        return value if value is None or 0 < value <= LARGEST_ID else 0


def as_tuples(value: Any) -> Any:
    """Turn lists, and lists within them, into tuples."""
    return tuple(as_tuples(each) for each in value) if isinstance(value, list) else value


def key_column() -> Column[int]:
    """The number of a record, given out by the database."""
    return Column("id", Key, primary_key=True)


def whole(name: str, *, optional: bool = False) -> Column[int]:
    """A whole number."""
    return Column(name, Integer, nullable=optional)


def text(name: str, *, optional: bool = False) -> Column[str]:
    """A text of a few words, or an id."""
    return Column(name, Text, nullable=optional)


def words(name: str) -> Column[str]:
    """A text that somebody wrote in words of their own; a purge takes it away."""
    return Column(name, Text, nullable=False, info={"own_words": True})


@cache
def own_words(table: Table) -> frozenset[str]:
    """Names of the columns that a purge empties."""
    return frozenset(column.name for column in table.columns if column.info.get("own_words"))


def as_plain(table: Table, values: Mapping[str, Any]) -> dict[str, Plain]:
    """Write a row of a table as JSON values: every column but a sealed one, which has a hash."""
    return {name: plain(values[name]) for name in _told(table)}


@cache
def _told(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if not column.info.get("sealed"))


def plain(value: Any) -> Plain:
    """Write one value as JSON has it: moments in UTC to the microsecond, days as ISO 8601."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return json.loads(json.dumps(value))
    return value


def from_plain(column: Column[Any], value: Plain) -> Any:
    """Turn a JSON value back into what the column holds."""
    if value is None:
        return None
    if isinstance(column.type, Moment):
        return dt.datetime.fromisoformat(str(value))
    if isinstance(column.type, Date):
        return dt.date.fromisoformat(str(value))
    return as_tuples(value)
