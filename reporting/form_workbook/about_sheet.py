"""What a rater should know of each scale: rules, cautions, validity and license."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from reporting.anchor_check import anchor_sentence
from reporting.excel.look import fit_heights, labeled, title, widths
from reporting.form_workbook.printing import for_print
from reporting.pack_facts import Pack, PackScale
from reporting.sentences import ended


def fill_about(sheet: Worksheet, pack: Pack) -> None:
    """Write what is to be known of every scale."""
    widths(sheet, (24, 110))
    title(sheet, 1, "About the scales")
    row = 2
    for one in pack.scales:
        row = _scale(sheet, row + 1, one)
    fit_heights(sheet, 2)
    for_print(sheet, pack)


def _scale(sheet: Worksheet, row: int, one: PackScale) -> int:
    scale = one.scale
    title(sheet, row, f"{scale.name}, version {scale.version}", 13)
    row = labeled(sheet, row + 1, "What it is", scale.summary)
    row = labeled(sheet, row, "What is rated", scale.unit)
    row = labeled(sheet, row, "What is known of it", scale.status)
    row = labeled(sheet, row, "Wording of the anchors", anchor_sentence(scale))
    for rule in scale.guidance:
        row = labeled(sheet, row, "How to rate", rule)
    for caution in scale.cautions:
        row = labeled(sheet, row, "Caution", caution)
    license = f"{ended(scale.license.name)} {scale.license.text}"
    row = labeled(sheet, row, "License", license)
    return labeled(sheet, row, "Fingerprint of the file", one.stamp)
