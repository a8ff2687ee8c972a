"""All that Word and PDF say, in their words and order; the signature on a sheet of its own."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.blocks import Rows
from reporting.excel.look import LEGAL, for_print, widths
from reporting.handout import Handout
from reporting.handout.block import Block, Heading
from reporting.report import Report

_WIDTHS = (32, 34, 38, 40, 26, 20)
_SIGNATURE_WIDTHS = (28, 100)
_PAGE_WIDTHS = (30, 44, 14, 22)


def fill_report(sheet: Worksheet, report: Report, handout: Handout) -> None:
    """Write everything up to the signature."""
    _fill(sheet, report, _split(handout)[0], _WIDTHS)


def fill_signature(sheet: Worksheet, report: Report, handout: Handout) -> None:
    """Write who signed and the hash, or that nobody has."""
    _fill(sheet, report, _split(handout)[1], _SIGNATURE_WIDTHS)


def fill_page(sheet: Worksheet, report: Report, handout: Handout) -> None:
    """Write what fits one page, to be printed on one."""
    _fill(sheet, report, handout.blocks, _PAGE_WIDTHS)
    for_print(sheet, report, one_page=True)


def _fill(
    sheet: Worksheet, report: Report, blocks: tuple[Block, ...], columns: tuple[float, ...]
) -> None:
    widths(sheet, columns)
    rows = Rows(sheet, columns)
    for block in blocks:
        rows.add(block)
    sheet.freeze_panes = "A2"
    for_print(sheet, report, paper=LEGAL)


def _split(handout: Handout) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Part the last chapter, which is the signature, from the rest."""
    blocks = handout.blocks
    chapters = [n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.level == 1]
    return blocks[: chapters[-1]], blocks[chapters[-1] :]
