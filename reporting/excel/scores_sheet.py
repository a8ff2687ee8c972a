"""Every item with its level and evidence, and every mean as a formula over their cells."""

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
    fit_heights,
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
LEVEL, VERIFIED = "C", "D"
_COLUMNS = (
    ("Item", 11),
    ("Name", 32),
    ("Level", 12),
    ("Verified level", 12),
    ("Target", 8),
    ("Mean as reported", 10),
    ("Rests on", 14),
    ("Evidence grade", 15),
    ("Counted", 15),
    ("Evidence seen", 26),
    ("Note", 30),
    ("What the level looks like", 36),
    ("Its wording", 15),
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
    caption(
        sheet,
        2,
        "Change a level and the means follow, as they are formulas; Mean as reported stays.",
    )
    header(sheet, HEADER_ROW, [name for name, _ in _COLUMNS])
    widths(sheet, [width for _, width in _COLUMNS])
    row, placed = HEADER_ROW + 1, {}
    for scale in report.scales:
        placed[scale.id] = _Places()
        row = _scale(sheet, row, scale, placed[scale.id])
    if report.combined:
        band(sheet, row, "Over two scales", len(_COLUMNS))
        row += 1
    for mean in report.combined:
        row = _combined(sheet, row, report, mean, placed)
    fit_heights(sheet, HEADER_ROW + 1)
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    for_print(sheet, report, paper=LEGAL, repeat=HEADER_ROW)


def _scale(sheet: Worksheet, row: int, scale: ScaleReport, places: _Places) -> int:
    band(sheet, row, f"{scale.name}: {scale.verdict}", len(_COLUMNS))
    row += 1
    for subscale in scale.subscales:
        items = [item for item in scale.items if item.subscale_id == subscale.id]
        places.items |= {item.id: row + n for n, item in enumerate(items, start=1)}
        places.means[subscale.id] = row
        sign = "" if subscale.in_total else " (not in the total)"
        _mean(sheet, row, scale, subscale, f"{subscale.name}{sign}", places)
        for item in items:
            _item(sheet, places.items[item.id], item)
        row += len(items) + 1
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
    for cell in cells[2:5]:
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
    cells = line(sheet, row, ["", name, "", "", scale.target, value, number.counted])
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
    line(sheet, row, ["", scale.index_name, "", "", "", index, *[""] * 7])
    for column, wanted in ((LEVEL, True), (VERIFIED, scale.comparison is not None)):
        if wanted:
            formula = index_formula(f"{column}{places.total}", scale.low, scale.high)
            plain(put_formula(sheet, row, _number(column), formula))
    _finish_number(sheet, row, "0.0")


def _combined(
    sheet: Worksheet, row: int, report: Report, mean: CombinedMean, placed: dict[str, _Places]
) -> int:
    value = "–" if mean.number.value is None else float(mean.number.value)
    line(sheet, row, ["", mean.number.name, "", "", "", value, mean.number.counted, *[""] * 6])
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
    for column in (3, 4, 5, 6):
        centered(sheet.cell(row, column)).number_format = "0" if column == 5 else number_format


def _number(column: str) -> int:
    return ord(column) - ord("A") + 1
