"""Who is due as the rows of a table to take elsewhere."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable

from exchange.due_csv import DueRow, write_due
from handover.due_list import DueLine
from reporting.due_words import STATES, due_sentence


def due_csv(lines: Iterable[DueLine], today: dt.date) -> bytes:
    """Write lines as a CSV file that spreadsheets read as UTF-8.

    Args:
        lines: In the order to write them.
        today: The day from which it was looked at.
    """
    text = io.StringIO(newline="")
    write_due((_row(line, today) for line in lines), text)
    return text.getvalue().encode("utf-8-sig")


def _row(line: DueLine, today: dt.date) -> DueRow:
    program, due = line.program, line.due
    return DueRow(
        program_id=program.id,
        program=program.name,
        invented=program.invented,
        agency=program.agency,
        region=program.region,
        setting=program.setting,
        levels_of_care="; ".join(program.levels_of_care),
        scale=line.scale.id if line.scale else "",
        state=STATES[due.state],
        due_on=due.on,
        last_rated=due.last.day if due.last else None,
        verdict=due.last.verdict.name if due.last and due.last.verdict else "",
        begun_or_planned=due.begun,
        in_words=due_sentence(due, today),
    )
