"""The questions that scales ask before their items."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.cells import put
from reporting.excel.look import caption, fit_heights, header, line, title, widths
from reporting.form_workbook.entry_cells import choose, entry, text_entry, whole_number
from reporting.form_workbook.printing import for_print
from reporting.pack_facts import Pack
from scales.form_fields import ANSWER, QUESTION, SCALE, choice_words
from scales.model import ChoiceFact

_HEADER_ROW = 4


def fill_questions(sheet: Worksheet, pack: Pack, lists: Worksheet) -> None:
    """Write every question with the cell for its answer.

    Args:
        sheet: The sheet.
        pack: The visit and its scales.
        lists: The hidden sheet on which choices stand, to be chosen from.
    """
    title(sheet, 1, "Questions before the items")
    caption(sheet, 2, "Fill in the yellow cells: choose from the list, or type a whole number.")
    header(sheet, _HEADER_ROW, (SCALE, QUESTION, "What it asks", ANSWER))
    widths(sheet, (18, 28, 60, 80))
    row = _HEADER_ROW
    for one in pack.scales:
        for fact in one.scale.facts:
            row += 1
            line(sheet, row, (one.scale.id, fact.id, fact.asks))
            if isinstance(fact, ChoiceFact):
                words = choice_words(fact)
                chosen = words.get(one.choices.get(fact.id, ""), "")
                cell = text_entry(sheet, row, 4, chosen)
                choose(sheet, cell, _listed(lists, fact, list(words.values())), "Question")
            else:
                whole_number(sheet, entry(sheet, row, 4, one.counts.get(fact.id)))
    fit_heights(sheet, _HEADER_ROW + 1)
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    for_print(sheet, pack, repeat=_HEADER_ROW)


def _listed(lists: Worksheet, fact: ChoiceFact, words: list[str]) -> str:
    """Write choices into a column of the hidden sheet, and name its cells."""
    column = lists.max_column + 1 if lists.cell(1, 1).value else 1
    for number, text in enumerate((fact.id, *words), start=1):
        put(lists, number, column, text)
    letter = get_column_letter(column)
    return f"{lists.title}!${letter}$2:${letter}${len(words) + 1}"
