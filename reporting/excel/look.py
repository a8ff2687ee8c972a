"""How the sheets look and print. Color never says anything that text does not say as well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from functools import partial
from textwrap import wrap
from typing import Protocol
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.cells import Value, fitting, put, visible
from reporting.sentences import upper_first

INK = "FF1B1B1B"
BLUE = "FF1F4E79"
PALE_BLUE = "FFDCE6F1"
PALE_GRAY = "FFF2F2F2"
PALE_YELLOW = "FFFFF9DB"
LETTER, LEGAL = "1", "5"
DRAFT = "draft: not signed"
AnyCell = Cell | MergedCell
LINE_POINTS = 15
_HIGHEST_POINTS = 409
"""No row in Excel is higher."""
_THIN = Side(style="thin", color="FFBFBFBF")
BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TOP = Alignment(vertical="top", wrap_text=True)
_CENTER = Alignment(vertical="top", horizontal="center", wrap_text=True)
_LOOKS: WeakKeyDictionary[Workbook, dict[tuple, StyleArray]] = WeakKeyDictionary()
"""For each workbook that is being written: what was changed how, and what it looks like now."""


def _font(*, bold: bool = False, size: int = 11, color: str = INK) -> Font:
    return Font(name="Calibri", bold=bold, size=size, color=color)


def title(sheet: Worksheet, row: int, text: str, size: int = 16) -> None:
    """Write a heading that may run over the cells to its right."""
    cell = put(sheet, row, 1, text)
    cell.font = _font(bold=True, size=size, color=BLUE)
    cell.alignment = Alignment(vertical="center")


def caption(sheet: Worksheet, row: int, text: str) -> None:
    """Write a sentence that may run over the cells to its right."""
    cell = put(sheet, row, 1, text)
    cell.alignment = Alignment(vertical="center", wrap_text=False)
    cell.font = _font(color=INK)


def band(sheet: Worksheet, row: int, text: str, columns: int) -> None:
    """Write a heading within a table, over all its columns."""
    cells = line(sheet, row, [text] + [None] * (columns - 1))
    strong(cells)
    for cell in cells:
        cell.alignment = Alignment(vertical="center", wrap_text=False)
        cell.border = Border(top=_THIN, bottom=_THIN)


def header(sheet: Worksheet, row: int, names: Sequence[str]) -> None:
    """Write the header of a table."""
    for column, name in enumerate(names, start=1):
        cell = put(sheet, row, column, name)
        cell.font = _font(bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor=BLUE)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cell.border = BORDER
    sheet.row_dimensions[row].height = 32


def line(sheet: Worksheet, row: int, values: Sequence[Value]) -> list[Cell]:
    """Write one row of a table."""
    return [plain(put(sheet, row, column, value)) for column, value in enumerate(values, start=1)]


def plain(cell: Cell) -> Cell:
    """Give a cell of a table its border, and let long text wrap."""

    def look() -> None:
        cell.alignment = _TOP
        cell.border = BORDER

    _set(cell, "plain", look)
    return cell


def running(cell: Cell) -> None:
    """Let a cell hold text that is read as in a letter."""

    def look() -> None:
        cell.alignment = _TOP
        cell.font = _font()

    _set(cell, "running", look)


def centered(cell: AnyCell) -> AnyCell:
    """Center a number or a sign."""

    def look() -> None:
        cell.alignment = _CENTER

    _set(cell, "centered", look)
    return cell


def _set(cell: AnyCell, name: str, look: Callable[[], None]) -> None:
    """Change how a cell looks; where a cell that looked alike was changed alike, copy that.

    openpyxl compares each new style with all there are, which takes most of the time otherwise.
    """
    book = cell.parent.parent
    assert book is not None, "every sheet belongs to a workbook"
    known = _LOOKS.setdefault(book, {})
    before = (name, *(cell._style or ()))
    if before in known:
        cell._style = copy(known[before])
    else:
        look()
        known[before] = copy(cell._style)


def fillable(cell: AnyCell) -> None:
    """Show that a cell is there to be changed."""

    def look() -> None:
        cell.fill = PatternFill("solid", fgColor=PALE_YELLOW)

    _set(cell, "fillable", look)


def mark_changes(sheet: Worksheet, columns: Sequence[str], first: int, last: int) -> None:
    """Set apart the cells of some columns that say that something differs."""
    for column in columns:
        sheet.conditional_formatting.add(
            f"{column}{first}:{column}{last}",
            FormulaRule(
                formula=[f'${column}{first}<>""'],
                fill=PatternFill("solid", bgColor="FFFBE0CC"),
                font=Font(bold=True, color=INK),
            ),
        )


def strong(cells: Sequence[AnyCell], fill: str = PALE_BLUE) -> None:
    """Set a row apart: bold, on a pale ground."""
    for cell in cells:
        _set(cell, f"strong {fill}", partial(_make_strong, cell, fill))


def _make_strong(cell: AnyCell, fill: str) -> None:
    cell.font = _font(bold=True, color=INK)
    cell.fill = PatternFill("solid", fgColor=fill)


def labeled(sheet: Worksheet, row: int, label: str, value: Value, *, bold: bool = False) -> int:
    """Write a label and what it stands for; nothing where the value is empty.

    Returns:
        The next free row.
    """
    if value is None or value == "":
        return row
    name = put(sheet, row, 1, label)
    name.font = _font(bold=True, color=INK)
    name.alignment = _TOP
    cell = put(sheet, row, 2, value)
    cell.alignment = Alignment(vertical="top", horizontal="left", wrap_text=True)
    cell.font = _font(bold=bold, color=INK)
    return row + 1


def widths(sheet: Worksheet, characters: Sequence[float]) -> None:
    """Set the widths of the first columns."""
    for column, width in enumerate(characters, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def fit_heights(sheet: Worksheet, first: int) -> None:
    """Make rows as high as their text needs.

    Excel and LibreOffice do so themselves only once somebody edits the row.

    Args:
        sheet: A sheet whose widths are set.
        first: The first row to fit; those above keep their height.
    """
    columns = range(1, sheet.max_column + 1)
    for row in range(first, sheet.max_row + 1):
        lines = max(_lines(sheet, row, column) for column in columns)
        if lines > 1:
            sheet.row_dimensions[row].height = _height(lines)


def height_of(text: str, width: float) -> float:
    """Tell how high a row must be for a text in a column so wide."""
    return _height(_lines_of(text, int(width * 1.1)))


def _height(lines: int) -> float:
    return LINE_POINTS if lines == 1 else min(lines * LINE_POINTS + 2, _HIGHEST_POINTS)


def _lines(sheet: Worksheet, row: int, column: int) -> int:
    cell = sheet.cell(row, column)
    if not isinstance(cell.value, str) or not cell.alignment.wrap_text or cell.data_type == "f":
        return 1
    width = sheet.column_dimensions[get_column_letter(column)].width
    room = int(width * (1.0 if cell.font.b else 1.1))
    return _lines_of(cell.value, room)


def _lines_of(text: str, room: int) -> int:
    return sum(len(wrap(paragraph, max(room, 4))) or 1 for paragraph in text.split("\n"))


class Told(Protocol):
    """What a sheet is part of."""

    @property
    def occasion(self) -> str:
        """What it is about and of which day, in one line."""
        ...


def for_print(
    sheet: Worksheet,
    report: Told,
    *,
    paper: str = LETTER,
    repeat: int = 0,
    one_page: bool = False,
) -> None:
    """Set a sheet up for the printer: landscape, as wide as the page, numbered pages.

    Args:
        sheet: The sheet.
        report: Its occasion stands at the foot of each page.
        paper: `LETTER` or `LEGAL`.
        repeat: The row of the header, repeated on each page; 0 for none.
        one_page: All on one upright page.
    """
    sheet.page_setup.orientation = "portrait" if one_page else "landscape"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = int(one_page)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.7
    if repeat:
        sheet.print_title_rows = f"{repeat}:{repeat}"
    sheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(foot(report.occasion)),
        center=_HeaderFooterPart(foot(sheet.title)),
        right=_HeaderFooterPart("Page &P of &N"),
    )


def mark_draft(sheet: Worksheet) -> None:
    """Say in the first row, and on every page that is printed, that nobody has signed yet."""
    first = sheet["A1"]
    first.value = fitting(f"{first.value} ({DRAFT})")
    first.data_type = "s"
    sheet.oddHeader = HeaderFooterItem(center=_HeaderFooterPart(upper_first(DRAFT)))


def foot(text: str) -> str:
    """Keep a name from being read as a print code, and within what a footer takes."""
    words = " ".join(visible(text).split())
    short = words if len(words) <= 80 else f"{words[:79]}…"
    return short.replace("&", "&&")
