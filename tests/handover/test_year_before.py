"""Which visit a change since last year is measured from, and which actions are counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from handover.pool import PoolVisit
from handover.state_plans import action_facts
from handover.year_before import visit_a_year_before
from reporting.state.facts import ProgramFact
from storage.plan_record import PlanAction, carried_origin
from storage.pool_plans import PooledPlan
from storage.visit_record import Kind
from tests.handover.test_scored_pool import visit_of

RATED = {"G1": 3}
LATEST = visit_of(1, "2026-05-31", RATED)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (["2025-05-31"], "2025-05-31"),
        (["2025-02-28"], "2025-02-28"),  # fifteen months: February has no 31st
        (["2025-02-27"], None),
        (["2025-08-31"], "2025-08-31"),  # nine months
        (["2025-09-01"], None),
        (["2025-03-31", "2025-07-01"], "2025-07-01"),  # 31 days after is nearer than 61 before
        (["2025-05-01", "2025-06-30"], "2025-06-30"),  # of two as near, the later
        (["2024-05-31", "2026-05-31"], None),
        ([], None),
    ],
)
def test_it_is_the_one_nearest_to_a_year_before_between_nine_and_fifteen_months(days, found):
    visits = [visit_of(1, day, RATED) for day in days]
    year_before = visit_a_year_before(LATEST, visits)
    assert (year_before.visit.date.isoformat() if year_before else None) == found
    again = visit_a_year_before(LATEST, visits[::-1])
    assert again == year_before


@pytest.mark.parametrize(
    ("latest", "there", "found"),
    [
        ("site_visit", ["self_audit"], None),
        ("self_audit", ["site_visit", "follow_up"], None),
        ("site_visit", ["self_audit", "follow_up"], "follow_up"),
        ("follow_up", ["self_audit", "site_visit"], "site_visit"),
        ("self_audit", ["site_visit", "self_audit"], "self_audit"),
    ],
)
def test_how_a_program_rates_itself_is_not_set_beside_how_others_do(latest, there, found):
    visits = [of_kind("2025-05-31", kind) for kind in there]
    before = visit_a_year_before(of_kind("2026-05-31", latest), visits)
    assert (before.visit.kind if before else None) == found


def of_kind(day: str, kind: Kind) -> PoolVisit:
    rated = visit_of(1, day, RATED)
    return replace(rated, visit=replace(rated.visit, kind=kind))


def test_an_action_that_goes_on_in_a_later_plan_counts_once_where_it_goes_on():
    first = PlanAction(1, "Train staff", id=7)
    on = PlanAction(2, "Train staff, again", id=9, origin=carried_origin(7))
    other = PlanAction(1, "Hire", id=8)
    visits = [visit_of(1, day, RATED).visit for day in ("2025-05-31", "2026-05-31")]
    plans = [PooledPlan(visits[0], (first, other), {}), PooledPlan(visits[1], (on,), {})]
    facts = action_facts(plans, {1: ProgramFact(1, "Harbor House")}, dt.date(2026, 6, 30))
    assert [fact.do for fact in facts] == ["Hire", "Train staff, again"]
    assert action_facts(plans, {}, dt.date(2026, 6, 30)) == ()


def test_as_of_an_earlier_day_what_was_planned_later_is_not_there_yet():
    noon = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)
    first = PlanAction(1, "Train staff", id=7, created_at=noon)
    added = PlanAction(1, "Hire", id=8, created_at=noon + dt.timedelta(days=30))
    on = PlanAction(2, "Train again", id=9, origin=carried_origin(7), created_at=noon)
    visits = [visit_of(1, day, RATED).visit for day in ("2025-05-31", "2026-05-31")]
    plans = [PooledPlan(visits[0], (first, added), {}), PooledPlan(visits[1], (on,), {})]

    def listed(*day: int) -> list[str]:
        return [f.do for f in action_facts(plans, {1: ProgramFact(1, "Elm")}, dt.date(*day))]

    # Written at noon of the first of June, in UTC: nowhere before the evening of the day before.
    assert listed(2025, 5, 31) == ["Train staff"]
    assert listed(2025, 5, 30) == []
    assert listed(2025, 6, 1) == ["Train staff"]
    assert listed(2026, 5, 30) == ["Train staff", "Hire"]
    assert listed(2026, 5, 31) == ["Hire", "Train again"]
