"""Rows as plain lines of text that mean the same on every database."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    cast,
    collate,
    select,
)
from sqlalchemy.types import TypeDecorator, UserDefinedType

from storage.columns import as_tuples

Kind = Literal["whole number", "text", "yes or no", "day", "moment", "JSON"]

_KINDS: tuple[tuple[Kind, type], ...] = (
    ("yes or no", Boolean),
    ("whole number", Integer),
    ("moment", DateTime),
    ("day", Date),
    ("JSON", JSON),
    ("text", String),
)


class _Verbatim(UserDefinedType[str]):
    """JSON that is handed over as the text it is."""

    cache_ok = True

    def get_col_spec(self, **_options: Any) -> str:
        return "JSON"


_TYPES: dict[Kind, Any] = {
    "whole number": BigInteger,
    "text": Text,
    "yes or no": Boolean,
    "day": Date,
    "moment": DateTime(timezone=True),
    "JSON": _Verbatim,
}


@dataclass(frozen=True)
class Field:
    """A column."""

    name: str
    kind: Kind
    optional: bool


@dataclass(frozen=True)
class PortableTable:
    """A table as it is read and written in the same way on every database."""

    table: Table
    fields: tuple[Field, ...]
    """In the order of their names."""
    counted: bool
    """Whether the database gives out its ids."""

    @property
    def name(self) -> str:
        """Its name."""
        return self.table.name

    @property
    def fields_by_name(self) -> dict[str, Field]:
        """The columns by their names."""
        return {field.name: field for field in self.fields}

    def rows(self, *, c_order: bool) -> Select[Any]:
        """Select all rows by their key; text in the order of its code points.

        Args:
            c_order: Whether the database has to be told to order so, by its collation "C".
        """
        columns = [
            cast(self.table.c[f.name], Text).label(f.name)
            if f.kind == "JSON"
            else self.table.c[f.name]
            for f in self.fields
        ]
        key = [
            collate(column, "C") if c_order and isinstance(column.type, Text) else column
            for column in self.table.primary_key
        ]
        return select(*columns).order_by(*key)


def portable(described: MetaData) -> list[PortableTable]:
    """Describe tables, each after those it refers to."""
    metadata = MetaData()
    return [_portable(table, metadata) for table in described.sorted_tables]


def _portable(table: Table, metadata: MetaData) -> PortableTable:
    fields = sorted((_field(column) for column in table.columns), key=lambda field: field.name)
    own_key = [column for column in table.primary_key if not column.foreign_keys]
    counted = len(table.primary_key) == 1 and [c.name for c in own_key] == ["id"]
    keys = {column.name for column in table.primary_key}
    columns = [Column(f.name, _TYPES[f.kind], primary_key=f.name in keys) for f in fields]
    # The columns of the key in the order that the key has them.
    by_key = sorted(
        columns, key=lambda c: [*table.primary_key.columns.keys(), c.name].index(c.name)
    )
    return PortableTable(Table(table.name, metadata, *by_key), tuple(fields), counted)


def _field(column: Column[Any]) -> Field:
    kept = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    for kind, known in _KINDS:
        if isinstance(kept, known) and not isinstance(kept, BigInteger):
            return Field(column.name, kind, bool(column.nullable))
    raise TypeError(f"{column}: {column.type!r} has no form in a backup yet")


def write_line(table: PortableTable, row: Mapping[str, Any]) -> bytes:
    """Write a row as one line of JSON."""
    values = {field.name: _plain(row[field.name]) for field in table.fields}
    return (json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        in_utc = value if value.tzinfo else value.replace(tzinfo=dt.UTC)  # as SQLite keeps it
        return in_utc.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, dt.date) else value


def read_line(table: PortableTable, line: bytes) -> dict[str, Any]:
    """Read a row from its line.

    Raises:
        ValueError: It is not a row of this table; says why.
    """
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON") from None
    if not isinstance(found, dict):
        raise ValueError("it is not a row")
    names = [field.name for field in table.fields]
    if sorted(found) != names:
        odd = ", ".join(sorted(set(found) ^ set(names)))
        raise ValueError(f"its columns are not those of the table ({odd})")
    return {field.name: _value(field, found[field.name]) for field in table.fields}


def _value(field: Field, value: Any) -> Any:
    if value is None:
        if field.optional:
            return None
        raise ValueError(f"{field.name} is empty")
    try:
        return _READERS[field.kind](value)
    except (TypeError, ValueError, OverflowError, RecursionError):
        raise ValueError(f"{field.name} is not a {field.kind}: {str(value)[:40]!r}") from None


def _whole(value: Any) -> int:
    if type(value) is not int or not -(2**31) <= value < 2**31:
        raise ValueError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError
    value.encode("utf-8")  # half a pair of surrogates is no text
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _moment(value: Any) -> dt.datetime:
    found = dt.datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError
    return found.astimezone(dt.UTC)


def _json(value: Any) -> str:
    json.loads(_text(value))
    return value


_READERS: dict[Kind, Callable[[Any], Any]] = {
    "whole number": _whole,
    "text": _text,
    "yes or no": _flag,
    "day": dt.date.fromisoformat,
    "moment": _moment,
    "JSON": _json,
}


def read_values(table: PortableTable, found: Mapping[str, Any]) -> dict[str, Any]:
    """Read values as the audit trail writes them: days and moments as such, lists as tuples.

    Columns that are left out of the trail may be absent; JSON stands there as it is.

    Raises:
        ValueError: They are not those of a record of this table; says why.
    """
    return {
        field.name: as_tuples(found[field.name])
        if field.kind == "JSON"
        else _value(field, found[field.name])
        for field in table.fields
        if field.name in found
    }
