"""The first sheet: where the program stands, why, and what comes first."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.look import fit_heights, for_print, labeled, title, widths
from reporting.report import Report
from reporting.scale_report import ScaleReport

_FIRST_ACTIONS = 3
_HOW = (
    "Choose another rating or evidence grade on the sheet Ratings, and the sheets Scores, Verdict "
    "rules and Charts follow; what was reported stands beside it. This sheet, Gaps, Report and How "
    "scores were made say what was so when the report was made. Keep the plan up on the sheet Plan."
)


def fill_summary(sheet: Worksheet, report: Report) -> None:
    """Write the summary."""
    widths(sheet, (28, 112))
    title(sheet, 1, report.title)
    row = 2
    for note in report.notes:
        row = labeled(sheet, row, "Note", note, bold=True)
    for label, value in report.about:
        row = labeled(sheet, row, label, value)
    row = labeled(sheet, row, "How to use it", _HOW)
    if not report.scales:
        row = labeled(sheet, row + 1, "Results", "No scale is rated yet.", bold=True)
    else:
        row = _at_a_glance(sheet, row + 1, report)
    row = _first_actions(sheet, row + 1, report)
    for scale in report.scales:
        row = _scale(sheet, row + 1, scale)
    fit_heights(sheet, 2)
    sheet.freeze_panes = "A2"
    for_print(sheet, report)


def _at_a_glance(sheet: Worksheet, row: int, report: Report) -> int:
    title(sheet, row, "At a glance", 13)
    row += 1
    for scale in report.scales:
        row = labeled(sheet, row, scale.short_name, scale.headline, bold=True)
    for mean in report.combined:
        row = labeled(sheet, row, mean.number.name, mean.sentence)
        row = labeled(sheet, row, "", mean.note)
    return row


def _first_actions(sheet: Worksheet, row: int, report: Report) -> int:
    title(sheet, row, "What comes first", 13)
    row = labeled(sheet, row + 1, "Plan", report.plan_summary)
    for action in report.plan[:_FIRST_ACTIONS]:
        row = labeled(sheet, row, f"Action {action.number}", action.do)
    return row


def _scale(sheet: Worksheet, row: int, scale: ScaleReport) -> int:
    title(sheet, row, scale.name, 13)
    row = labeled(sheet, row + 1, "Verdict", scale.headline, bold=True)
    row = labeled(sheet, row, "What it means", scale.meaning)
    row = labeled(sheet, row, "Why", "\n".join(scale.because))
    row = labeled(sheet, row, "What caps it", scale.capped)
    row = labeled(sheet, row, "What is missing for more", "\n".join(scale.held_back))
    row = labeled(sheet, row, "One point would change it", _borderline(scale))
    row = labeled(sheet, row, "Still open", scale.possible)
    row = labeled(sheet, row, "Items without a level", _unrated(scale))
    if scale.comparison:
        row = labeled(
            sheet, row, f"{scale.comparison.given} and verified", scale.comparison.sentence
        )
    if scale.index is not None:
        row = labeled(
            sheet, row, scale.index_name, f"{scale.index}. {scale.index_note}".removesuffix(". ")
        )
    row = labeled(sheet, row, "What it calls itself", scale.claim)
    row = labeled(sheet, row, "Gaps", scale.gap_summary)
    row = labeled(sheet, row, "Worth a second look", "\n".join(scale.warnings))
    row = labeled(sheet, row, "About this scale", scale.status)
    return labeled(sheet, row, "Its anchors", scale.anchor_check)


def _borderline(scale: ScaleReport) -> str:
    return "\n".join(note.text for note in scale.borderline)


def _unrated(scale: ScaleReport) -> str:
    return "\n".join(
        f"{item.label}: {item.state}{f' ({item.reason})' if item.reason else ''}"
        for item in scale.unrated
    )
