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
from reporting.excel.charts_sheet import fill_charts
from reporting.excel.gaps_sheet import fill_gaps
from reporting.excel.layout import lay_out
from reporting.excel.lists_sheet import fill_lists
from reporting.excel.look import mark_draft
from reporting.excel.plan_sheet import fill_plan
from reporting.excel.ratings_sheet import fill_ratings
from reporting.excel.report_sheet import fill_page, fill_report, fill_signature
from reporting.excel.rules_sheet import fill_rules
from reporting.excel.score_cells import RATINGS, RULES, SCORES
from reporting.excel.scores_sheet import fill_scores
from reporting.excel.summary_sheet import fill_summary
from reporting.excel.working_sheet import fill_working
from reporting.handout import Handout, Length, make_handout
from reporting.report import Report

Fill = Callable[[Worksheet, Report], None]
_BLUE, _BROWN, _GREEN, _GRAY = "1F4E79", "9C4A00", "2E6B34", "595959"


def write_workbook(report: Report, out: BinaryIO, length: Length = "full") -> None:
    """Write a report as an Excel workbook.

    Args:
        report: What to say.
        out: Gets the whole file in one piece; nothing is written where the report cannot be laid
            out.
        length: "page" is one sheet that prints on one page, words alone; "full" says everything,
            and its scores, verdicts and charts follow the ratings.
    """
    book, handout = Workbook(), make_handout(report, length)
    book.remove(book.worksheets[0])
    for name, fill, color in _page(handout) if length == "page" else _sheets(report, handout):
        sheet: Worksheet = book.create_sheet(name)
        sheet.sheet_properties.tabColor = color
        sheet.sheet_view.showGridLines = False
        fill(sheet, report)
        if handout.draft:
            mark_draft(sheet)
    book.active = 0
    _describe(book, handout)
    whole = BytesIO()
    book.save(whole)
    out.write(whole.getvalue())


def _page(handout: Handout) -> Iterator[tuple[str, Fill, str]]:
    yield "One page", partial(fill_page, handout=handout), _BLUE


def _sheets(report: Report, handout: Handout) -> Iterator[tuple[str, Fill, str]]:
    layout = lay_out(report)
    yield "Summary", fill_summary, _BLUE
    yield RATINGS, partial(fill_ratings, layout=layout), _BLUE
    yield SCORES, partial(fill_scores, layout=layout), _BLUE
    yield RULES, partial(fill_rules, layout=layout), _BLUE
    yield "Charts", partial(fill_charts, layout=layout), _BLUE
    yield "Gaps", fill_gaps, _BROWN
    yield "Plan", partial(fill_plan, layout=layout), _GREEN
    yield "Report", partial(fill_report, handout=handout), _GREEN
    yield "How scores were made", fill_working, _GRAY
    yield "Lists", partial(fill_lists, layout=layout), _GRAY
    yield "Signature", partial(fill_signature, handout=handout), _BLUE


def _describe(book: Workbook, handout: Handout) -> None:
    about = book.properties
    about.title, about.subject = visible(handout.title), visible(handout.occasion)
    about.creator, about.language = handout.author, "en-US"
    about.description = "Ratings, scores, gaps, improvement plan and report"
    about.created = about.modified = datetime.combine(handout.made_on, time())
