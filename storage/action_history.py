"""What the actions of a plan were at any time, as the audit trail tells it."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from storage import tables
from storage.acting import Acting
from storage.columns import from_plain
from storage.journal import visit_book
from storage.plan_access import check_plan_open
from storage.plan_record import PlanAction
from storage.sealed import is_purged
from storage.visits import fetch_visit


@dataclass(frozen=True)
class ActionState:
    """An action as it was from a moment on.

    Attributes:
        action: Words that were purged are empty.
        purged: Whether some were.
    """

    at: dt.datetime
    action: PlanAction
    purged: bool = False


History = Mapping[int, tuple[ActionState, ...]]
"""By the number of an action all that it was, the earliest first; removed ones too."""


def list_states(acting: Acting, visit_id: int) -> History:
    """List all that the actions of a plan ever were.

    Raises:
        NotFound: There is no such visit, or the acting person may not see it.
        NotAllowed: They may not see its plan yet.
    """
    events = tables.audit_event
    query = (
        select(events.c.at, events.c.new)
        .where(events.c.book == visit_book(visit_id), events.c.record == tables.plan_action.name)
        .order_by(events.c.number)
    )
    found: defaultdict[int, list[ActionState]] = defaultdict(list)
    with acting.read() as reading:
        check_plan_open(reading, fetch_visit(reading, visit_id))
        for at, new in reading.connection.execute(query):
            values = json.loads(new)
            if values is not None:
                state = _state(at, values)
                found[state.action.id].append(state)
    return {number: tuple(states) for number, states in found.items()}


def status_since(states: tuple[ActionState, ...]) -> dt.datetime | None:
    """Say since when an action has the status it has now; None where that is not known.

    An action that was there before the audit trail began is known from then on only.
    """
    if not states:
        return None
    place = len(states) - 1
    while place and states[place - 1].action.status == states[place].action.status:
        place -= 1
    begun = states[place].at
    made = states[place].action.created_at
    return None if place == 0 and made is not None and made < begun else begun


def at_revision(states: tuple[ActionState, ...], revision: int) -> ActionState | None:
    """An action as it was when it had a revision; None where the audit trail does not tell."""
    return next((s for s in reversed(states) if s.action.revision == revision), None)


def _state(at: str, values: Mapping[str, Any]) -> ActionState:
    purged = [name for name, value in values.items() if is_purged(value)]
    kept = {**values, **dict.fromkeys(purged, "")}
    columns = tables.plan_action.c
    action = PlanAction(**{name: from_plain(columns[name], kept[name]) for name in kept})
    return ActionState(dt.datetime.fromisoformat(at), action, bool(purged))
