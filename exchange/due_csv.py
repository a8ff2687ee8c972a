"""Who is due as a CSV table: one line for each program and scale."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TextIO

from exchange.formula_guard import guard


@dataclass(frozen=True)
class DueRow:
    """How a program stands to a scale's rule; None and empty text leave the cell empty."""

    program_id: int
    program: str
    invented: bool
    agency: str
    region: str
    setting: str
    levels_of_care: str
    scale: str
    """Id of the scale; empty where the program was never visited."""
    state: str
    due_on: dt.date | None
    last_rated: dt.date | None
    verdict: str
    begun_or_planned: dt.date | None
    in_words: str


HEAD = tuple(field.name for field in fields(DueRow))


def write_due(rows: Iterable[DueRow], out: TextIO) -> int:
    """Write who is due as CSV, and return how many lines stand below the head.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.

    Args:
        rows: In the order to write them.
        out: Where to; opened with `newline=""`.
    """
    writer = csv.writer(out)
    writer.writerow(HEAD)
    lines = 0
    for row in rows:
        writer.writerow([_cell(getattr(row, name)) for name in HEAD])
        lines += 1
    return lines


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dt.date():
            return value.isoformat()
    return guard(str(value))
