"""A plan that comes back by a file: what it would change first, then all of it or nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from exchange.calendar_in import CalendarEntry, read_calendar
from exchange.incoming import IncomingError
from exchange.plan_cells import DAYS, PlanCells, check_verified, is_whole
from exchange.plan_days import DayOrder
from exchange.plan_file import PlanFileLine, read_plan_file
from handover.due_calendar import action_uid
from handover.plan_changes import (
    ActionChange,
    Conflict,
    PlanPreview,
    check_all,
    find_clients,
    merged,
)
from handover.plan_out import shown_checks
from handover.workspace import Workspace
from scales.fault import Fault, quote
from storage.acting import Acting
from storage.action_history import ActionState, at_revision, list_states
from storage.action_verifying import list_checks
from storage.plan_filling import keep_plan
from storage.plan_record import PlanAction
from storage.plans import list_actions

CALENDAR = ".ics"
_OPEN = ("planned", "in_progress")
_REVISION = re.compile(r"Action (\d{1,10}), revision (\d{1,9})\.")
_OTHER_FILE = "Name the file of this visit's plan, or open the visit it belongs to."
_EXPORT_AGAIN = "Write the plan into a new file, and change that."


def read_plan(workspace: Workspace, content: bytes, file: str) -> PlanPreview:
    """Read a file with a plan and tell what it would change; nothing is written.

    Args:
        workspace: The visit in hand.
        content: A table as `handover.plan_out` writes it, or a calendar if the name ends so.
        file: Its name.

    Raises:
        IncomingError: It cannot be read, or holds what cannot be kept; with every fault.
        NotFound: The visit is gone, or the acting person may not see it any more.
        NotAllowed: They may not see its plan yet.
    """
    reading = _Reading(workspace, file)
    if file.lower().endswith(CALENDAR):
        reading.take_calendar(read_calendar(content, file))
    else:
        reading.take_table(read_plan_file(content, file))
    return reading.preview()


def accept_plan(
    acting: Acting, preview: PlanPreview, now: dt.datetime, *, accept_identifiers: bool = False
) -> tuple[PlanAction, ...]:
    """Take in what a preview shows: all of it, or nothing. What becomes done is the person's word.

    Raises:
        StaleAction: An action was changed since the preview was made.
        NotFound: One is gone since then.
        ActionProblem: Words look like a client's data, and nobody said that they are none.
    """
    changed = [change.wanted for change in preview.changed]
    added = [action for _line, action in preview.added]
    return keep_plan(
        acting, preview.visit_id, changed, added, now, accept_identifiers=accept_identifiers
    )


class _Reading:
    """A file beside the plan as it is stored."""

    def __init__(self, workspace: Workspace, file: str) -> None:
        acting, self._visit = workspace.acting, workspace.visit.id
        self._file = file
        self._plan = {a.id: a for a in list_actions(acting, self._visit)}
        self._known = {_looks_like(action): action for action in self._plan.values()}
        self._states = list_states(acting, self._visit)
        self._checks = list_checks(acting, self._visit)
        entries = workspace.entries.values()
        self._cells = PlanCells({f"{e.scale.id}/{i}" for e in entries for i in e.scale.item_ids})
        self._faults = self._cells.faults
        self._changed: list[ActionChange] = []
        self._added: list[tuple[int, PlanAction]] = []
        self._conflicts: list[Conflict] = []
        self._left_out: list[str] = []
        self._unchanged = 0

    def preview(self) -> PlanPreview:
        """Tell what was found.

        Raises:
            IncomingError: There are faults.
        """
        faults = self._faults + check_all((*self._changed, *self._added))
        if faults:
            raise IncomingError(self._file, faults)
        return PlanPreview(
            self._file,
            self._visit,
            tuple(self._changed),
            tuple(self._added),
            tuple(self._conflicts),
            tuple(self._left_out),
            tuple(self._cells.kept_days),
            self._unchanged,
            tuple(find_clients((*self._changed, *self._added))),
        )

    def take_table(self, rows: Iterable[PlanFileLine]) -> None:
        """Take in a table, line by line."""
        rows = tuple(rows)
        self._cells.order = DayOrder(
            (row.cells.get(name, ""), getattr(self._before(row), name, None))
            for row in rows
            for name in DAYS
        )
        lines: dict[int, int] = {}
        for row in rows:
            number = self._cells.whole(row, "action")
            revision = self._cells.whole(row, "revision")
            if not self._is_of_this_visit(row):
                continue
            if number is None:
                if not row.cells["action"]:
                    self._take_new(row)
            elif number in lines:
                found = f"action {number} stands on line {lines[number]} already."
                self._tell("A03", row.line, "action", found, "Keep one of the two.")
            else:
                lines[number] = row.line
                self._take_row(row, number, revision)

    def _before(self, row: PlanFileLine) -> PlanAction | None:
        """The action as a line was written from it; None where that cannot be told."""
        number, revision = (row.cells.get(name, "") for name in ("action", "revision"))
        if not (is_whole(number) and is_whole(revision)):
            return None
        was = at_revision(self._states.get(int(number), ()), int(revision))
        return was.action if was else None

    def _is_of_this_visit(self, row: PlanFileLine) -> bool:
        visit = self._cells.whole(row, "visit")
        if visit in (None, self._visit):
            return True
        found = f"it is of visit {visit}, and this is visit {self._visit}."
        self._tell("A01", row.line, "visit", found, _OTHER_FILE)
        return False

    def _take_new(self, row: PlanFileLine) -> None:
        self._faults += check_verified(row, dict.fromkeys(("verified_by", "verified_on")))
        blank = PlanAction(self._visit, "")
        # An empty status of a new line is that of a new action.
        cells = {n: c for n, c in row.cells.items() if n != "status" or c}
        values = self._cells.changed(PlanFileLine(row.line, cells), vars(blank))
        new = replace(blank, **values)
        twin = self._known.get(_looks_like(new))
        if twin is None:
            self._added.append((row.line, new))
            return
        place = f"action {twin.position + 1} of the plan already"
        self._left_out.append(
            f"Line {row.line}: {quote(new.do)} is {place}, with the same items, owner and due date."
        )

    def _take_row(self, row: PlanFileLine, number: int, revision: int | None) -> None:
        stored = self._plan.get(number)
        if stored is None:
            self._tell_missing(row.line, number)
            return
        was = at_revision(self._states.get(number, ()), -1 if revision is None else revision)
        if was is None:
            found = f"action {number} has no revision {row.cells['revision'] or '(empty)'}."
            self._tell("A05", row.line, "revision", found, _EXPORT_AGAIN)
            return
        seen = shown_checks(self._checks.get(number))
        verified = {name: seen[name] for name in ("verified_by", "verified_on")}
        self._faults += check_verified(row, verified)
        values = self._cells.changed(self._without_purged(row, was), vars(was.action))
        self._merge(row.line, stored, was.action, values)

    def _without_purged(self, row: PlanFileLine, was: ActionState) -> PlanFileLine:
        """A note that was purged does not come back by a file that still has it."""
        if not was.purged or not row.cells.get("note"):
            return row
        self._left_out.append(f"Line {row.line}: the note, since notes of this visit were purged.")
        return PlanFileLine(row.line, {n: c for n, c in row.cells.items() if n != "note"})

    def take_calendar(self, entries: Iterable[CalendarEntry]) -> None:
        """Take in a calendar: an event of ours that stands on another day moves its action."""
        by_uid = {action_uid(action): action for action in self._plan.values()}
        met: dict[str, CalendarEntry] = {}
        strange = 0
        for entry in entries:
            action = by_uid.get(entry.uid)
            if action is None:
                strange += 1
            elif why := _not_moved(entry, action):
                self._left_out.append(f"Action {action.position + 1}: {why}")
            elif entry.uid in met:
                self._tell_twice(entry, met[entry.uid])
            else:
                met[entry.uid] = entry
                self._take_day(entry, action)
        if strange:
            what = "1 event that is" if strange == 1 else f"{strange} events that are"
            self._left_out.append(f"{what} not of this plan.")

    def _take_day(self, entry: CalendarEntry, action: PlanAction) -> None:
        if entry.day is None:
            found = f"{quote(entry.written)} is not a day." if entry.written else "it has no day."
            self._tell("A22", entry.line, quote(entry.summary), found, "Give the event a day.")
            return
        was = self._written_from(entry, action)
        values = {"due": entry.day} if entry.day != was.due else {}
        self._merge(entry.line, action, was, values)

    def _written_from(self, entry: CalendarEntry, action: PlanAction) -> PlanAction:
        """The action as the calendar was written from it; as it is now where that is not told."""
        told = [m for m in _REVISION.finditer(entry.description) if int(m[1]) == action.id]
        if not told:
            return action
        # The reason stands before it, and may speak of a revision in words of its own.
        was = at_revision(self._states.get(action.id, ()), int(told[-1][2]))
        return was.action if was else action

    def _merge(
        self, line: int, stored: PlanAction, was: PlanAction, values: Mapping[str, Any]
    ) -> None:
        found = merged(line, stored, was, values)
        if found is None:
            self._unchanged += 1
        elif isinstance(found, Conflict):
            self._conflicts.append(found)
        else:
            self._changed.append(found)

    def _tell_missing(self, line: int, number: int) -> None:
        if number in self._states:
            gone = self._states[number][-1].action
            self._left_out.append(f"Line {line}: {quote(gone.do)} was removed from the plan.")
            return
        found = f"this plan has no action {number}."
        fix = "Leave the cell empty for a new action. " + _OTHER_FILE
        self._tell("A02", line, "action", found, fix)

    def _tell_twice(self, entry: CalendarEntry, first: CalendarEntry) -> None:
        if entry.day != first.day:
            found = f"it stands on another day on line {first.line}."
            self._tell("A23", entry.line, quote(entry.summary), found, "Keep one of the two.")

    def _tell(self, code: str, line: int, place: str, found: str, fix: str) -> None:
        self._faults.append(Fault(code, line, place, found, fix))


def _looks_like(action: PlanAction) -> tuple[object, ...]:
    """By what an action that is brought in once more is known: a new line has no number."""
    words = (" ".join(text.split()).casefold() for text in (action.do, action.owner))
    return (*words, frozenset(action.items), action.due)


def _not_moved(entry: CalendarEntry, action: PlanAction) -> str:
    """Why an event does not move its action; empty where it may."""
    if entry.canceled:
        return "its event was called off. Drop the action on the Plan page if that is meant."
    if entry.repeats:
        return "its event repeats, and an action has one day."
    if action.status not in _OPEN:
        return f"it is {action.status} by now."
    return ""
