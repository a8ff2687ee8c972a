"""The improvement plan, to be kept up in Excel: drop-downs, dates, what is overdue, empty rows."""

from __future__ import annotations

from typing import Literal

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.cells import put_formula
from reporting.excel.choices import BARRIER, EFFORT, STATUS
from reporting.excel.layout import Layout
from reporting.excel.look import (
    LEGAL,
    caption,
    centered,
    fit_heights,
    for_print,
    header,
    line,
    plain,
    title,
    widths,
)
from reporting.plan_table import CLOSED, PlanRow
from reporting.report import Report
from reporting.sentences import day

HEADER_ROW = 4
EMPTY_ROWS = 20
"""For actions that are added in Excel."""
_COLUMNS = (
    ("No.", 5),
    ("Action", 36),
    ("Raises", 20),
    ("Owner", 15),
    ("Start", 12),
    ("Due", 12),
    ("Effort", 9),
    ("Barrier", 20),
    ("Measure of success", 28),
    ("Status", 12),
    ("Overdue", 10),
    ("Level now", 7),
    ("Level wanted", 8),
    ("Reason", 24),
    ("Note", 18),
    ("Done and verified", 20),
)
_DATE = "yyyy-mm-dd"
_FIRST_DAY = 36526
"""2000-01-01 as Excel counts days."""


def fill_plan(sheet: Worksheet, report: Report, layout: Layout) -> None:
    """Write the plan and room for more."""
    title(sheet, 1, "Improvement plan")
    how = "Status, effort and barrier are chosen from lists; add actions in the empty rows."
    caption(sheet, 2, f"On {day(report.made_on)}: {report.plan_summary} {how}")
    header(sheet, HEADER_ROW, [name for name, _ in _COLUMNS])
    widths(sheet, [width for _, width in _COLUMNS])
    first, last = HEADER_ROW + 1, HEADER_ROW + len(report.plan) + EMPTY_ROWS
    for row, action in enumerate(report.plan, start=first):
        _action(sheet, row, action)
    for row in range(first + len(report.plan), last + 1):
        line(sheet, row, [None] * len(_COLUMNS))
    for row in range(first, last + 1):
        _finish(sheet, row)
    _choices(sheet, first, last, layout)
    _limits(sheet, first, last)
    _colors(sheet, first, last)
    sheet.auto_filter.ref = f"A{HEADER_ROW}:P{last}"
    fit_heights(sheet, HEADER_ROW + 1)
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    for_print(sheet, report, paper=LEGAL, repeat=HEADER_ROW)
    sheet.print_area = f"A1:P{max(first + len(report.plan) + 4, first)}"


def _action(sheet: Worksheet, row: int, action: PlanRow) -> None:
    line(
        sheet,
        row,
        (
            action.number,
            action.do,
            "\n".join(action.items),
            action.owner,
            action.start,
            action.due,
            action.effort,
            action.barrier,
            action.measure_of_success,
            action.status,
            "",
            action.baseline,
            action.target,
            action.reason,
            action.note,
            action.checked,
        ),
    )


def _finish(sheet: Worksheet, row: int) -> None:
    overdue = f'=IF({_overdue(row)},"Overdue","")'
    plain(put_formula(sheet, row, 11, overdue))
    for column in (1, 5, 6, 7, 10, 11, 12, 13):
        centered(sheet.cell(row, column))
    for column in (5, 6):
        sheet.cell(row, column).number_format = _DATE


def _overdue(row: int) -> str:
    open_still = ",".join(f'$J{row}<>"{status}"' for status in CLOSED)
    return f"AND(ISNUMBER($F{row}),$F{row}<TODAY(),{open_still})"


def _choices(sheet: Worksheet, first: int, last: int, layout: Layout) -> None:
    lists: tuple[tuple[str, str, Literal["stop", "information"]], ...] = (
        ("J", STATUS, "stop"),
        ("G", EFFORT, "stop"),
        ("H", BARRIER, "information"),
    )
    for column, choices, strictness in lists:
        _validate(
            sheet,
            f"{column}{first}:{column}{last}",
            DataValidation(
                type="list",
                formula1=f"={layout.choices[choices].cells()}",
                errorStyle=strictness,
                error="Choose from the list; the sheet Lists shows it.",
            ),
        )


def _limits(sheet: Worksheet, first: int, last: int) -> None:
    _validate(
        sheet,
        f"E{first}:E{last}",
        DataValidation(
            type="date",
            operator="greaterThanOrEqual",
            formula1=str(_FIRST_DAY),
            error="Type a day, for example 2026-09-30.",
        ),
    )
    _validate(
        sheet,
        f"F{first}:F{last}",
        DataValidation(
            type="date",
            operator="greaterThanOrEqual",
            formula1=f"=MAX({_FIRST_DAY},$E{first})",
            error="Type a day that is not before the start, for example 2026-09-30.",
        ),
    )
    _validate(
        sheet,
        f"L{first}:M{last}",
        DataValidation(
            type="whole",
            operator="between",
            formula1="0",
            formula2="10",
            error="Type a level, a whole number.",
        ),
    )


def _validate(sheet: Worksheet, cells: str, rule: DataValidation) -> None:
    rule.allow_blank = True
    rule.showErrorMessage = True
    rule.errorTitle = "Improvement plan"
    rule.add(cells)
    sheet.add_data_validation(rule)


def _colors(sheet: Worksheet, first: int, last: int) -> None:
    dates_and_status = f"F{first}:F{last} J{first}:K{last}"
    sheet.conditional_formatting.add(
        dates_and_status,
        FormulaRule(
            formula=[_overdue(first)],
            fill=PatternFill("solid", bgColor="FFFBD9D3"),
            font=Font(bold=True, color="FF8A1C0E"),
            stopIfTrue=True,
        ),
    )
    for status, color in (
        ("Done", "FFDDEFD9"),
        ("Dropped", "FFE7E7E7"),
        ("In progress", "FFDCE6F1"),
    ):
        sheet.conditional_formatting.add(
            f"J{first}:J{last}",
            FormulaRule(
                formula=[f'$J{first}="{status}"'], fill=PatternFill("solid", bgColor=color)
            ),
        )
