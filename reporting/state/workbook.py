"""The report over many programs as a workbook whose counts follow its tables."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import BinaryIO

from openpyxl import Workbook

from reporting.excel.blocks import Rows
from reporting.excel.cells import visible
from reporting.excel.look import for_print, widths
from reporting.handout.block import Handout
from reporting.state.document import make_state_handout, method
from reporting.state.facts import StateFacts
from reporting.state.pages import table_pages
from reporting.state.summary_sheet import fill_summary
from reporting.state.table_sheet import fill_table

_COLORS = {"Summary": "1F4E79", "Plan": "2E6B34", "How it was made": "595959"}
_METHOD = 110.0


def write_state_workbook(facts: StateFacts, out: BinaryIO) -> None:
    """Write a report over many programs as an Excel workbook.

    Args:
        facts: What to say.
        out: Gets the whole file in one piece; nothing is written where it cannot be laid out.
    """
    handout = make_state_handout(facts)
    pages = {page.name: page for page in table_pages(facts)}
    book = Workbook()
    book.remove(book.worksheets[0])
    fill_summary(book.create_sheet("Summary"), facts, pages, handout.title, handout)
    for name, page in pages.items():
        fill_table(book.create_sheet(name), page, handout)
    sheet = book.create_sheet("How it was made")
    widths(sheet, (_METHOD,))
    rows = Rows(sheet, (_METHOD,))
    for block in method():
        rows.add(block)
    for_print(sheet, handout)
    for sheet in book.worksheets:
        sheet.sheet_properties.tabColor = _COLORS.get(sheet.title, "9C4A00")
        sheet.sheet_view.showGridLines = False
    _describe(book, handout)
    whole = BytesIO()
    book.save(whole)
    out.write(whole.getvalue())


def _describe(book: Workbook, handout: Handout) -> None:
    about = book.properties
    about.title, about.subject = visible(handout.title), visible(handout.occasion)
    about.creator, about.language = handout.author, "en-US"
    about.description = "Verdicts, items, change, plans and agreement over many programs"
    about.created = about.modified = datetime.combine(handout.made_on, time())
