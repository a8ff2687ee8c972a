"""Every item with its level and evidence, and every mean as a formula over the cells above it."""

from __future__ import annotations

from dataclasses import dataclass, field

from openpyxl.worksheet.worksheet import Worksheet

from reporting.combined_means import CombinedMean
from reporting.excel.cells import put_formula
from reporting.excel.look import (
    LEGAL,
    PALE_GRAY,
    band,
    caption,
    centered,
    for_print,
    header,
    line,
    plain,
    strong,
    title,
    widths,
)
from reporting.excel.ranges import combined_formula, index_formula, mean_formula
from reporting.item_table import ItemRow
from reporting.numbers import NumberRow
from reporting.report import Report
from reporting.scale_report import ScaleReport

HEADER_ROW = 3
LEVEL, VERIFIED = "D", "E"
_COLUMNS = (
    ("Subscale", 20),
    ("Item", 10),
    ("Name", 30),
    ("Level", 11),
    ("Verified level", 11),
    ("Target", 8),
    ("Mean as reported", 11),
    ("Rests on", 15),
    ("Evidence grade", 16),
    ("Counted", 15),
    ("Evidence seen", 26),
    ("Note", 34),
    ("What the level looks like", 40),
    ("Its wording", 16),
)


@dataclass
class _Places:
    """Rows in which the items and numbers of one scale stand."""

    items: dict[str, int] = field(default_factory=dict)
    means: dict[str, int] = field(default_factory=dict)
    total: int = 0

    def of(self, items: tuple[str, ...]) -> list[int]:
        return [self.items[item] for item in items]


def fill_scores(sheet: Worksheet, report: Report) -> None:
    """Write the scores."""
    title(sheet, 1, "Scores")
    caption(sheet, 2, "Change a level and the means below it follow; Mean as reported stays.")
    header(sheet, HEADER_ROW, [name for name, _ in _COLUMNS])
    widths(sheet, [width for _, width in _COLUMNS])
    row, placed = HEADER_ROW + 1, {}
    for scale in report.scales:
        placed[scale.id] = _Places()
        row = _scale(sheet, row, scale, placed[scale.id])
    for mean in report.combined:
        row = _combined(sheet, row, report, mean, placed)
    sheet.freeze_panes = f"D{HEADER_ROW + 1}"
    for_print(sheet, report, paper=LEGAL, repeat=HEADER_ROW)


def _scale(sheet: Worksheet, row: int, scale: ScaleReport, places: _Places) -> int:
    band(sheet, row, f"{scale.name}: {scale.verdict}", len(_COLUMNS))
    row += 1
    for subscale in scale.subscales:
        for item in scale.items:
            if item.subscale_id == subscale.id:
                places.items[item.id] = row
                _item(sheet, row, item)
                row += 1
        places.means[subscale.id] = row
        name = "Mean" if subscale.in_total else "Mean, not in the total"
        _mean(sheet, row, scale, subscale, f"{name}: {subscale.name}", places)
        row += 1
    places.total = row
    _mean(sheet, row, scale, scale.total, scale.total.name, places)
    row += 1
    if scale.index_name:
        _index(sheet, row, scale, places)
        row += 1
    for profile in scale.profiles:
        for part in profile.rows:
            _mean(sheet, row, scale, part, f"{profile.name}: {part.name}", places)
            row += 1
    return row


def _item(sheet: Worksheet, row: int, item: ItemRow) -> None:
    verified: int | str = "" if item.verified_level is None else item.verified_level
    reason = f"Left out: {item.reason}" if item.level is None and item.reason else ""
    copied = "" if item.confirmed else "Copied from an earlier visit, not confirmed."
    notes = "\n".join(text for text in (reason, copied, item.note) if text)
    cells = line(
        sheet,
        row,
        (
            item.subscale,
            item.id,
            item.name,
            item.shown if item.level is None else item.level,
            verified,
            item.target,
            "",
            "",
            item.grade_words,
            item.counts,
            "\n".join(item.sources),
            notes,
            item.anchor,
            item.anchor_verified,
        ),
    )
    for cell in cells[3:6]:
        centered(cell)


def _mean(
    sheet: Worksheet,
    row: int,
    scale: ScaleReport,
    number: NumberRow,
    name: str,
    places: _Places,
) -> None:
    value = "–" if number.value is None else float(number.value)
    cells = line(sheet, row, ["", "", name, "", "", scale.target, value, number.counted])
    cells += line(sheet, row, [""] * len(_COLUMNS))[len(cells) :]
    if number.parts:
        rows, least = [places.means[part] for part in number.parts], len(number.parts)
    else:
        rows, least = places.of(number.items), number.minimum_rated
    for column, wanted in ((LEVEL, True), (VERIFIED, scale.comparison is not None)):
        if wanted:
            plain(put_formula(sheet, row, _number(column), mean_formula(column, rows, least)))
    _finish_number(sheet, row, "0.00")


def _index(sheet: Worksheet, row: int, scale: ScaleReport, places: _Places) -> None:
    total = scale.total.value
    index = "–" if total is None else float((total - scale.low) / (scale.high - scale.low) * 100)
    line(sheet, row, ["", "", scale.index_name, "", "", "", index, "", *[""] * 6])
    for column, wanted in ((LEVEL, True), (VERIFIED, scale.comparison is not None)):
        if wanted:
            formula = index_formula(f"{column}{places.total}", scale.low, scale.high)
            plain(put_formula(sheet, row, _number(column), formula))
    _finish_number(sheet, row, "0.0")


def _combined(
    sheet: Worksheet, row: int, report: Report, mean: CombinedMean, placed: dict[str, _Places]
) -> int:
    value = "–" if mean.number.value is None else float(mean.number.value)
    line(sheet, row, ["", "", mean.number.name, "", "", "", value, mean.number.counted, *[""] * 6])
    parts = [scale for scale in report.scales if scale.id in mean.scales]
    rows = [r for scale in parts for r in placed[scale.id].of(scale.total.items)]
    totals = [placed[scale.id].total for scale in parts]
    for column, wanted in ((LEVEL, True), (VERIFIED, mean.verified is not None)):
        if wanted:
            formula = combined_formula(column, rows, totals)
            plain(put_formula(sheet, row, _number(column), formula))
    _finish_number(sheet, row, "0.00")
    return row + 1


def _finish_number(sheet: Worksheet, row: int, number_format: str) -> None:
    strong(list(sheet[row]), PALE_GRAY)
    for column in (4, 5, 6, 7):
        centered(sheet.cell(row, column)).number_format = "0" if column == 6 else number_format


def _number(column: str) -> int:
    return ord(column) - ord("A") + 1
