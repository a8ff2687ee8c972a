"""A table on a sheet of its own: a title, what it says, a head that stays, rows to be filtered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.cells import Value, put, put_formula
from reporting.excel.look import Told, caption, fit_heights, for_print, header, plain, title, widths

HEAD_ROW = 4
FIRST_ROW = HEAD_ROW + 1
MEAN, SHARE, DAY = "0.00", "0%", "yyyy-mm-dd"


@dataclass(frozen=True)
class Formula:
    """A formula of our own; `{row}` in it stands for the row it is in.

    Attributes:
        look: How its number is written.
    """

    text: str
    look: str = "General"


Cell = Value | Formula


@dataclass(frozen=True)
class TablePage:
    """A table for a sheet.

    Attributes:
        name: Of the sheet; at most 31 characters, and none of our own formulas needs to quote it.
        says: A sentence below the title.
        columns: The name of each column and its width in characters.
    """

    name: str
    title: str
    says: str
    columns: tuple[tuple[str, float], ...]
    rows: Sequence[Sequence[Cell]]

    def column(self, name: str) -> str:
        """The cells of a column as a formula names them; one empty cell where there is no row."""
        letter = get_column_letter([each for each, _ in self.columns].index(name) + 1)
        last = FIRST_ROW + max(len(self.rows), 1) - 1
        return f"{self.name}!${letter}${FIRST_ROW}:${letter}${last}"


def fill_table(sheet: Worksheet, page: TablePage, told: Told) -> None:
    """Write a table.

    Args:
        sheet: An empty sheet of the page's name.
        page: What to write.
        told: Whose occasion stands at the foot of each page.
    """
    widths(sheet, [width for _, width in page.columns])
    title(sheet, 1, page.title)
    caption(sheet, 2, page.says)
    header(sheet, HEAD_ROW, [name for name, _ in page.columns])
    for row, cells in enumerate(page.rows, start=FIRST_ROW):
        for column, value in enumerate(cells, start=1):
            write(sheet, row, column, value)
    fit_heights(sheet, FIRST_ROW)
    last = get_column_letter(len(page.columns))
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{max(HEAD_ROW + len(page.rows), FIRST_ROW)}"
    sheet.freeze_panes = f"A{FIRST_ROW}"
    for_print(sheet, told, repeat=HEAD_ROW)


def write(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    """Write one cell of a table: text as text, a number as a number, a formula of our own."""
    if isinstance(value, Formula):
        cell = put_formula(sheet, row, column, value.text.replace("{row}", str(row)))
    else:
        cell = put(sheet, row, column, value)
    plain(cell)
    if isinstance(value, Formula):
        cell.number_format = value.look
    elif isinstance(value, dt.date):
        cell.number_format = DAY
    elif isinstance(value, float):
        cell.number_format = MEAN
