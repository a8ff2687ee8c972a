"""The improvement plans of many visits at once, each only where the acting person may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select

from storage import tables
from storage.access import is_blind, sees_results, survey, visits_seen
from storage.acting import Acting, Reading
from storage.action_checks import ActionCheck
from storage.plan_record import PlanAction
from storage.rated_scales import check_seen, teams_of
from storage.visit_record import Visit


@dataclass(frozen=True)
class PooledPlan:
    """The plan of one visit.

    Attributes:
        actions: In the order of the plan, at least one.
        checks: What is known of those that are done, by action.
    """

    visit: Visit
    actions: tuple[PlanAction, ...]
    checks: Mapping[int, ActionCheck]


def list_plans(
    acting: Acting, program_ids: Collection[int] | None = None
) -> tuple[PooledPlan, ...]:
    """Fetch the plans that hold an action and that the person may see, in a few queries.

    Args:
        acting: Who asks.
        program_ids: Only of visits to these programs; to all unless told.

    Returns:
        The plan of the earliest visit first.

    Raises:
        NotFound: One of the programs named does not exist, or the acting person may not see it.
    """
    visit, action = tables.visit, tables.plan_action
    with acting.read() as reading:
        seen = visits_seen(reading)
        if program_ids is not None:
            check_seen(reading, program_ids)
            seen = and_(seen, visit.c.program_id.in_(program_ids))
        planned = and_(seen, visit.c.id.in_(select(action.c.visit_id)))
        query = select(visit).where(planned).order_by(visit.c.date, visit.c.id)
        visits = [Visit(**row._mapping) for row in reading.connection.execute(query)]
        wanted = select(visit.c.id).where(planned)
        actions = _actions(reading, action.c.visit_id.in_(wanted))
        checks = _checks(reading, tables.action_check.c.visit_id.in_(wanted))
        teams = teams_of(reading, [each.id for each in visits])
        once = survey(reading)
        return tuple(
            PooledPlan(each, tuple(actions[each.id]), checks[each.id])
            for each in visits
            # As in `check_plan_open`: an action holds the level it starts from.
            if sees_results(once, each, teams[each.id]) and not is_blind(each, teams[each.id])
        )


def _actions(reading: Reading, wanted: ColumnElement[bool]) -> defaultdict[int, list[PlanAction]]:
    table = tables.plan_action
    query = select(table).where(wanted).order_by(table.c.position, table.c.id)
    found: defaultdict[int, list[PlanAction]] = defaultdict(list)
    for row in reading.connection.execute(query):
        found[row.visit_id].append(PlanAction(**row._mapping))
    return found


def _checks(
    reading: Reading, wanted: ColumnElement[bool]
) -> defaultdict[int, dict[int, ActionCheck]]:
    found: defaultdict[int, dict[int, ActionCheck]] = defaultdict(dict)
    for row in reading.connection.execute(select(tables.action_check).where(wanted)):
        found[row.visit_id][row.action_id] = ActionCheck(**row._mapping)
    return found
