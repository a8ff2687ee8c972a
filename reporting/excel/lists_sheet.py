"""The choices that the drop-downs offer."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.choices import HEADER_ROW
from reporting.excel.layout import Layout
from reporting.excel.look import caption, fit_heights, for_print, header, line, title, widths
from reporting.report import Report


def fill_lists(sheet: Worksheet, report: Report, layout: Layout) -> None:
    """Write the choices, one list a column."""
    lists = tuple(layout.choices.values())
    title(sheet, 1, "Lists")
    caption(sheet, 2, "What the drop-downs of the other sheets offer. Formulas read it: keep it.")
    header(sheet, HEADER_ROW, [found.name for found in lists])
    widths(sheet, [found.width for found in lists])
    for number in range(max(len(found.values) for found in lists)):
        values = [f.values[number] if number < len(f.values) else None for f in lists]
        line(sheet, HEADER_ROW + 1 + number, values)
    fit_heights(sheet, HEADER_ROW)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    for_print(sheet, report, repeat=HEADER_ROW)
