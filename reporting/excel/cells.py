"""Putting text and numbers into cells, so that what somebody typed is never a formula."""

from __future__ import annotations

import re
from datetime import date

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from reporting.visible import visible as show_all

MOST_CHARACTERS = 32_767
"""What a cell takes, counted as Excel counts: a character outside the basic plane is two."""
_CUT = " … [cut here: a cell takes no more; the whole text is in the app]"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

Value = str | int | float | date | None


def put(sheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    """Write a value into a cell, text as text whatever it begins with.

    Args:
        sheet: The sheet.
        row, column: From 1.
        value: None and empty text leave the cell empty.
    """
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell), "no sheet merges cells"
    if isinstance(value, str):
        if value:
            put_text(cell, value)
    elif value is not None:
        cell.value = value
    return cell


def put_formula(sheet: Worksheet, row: int, column: int, formula: str) -> Cell:
    """Write a formula of our own; nothing that anybody typed may be part of it."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell), "no sheet merges cells"
    cell.value = formula
    return cell


def put_text(cell: Cell, text: str) -> None:
    """Write a text into a cell as text, whatever it begins with."""
    safe = fitting(visible(text))
    cell.value = safe
    # openpyxl takes "=..." for a formula and "#N/A" for an error; here both are what was typed.
    cell.data_type = "s"
    if safe.startswith(_STARTS_A_FORMULA):
        # Keeps Excel from turning it into a formula when somebody edits the cell.
        cell.quotePrefix = True


def visible(text: str) -> str:
    r"""Replace what a workbook cannot hold or would read as something else.

    Example:
        >>> visible("a\x00b"), visible("_x0041_")
        ('a␀b', '_x005F_x0041_')
    """
    # "_x0041_" would be read as the letter A.
    return _ESCAPE.sub("_x005F_", show_all(text))


def fitting(text: str) -> str:
    """Cut a text that is longer than a cell takes, and say so."""
    if len(text.encode("utf-16-le")) <= 2 * MOST_CHARACTERS:
        return text
    room = 2 * (MOST_CHARACTERS - len(_CUT))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + _CUT
