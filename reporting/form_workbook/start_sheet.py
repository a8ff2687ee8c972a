"""The first sheet: whose visit it is, who rates, and how to fill the workbook in."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.look import fit_heights, labeled, title, widths
from reporting.form_workbook.entry_cells import free_text, text_entry
from reporting.form_workbook.printing import for_print
from reporting.pack_facts import Pack
from reporting.pack_words import GRADES_TOLD, PRIVACY
from reporting.report import kind_words
from reporting.sentences import listed
from scales.form_fields import QUESTIONS_SHEET, RATER

_HOW = (
    (
        "Level",
        "Choose one for each item, from the list in its cell. Where the evidence lies between two "
        "levels, choose the lower one. Rate what is done now, not what is planned.",
    ),
    (
        "NEI",
        "Not enough information: you looked and could not tell. It is never a zero. Leave the "
        "cell empty where you did not look.",
    ),
    (
        "NA",
        "Not applicable. It can be chosen only where the scale permits it, and needs the reason in "
        "the cell beside it.",
    ),
    ("Counts", "Type both numbers, not a percentage."),
    ("Evidence grade", GRADES_TOLD),
    (
        "Sources seen",
        "Their numbers from the column Sources of evidence (1, 3), or their names, one a line. "
        "Anything else belongs in the note.",
    ),
    ("Privacy", PRIVACY),
    (
        "Coming back",
        "Save the workbook as it is (.xlsx), and bring it in on the page Reports and data. You see "
        "what is new and what differs before anything is stored. An item without an entry changes "
        "nothing.",
    ),
    (
        "Please leave",
        "Names of sheets, heads of columns and ids of items as they are, and cells not merged: the "
        "answers are found by them. Rows may be sorted and moved.",
    ),
)


def fill_start(sheet: Worksheet, pack: Pack, titles: list[str]) -> None:
    """Write the first sheet.

    Args:
        sheet: The sheet.
        pack: The visit.
        titles: Names of the sheets of the scales.
    """
    widths(sheet, (20, 100))
    title(sheet, 1, "Rating workbook")
    row = labeled(sheet, 2, "Sample data", "This program is invented." if pack.invented else "")
    row = labeled(sheet, row, "Program", pack.program)
    row = labeled(sheet, row, "Visit", f"{kind_words(pack.kind)}, {pack.date.isoformat()}")
    row = labeled(sheet, row, "Number of the visit", pack.visit)
    row = _rater(sheet, row, pack)
    before = [QUESTIONS_SHEET] if any(one.scale.facts for one in pack.scales) else []
    row = labeled(sheet, row, "Sheets to fill in", listed([*before, *titles]))
    title(sheet, row + 1, "How to fill it in", 13)
    row += 2
    for label, words in _HOW:
        row = labeled(sheet, row, label, words)
    fit_heights(sheet, 2)
    for_print(sheet, pack)


def _rater(sheet: Worksheet, row: int, pack: Pack) -> int:
    if pack.rater:
        return labeled(sheet, row, RATER, pack.rater)
    labeled(sheet, row, RATER, " ")
    cell = text_entry(sheet, row, 2, "")
    cell.value = None
    team = f"Your name as it stands on the team: {listed(pack.raters, 'or')}." * bool(pack.raters)
    free_text(sheet, cell, "Who rates", team[:200])
    return labeled(sheet, row + 1, "On the team", listed(pack.raters))
