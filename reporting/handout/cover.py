"""Who was assessed, what came out in a glance, and, last of all, who stands behind it."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.handout.block import Block, Bullets, Heading, Paragraph, Table
from reporting.report import Report


def cover(report: Report) -> Iterator[Block]:
    """The title, the facts, what must be known first, and a summary of all scales."""
    yield Heading(report.title, 0)
    yield Bullets(report.notes)
    yield pairs("The program and the visit", report.about)
    yield Heading("Summary", 1)
    yield verdicts(report)
    for scale in report.scales:
        yield Paragraph(f"{scale.gap_summary} {scale.status}", bold=f"{scale.short_name}.")
    yield Paragraph(report.plan_summary, bold="Plan.")


def verdicts(report: Report) -> Table:
    """One line a scale: the verdict, the total and what the total rests on."""
    rows = [
        (scale.short_name, scale.verdicts, scale.total.text, scale.total.counted)
        for scale in report.scales
    ]
    numbers = [mean.number for mean in report.combined]
    rows += [(number.name, "", number.text, number.counted) for number in numbers]
    head = ("Scale", "Verdict", "Mean", "Rests on")
    return Table("Verdict and mean of each scale", head, tuple(rows), (1.6, 2.6, 0.8, 1.4))


def signature_part(report: Report) -> Iterator[Block]:
    """Who signed, or that nobody has."""
    yield Heading("Signature", 1)
    if report.visit.signature:
        yield pairs("The signature", report.visit.signature)
    else:
        words = "This visit is not signed, so this report is a draft and may still change."
        yield Paragraph(words)
    yield Paragraph(report.software)


def pairs(name: str, rows: tuple[tuple[str, str], ...]) -> Table:
    """A table of labels and values."""
    return Table(name, ("What", "Value"), rows, (1, 3))
