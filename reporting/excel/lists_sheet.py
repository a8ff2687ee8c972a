"""The choices that the plan's drop-downs offer."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.look import for_print, header, line, widths
from reporting.plan_table import EFFORTS, STATUSES
from reporting.report import Report
from scales.barrier import load_barriers

HEADER_ROW = 1
STATUS_CHOICES = tuple(STATUSES.values())
EFFORT_CHOICES = tuple(EFFORTS.values())


def barrier_choices() -> tuple[str, ...]:
    """What a plan's barriers are picked from."""
    return tuple(barrier.name for barrier in load_barriers())


def choices_range(column: str, choices: tuple[str, ...]) -> str:
    """Name the cells of this sheet that hold a list of choices."""
    first = HEADER_ROW + 1
    return f"Lists!${column}${first}:${column}${HEADER_ROW + len(choices)}"


def fill_lists(sheet: Worksheet, report: Report) -> None:
    """Write the choices, one list a column."""
    header(sheet, HEADER_ROW, ("Status", "Effort", "Barrier"))
    widths(sheet, (16, 12, 70))
    lists = (STATUS_CHOICES, EFFORT_CHOICES, barrier_choices())
    for number in range(max(map(len, lists))):
        values = [column[number] if number < len(column) else "" for column in lists]
        line(sheet, HEADER_ROW + 1 + number, values)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    for_print(sheet, report, repeat=HEADER_ROW)
