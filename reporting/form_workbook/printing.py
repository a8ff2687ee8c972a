"""How the sheets of the workbook print."""

from __future__ import annotations

from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.look import LETTER, foot
from reporting.pack_facts import Pack
from reporting.report import kind_words


def for_print(sheet: Worksheet, pack: Pack, *, repeat: int = 0) -> None:
    """Set a sheet up for the printer: landscape, as wide as the page, numbered pages.

    Args:
        sheet: The sheet.
        pack: Its program and day stand at the foot of each page.
        repeat: The row of the header, repeated on each page; 0 for none.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = LETTER
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if repeat:
        sheet.print_title_rows = f"{repeat}:{repeat}"
    occasion = f"{pack.program}, {kind_words(pack.kind)}, {pack.date.isoformat()}"
    sheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(foot(occasion)),
        center=_HeaderFooterPart(foot(sheet.title)),
        right=_HeaderFooterPart("Page &P of &N"),
    )
