"""The workbook to fill in: how to, one sheet a scale, and two hidden sheets for the way back."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.cells import visible
from reporting.form_workbook.about_sheet import fill_about
from reporting.form_workbook.pack_sheet import fill_pack
from reporting.form_workbook.questions_sheet import fill_questions
from reporting.form_workbook.scale_sheet import fill_scale
from reporting.form_workbook.start_sheet import fill_start
from reporting.pack_facts import Pack
from scales.form_fields import PACK_SHEET, QUESTIONS_SHEET

START, ABOUT, LISTS = "Start", "About the scales", "lists"
_LONGEST_TITLE = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


def write_form_workbook(pack: Pack, out: BinaryIO) -> None:
    """Write the workbook, with the answers that the pack has.

    Args:
        pack: The visit and its scales.
        out: Gets the whole file in one piece.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    titles = sheet_titles(pack)
    fill_start(_sheet(book, START, "1F4E79"), pack, titles)
    lists = book.create_sheet(LISTS)
    if any(one.scale.facts for one in pack.scales):
        fill_questions(_sheet(book, QUESTIONS_SHEET, "2E6B34"), pack, lists)
    for one, title in zip(pack.scales, titles, strict=True):
        fill_scale(_sheet(book, title, "2E6B34"), pack, one)
    fill_about(_sheet(book, ABOUT, "595959"), pack)
    fill_pack(book.create_sheet(PACK_SHEET), pack, titles)
    book.move_sheet(lists, len(book.worksheets))
    for sheet in book.worksheets:
        _protect(sheet)
    lists.sheet_state = book[PACK_SHEET].sheet_state = "hidden"
    book.active = 0
    book.properties.title = visible(f"Rating workbook: {pack.program}, {pack.date.isoformat()}")
    book.properties.creator = "Program fidelity"
    book.properties.created = datetime.combine(pack.date, time())
    whole = BytesIO()
    book.save(whole)
    out.write(whole.getvalue())


def sheet_titles(pack: Pack) -> list[str]:
    """Name the sheet of each scale after it, as Excel takes names, each once."""
    taken = {
        name.casefold() for name in (START, ABOUT, LISTS, PACK_SHEET, QUESTIONS_SHEET, "History")
    }
    titles = []
    for one in pack.scales:
        plain = visible(one.scale.short_name).translate(_FORBIDDEN).strip(" '") or one.scale.id
        title, number = plain[:_LONGEST_TITLE], 2
        while title.casefold() in taken:
            end = f" {number}"
            title, number = plain[: _LONGEST_TITLE - len(end)] + end, number + 1
        taken.add(title.casefold())
        titles.append(title)
    return titles


def _sheet(book: Workbook, title: str, color: str) -> Worksheet:
    sheet: Worksheet = book.create_sheet(title)
    sheet.sheet_properties.tabColor = color
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 90
    return sheet


def _protect(sheet: Worksheet) -> None:
    # Without a password: it keeps from typing into the wrong cell, nothing more.
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
