"""The workbook: its sheets in order, its properties, written whole or not at all."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.cells import visible
from reporting.excel.gaps_sheet import fill_gaps
from reporting.excel.lists_sheet import fill_lists
from reporting.excel.plan_sheet import fill_plan
from reporting.excel.scores_sheet import fill_scores
from reporting.excel.summary_sheet import fill_summary
from reporting.excel.working_sheet import fill_working
from reporting.report import Report

_SHEETS = (
    ("Summary", fill_summary, "1F4E79"),
    ("Scores", fill_scores, "1F4E79"),
    ("Gaps", fill_gaps, "9C4A00"),
    ("Plan", fill_plan, "2E6B34"),
    ("How scores were made", fill_working, "595959"),
    ("Lists", fill_lists, "BFBFBF"),
)


def write_workbook(report: Report, out: BinaryIO) -> None:
    """Write a report as an Excel workbook.

    Args:
        report: What to say.
        out: Gets the whole file in one piece; nothing is written where the report cannot be laid
            out.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, fill, color in _SHEETS:
        sheet: Worksheet = book.create_sheet(name)
        sheet.sheet_properties.tabColor = color
        sheet.sheet_view.showGridLines = False
        fill(sheet, report)
    book.active = 0
    _describe(book, report)
    whole = BytesIO()
    book.save(whole)
    out.write(whole.getvalue())


def _describe(book: Workbook, report: Report) -> None:
    book.properties.title = visible(report.title)
    book.properties.subject = visible(report.occasion)
    book.properties.creator = report.software or "Program fidelity"
    book.properties.description = "Scores, gaps and improvement plan"
    book.properties.created = datetime.combine(report.made_on, time())
