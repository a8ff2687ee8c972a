"""One scale to rate: the questions before the items, then an item a row with its anchors."""

from __future__ import annotations

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.cells import put
from reporting.excel.look import band, caption, fit_heights, header, line, plain, title, widths
from reporting.form.content import wording_words
from reporting.form_workbook.entry_cells import (
    choose,
    entry,
    free_text,
    text_entry,
    whole_number,
)
from reporting.form_workbook.printing import for_print
from reporting.item_words import ROLES, measure_words, not_applicable_words
from reporting.pack_facts import GivenAnswer, Pack, PackScale
from reporting.pack_words import GRADES_TOLD, PRIVACY
from reporting.sentences import listed
from scales.form_fields import (
    COLUMNS,
    ITEM,
    NOT_APPLICABLE,
    NOT_ENOUGH,
    PARTS,
)
from scales.item import Item

_BEFORE = ((ITEM, 10), ("What it asks", 34), ("What each level looks like", 66))
_WIDTHS = {"level": 9, "reason": 20, "numerator": 12, "denominator": 13}
_WIDTHS |= {"grade": 11, "sources": 16, "note": 44}
_AFTER = (
    ("Counted, and out of what", 66),
    ("Sources of evidence", 34),
    ("When it may be left out", 34),
    ("What to ask", 70),
    ("How sure the wording is", 30),
)
_FIRST_ENTRY = len(_BEFORE) + 1
_COLUMN = {part: _FIRST_ENTRY + number for number, part in enumerate(PARTS)}
_HEADER_ROW = 4
_STATES = {"not_applicable": NOT_APPLICABLE, "not_enough_information": NOT_ENOUGH}
_LEVELS = (
    "Where the evidence lies between two levels, choose the lower one. NEI: not enough "
    "information, I looked and could not tell."
)


def fill_scale(sheet: Worksheet, pack: Pack, one: PackScale) -> None:
    """Write the sheet of a scale.

    Args:
        sheet: The sheet.
        pack: The visit.
        one: The scale, and what is answered already.
    """
    scale = one.scale
    title(sheet, 1, f"{scale.name}, version {scale.version}")
    caption(sheet, 2, scale.status)
    caption(sheet, 3, f"Fill in the yellow cells. {PRIVACY}")
    columns = [*_BEFORE, *((COLUMNS[part], _WIDTHS[part]) for part in PARTS), *_AFTER]
    widths(sheet, [width for _, width in columns])
    header(sheet, _HEADER_ROW, [name for name, _ in columns])
    row = _HEADER_ROW
    for subscale in scale.subscales:
        row += 1
        words = subscale.name if not subscale.asks else f"{subscale.name}: {subscale.asks}"
        band(sheet, row, words, len(columns))
        for item in scale.items:
            if item.subscale == subscale.id:
                row += 1
                _item(sheet, row, one, item)
    _mark_reasons(sheet, _HEADER_ROW + 1, row)
    fit_heights(sheet, _HEADER_ROW + 1)
    sheet.freeze_panes = f"B{_HEADER_ROW + 1}"
    for_print(sheet, pack, repeat=_HEADER_ROW)
    # What stands to the right is on the printed form too; with it the print would be too small.
    sheet.print_area = f"A1:{get_column_letter(_COLUMN['note'])}{row}"


def _item(sheet: Worksheet, row: int, one: PackScale, item: Item) -> None:
    anchors = "\n".join(f"{anchor.level}: {anchor.text}" for anchor in item.anchors)
    line(sheet, row, (item.id, f"{item.name}\n{item.asks}", anchors))
    given = one.answers.get(item.id, GivenAnswer())
    _level(sheet, row, item, given)
    if item.not_applicable.permitted or given.reason:
        reason = text_entry(sheet, row, _COLUMN["reason"], given.reason)
        free_text(sheet, reason, COLUMNS["reason"])
    else:
        plain(put(sheet, row, _COLUMN["reason"], None))
    _counts(sheet, row, item, given)
    grade = entry(sheet, row, _COLUMN["grade"], given.grade or "", centered=True)
    choose(sheet, grade, '"A,B,C,D"', COLUMNS["grade"], GRADES_TOLD)
    seen = "\n".join(given.sources)
    sources = text_entry(sheet, row, _COLUMN["sources"], seen)
    prompt = "Their numbers from the column Sources of evidence, for example 1, 3."
    free_text(sheet, sources, COLUMNS["sources"], prompt)
    free_text(sheet, text_entry(sheet, row, _COLUMN["note"], given.note), COLUMNS["note"])
    for column, words in enumerate(_reference(one, item), start=_COLUMN["note"] + 1):
        plain(put(sheet, row, column, words))


def _level(sheet: Worksheet, row: int, item: Item, given: GivenAnswer) -> None:
    value = given.level if given.state == "rated" else _STATES.get(given.state)
    cell = entry(sheet, row, _COLUMN["level"], value, centered=True)
    options = [str(anchor.level) for anchor in item.anchors] + [NOT_ENOUGH]
    prompt = _LEVELS
    if item.not_applicable.permitted:
        options.append(NOT_APPLICABLE)
        prompt += " NA: not applicable, with the reason beside it."
    choose(sheet, cell, f'"{",".join(options)}"', COLUMNS["level"], prompt)


def _counts(sheet: Worksheet, row: int, item: Item, given: GivenAnswer) -> None:
    """Open the counts that the item takes, and any that are filled already."""
    measure = item.measure
    takes = {
        "numerator": measure is not None,
        "denominator": measure is not None and measure.kind == "percent",
    }
    for part, count in (("numerator", given.numerator), ("denominator", given.denominator)):
        if takes[part] or count is not None:
            most = measure.of if measure and measure.of and part == "numerator" else None
            cell = entry(sheet, row, _COLUMN[part], count, centered=True)
            whole_number(sheet, cell, most) if most else whole_number(sheet, cell)
        else:
            plain(put(sheet, row, _COLUMN[part], None))


def _reference(one: PackScale, item: Item) -> tuple[str, ...]:
    measure = "\n".join(measure_words(item.measure, one.scale)) if item.measure else ""
    evidence = "\n".join(f"{n}. {source}" for n, source in enumerate(item.evidence, start=1))
    probes = "\n".join(
        f"– {probe.ask} ({listed((ROLES[role] for role in probe.of), 'or')})"
        for probe in item.probes
    )
    note = f"\n{item.note}" if item.note else ""
    left_out = not_applicable_words(item.not_applicable)
    return (measure, evidence, left_out, f"{probes}{note}".strip(), wording_words(item))


def _mark_reasons(sheet: Worksheet, first: int, last: int) -> None:
    level, reason = (get_column_letter(_COLUMN[part]) for part in ("level", "reason"))
    missing = f'AND(${level}{first}="{NOT_APPLICABLE}",${reason}{first}="")'
    red = PatternFill("solid", bgColor="FFFBD9D3")
    rule = FormulaRule(formula=[missing], fill=red)
    sheet.conditional_formatting.add(f"{reason}{first}:{reason}{last}", rule)
