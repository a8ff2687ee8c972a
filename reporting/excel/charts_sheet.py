"""Charts over the live numbers, each beside the table that it draws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.bar_chart import Bars, add_bars
from reporting.excel.cells import put_formula
from reporting.excel.layout import Layout, ScaleLayout
from reporting.excel.look import (
    LEGAL,
    LINE_POINTS,
    caption,
    centered,
    for_print,
    header,
    height_of,
    plain,
    title,
    widths,
)
from reporting.excel.score_cells import GIVEN, RATINGS, SCORES, VERIFIED
from reporting.numbers import NumberRow
from reporting.report import Report
from reporting.scale_report import ScaleReport

_FIRST_ROW = 4
_CHART_COLUMN = 5
_ROW, _ROWS_ABOVE = 0.53, 3
"""Height of a row in centimeters, and rows that title and header of a table take."""
_PAGE_ROWS = 36
_NAME_WIDTH = 56
_TWO, _WHOLE = "0.00", "0;;"
"""Means with two decimals; whole points, and nothing for no gap."""


@dataclass(frozen=True)
class _Table:
    """What one chart draws: heads of the columns, and rows of formulas.

    Attributes:
        names: What the first formula of each row gives, as reported.
    """

    title: str
    heads: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    scale: ScaleReport
    form: str = _TWO
    stacked: bool = False


def fill_charts(sheet: Worksheet, report: Report, layout: Layout) -> None:
    """Write a table and its chart for the subscales, each profile and the items of each scale."""
    title(sheet, 1, "Charts")
    how = "Each chart draws the table to its left, and both follow the sheet Ratings. "
    caption(sheet, 2, f"{how}A dash stands for what has no number; no bar is drawn for it.")
    widths(sheet, (_NAME_WIDTH, 11, 11, 3))
    row, page = _FIRST_ROW, _FIRST_ROW
    for table in (t for scale in layout.scales for t in _tables(scale)):
        needed = _needed(table)
        if row > _FIRST_ROW and row + needed - page > _PAGE_ROWS:
            sheet.row_breaks.append(Break(id=row - 1))
            page = row
        _draw(sheet, row, table)
        row += needed + 1
    sheet.freeze_panes = "A3"
    for_print(sheet, report, paper=LEGAL)


def _tables(layout: ScaleLayout) -> Iterable[_Table]:
    scale = layout.report
    if not scale.rated:
        return
    # A subscale that is the total under another name would show one number twice.
    subscales = [number for number in scale.subscales if number.items != scale.total.items]
    rows = [layout.subscales[number.id] for number in subscales]
    numbers = [*subscales, scale.total]
    yield _means(scale, "profile by subscale", numbers, [*rows, layout.total])
    for profile in scale.profiles:
        parts = [layout.parts[profile.id, part.id] for part in profile.rows]
        yield _means(scale, profile.name.lower(), profile.rows, parts, f"{profile.name}: ")
    yield _items(layout)


def _means(
    scale: ScaleReport,
    what: str,
    numbers: Sequence[NumberRow],
    rows: Sequence[int],
    prefix: str = "",
) -> _Table:
    heads, columns = ("Mean", "As given"), [GIVEN.mean]
    if scale.comparison:
        heads, columns = (*heads, "Verified"), [*columns, VERIFIED.mean]
    formulas = tuple(
        (
            f'MID({SCORES}!$B${row},{len(prefix) + 1},300)&" ("&{SCORES}!$I${row}&" of "'
            f'&{SCORES}!$J${row}&" rated)"',
            *(f"{SCORES}!${column}${row}" for column in columns),
        )
        for row in rows
    )
    names = tuple(f"{number.name} ({number.counted})" for number in numbers)
    shown = {number.id for number in numbers}
    own = [f"{aim.name} {aim.target_text}" for aim in scale.mean_targets if aim.id in shown]
    words = f"{scale.short_name}: {what}; target {', '.join([str(scale.target), *own])}"
    return _Table(words, heads, names, formulas, scale)


def _items(layout: ScaleLayout) -> _Table:
    formulas = []
    for row in layout.items.values():
        level = f"{RATINGS}!${GIVEN.level}${row}"
        state = f'" ("&IF({level}="","not rated",{level})&")"'
        label = f'{RATINGS}!$C${row}&" "&{RATINGS}!$D${row}'
        name = f'{label}&IF(ISNUMBER({level}),"",{state})'
        gap = f'IF(ISNUMBER({level}),{RATINGS}!$L${row},"–")'
        formulas.append((name, f'IF(ISNUMBER({level}),{level},"–")', gap))
    scale = layout.report
    names = tuple(f"{i.label} ({i.state})" if i.level is None else i.label for i in scale.items)
    words = f"{scale.short_name}: every item and its gap to target"
    heads = ("Item", "Level", "Gap to target")
    return _Table(words, heads, names, tuple(formulas), scale, _WHOLE, stacked=True)


def _draw(sheet: Worksheet, row: int, table: _Table) -> None:
    title(sheet, row, table.title, 13)
    header(sheet, row + 1, table.heads)
    placed = enumerate(zip(table.names, table.rows, strict=True), start=row + 2)
    for number, (name, formulas) in placed:
        sheet.row_dimensions[number].height = height_of(name, _NAME_WIDTH)
        for column, formula in enumerate(formulas, start=1):
            cell = plain(put_formula(sheet, number, column, f"={formula}"))
            if column > 1:
                centered(cell).number_format = table.form
    add_bars(sheet, _bars(row, table), row, _CHART_COLUMN)


def _bars(row: int, table: _Table) -> Bars:
    header_row, last = row + 1, row + 1 + len(table.rows)
    scale, columns = table.scale, tuple(range(2, len(table.heads) + 1))
    alt = (
        f"Bar chart, {table.title}, on a scale from {scale.low} to {scale.high}. Its numbers, as "
        f"they are now, stand in the cells A{header_row} to {'ABC'[len(columns)]}{last} of this "
        "sheet."
    )
    ends = (scale.low, scale.high)
    return Bars(
        table.title, alt, header_row, last, columns, *ends, table.form, stacked=table.stacked
    )


def _needed(table: _Table) -> int:
    """How many rows the table and the chart beside it take."""
    lines = sum(ceil(height_of(name, _NAME_WIDTH) / LINE_POINTS) for name in table.names)
    return max(lines + _ROWS_ABOVE, ceil(_bars(1, table).height / _ROW))
