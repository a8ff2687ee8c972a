"""Which actions go on in a later plan: those count, and have a day, where they go on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storage.plan_record import PlanAction, carried_from
from storage.pool_plans import PooledPlan
from storage.visit_record import Visit


def where_going_on(plans: Iterable[PooledPlan]) -> dict[int, Visit]:
    """By the number of an action that was carried over, the visit whose plan it goes on in."""
    found = ((carried_from(action.origin), plan.visit) for plan in plans for action in plan.actions)
    return {source: visit for source, visit in found if source is not None}


def live_actions(plans: Iterable[PooledPlan]) -> Iterator[tuple[PooledPlan, PlanAction]]:
    """The actions that have not gone on in another of these plans, each with its plan."""
    every = list(plans)
    gone = where_going_on(every)
    for plan in every:
        for action in plan.actions:
            if action.id not in gone:
                yield plan, action
