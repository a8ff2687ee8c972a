"""Plain tables as a workbook: one sheet each, to be filtered and pivoted rather than printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import chain, islice
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.cells import Value, fitting, put_text, visible

MOST_ROWS = 1_048_575
"""Rows that a sheet takes below its head."""
_HEAD_FONT = Font(name="Calibri", bold=True, color="FFFFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="FF1F4E79")
_NARROWEST, _WIDEST = 9, 48
_LOOKED_AT = 200
"""Rows that decide how wide a column is."""
_MAY_BE_MORE_THAN_TEXT = ("=", "+", "-", "@", "\t", "#")
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
_TRUTH = '"TRUE";"TRUE";"FALSE"'


@dataclass(frozen=True)
class TableSheet:
    """A table: its name, the names of its columns, and its rows."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Value]]


def write_table_workbook(
    title: str,
    about: str,
    tables: Iterable[TableSheet],
    out: BinaryIO,
    most_rows: int = MOST_ROWS,
) -> None:
    """Write tables into a workbook, behind a sheet that says what they are.

    Args:
        title: Of the workbook.
        about: What the tables hold; a line of text a row.
        tables: In the order of the workbook. One that is too long goes on on a further sheet.
        out: Gets the whole file in one piece.
        most_rows: Rows that a sheet takes below its head.
    """
    book = Workbook(write_only=True)
    book.properties.title = visible(title)
    book.properties.creator = "Program fidelity"
    front = book.create_sheet("Read me")
    front.column_dimensions["A"].width = 110
    for line in about.splitlines():
        front.append([_cell(front, line)])
    for table in tables:
        for number, rows in enumerate(_parts(table.rows, most_rows), start=1):
            name = table.name if number == 1 else f"{table.name} {number}"
            _fill(book.create_sheet(name), table.head, rows)
    whole = BytesIO()
    book.save(whole)
    out.write(whole.getvalue())


def _parts(rows: Iterable[Sequence[Value]], most: int) -> Iterator[Iterator[Sequence[Value]]]:
    """Cut rows into as many as a sheet takes; there is one part where there are no rows."""
    source = iter(rows)
    yield islice(source, most)
    while (following := next(source, None)) is not None:
        yield chain([following], islice(source, most - 1))


def _fill(sheet: Worksheet, head: Sequence[str], rows: Iterator[Sequence[Value]]) -> None:
    first = list(islice(rows, _LOOKED_AT))
    for column, name in enumerate(head):
        width = max([len(name) + 4, *(_width(row[column]) for row in first)])
        letter = get_column_letter(column + 1)
        sheet.column_dimensions[letter].width = min(max(width, _NARROWEST), _WIDEST)
    sheet.freeze_panes = "A2"
    sheet.append([_head(sheet, name) for name in head])
    last = 1
    for row in chain(first, rows):
        last += 1
        sheet.append([_cell(sheet, value) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{last}"


def _head(sheet: Worksheet, name: str) -> object:
    cell = WriteOnlyCell(sheet, name)
    cell.font, cell.fill = _HEAD_FONT, _HEAD_FILL
    cell.alignment = Alignment(vertical="center")
    return cell


def _cell(sheet: Worksheet, value: Value) -> object:
    """Return what a row takes: a plain value where it can be nothing else, or a cell."""
    if isinstance(value, str):
        return _text(sheet, value)
    if not isinstance(value, bool | dt.date):
        return value
    cell = WriteOnlyCell(sheet)
    if isinstance(value, bool):
        # LibreOffice shows 1 and 0 where no format says that it is a truth.
        cell.value, cell.number_format = value, _TRUTH
    elif isinstance(value, dt.datetime):
        # A cell knows no time zone; all moments of the tables are UTC.
        cell.value = value.astimezone(dt.UTC).replace(tzinfo=None)
        cell.number_format = _MOMENT
    else:
        cell.value, cell.number_format = value, _DAY
    return cell


def _text(sheet: Worksheet, text: str) -> object:
    if not text.startswith(_MAY_BE_MORE_THAN_TEXT):
        return _plain(text)
    cell = WriteOnlyCell(sheet)
    put_text(cell, text)
    return cell


# Most texts of a table stand there many times over: ids, names, words for states.
@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    return fitting(visible(text))


def _width(value: Value) -> int:
    return 20 if isinstance(value, dt.datetime) else 12 if value is None else len(str(value)) + 2
