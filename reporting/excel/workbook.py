"""The workbook: its sheets in order, its properties, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time
from functools import partial
from io import BytesIO
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.cells import visible
from reporting.excel.gaps_sheet import fill_gaps
from reporting.excel.layout import Layout, lay_out
from reporting.excel.lists_sheet import fill_lists
from reporting.excel.plan_sheet import fill_plan
from reporting.excel.ratings_sheet import fill_ratings
from reporting.excel.rules_sheet import fill_rules
from reporting.excel.score_cells import RATINGS, RULES, SCORES
from reporting.excel.scores_sheet import fill_scores
from reporting.excel.summary_sheet import fill_summary
from reporting.excel.working_sheet import fill_working
from reporting.report import Report

Fill = Callable[[Worksheet, Report], None]
_BLUE, _BROWN, _GREEN, _GRAY = "1F4E79", "9C4A00", "2E6B34", "595959"


def write_workbook(report: Report, out: BinaryIO) -> None:
    """Write a report as an Excel workbook.

    Args:
        report: What to say.
        out: Gets the whole file in one piece; nothing is written where the report cannot be laid
            out.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, fill, color in _sheets(report, lay_out(report)):
        sheet: Worksheet = book.create_sheet(name)
        sheet.sheet_properties.tabColor = color
        sheet.sheet_view.showGridLines = False
        fill(sheet, report)
    book.active = 0
    _describe(book, report)
    whole = BytesIO()
    book.save(whole)
    out.write(whole.getvalue())


def _sheets(report: Report, layout: Layout) -> Iterator[tuple[str, Fill, str]]:
    yield "Summary", fill_summary, _BLUE
    yield RATINGS, partial(fill_ratings, layout=layout), _BLUE
    yield SCORES, partial(fill_scores, layout=layout), _BLUE
    yield RULES, partial(fill_rules, layout=layout), _BLUE
    yield "Gaps", fill_gaps, _BROWN
    yield "Plan", partial(fill_plan, layout=layout), _GREEN
    yield "How scores were made", fill_working, _GRAY
    yield "Lists", partial(fill_lists, layout=layout), _GRAY


def _describe(book: Workbook, report: Report) -> None:
    book.properties.title = visible(report.title)
    book.properties.subject = visible(report.occasion)
    book.properties.creator = report.software or "Program fidelity"
    book.properties.description = "Scores, gaps and improvement plan"
    book.properties.created = datetime.combine(report.made_on, time())
