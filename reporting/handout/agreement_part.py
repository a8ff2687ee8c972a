"""How well the raters agreed before they settled their differences, scale by scale."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.agreement_words import MARKS, CoefficientWords
from reporting.handout.block import Block, Heading, Paragraph, Table
from reporting.report import Report

_HEAD = ("Coefficient", "Value", "95 % interval", "Rests on", "What it says")


def agreement_part(report: Report) -> Iterator[Block]:
    """What was seen alike in plain words, then every coefficient; nothing where one rated alone.

    It does not say who gave what: the report goes to the program, and raters' own sets do not.
    """
    found = [(scale, scale.agreement) for scale in report.scales if scale.agreement]
    if not found:
        return
    yield Heading("Agreement between the reviewers", 1)
    yield Paragraph("Each reviewer rated alone; this is what they had given before they met.")
    for scale, words in found:
        yield Heading(scale.name, 2)
        yield Paragraph(words.headline)
        for line in words.left_out:
            yield Paragraph(line)
        yield Paragraph(words.why_low)
        rows = tuple(map(_row, words.coefficients))
        yield Table(f"Agreement on {scale.short_name}", _HEAD, rows, (1.5, 0.8, 1, 0.8, 2.6))
    yield Paragraph(MARKS)


def _row(words: CoefficientWords) -> tuple[str, ...]:
    value = words.value + (f" (mark {words.mark})" if words.mark else "")
    says = f"{words.meaning} {words.note}".strip()
    return (words.name, value, words.interval or "–", words.rests_on, says)
