"""The improvement plan, as a chart of its days and as a table."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.charts.gantt import gantt_chart
from reporting.handout.block import Block, Heading, Paragraph, Picture, Table
from reporting.plan_table import PlanRow
from reporting.report import Report
from reporting.sentences import day

_HEAD = ("Action", "To raise", "Owner", "By when", "Status", "Done when")


def plan_part(report: Report) -> Iterator[Block]:
    """The plan."""
    yield Heading("Improvement plan", 1)
    yield Paragraph(report.plan_summary)
    rows = tuple(map(_row, report.plan))
    chart = gantt_chart(report)
    if chart is not None:
        yield Picture(chart)
    yield Table("Improvement plan", _HEAD, rows, (2.2, 1.4, 0.8, 0.9, 0.8, 1.6))


def _row(row: PlanRow) -> tuple[str, ...]:
    aim = f" ({row.baseline} to {row.target})" if row.baseline and row.target else ""
    status = row.status_words
    if row.overdue:
        status = f"{status}\n{row.overdue_words}"
    do = "\n".join(filter(None, (f"{row.number}. {row.do}", row.carried, row.goes_on)))
    due = day(row.due) if row.due else ""
    return (do, "; ".join(row.items) + aim, row.owner, due, status, row.measure_of_success)
