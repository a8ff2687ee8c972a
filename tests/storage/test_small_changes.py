"""Every small change made by hand to what lies under a signed visit is found."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Column, Integer, Text, select
from sqlalchemy.exc import DBAPIError

from storage import tables
from storage.store import Store
from storage.verifying import is_untouched, verify
from tests.storage.full_visit import full_visit_in, sign_small_visit
from tests.storage.tampered import Cell, by_hand, copied, other_bytes

LONG = os.environ.get("FIDELITY_TEST_LONG") == "1"


def changes(cells: Iterator[Cell], everything: bool) -> Iterator[tuple[Cell, Any]]:
    """Every byte of every row; or of one row of every table each third, and of the others one.

    The row is the longest of its table. Of every value some change is made.
    """
    rows: dict[tuple[str, int], list[Cell]] = {}
    for cell in cells:
        rows.setdefault((cell.table, cell.row), []).append(cell)
    size = {row: sum(len(str(cell.value)) for cell in found) for row, found in rows.items()}
    longest = {max((r for r in rows if r[0] == table), key=size.__getitem__) for table, _ in rows}
    for number, (row, found) in enumerate(rows.items()):
        for cell in found:
            others = list(other_values(cell))
            if not everything:
                step = 3 if row in longest else len(others)
                others = others[number % min(step, len(others)) :: step] + others[-1:]
            yield from ((cell, value) for value in others)


def other_values(cell: Cell) -> Iterator[Any]:
    if isinstance(cell.value, str):
        yield from other_bytes(cell.value)
        yield cell.value + " "
        yield cell.value.encode().hex() if cell.value else "0"
        yield None
    elif cell.value is None:
        yield from (0, "")
    else:
        yield from (cell.value + 1, cell.value - 1, None)


def test_every_byte_is_changed_in_every_column_of_a_row():
    cell = Cell("answer", 1, "note", "né")
    found = [change.decode("utf-8", "surrogateescape") for change in other_bytes("né")]
    assert found == ["oé", "n\udce3\udca9", "n\udcc3)"]
    assert list(other_values(cell))[3:] == ["né ", "6ec3a9", None]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_single_byte_changed_under_a_signed_visit_is_found(store: Store):
    """With FIDELITY_TEST_LONG=1 every byte of every row of a visit with two raters."""
    if LONG:
        full_visit_in(store)
    else:
        sign_small_visit(store)
    tried, refused, missed = Counter(), Counter(), []
    with copied(store) as copy:
        assert verify(copy.store) == ()
        for cell, value in changes(copy.cells(), LONG):
            with copy.changed(cell, value) as taken:
                if not taken:
                    refused[cell.table] += 1
                    continue
                tried[cell.table] += 1
                if is_untouched(copy.store):
                    missed.append(f"{cell}: {cell.value!r} -> {value!r}")
        assert verify(copy.store) == ()
    assert missed == []
    assert set(tried) == set(tables.metadata.tables)
    assert tried["signature"] > 500 and tried["audit_event"] > 400
    print(f"{tried.total():,} changes tried and found, {refused.total():,} refused by SQLite")


WRONG = ("x", "2026-02-30", "[", "", "{}", "1e999", "NaN", '"\\ud800"', "[[[]]]", "null", "-1")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_values_that_are_no_values_are_found_and_break_nothing(store: Store):
    """SQLite keeps anything anywhere: a word for a date, a date for a number, bytes for a text."""
    sign_small_visit(store)
    with copied(store) as copy:
        for number, cell in enumerate(list(copy.cells())):
            wrong = WRONG[number % len(WRONG)]
            value = memoryview(wrong.encode()) if number % 2 else wrong
            with copy.changed(cell, value) as taken:
                if taken and value != cell.value:
                    assert not is_untouched(copy.store), (cell, value)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_one_change_in_every_column_of_every_table_is_found_on_postgresql(store: Store):
    sign_small_visit(store)
    tried, refused, missed = Counter(), Counter(), []
    with by_hand(store) as hand:
        for table in tables.metadata.sorted_tables:
            row = hand.connection.execute(select(table)).first()
            assert row is not None, table.name
            key = [column == row._mapping[column.name] for column in table.primary_key]
            for column in table.columns:
                saved = hand.connection.execute(select(column).where(*key)).scalar_one()
                where = " AND ".join(f"{c.name} = :{c.name}_key" for c in table.primary_key)
                keys = {f"{c.name}_key": row._mapping[c.name] for c in table.primary_key}
                new = other_value(column, saved)
                change = f'UPDATE {table.name} SET "{column.name}" = :new WHERE {where}'
                try:
                    hand.run(change, new=new, **keys)
                except DBAPIError:
                    refused[table.name] += 1
                    continue
                tried[table.name] += 1
                if is_untouched(store):
                    missed.append(f"{table.name}.{column.name}: {saved!r} -> {new!r}")
                if f"{column.name}_key" in keys:
                    keys[f"{column.name}_key"] = new
                old = json.dumps(saved) if isinstance(saved, tuple) else saved
                hand.run(change, new=old, **keys)
    assert missed == []
    assert verify(store) == ()
    assert set(tried) == set(tables.metadata.tables)
    print(f"{tried.total():,} changes tried and found, {refused.total():,} refused by PostgreSQL")


def other_value(column: Column[Any], value: Any) -> Any:
    """A value that is not this one, of the same kind, as SQL takes it."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return chr(ord(value[0]) ^ 1) + value[1:] if value else "x"
        case dt.datetime():
            return value + dt.timedelta(microseconds=1)
        case dt.date():
            return value + dt.timedelta(days=1)
        case tuple():
            return json.dumps(value) + " "
        case _ if isinstance(column.type, Integer):
            return 1
        case _ if isinstance(column.type, Text):
            return "x"
    return "2026-03-02"
