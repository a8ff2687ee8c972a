"""When a scale is due again, in words: its rule, and how a program stands to it."""

from __future__ import annotations

import datetime as dt

from reporting.sentences import counted, day, ended
from scales.model import Scale
from scoring.due import Due, DueState

STATES: dict[DueState, str] = {
    "overdue": "overdue",
    "due": "due soon",
    "never_rated": "never rated",
    "in_progress": "in progress",
    "planned": "planned",
    "later": "not due yet",
}
"""Each state in a word or two, in the order of what asks for something first."""


def rule_of_rating_again(scale: Scale) -> str:
    """Tell a scale's rule with its source; empty where it has none.

    Example:
        "Every 6 months in the first 2 years and until High fidelity is reached, then every 12
        months. This project's rater protocol."
    """
    rule = scale.reassess
    if rule is None:
        return ""
    whiles = []
    if rule.for_years:
        years = "year" if rule.for_years == 1 else f"{rule.for_years} years"
        whiles.append(f"in the first {years}")
    if rule.until:
        names = {verdict.id: verdict.name for verdict in scale.verdicts}
        whiles.append(f"until {names[rule.until]} is reached")
    then = f"every {counted(rule.then_months, 'month')}"
    if not whiles:
        return f"{then.capitalize()}. {ended(rule.source)}"
    first = f"Every {counted(rule.every_months, 'month')} {' and '.join(whiles)}"
    return f"{first}, then {then}. {ended(rule.source)}"


def due_sentence(due: Due, today: dt.date) -> str:
    """Tell how a program stands to a scale's rule.

    Args:
        due: How it stands.
        today: The day from which it was looked at.
    """
    last = f"Last rated on {day(due.last.day)}" if due.last else "Never rated"
    if due.last and due.last.verdict:
        last += f" ({due.last.verdict.name})"
    told = f"{last}. {_now(due, today)}"
    if due.state in ("in_progress", "planned") and due.on is not None and due.on < today:
        told += f" It was due on {day(due.on)}."
    return told


def _now(due: Due, today: dt.date) -> str:
    if due.state == "in_progress":
        return f"In progress since {day(due.begun)}."
    if due.state == "planned":
        return f"Planned for {day(due.begun)}."
    if due.on is None:
        return "A first visit is outstanding."
    if due.state == "overdue":
        return f"Due on {day(due.on)}, overdue by {counted((today - due.on).days, 'day')}."
    if due.on == today:
        return f"Due today, {day(due.on)}."
    return f"Due on {day(due.on)}, in {counted((due.on - today).days, 'day')}."
