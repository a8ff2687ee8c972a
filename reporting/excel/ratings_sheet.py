"""Every answer in a cell of its own with a drop-down; all other sheets with formulas read them."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.cells import Value, put_formula
from reporting.excel.choices import GRADE, levels_key
from reporting.excel.layout import HEADER_ROW, Layout, ScaleLayout
from reporting.excel.look import (
    LEGAL,
    caption,
    centered,
    fillable,
    fit_heights,
    for_print,
    header,
    line,
    mark_changes,
    plain,
    title,
    widths,
)
from reporting.excel.ranges import ranges
from reporting.item_table import GRADES, ItemRow
from reporting.report import Report
from scales.model import Fact
from scoring.evidence import STRONG_GRADES

_COLUMNS = (
    ("Scale", 15),
    ("Subscale", 18),
    ("Item", 10),
    ("Name", 28),
    ("Rating", 14),
    ("Rating as reported", 14),
    ("Evidence grade", 16),
    ("Verified", 10),
    ("Verified as reported", 10),
    ("Changed", 10),
    ("Target", 7),
    ("Gap now", 6),
    ("Counted", 12),
    ("Evidence seen", 20),
    ("Note", 28),
    ("What the level as reported looks like", 34),
)
_RATING, _GRADE, _CHANGED = "E", "G", "J"
_LISTED = "Choose from the list; the sheet Lists shows it."


def fill_ratings(sheet: Worksheet, report: Report, layout: Layout) -> None:
    """Write what was answered, with the choices there are."""
    title(sheet, 1, "Ratings")
    how = "Choose another rating, answer or evidence grade in a pale yellow cell: means, verdicts "
    caption(sheet, 2, f"{how}and charts follow. What stands under “as reported” stays.")
    header(sheet, HEADER_ROW, [name for name, _ in _COLUMNS])
    widths(sheet, [width for _, width in _COLUMNS])
    for scale in layout.scales:
        _scale(sheet, scale, layout)
    last = sheet.max_row
    if layout.scales:
        sheet.auto_filter.ref = f"A{HEADER_ROW}:P{last}"
        mark_changes(sheet, [_CHANGED], HEADER_ROW + 1, last)
    _count_changes(sheet, last)
    fit_heights(sheet, HEADER_ROW)
    sheet.freeze_panes = f"F{HEADER_ROW + 1}"
    for_print(sheet, report, paper=LEGAL, repeat=HEADER_ROW)


def _count_changes(sheet: Worksheet, last: int) -> None:
    changed = f"{_CHANGED}{HEADER_ROW + 1}:{_CHANGED}{max(last, HEADER_ROW + 1)}"
    count = f'SUMPRODUCT(--({changed}<>""))'
    words = f'{count}&" changed since the report was made: see the column Changed."'
    put_formula(sheet, 3, 1, f'=IF({count}=0,"Everything is as reported.",{words})')


def _scale(sheet: Worksheet, scale: ScaleLayout, layout: Layout) -> None:
    for fact, (_, answer) in zip(scale.scale.facts, scale.report.facts, strict=True):
        _fact(sheet, scale, fact, answer)
    found = layout.choices[levels_key(scale.report.low, scale.report.high)]
    # The last of the choices is "not applicable".
    listed = {True: found.cells(), False: found.cells(len(found.values) - 1)}
    permitted = {item.id: item.not_applicable.permitted for item in scale.scale.items}
    for item in scale.report.items:
        _item(sheet, scale, item, listed[permitted[item.id]])
    for choice, cells in listed.items():
        rows = [scale.items[item] for item, allowed in permitted.items() if allowed == choice]
        _offer(sheet, _RATING, rows, cells)
    if scale.report.comparison is not None:
        _offer(sheet, _GRADE, scale.items.values(), layout.choices[GRADE].cells())


def _offer(sheet: Worksheet, column: str, rows: Iterable[int], choices: str) -> None:
    cells = [one.replace("$", "") for one in ranges(column, rows)]
    if cells:
        rule = DataValidation(type="list", formula1=f"={choices}", allow_blank=True)
        rule.errorTitle, rule.error, rule.showErrorMessage = "Ratings", _LISTED, True
        rule.sqref = MultiCellRange(" ".join(cells))
        sheet.add_data_validation(rule)


def _fact(sheet: Worksheet, layout: ScaleLayout, fact: Fact, answer: str) -> None:
    row, choices = layout.facts[fact.id], layout.choices.get(fact.id)
    count = layout.report.result.counts.get(fact.id)
    said: Value = answer if choices or count is None else count
    values = (layout.report.short_name, "Asked before the items", None, fact.asks, said, said)
    line(sheet, row, (*values, *[None] * (len(_COLUMNS) - len(values))))
    for column in (5, 6):
        centered(sheet.cell(row, column))
    fillable(sheet.cell(row, 5))
    if choices:
        _offer(sheet, _RATING, [row], choices.cells())
    known = _is_among(choices.cells(), row) if choices else "TRUE"
    _changed(sheet, row, f"{_RATING}{row}=F{row}", known)


def _is_among(choices: str, row: int) -> str:
    return f"SUMPRODUCT(--({choices}={_RATING}{row}))>0"


def _item(sheet: Worksheet, layout: ScaleLayout, item: ItemRow, choices: str) -> None:
    row, scale = layout.items[item.id], layout.report
    compared = scale.comparison is not None
    grade = GRADES[item.grade] if compared else None
    targets = {gap.item_id: gap.target for gap in scale.gaps}
    given: Value = item.state if item.level is None else item.level
    held: Value = item.state if item.verified_level is None else item.verified_level
    beside = (item.counts, "\n".join(item.sources), _notes(item), _anchor(item))
    start = (scale.short_name, item.subscale, item.id, item.name, given, given, grade)
    target = targets.get(item.id, item.target)
    line(sheet, row, (*start, None, held if compared else None, None, target, None, *beside))
    fillable(sheet.cell(row, 5))
    same = f"{_RATING}{row}=F{row}"
    if compared:
        fillable(sheet.cell(row, 7))
        plain(put_formula(sheet, row, 8, verified_formula(row, layout.scale.verified_cap)))
        same = f'AND({same},{_GRADE}{row}="{grade}")'
    plain(put_formula(sheet, row, 12, f'=IF(ISNUMBER(E{row}),MAX(0,K{row}-E{row}),"")'))
    _changed(sheet, row, same, _is_among(choices, row))
    for column in (5, 6, 8, 9, 11, 12):
        centered(sheet.cell(row, column))


def verified_formula(row: int, cap: int) -> str:
    """What an item counts in the verified score: no more than the cap without a strong grade."""
    strong = ",".join(f'LEFT({_GRADE}{row},1)="{grade}"' for grade in STRONG_GRADES)
    level = f"{_RATING}{row}"
    # A level that was deleted stays empty: a formula would give 0 for it.
    state = f'IF({level}="","",{level})'
    return f"=IF(ISNUMBER({level}),IF(OR({strong}),{level},MIN({level},{cap})),{state})"


def _changed(sheet: Worksheet, row: int, same: str, known: str) -> None:
    """Say whether a cell says something else than the report, or something it cannot say."""
    changed = f'IF({same},"","changed")'
    formula = f'=IF(OR({known},{_RATING}{row}=""),{changed},"not a choice")'
    centered(plain(put_formula(sheet, row, 10, formula)))


def _notes(item: ItemRow) -> str:
    reason = f"Left out: {item.reason}" if item.level is None and item.reason else ""
    copied = "" if item.confirmed else "Copied from an earlier visit, not confirmed."
    return "\n".join(text for text in (reason, copied, item.note) if text)


def _anchor(item: ItemRow) -> str:
    return f"{item.anchor}\nWording: {item.anchor_verified}." if item.anchor else ""
