"""Many changes to a plan at once: all of them are kept, or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from storage.acting import Acting
from storage.plan_access import fetch_plan, lock_plan
from storage.plan_record import PlanAction, carried_from
from storage.plans import ActionProblem, check_action, look_at_words, put_action, put_change
from storage.problem import NotFound, Problem


def keep_plan(
    acting: Acting,
    visit_id: int,
    changed: Sequence[PlanAction],
    added: Sequence[PlanAction],
    now: dt.datetime,
    *,
    accept_identifiers: bool = False,
) -> tuple[PlanAction, ...]:
    """Save new values for actions of a plan and put new ones at its end.

    Args:
        acting: Who does it; what becomes done is their word.
        visit_id: Whose plan it is.
        changed: With the revision that was seen of each.
        added: New ones, in their order.
        now: The moment, with its time zone.
        accept_identifiers: Keep words that look like a client's data, and have the audit trail
            say so.

    Returns:
        Those that were changed and those that were added, as they are stored now.

    Raises:
        ActionProblem: Something cannot be kept; all reasons together where they can be told of
            the actions by themselves.
        StaleAction: A newer revision of an action is stored.
        NotFound: There is no such visit, or no such action in its plan.
        NotAllowed: They may not see its plan yet.
    """
    _refuse(changed, added)
    with acting.write(now) as writing:
        lock_plan(writing, visit_id)
        in_order = fetch_plan(writing.connection, visit_id)
        plan = {action.id: action for action in in_order}
        kept = []
        for action in changed:
            if action.id not in plan:
                raise NotFound("action", action.id)
            stored = plan[action.id]
            kept.append(put_change(writing, stored, action, action.revision, accept_identifiers))
        for action in added:
            # Words that are carried over were looked at when they were written.
            carried = carried_from(action.origin) is not None
            blank = PlanAction(visit_id, "")
            why = "" if carried else look_at_words(blank, action, accept_identifiers)
            new = put_action(writing, replace(action, id=0, visit_id=visit_id), in_order, why)
            in_order.append(new)
            kept.append(new)
    return tuple(kept)


def _refuse(changed: Sequence[PlanAction], added: Sequence[PlanAction]) -> None:
    problems: list[Problem] = []
    places = [f"action {action.id}" for action in changed]
    places += [f"new action {number}" for number in range(1, len(added) + 1)]
    for place, action in zip(places, (*changed, *added), strict=True):
        found = check_action(action)
        problems += [replace(problem, place=f"{place}, {problem.place}") for problem in found]
    if problems:
        raise ActionProblem("This plan was not saved.", problems)
