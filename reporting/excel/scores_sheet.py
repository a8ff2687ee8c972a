"""Every mean as a formula over the ratings, beside what it was when the report was made."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from reporting.combined_means import CombinedMean
from reporting.excel.cells import Value, put, put_formula
from reporting.excel.layout import HEADER_ROW, Layout, ScaleLayout
from reporting.excel.look import (
    LEGAL,
    PALE_GRAY,
    AnyCell,
    caption,
    centered,
    fit_heights,
    for_print,
    header,
    line,
    mark_changes,
    plain,
    strong,
    title,
    widths,
)
from reporting.excel.mean_formula import (
    Sum,
    combined_sum,
    index_formula,
    mean_formula,
    sum_of_items,
    total_sum,
)
from reporting.excel.score_cells import GIVEN, RULES, VERIFIED, Columns
from reporting.facts import ScaleResult
from reporting.numbers import NumberRow
from reporting.report import Report
from reporting.scale_report import ScaleReport
from reporting.verdict_text import verdict_name
from scoring.explanation import Number, Scored

_COLUMNS = (
    ("Scale", 18),
    ("Score", 46),
    ("Now", 15),
    ("As reported", 15),
    ("Differs", 9),
    ("Verified now", 15),
    ("Verified as reported", 15),
    ("Differs", 9),
    ("Items rated", 9),
    ("Items that apply", 9),
    ("Rested on, as reported", 16),
    ("Target", 8),
    ("Points", 9),
    ("Divided by", 9),
    ("Verified points", 9),
    ("Verified divided by", 9),
)
_TWO, _ONE = "0.00", "0.0"
_WAS = {GIVEN: ("D", "E"), VERIFIED: ("G", "H")}
"""In which columns it stands what a score was, and whether it differs now."""


def fill_scores(sheet: Worksheet, report: Report, layout: Layout) -> None:
    """Write the scores."""
    title(sheet, 1, "Scores")
    how = "A mean is its points divided by a number of items, exactly; a dash stands for one that "
    caption(sheet, 2, f"{how}cannot be formed. What stands under “as reported” stays.")
    header(sheet, HEADER_ROW, [name for name, _ in _COLUMNS])
    widths(sheet, [width for _, width in _COLUMNS])
    for scale in layout.scales:
        _scale(sheet, scale)
    for row, mean in zip(layout.combined, report.combined, strict=True):
        _combined(sheet, row, mean, layout)
    last = sheet.max_row
    if layout.scales:
        sheet.auto_filter.ref = f"A{HEADER_ROW}:P{last}"
        mark_changes(sheet, ["E", "H"], HEADER_ROW + 1, last)
    count_differences(sheet, ("E", "H"), last)
    fit_heights(sheet, HEADER_ROW)
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    for_print(sheet, report, paper=LEGAL, repeat=HEADER_ROW)


def count_differences(sheet: Worksheet, columns: tuple[str, ...], last: int) -> None:
    """Say above the table how much of it differs from the report."""
    first = HEADER_ROW + 1
    counts = (f'SUMPRODUCT(--({c}{first}:{c}{max(last, first)}<>""))' for c in columns)
    count = "+".join(counts)
    words = f'{count}&" differ from the report: see the columns Differs."'
    put_formula(sheet, 3, 1, f'=IF({count}=0,"Everything is as reported.",{words})')


def _scale(sheet: Worksheet, layout: ScaleLayout) -> None:
    scale = layout.report
    _verdict(sheet, layout)
    for subscale in scale.subscales:
        sign = "" if subscale.in_total else " (not in the total)"
        _start(sheet, layout.subscales[subscale.id], scale, f"{subscale.name}{sign}", subscale)
    _start(sheet, layout.total, scale, scale.total.name, scale.total)
    for profile in scale.profiles:
        for part in profile.rows:
            row = layout.parts[profile.id, part.id]
            _start(sheet, row, scale, f"{profile.name}: {part.name}", part)
    if layout.index is not None:
        _start(sheet, layout.index, scale, scale.index_name)
    for columns, scored in _both(layout.report.result):
        _scale_score(sheet, layout, columns, scored)


def _scale_score(sheet: Worksheet, layout: ScaleLayout, columns: Columns, scored: Scored) -> None:
    cells, scale = layout.cells(columns), layout.scale
    for subscale, number in zip(scale.subscales, scored.subscales, strict=True):
        made = sum_of_items(cells.levels, scale.members(subscale.id), subscale.minimum_rated)
        _mean(sheet, layout.subscales[subscale.id], columns, made, number)
    own = f"${columns.divisor}${layout.total}"
    _mean(sheet, layout.total, columns, total_sum(cells, own), scored.total)
    for profile in scale.profiles:
        for part, number in zip(profile.parts, scored.profiles[profile.id], strict=True):
            made = sum_of_items(cells.levels, part.items, 1)
            _mean(sheet, layout.parts[profile.id, part.id], columns, made, number)
    if layout.index is not None:
        total = (f"${columns.points}${layout.total}", own)
        formula = index_formula(*total, scale.levels.low, scale.levels.high)
        _value(sheet, layout.index, columns, formula, _number(scored.index), _ONE)


def _both(result: ScaleResult) -> Iterator[tuple[Columns, Scored]]:
    yield GIVEN, result.scored
    if result.verified is not None:
        yield VERIFIED, result.verified


def _start(
    sheet: Worksheet, row: int, scale: ScaleReport, name: str, number: NumberRow | None = None
) -> None:
    """Write the name of a score and what it rested on; its numbers are written after that."""
    counted = number.counted if number else None
    own = {aim.id: float(aim.target) for aim in scale.mean_targets}
    target = own.get(number.id, scale.target) if number else None
    line(sheet, row, (scale.short_name, name, *[None] * 8, counted, target, *[None] * 4))
    strong(list(sheet[row])[:3], PALE_GRAY)
    cell = centered(sheet.cell(row, 12))
    if isinstance(target, float):
        cell.number_format = _TWO


def _verdict(sheet: Worksheet, layout: ScaleLayout) -> None:
    _start(sheet, layout.verdict, layout.report, "Verdict")
    for columns, scored in _both(layout.report.result):
        formula = f"='{RULES}'!${columns.rule}${layout.rules.verdict}"
        _value(sheet, layout.verdict, columns, formula, verdict_name(scored), "General")


def _combined(sheet: Worksheet, row: int, mean: CombinedMean, layout: Layout) -> None:
    both = [layout.of(scale) for scale in mean.scales]
    names = " and ".join(one.report.short_name for one in both)
    cells = (names, mean.number.name, *[None] * 8, mean.number.counted, *[None] * 5)
    line(sheet, row, cells)
    strong(list(sheet[row])[:3], PALE_GRAY)
    for columns, number in ((GIVEN, mean.number), (VERIFIED, mean.verified)):
        if number is not None:
            made = combined_sum(one.cells(columns) for one in both)
            _mean(sheet, row, columns, made, number)


def _mean(sheet: Worksheet, row: int, columns: Columns, made: Sum, was: Number | NumberRow) -> None:
    points, divisor = f"${columns.points}${row}", f"${columns.divisor}${row}"
    formula = mean_formula(points, divisor)
    _value(sheet, row, columns, formula, _number(was.value), _TWO)
    formulas = {columns.points: made.points, columns.divisor: made.divisor}
    if columns is GIVEN:  # the cap lowers levels; how many items are rated stays
        formulas |= {"I": made.rated, "J": made.applicable}
    for column, formula in formulas.items():
        _centered(sheet, row, column, f"={formula}")


def _value(
    sheet: Worksheet, row: int, columns: Columns, formula: str, was: Value, shown: str
) -> None:
    _centered(sheet, row, columns.mean, formula).number_format = shown
    column, differs = _WAS[columns]
    cell = put(sheet, row, column_index_from_string(column), was)
    centered(plain(cell)).number_format = shown
    same = f"{columns.mean}{row}={column}{row}"
    _centered(sheet, row, differs, f'=IF({same},"","differs")')


def _centered(sheet: Worksheet, row: int, column: str, formula: str) -> AnyCell:
    return centered(plain(put_formula(sheet, row, column_index_from_string(column), formula)))


def _number(value: Fraction | None) -> float | str:
    return "–" if value is None else float(value)
