"""The cells to fill in: how they look, that they are open, and what may be chosen in them."""

from __future__ import annotations

from typing import Literal

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.cells import Value, put
from reporting.excel.look import BORDER
from reporting.pack_words import PRIVACY
from scales.form_fields import MOST_COUNT

_OPEN = PatternFill("solid", fgColor="FFFFF8DC")
_TEXT = "@"


def entry(sheet: Worksheet, row: int, column: int, value: Value, *, centered: bool = False) -> Cell:
    """Write what is known into a cell that is open for filling in."""
    cell = put(sheet, row, column, value)
    cell.protection = Protection(locked=False)
    cell.fill = _OPEN
    cell.border = BORDER
    across: Literal["center", "left"] = "center" if centered else "left"
    cell.alignment = Alignment(vertical="top", horizontal=across, wrap_text=True)
    return cell


def text_entry(sheet: Worksheet, row: int, column: int, value: str) -> Cell:
    """Open a cell for text: what looks like a number or a date there stays as it was typed."""
    cell = entry(sheet, row, column, value)
    cell.number_format = _TEXT
    return cell


def choose(sheet: Worksheet, cell: Cell, formula: str, title: str, prompt: str = "") -> None:
    """Let a cell be filled in from a list alone.

    Args:
        sheet: Its sheet.
        cell: The cell.
        formula: The list: `"1,2,3"` in quotes, or cells.
        title: Stands above what is said.
        prompt: Is shown while the cell is chosen.
    """
    rule = DataValidation(type="list", formula1=formula, allow_blank=True)
    _say(rule, title, "Choose from the list, or leave the cell empty.", prompt)
    _add(sheet, cell, rule)


def whole_number(sheet: Worksheet, cell: Cell, most: int = MOST_COUNT) -> None:
    """Let a cell take a whole number from 0 on."""
    rule = DataValidation(
        type="whole", operator="between", formula1="0", formula2=str(most), allow_blank=True
    )
    _say(rule, "Count", f"Type a whole number from 0 to {most:,}, not a percentage.")
    _add(sheet, cell, rule)


def free_text(sheet: Worksheet, cell: Cell, title: str, prompt: str = "") -> None:
    """Remind of what does not belong into free text."""
    rule = DataValidation(type=None, allow_blank=True)
    rule.showInputMessage = True
    rule.promptTitle, rule.prompt = title, f"{prompt} {PRIVACY}".strip()
    _add(sheet, cell, rule)


def _say(rule: DataValidation, title: str, error: str, prompt: str = "") -> None:
    rule.showErrorMessage = True
    rule.errorTitle, rule.error = title, error
    if prompt:
        rule.showInputMessage = True
        rule.promptTitle, rule.prompt = title, prompt


def _add(sheet: Worksheet, cell: Cell, rule: DataValidation) -> None:
    """Put cells with the same rule under one: a sheet has few rules and many cells."""
    for known in sheet.data_validations.dataValidation:
        if _same(known, rule):
            known.add(cell)
            return
    rule.add(cell)
    sheet.add_data_validation(rule)


def _same(one: DataValidation, other: DataValidation) -> bool:
    names = ("type", "formula1", "formula2", "promptTitle", "prompt")
    return all(getattr(one, name) == getattr(other, name) for name in names)
