"""A few of the invented programs in a database, with plans, to look at together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from handover.sample_portfolio import load_portfolio, portfolio_items
from sample_data.portfolio import AS_OF, PortfolioProgram, draw_portfolio
from storage.acting import Acting
from storage.action_verifying import verify_action
from storage.people import act, add_first_person, add_person
from storage.plans import PlanAction, add_action, change_action
from storage.pool_plans import list_plans
from storage.programs import add_program, list_programs
from storage.store import Store
from storage.visits import list_visits
from tests.shipped_scales import shipped_scales

NOW = dt.datetime.combine(AS_OF, dt.time(9, 30), dt.UTC)
DRAWN = draw_portfolio(portfolio_items(shipped_scales()))


def chosen() -> tuple[PortfolioProgram, ...]:
    """The program with the fewest visits of each standing, course and, of steady ones, more."""
    found: dict[object, PortfolioProgram] = {}
    for drawn in sorted(DRAWN, key=lambda drawn: len(drawn.visits)):
        found.setdefault(drawn.standing, drawn)
        found.setdefault(drawn.course, drawn)
    steady = [drawn for drawn in DRAWN if drawn.course == "improves"][:3]
    return tuple({drawn.name: drawn for drawn in [*found.values(), *steady]}.values())


def first_person(store: Store) -> Acting:
    """Who sees everything in a new database."""
    return act(store, add_first_person(store, "Ann Loader", NOW).id)


def fill(acting: Acting, programs: Sequence[PortfolioProgram]) -> None:
    """Load programs, plan six actions for each of two, and add one that was never visited."""
    other = act(acting.store, add_person(acting, "Ben Checker", NOW, sees_all=True).id)
    load_portfolio(acting, shipped_scales(), programs, NOW)
    for program in list_programs(acting)[:2]:
        _plan(acting, other, list_visits(acting, program.id)[-1].id)
    add_program(acting, name="Zinnia House", region="Invented hill district", now=NOW)
    assert len(list_plans(acting)) == 2


def _plan(acting: Acting, other: Acting, visit: int) -> None:
    late, early = AS_OF - dt.timedelta(days=1), AS_OF
    new = PlanAction(visit, "Train staff", items=(("iddt", "T9"),), due=late)
    add_action(acting, new, NOW)
    add_action(acting, replace(new, due=early), NOW)
    add_action(acting, replace(new, status="in_progress", due=late), NOW)
    add_action(acting, replace(new, status="dropped"), NOW)
    add_action(acting, replace(new, status="done"), NOW)
    seen = add_action(acting, new, NOW)
    change_action(acting, replace(seen, status="done"), seen.revision, NOW)
    verify_action(other, seen.id, 1, NOW)
