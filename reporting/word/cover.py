"""Who was assessed, what came out in a glance, and, last of all, who stands behind it."""

from __future__ import annotations

from docx.document import Document as Word

from reporting.report import Report
from reporting.word.parts import bullets, heading, pairs, say, table


def add_cover(document: Word, report: Report) -> None:
    """Add the title, the facts, what must be known first, and a summary of all scales."""
    heading(document, report.title, 0)
    bullets(document, report.notes)
    pairs(document, report.about)
    heading(document, "Summary", 1)
    add_verdicts(document, report)
    for scale in report.scales:
        say(document, f"{scale.gap_summary} {scale.status}", bold=f"{scale.short_name}.")
    say(document, report.plan_summary, bold="Plan.")


def add_verdicts(document: Word, report: Report) -> None:
    """Add one line a scale: the verdict, the total and what the total rests on."""
    rows = [
        (scale.short_name, scale.verdicts, scale.total.text, scale.total.counted)
        for scale in report.scales
    ]
    numbers = [mean.number for mean in report.combined]
    rows += [(number.name, "", number.text, number.counted) for number in numbers]
    table(document, ("Scale", "Verdict", "Mean", "Rests on"), rows, (1.6, 2.6, 0.8, 1.4))


def add_signature(document: Word, report: Report) -> None:
    """Add who signed, or that nobody has."""
    heading(document, "Signature", 1)
    if report.visit.signature:
        pairs(document, report.visit.signature)
    else:
        say(document, "This visit is not signed, so this report is a draft and may still change.")
    say(document, report.software)
