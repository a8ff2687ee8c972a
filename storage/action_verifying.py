"""Done is the owner's word; verified is somebody else's."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from storage import tables
from storage.acting import Acting, NotAllowed, Writing
from storage.action_checks import (
    ActionCheck,
    StaleCheck,
    fetch_check,
    fetch_checks,
)
from storage.journal import change_record, last_writer, visit_book
from storage.plan_access import check_plan_open, lock_action
from storage.plan_record import PlanAction
from storage.visits import fetch_visit


def list_checks(acting: Acting, visit_id: int) -> dict[int, ActionCheck]:
    """Say of each action of a plan that is done whose word that is, and who has seen it.

    Raises:
        NotFound: There is no such visit, or the acting person may not see it.
        NotAllowed: They may not see its plan yet.
    """
    with acting.read() as reading:
        check_plan_open(reading, fetch_visit(reading, visit_id))
        return fetch_checks(reading.connection, visit_id)


def verify_action(
    acting: Acting, action_id: int, expected_revision: int, now: dt.datetime
) -> ActionCheck:
    """Say that one has seen that an action is done, as somebody else called it.

    Args:
        acting: Who has seen it; neither who called it done nor the owner that the plan names.
        action_id: Which action.
        expected_revision: Of the check that was looked at.
        now: The moment, with its time zone.

    Raises:
        NotAllowed: It is their own word, or the action is not done.
        StaleCheck: It was called done anew, or verified, meanwhile.
        NotFound: There is no such action, or no longer.
    """
    with acting.write(now) as writing:
        action, stored = _lock(writing, action_id, expected_revision)
        _check_other(writing, action, stored)
        person = writing.person
        seen = replace(
            stored,
            verified_by=person.id if person else None,
            verified_name=person.name if person else "",
            verified_at=writing.at,
        )
        return _keep(writing, stored, seen)


def take_back_verifying(
    acting: Acting, action_id: int, expected_revision: int, now: dt.datetime
) -> ActionCheck:
    """Say that an action that was verified is not done after all; that it is done stays said.

    Raises:
        NotAllowed: Nobody has verified it.
        StaleCheck: It was changed meanwhile.
        NotFound: There is no such action, or no longer.
    """
    with acting.write(now) as writing:
        _action, stored = _lock(writing, action_id, expected_revision)
        if stored.verified_at is None:
            raise NotAllowed("Nobody has verified this action.")
        unseen = replace(stored, verified_by=None, verified_name="", verified_at=None)
        return _keep(writing, stored, unseen)


def _lock(
    writing: Writing, action_id: int, expected_revision: int
) -> tuple[PlanAction, ActionCheck]:
    action = lock_action(writing, action_id)
    stored = fetch_check(writing.connection, action_id)
    if stored is None:
        raise NotAllowed("An action is verified once it is done.")
    if stored.revision != expected_revision:
        book = visit_book(action.visit_id)
        by = last_writer(writing.connection, tables.action_check, stored, book)
        raise StaleCheck(stored, stored, by)
    return action, stored


def _check_other(writing: Writing, action: PlanAction, stored: ActionCheck) -> None:
    person = writing.person
    if person is None:
        return
    if person.id == stored.done_by or person.name.casefold() == action.owner.strip().casefold():
        raise NotAllowed(
            "Somebody else has to see that it is done: not who called it done, nor its owner."
        )


def _keep(writing: Writing, stored: ActionCheck, wanted: ActionCheck) -> ActionCheck:
    kept = replace(wanted, revision=stored.revision + 1)
    change_record(writing, tables.action_check, stored, kept, visit_book(stored.visit_id))
    return kept
