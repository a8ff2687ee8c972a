"""What a file would change in a plan, beside what others changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from exchange.plan_file import as_read
from scales.fault import Fault
from storage.client_data import check_client_data
from storage.plan_record import PlanAction
from storage.plans import OWN_WORDS, check_action

LABELS = {
    "do": "What to do",
    "owner": "Owner",
    "start": "Start",
    "due": "Due",
    "status": "Status",
    "effort": "Effort",
    "items": "Items",
    "baseline": "Level now",
    "target": "Level aimed at",
    "measure_of_success": "Measure of success",
    "reason": "Why",
    "barrier": "In the way",
    "note": "Note",
}
"""What the fields of an action are called."""


@dataclass(frozen=True)
class FieldChange:
    """One field of an action, as texts.

    Attributes:
        old: As it is stored.
        new: As the file has it.
    """

    field: str
    old: str
    new: str

    @property
    def label(self) -> str:
        """What the field is called."""
        return LABELS[self.field]


@dataclass(frozen=True)
class ActionChange:
    """An action that a file changes.

    Attributes:
        line: Of the file.
        stored: As it is stored.
        wanted: As it would be; with the revision that is stored.
        fields: What differs.
    """

    line: int
    stored: PlanAction
    wanted: PlanAction
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Conflict:
    """An action that somebody changed after the file was written, in what the file changes too.

    Attributes:
        place: Of the action in the plan, from 1.
        fields: What both changed.
    """

    line: int
    place: int
    do: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class PlanPreview:
    """What a file would do to a plan.

    Attributes:
        name: Of the file.
        changed: Actions it changes.
        added: New actions, each with its line.
        conflicts: Actions it does not change, since somebody else did meanwhile.
        left_out: What of the file is not taken, in sentences.
        kept_days: Which of its days may be two, and were taken for what they had been; in
            sentences.
        unchanged: How many of its actions are as they are stored.
        clients: Words that look like a client's data.
    """

    name: str
    visit_id: int
    changed: tuple[ActionChange, ...]
    added: tuple[tuple[int, PlanAction], ...]
    conflicts: tuple[Conflict, ...]
    left_out: tuple[str, ...]
    kept_days: tuple[str, ...]
    unchanged: int
    clients: tuple[Fault, ...]

    @property
    def brings(self) -> bool:
        """Whether there is anything to take in."""
        return bool(self.changed or self.added)


def merged(
    line: int, stored: PlanAction, was: PlanAction, values: Mapping[str, Any]
) -> ActionChange | Conflict | None:
    """Put what a file changes beside what is stored.

    Args:
        line: Of the file.
        stored: The action now.
        was: The action when the file was written.
        values: What the file changed since then.

    Returns:
        None where it is all stored already; a conflict where a field was changed here as well,
        and to something else.
    """
    new = {name: value for name, value in values.items() if value != getattr(stored, name)}
    both = [name for name in new if getattr(stored, name) != getattr(was, name)]
    if both:
        fields = tuple(_field(name, stored, new[name]) for name in both)
        return Conflict(line, stored.position + 1, stored.do, fields)
    if not new:
        return None
    fields = tuple(_field(name, stored, value) for name, value in new.items())
    return ActionChange(line, stored, replace(stored, **new), fields)


def check_all(changes: Iterable[ActionChange | tuple[int, PlanAction]]) -> list[Fault]:
    """Tell what could not be kept, with its line."""
    return [
        Fault(problem.code, line, problem.place, f"{problem.what}.", problem.fix)
        for change in changes
        for line, _old, action in [_parts(change)]
        for problem in check_action(action)
    ]


def find_clients(changes: Iterable[ActionChange | tuple[int, PlanAction]]) -> list[Fault]:
    """Tell what looks like a client's data, with its line."""
    return [
        Fault(problem.code, line, problem.place, f"{problem.what}.", problem.fix)
        for change in changes
        for line, old, action in [_parts(change)]
        for problem in check_client_data(old, action, OWN_WORDS)
    ]


def _parts(change: ActionChange | tuple[int, PlanAction]) -> tuple[int, PlanAction, PlanAction]:
    if isinstance(change, ActionChange):
        return change.line, change.stored, change.wanted
    line, action = change
    return line, PlanAction(action.visit_id, ""), action


def _field(name: str, stored: PlanAction, new: Any) -> FieldChange:
    return FieldChange(name, _text(name, getattr(stored, name)), _text(name, new))


def _text(name: str, value: Any) -> str:
    if isinstance(value, tuple):
        value = tuple("/".join(pair) for pair in value)
    return as_read(name, value)
