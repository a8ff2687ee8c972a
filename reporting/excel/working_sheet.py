"""How scores were made: rules, exact means, what was left out, and how sure the wording is."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.look import fit_heights, for_print, labeled, title, widths
from reporting.report import Report
from reporting.scale_report import ScaleReport

_GENERAL = (
    (
        "Means",
        "A mean is the sum of the levels of the rated items divided by their number. An item that "
        "is not rated, has not enough information or is not applicable leaves both the sum and the "
        "number; it is never counted as zero.",
    ),
    (
        "Rounding",
        "Means are exact fractions. They are compared with cut-offs unrounded; only what is shown "
        "is rounded, halves up, as Excel does. ≈ stands before a number that is not all of it.",
    ),
    (
        "Verdicts",
        "The rules of a scale are tried in their order. The first whose conditions all hold gives "
        "the verdict.",
    ),
    (
        "Verified score",
        "Evidence is graded A (data, charts or observation), B (documents), C (three or more "
        "interviews) or D (one person's word). In the verified score an item without evidence of "
        "grade A, B or C counts at most as much as the scale allows one person's word.",
    ),
    (
        "Gaps",
        "A gap is the target less the level. Where the next verdict asks more of an item than the "
        "target, that is its target; one chosen for an item itself stands as it is. Items that are "
        "not rated have no gap.",
    ),
    (
        "Formulas",
        "Means, conditions and verdicts on the sheets Scores and Verdict rules are formulas over "
        "the sheet Ratings, beside what this report was made with. The first change with an edited "
        "rating, answer or evidence grade, the second do not.",
    ),
)


def fill_working(sheet: Worksheet, report: Report) -> None:
    """Write how the scores came about."""
    widths(sheet, (34, 112))
    title(sheet, 1, "How scores were made")
    row = 2
    for label, text in _GENERAL:
        row = labeled(sheet, row, label, text)
    row = labeled(sheet, row, "Made with", report.software)
    for scale in report.scales:
        row = _scale(sheet, row + 1, scale)
    for mean in report.combined:
        title(sheet, row + 1, mean.number.name, 13)
        row = labeled(sheet, row + 2, "Working", mean.number.working)
        row = labeled(sheet, row, "Note", mean.note)
    fit_heights(sheet, 2)
    sheet.freeze_panes = "B2"
    for_print(sheet, report)


def _scale(sheet: Worksheet, row: int, scale: ScaleReport) -> int:
    title(sheet, row, f"{scale.name}, version {scale.version}", 13)
    row = labeled(sheet, row + 1, "Verdict", scale.headline, bold=True)
    for asks, answer in scale.facts:
        row = labeled(sheet, row, "Asked before the items", f"{asks} {answer}.")
    for rule in scale.rules:
        label = f"Rule {rule.rule}: {rule.name}"
        words = f"{rule.words} This rule applied." if rule.fired else rule.words
        row = labeled(sheet, row, label, words, bold=rule.fired)
    row = labeled(sheet, row, "About the rules", scale.verdict_note)
    row = labeled(sheet, row, "Why", "\n".join(scale.because))
    for number in (*scale.subscales, scale.total):
        row = labeled(sheet, row, number.name, f"{number.working} ({number.counted})")
    if scale.index is not None:
        row = labeled(
            sheet, row, scale.index_name, f"{scale.index}. {scale.index_note}".removesuffix(". ")
        )
    row = _left_out(sheet, row, scale)
    row = _lowered(sheet, row, scale)
    row = labeled(sheet, row, "Wording of the anchors", scale.anchor_check)
    row = labeled(sheet, row, "What is known of the scale", scale.status)
    for caution in scale.cautions:
        row = labeled(sheet, row, "Caution", caution)
    row = labeled(sheet, row, "License", scale.license)
    for name, address in scale.sources:
        row = labeled(sheet, row, "Source", f"{name}. {address}".strip())
    return labeled(sheet, row, "Fingerprint of the scale file", scale.stamp)


def _left_out(sheet: Worksheet, row: int, scale: ScaleReport) -> int:
    for item in scale.unrated:
        reason = f": {item.reason}" if item.reason else ""
        row = labeled(sheet, row, "Left out", f"{item.label}, {item.state}{reason}")
    return row if scale.unrated else labeled(sheet, row, "Left out", "No item.")


def _lowered(sheet: Worksheet, row: int, scale: ScaleReport) -> int:
    if scale.comparison is None:
        return row
    for item in scale.comparison.items:
        words = f"{item.label}: {item.level} counts as {item.verified} ({item.why})"
        row = labeled(sheet, row, "Lower when verified", words)
    return row
