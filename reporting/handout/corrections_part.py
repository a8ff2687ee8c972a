"""What the program said was factually wrong, and what its reviewers answered."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.handout.block import Block, Heading, Table
from reporting.report import Report

_HEAD = ("Item", "The program said", "Answer", "Rating")


def corrections_part(report: Report) -> Iterator[Block]:
    """Every factual correction; nothing where the program had none."""
    if not report.corrections:
        return
    yield Heading("Factual corrections", 1)
    rows = tuple((c.item, c.says, c.answer, c.rating) for c in report.corrections)
    yield Table("Factual corrections", _HEAD, rows, (1.5, 2.2, 2.2, 0.9))
