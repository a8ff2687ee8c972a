"""When a scale is due again, in words: its rule, and how a program stands to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from reporting.sentences import counted, day, ended, listed
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
    return f"{last}. {_since(due, today)}"


def dues_sentences(dues: Sequence[tuple[str, Due]], today: dt.date) -> tuple[tuple[str, str], ...]:
    """Tell how a program stands to the rules of several scales; what is alike is told once.

    Args:
        dues: The short name of each scale, and how the program stands to its rule; without a name
            where it was never visited.
        today: The day from which it was looked at.

    Returns:
        The state with the scales it is of, and how that comes; in the order in which they first
        come.

    Example:
        ("overdue on GOI and IDDT", "Last rated on 2025-03-07 (GOI Moderate fidelity, IDDT Low
        fidelity). Due on 2025-09-07, overdue by 30 days.")
    """
    alike: dict[object, list[tuple[str, Due]]] = {}
    for name, due in dues:
        last = due.last.day if due.last else None
        alike.setdefault((due.state, due.on, due.begun, last), []).append((name, due))
    return tuple((_of(group), _told_once(group, today)) for group in alike.values())


def _of(group: Sequence[tuple[str, Due]]) -> str:
    names = listed(name for name, _ in group)
    state = STATES[group[0][1].state]
    return f"{state} on {names}" if names else state


def _told_once(group: Sequence[tuple[str, Due]], today: dt.date) -> str:
    first = group[0][1]
    if len(group) == 1 or first.last is None:
        return due_sentence(first, today)
    found = [(name, due.last.verdict) for name, due in group if due.last]
    verdicts = ", ".join(f"{name} {verdict.name}" for name, verdict in found if verdict)
    last = f"Last rated on {day(first.last.day)}"
    return (
        f"{last} ({verdicts}). {_since(first, today)}" if verdicts else due_sentence(first, today)
    )


def _since(due: Due, today: dt.date) -> str:
    told = _now(due, today)
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
