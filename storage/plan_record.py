"""What an action of an improvement plan is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from scales.item import Effort

ActionStatus = Literal["planned", "in_progress", "done", "dropped"]
OWN = "own"
_CARRIED = "carried:"


@dataclass(frozen=True)
class PlanAction:
    """One thing to do. A new one needs only `visit_id` and `do`."""

    visit_id: int
    do: str
    reason: str = ""
    """Why it is worth doing."""
    origin: str = OWN
    """`own`, `suggested:<scale>/<item>/<action>` with the ids of the scale file, or
    `carried:<action>` with the number of the action of an earlier plan that goes on here."""
    items: tuple[tuple[str, str], ...] = ()
    """The items it should raise: scale id and item id."""
    effort: Effort | None = None
    owner: str = ""
    start: dt.date | None = None
    due: dt.date | None = None
    barrier: str = ""
    """Id of what stands in the way; empty if nothing."""
    measure_of_success: str = ""
    status: ActionStatus = "planned"
    baseline: int | None = None
    """The level when the plan was made."""
    target: int | None = None
    """The level aimed at."""
    note: str = ""
    id: int = 0
    """0 while it is not stored."""
    position: int = 0
    """Place in the plan, from 0 without gaps; changed by `move_action` alone."""
    revision: int = 0
    """0 while it is not stored, 1 when added, one more with every change."""
    created_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None


def carried_origin(action_id: int) -> str:
    """The origin of an action that goes on with one of an earlier plan."""
    return f"{_CARRIED}{action_id}"


def carried_from(origin: str) -> int | None:
    """The number of the action of an earlier plan that goes on in this one; None without one."""
    return int(origin.removeprefix(_CARRIED)) if origin.startswith(_CARRIED) else None
