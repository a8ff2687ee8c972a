"""The improvement plan of a visit: its actions, in an order of their own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from scales.item import Effort
from storage import tables
from storage.acting import Acting, Writing
from storage.action_checks import forget_check, note_status
from storage.client_data import look_for_client_data
from storage.journal import (
    add_record,
    change_record,
    last_writer,
    remove_record,
    visit_book,
)
from storage.limits import (
    LONGEST_ID,
    LONGEST_LINE,
    LONGEST_LIST,
    LONGEST_NAME,
    LONGEST_NOTE,
    check_choice,
    check_date,
    check_level,
    check_text,
    joined,
)
from storage.plan_access import check_plan_open, fetch_plan, lock_action, lock_plan
from storage.plan_record import OWN, ActionStatus, PlanAction, carried_from
from storage.plan_sources import check_source
from storage.problem import Problem, Stale, StorageProblem
from storage.visits import fetch_visit

_ORIGIN = re.compile(r"own|suggested:[^/]+/[^/]+/[^/]+|carried:[1-9][0-9]{0,9}")
OWN_WORDS = ("do", "reason", "owner", "measure_of_success", "note")
"""What people write of an action in words of their own."""


class ActionProblem(StorageProblem):
    """An action was not saved."""


class StaleAction(Stale[PlanAction]):
    """An action was changed elsewhere first."""


def add_action(acting: Acting, action: PlanAction, now: dt.datetime) -> PlanAction:
    """Put a new action at the end of its visit's plan.

    Raises:
        ActionProblem: Something in it cannot be kept, or the same suggestion is in the plan
            already; all reasons together.
        NotFound: There is no such visit.
    """
    _refuse(check_action(action))
    with acting.write(now) as writing:
        lock_plan(writing, action.visit_id)
        return put_action(writing, action, fetch_plan(writing.connection, action.visit_id))


def put_action(
    writing: Writing, action: PlanAction, plan: Sequence[PlanAction], why: str = ""
) -> PlanAction:
    """Put a new action at the end of its visit's plan within a transaction that has locked it.

    Args:
        writing: The transaction.
        action: The new one.
        plan: As it is stored; who puts many adds each to it, so that it is fetched once.
        why: What the audit trail is to say of it.

    Raises:
        ActionProblem: It is in the plan already, or goes on with nothing.
    """
    _refuse(_check_new(action, plan) + check_source(writing, action))
    at = writing.at
    new = replace(action, position=len(plan), revision=1, created_at=at, updated_at=at)
    book = visit_book(action.visit_id)
    kept = replace(new, id=add_record(writing, tables.plan_action, new, book, why))
    note_status(writing, kept, None)
    return kept


def change_action(
    acting: Acting,
    action: PlanAction,
    expected_revision: int,
    now: dt.datetime,
    *,
    accept_identifiers: bool = False,
) -> PlanAction:
    """Save new values for an action, unless somebody changed it after `expected_revision`.

    Its visit, origin, position and `created_at` stay. Saving what is stored changes nothing. With
    `accept_identifiers` words that look like a client's data are kept, and the audit trail says so.

    Raises:
        ActionProblem: Something in it cannot be kept; all reasons together.
        StaleAction: A newer revision is stored; it was kept.
        NotFound: There is no such action, or no longer.
    """
    _refuse(check_action(action))
    with acting.write(now) as writing:
        stored = lock_action(writing, action.id)
        return put_change(writing, stored, action, expected_revision, accept_identifiers)


def put_change(
    writing: Writing, stored: PlanAction, action: PlanAction, expected_revision: int, accept: bool
) -> PlanAction:
    """Save new values for an action within a transaction that has locked its plan.

    Raises:
        ActionProblem: Words look like a client's data, and nobody said that they are none.
        StaleAction: A newer revision is stored; it was kept.
    """
    wanted = replace(
        action,
        visit_id=stored.visit_id,
        origin=stored.origin,
        position=stored.position,
        revision=stored.revision,
        created_at=stored.created_at,
        updated_at=stored.updated_at,
    )
    if wanted == stored:
        return stored
    if stored.revision != expected_revision:
        raise _stale(writing, stored, action)
    why = look_at_words(stored, wanted, accept)
    kept = replace(wanted, revision=stored.revision + 1, updated_at=writing.at)
    change_record(writing, tables.plan_action, stored, kept, visit_book(kept.visit_id), why)
    note_status(writing, kept, stored.status)
    return kept


def look_at_words(stored: PlanAction, wanted: PlanAction, accept: bool) -> str:
    """Refuse new words that look like a client's data; say what the audit trail is to tell.

    Raises:
        ActionProblem: There are such words, and nobody said that they are none.
    """
    return look_for_client_data(stored, wanted, OWN_WORDS, _refuse, accept)


def remove_action(
    acting: Acting, action: PlanAction, expected_revision: int, now: dt.datetime
) -> None:
    """Remove an action for good, unless somebody changed it after `expected_revision`.

    Raises:
        StaleAction: A newer revision is stored; it was kept.
        NotFound: There is no such action, or no longer.
    """
    with acting.write(now) as writing:
        stored = lock_action(writing, action.id)
        if stored.revision != expected_revision:
            raise _stale(writing, stored, action)
        forget_check(writing, stored)
        remove_record(writing, tables.plan_action, stored, visit_book(stored.visit_id))
        _number(writing, fetch_plan(writing.connection, stored.visit_id))


def list_actions(acting: Acting, visit_id: int) -> tuple[PlanAction, ...]:
    """List the plan of a visit, in its order.

    Raises:
        NotFound: There is no such visit, or the acting person may not see it.
        NotAllowed: They may not see yet what the visit found.
    """
    with acting.read() as reading:
        check_plan_open(reading, fetch_visit(reading, visit_id))
        return tuple(fetch_plan(reading.connection, visit_id))


def move_action(
    acting: Acting, action_id: int, position: int, now: dt.datetime
) -> tuple[PlanAction, ...]:
    """Move an action to a place in its plan, counted from 0; beyond an end means at that end.

    Revisions stay, so that nobody's open form goes stale by it.

    Returns:
        The plan in its new order.

    Raises:
        NotFound: There is no such action, or no longer.
    """
    with acting.write(now) as writing:
        moved = lock_action(writing, action_id)
        plan = [a for a in fetch_plan(writing.connection, moved.visit_id) if a.id != action_id]
        plan.insert(max(position, 0), moved)
        return _number(writing, plan)


def _number(writing: Writing, plan: list[PlanAction]) -> tuple[PlanAction, ...]:
    numbered = tuple(replace(action, position=place) for place, action in enumerate(plan))
    for old, new in zip(plan, numbered, strict=True):
        if old != new:
            change_record(writing, tables.plan_action, old, new, visit_book(new.visit_id))
    return numbered


def _stale(writing: Writing, stored: PlanAction, attempted: PlanAction) -> StaleAction:
    book = visit_book(stored.visit_id)
    by = last_writer(writing.connection, tables.plan_action, stored, book)
    return StaleAction(stored, attempted, by)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise ActionProblem("This action was not saved.", problems)


def _check_new(action: PlanAction, plan: Sequence[PlanAction]) -> list[Problem]:
    # Two clicks or two tabs must not put one suggestion into the plan twice.
    if action.origin == OWN:
        return []
    twin = next((a for a in plan if a.origin == action.origin), None)
    if twin is None:
        return []
    what = f"this suggestion is in the plan already, at place {twin.position + 1}"
    if carried_from(action.origin) is not None:
        what = f"this action was carried over already, to place {twin.position + 1}"
    return [Problem("K15", "origin", action.origin, what, "Change that one.")]


def check_action(action: PlanAction) -> list[Problem]:
    """Check what can be told of an action by itself."""
    return joined(
        check_text("what to do", action.do, LONGEST_LINE, required=True),
        check_text("reason", action.reason, LONGEST_LINE),
        _check_origin(action.origin),
        _check_items(action.items),
        check_choice("effort", action.effort, (*get_args(Effort), None)),
        check_text("owner", action.owner, LONGEST_NAME),
        _check_dates(action.start, action.due),
        check_text("barrier", action.barrier, LONGEST_ID),
        check_text("measure of success", action.measure_of_success, LONGEST_LINE),
        check_choice("status", action.status, get_args(ActionStatus)),
        check_level("baseline", action.baseline),
        check_level("target", action.target),
        check_text("note", action.note, LONGEST_NOTE),
    )


def _check_origin(origin: object) -> list[Problem]:
    found = check_text("origin", origin, LONGEST_NAME)
    if isinstance(origin, str) and not _ORIGIN.fullmatch(origin):
        what = f"{origin!r} tells not where the action comes from"
        fix = "Write own, suggested:scale/item/action, or carried:number."
        found.append(Problem("K16", "origin", origin, what, fix))
    return found


def _check_items(items: object) -> list[Problem]:
    if not isinstance(items, tuple) or not all(_is_pair(pair) for pair in items):
        what = f"{items!r} are not pairs of scale id and item id"
        return [Problem("K17", "items", items, what, "Give a tuple of pairs.")]
    found = []
    if len(items) > LONGEST_LIST:
        what = f"{len(items):,} items are more than {LONGEST_LIST:,}"
        found.append(Problem("K02", "items", items, what, "Leave some out."))
    for number, pair in enumerate(items, start=1):
        for key in pair:
            found += check_text(f"item {number}", key, LONGEST_ID, required=True)
    return found


def _is_pair(pair: object) -> bool:
    return isinstance(pair, tuple) and len(pair) == 2


def _check_dates(start: object, due: object) -> list[Problem]:
    given = (("start", start), ("due", due))
    found = joined(*(check_date(place, day) for place, day in given if day is not None))
    if not found and isinstance(start, dt.date) and isinstance(due, dt.date) and start > due:
        what = f"it starts on {start} but is due on {due}"
        found.append(Problem("K18", "start", start, what, "Change one of the two dates."))
    return found
