"""Every item below its target, the widest gap first."""

from __future__ import annotations

from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.look import (
    LEGAL,
    caption,
    centered,
    fit_heights,
    for_print,
    header,
    line,
    title,
    widths,
)
from reporting.gap_table import GapRow
from reporting.report import Report

HEADER_ROW = 4
_COLUMNS = (
    ("Scale", 16),
    ("Item", 11),
    ("Name", 30),
    ("Subscale", 20),
    ("Level", 8),
    ("Target", 8),
    ("Gap in points", 9),
    ("Needed for the next verdict", 20),
    ("Why it matters", 26),
    ("What the level looks like now", 44),
    ("What the target looks like", 44),
)
_SIZES = (("FFF4B183", 3), ("FFFBE0CC", 2), ("FFFFF6DD", 1))


def fill_gaps(sheet: Worksheet, report: Report) -> None:
    """Write the gaps of all scales together."""
    title(sheet, 1, "Gaps to target")
    rows = sorted(
        ((scale.short_name, gap) for scale in report.scales for gap in scale.gaps),
        key=lambda pair: -pair[1].size,
    )
    key = "Widest first. A deeper orange means a wider gap; the number says the same."
    caption(sheet, 2, key if rows else "No rated item is below its target.")
    header(sheet, HEADER_ROW, [name for name, _ in _COLUMNS])
    widths(sheet, [width for _, width in _COLUMNS])
    for row, (scale, gap) in enumerate(rows, start=HEADER_ROW + 1):
        _gap(sheet, row, scale, gap)
    if rows:
        last = HEADER_ROW + len(rows)
        sheet.auto_filter.ref = f"A{HEADER_ROW}:K{last}"
        _colors(sheet, last)
    fit_heights(sheet, HEADER_ROW + 1)
    sheet.freeze_panes = f"D{HEADER_ROW + 1}"
    for_print(sheet, report, paper=LEGAL, repeat=HEADER_ROW)


def _gap(sheet: Worksheet, row: int, scale: str, gap: GapRow) -> None:
    needed = "" if gap.needed is None else f"{gap.needed} for {gap.needed_for}"
    cells = line(
        sheet,
        row,
        (
            scale,
            gap.item_id,
            gap.name,
            gap.subscale,
            gap.level,
            gap.target,
            gap.size,
            needed,
            gap.signs,
            gap.anchor_now,
            gap.anchor_target,
        ),
    )
    for cell in cells[4:7]:
        centered(cell)


def _colors(sheet: Worksheet, last: int) -> None:
    sizes = f"G{HEADER_ROW + 1}:G{last}"
    for color, size in _SIZES:
        sheet.conditional_formatting.add(
            sizes,
            CellIsRule(
                operator="greaterThanOrEqual",
                formula=[str(size)],
                fill=PatternFill("solid", bgColor=color),
                stopIfTrue=True,
            ),
        )
    first = HEADER_ROW + 1
    sheet.conditional_formatting.add(
        f"I{first}:I{last}",
        FormulaRule(formula=[f'LEFT($I{first},4)="caps"'], font=Font(bold=True)),
    )
