"""A column of a table, a table as it is laid out, and a table with its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal["text", "whole", "decimal", "yes_no", "day", "moment", "list"]
KIND_WORDS: dict[Kind, str] = {
    "text": "text",
    "whole": "whole number",
    "decimal": "number",
    "yes_no": "yes or no",
    "day": "day",
    "moment": "moment in UTC",
    "list": "list of texts",
}
Value = str | int | float | bool | dt.date | dt.datetime | tuple[str, ...] | None
"""None where nothing is known; never 0 and never an empty text."""


@dataclass(frozen=True)
class Column:
    """What one column holds.

    Attributes:
        meaning: One or two sentences.
        unit: What a number counts; empty for others.
        missing: What an empty cell means; empty where no cell is.
        words: Whether somebody wrote it in words of their own: left out where no notes are wanted.
    """

    name: str
    kind: Kind
    meaning: str
    missing: str = ""
    unit: str = ""
    words: bool = False


@dataclass(frozen=True)
class Layout:
    """One table: what its rows are, and its columns in order.

    Attributes:
        row: What one row is.
        key: The columns that tell its rows apart.
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class Filled:
    """A table with its rows, each with one value a column."""

    layout: Layout
    rows: tuple[tuple[Value, ...], ...]


def fill(layout: Layout, rows: Iterable[Mapping[str, Value]], *, notes: bool) -> Filled:
    """Put rows into a table.

    Args:
        layout: The table.
        rows: By the names of the columns, every one of them and no other. Empty texts and lists
            are taken as nothing.
        notes: Whether to keep what people wrote in words of their own.

    Raises:
        KeyError: A row lacks a column, or has one that the table has not.
    """
    kept = [(c.name, notes or not c.words) for c in layout.columns]
    width = len(kept)

    def line(row: Mapping[str, Value]) -> tuple[Value, ...]:
        if len(row) != width:
            raise KeyError(*sorted(set(row) ^ set(layout.names)))
        return tuple(_or_none(row[name]) if wanted else None for name, wanted in kept)

    return Filled(layout, tuple(map(line, rows)))


def _or_none(value: Value) -> Value:
    return None if value == "" or value == () else value
