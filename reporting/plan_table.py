"""The improvement plan as it is shown: one row an action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reporting.facts import PlanLine
from reporting.sentences import as_words, counted, day

STATUSES = {
    "suggested": "Suggested",
    "planned": "Planned",
    "in_progress": "In progress",
    "done": "Done",
    "dropped": "Dropped",
}
"""Id to what it is called, in the order they are offered."""
SUGGESTED = "suggested"
"""The status of an action that nobody has taken on yet."""
EFFORTS = {"small": "Small", "medium": "Medium", "large": "Large"}
CLOSED = ("Done", "Dropped")
"""A closed action is never overdue."""


@dataclass(frozen=True)
class PlanRow:
    """One action.

    Attributes:
        number: From 1.
        items: What it is to raise, as words, one item each.
        effort, status: In words; empty where none was chosen.
        checked: Whose word it is that it is done, and who else has seen it; empty until it is
            done.
        overdue: Due before the day of the report, and neither done nor dropped, nor carried over
            into a later plan.
        days_overdue: Days from its due date to the day of the report; 0 unless overdue.
        since: Since which day it has its status; None where that is not known.
        added, done_on, verified_on: Days; None where it is not so, or not known.
        links: What it is to raise, as (scale id, item id), in the order of `items`.
        carried: Which earlier plan it was carried over from; empty where from none.
        goes_on: Which later plan it goes on in; empty where in none.
    """

    number: int
    do: str
    reason: str
    items: tuple[str, ...]
    owner: str
    start: date | None
    due: date | None
    effort: str
    barrier: str
    measure_of_success: str
    status: str
    checked: str
    overdue: bool
    baseline: int | None
    target: int | None
    note: str
    days_overdue: int
    since: date | None
    added: date | None
    done_on: date | None
    verified_on: date | None
    links: tuple[tuple[str, str], ...]
    carried: str
    goes_on: str = ""

    @property
    def status_words(self) -> str:
        """The status, and since when: what is done says whose word that is."""
        if self.checked:
            return f"{self.status} ({self.checked})"
        return f"{self.status} since {day(self.since)}" if self.since else self.status

    @property
    def short_status(self) -> str:
        """The status in a few words: whether what is done was verified, and what is overdue."""
        if self.done_on is not None:
            return f"{self.status}, {'verified' if self.verified_on else 'not verified'}"
        return f"{self.status}, overdue" if self.overdue else self.status

    @property
    def overdue_words(self) -> str:
        """Since when it is overdue, and how long; empty unless it is."""
        if not self.overdue:
            return ""
        return f"Overdue since {day(self.due)}, by {counted(self.days_overdue, 'day')}"


def plan_rows(
    lines: Sequence[PlanLine], names: Mapping[tuple[str, str], str], today: date
) -> tuple[PlanRow, ...]:
    """Lay out the plan in its own order.

    Args:
        lines: The actions.
        names: (scale id, item id) to what the item is called; an item missing here keeps its id.
        today: The day of the report.
    """
    return tuple(_row(number, line, names, today) for number, line in enumerate(lines, start=1))


def plan_summary(rows: Sequence[PlanRow]) -> str:
    """Say how many actions there are, how far they are, and how many lack an owner or a date."""
    if not rows:
        return "No action is planned yet."
    states = [
        f"{number} {words.lower()}{_of_these_verified(rows, words)}"
        for words in STATUSES.values()
        if (number := sum(row.status == words for row in rows))
    ]
    late = sum(row.overdue for row in rows)
    if late:
        states.append(f"{late} overdue")
    open_rows = [row for row in rows if _is_open(row)]
    lacking = [
        f"{counted(number, 'open action')} without {what}"
        for what, number in (
            ("an owner", sum(not row.owner for row in open_rows)),
            ("a due date", sum(row.due is None for row in open_rows)),
        )
        if number
    ]
    return ". ".join([f"{counted(len(rows), 'action')}: {', '.join(states)}", *lacking]) + "."


def _is_open(row: PlanRow) -> bool:
    return not row.goes_on and row.status not in (*CLOSED, STATUSES[SUGGESTED])


def _of_these_verified(rows: Sequence[PlanRow], status: str) -> str:
    seen = sum(row.verified_on is not None for row in rows)
    return f" ({seen} verified)" if seen and status == STATUSES["done"] else ""


def _row(number: int, line: PlanLine, names: Mapping[tuple[str, str], str], today: date) -> PlanRow:
    status = STATUSES.get(line.status, as_words(line.status) or STATUSES["planned"])
    late = line.due is not None and line.due < today and status not in CLOSED
    late = late and line.goes_on is None
    return PlanRow(
        number=number,
        do=line.do,
        reason=line.reason,
        items=tuple(names.get(item, item[1]) for item in line.items),
        owner=line.owner,
        start=line.start,
        due=line.due,
        effort=EFFORTS[line.effort] if line.effort else "",
        barrier=line.barrier,
        measure_of_success=line.measure_of_success,
        status=status,
        checked=_checked(line),
        overdue=late,
        baseline=line.baseline,
        target=line.target,
        note=line.note,
        days_overdue=(today - line.due).days if late and line.due else 0,
        since=line.since,
        added=line.added,
        done_on=line.done[1] if line.done else None,
        verified_on=line.verified[1] if line.verified else None,
        links=line.items,
        carried=_carried(line),
        goes_on=f"Goes on in the plan of {day(line.goes_on)}" if line.goes_on else "",
    )


def _carried(line: PlanLine) -> str:
    if not line.carried:
        return ""
    plan = f"the plan of {day(line.carried_from)}" if line.carried_from else "an earlier plan"
    return f"Carried over from {plan}"


def _checked(line: PlanLine) -> str:
    if line.done is None:
        return ""
    who, on = line.done
    said = f"called done by {who} on {day(on)}" if who else f"done since {day(on)}"
    if line.verified is None:
        return f"{said}; nobody else has verified it yet"
    who, on = line.verified
    return f"{said}; verified by {who} on {day(on)}"
