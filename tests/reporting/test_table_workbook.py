"""Plain tables in a workbook: text stays text, and no row is lost where a sheet is full."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

from openpyxl import Workbook, load_workbook

from reporting.excel.table_workbook import TableSheet, write_table_workbook


def made(*tables: TableSheet, most_rows: int = 100) -> Workbook:
    out = BytesIO()
    write_table_workbook("Tables", "What they are\nand for whom", tables, out, most_rows)
    return load_workbook(out)


def values(book: Workbook, sheet: str) -> list[tuple]:
    return list(book[sheet].iter_rows(values_only=True))


def test_a_table_too_long_for_a_sheet_goes_on_on_the_next():
    book = made(TableSheet("ratings", ("n",), iter([(n,) for n in range(7)])), most_rows=3)
    assert book.sheetnames == ["Read me", "ratings", "ratings 2", "ratings 3"]
    numbers = [row[0] for name in book.sheetnames[1:] for row in values(book, name)[1:]]
    assert numbers == [0, 1, 2, 3, 4, 5, 6]
    assert [values(book, name)[0] for name in book.sheetnames[1:]] == [("n",)] * 3
    exactly = made(TableSheet("ratings", ("n",), [(1,), (2,), (3,)]), most_rows=3)
    assert exactly.sheetnames == ["Read me", "ratings"]


def test_a_table_without_rows_has_its_head():
    book = made(TableSheet("signatures", ("visit", "hash"), ()))
    assert values(book, "signatures") == [("visit", "hash")]
    assert book["signatures"].auto_filter.ref == "A1:B1"


def test_a_cell_holds_what_it_is_given_and_never_a_formula():
    row = ("=1+1", "#N/A", "-2", True, dt.date(2026, 4, 14), None, 0.5)
    book = made(TableSheet("t", tuple("abcdefg"), [row]))
    cells = book["t"][2]
    assert [cell.value for cell in cells] == [
        "=1+1",
        "#N/A",
        "-2",
        True,
        dt.datetime(2026, 4, 14),
        None,
        0.5,
    ]
    assert [cell.data_type for cell in cells] == ["s", "s", "s", "b", "d", "n", "n"]
    assert [cells[n].quotePrefix for n in (0, 1, 2)] == [True, False, True]
    assert book["Read me"]["A2"].value == "and for whom"
