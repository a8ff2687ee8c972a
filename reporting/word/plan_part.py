"""The improvement plan as a table."""

from __future__ import annotations

from docx.document import Document as Word

from reporting.plan_table import PlanRow
from reporting.report import Report
from reporting.sentences import day
from reporting.word.parts import heading, say, table


def add_plan(document: Word, report: Report) -> None:
    """Add the plan."""
    heading(document, "Improvement plan", 1)
    say(document, report.plan_summary)
    table(
        document,
        ("Action", "To raise", "Owner", "By when", "Status", "Done when"),
        [_row(row) for row in report.plan],
        (2.2, 1.4, 0.8, 0.9, 0.8, 1.6),
    )


def _row(row: PlanRow) -> tuple[str, ...]:
    aim = f" ({row.baseline} to {row.target})" if row.baseline and row.target else ""
    status = f"{row.status}, overdue" if row.overdue else row.status
    do = f"{row.number}. {row.do}"
    due = day(row.due) if row.due else ""
    return (do, "; ".join(row.items) + aim, row.owner, due, status, row.measure_of_success)
