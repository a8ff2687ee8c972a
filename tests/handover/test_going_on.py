"""An action that was carried over: it counts, has its day and is overdue where it goes on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from handover.due_calendar import open_action_events
from handover.visit_report import visit_report
from reporting.plan_table import plan_summary
from storage.plan_record import carried_origin
from storage.store import Store
from tests.handover.two_visits import MARCH, SEPTEMBER, X1, begin_twice

LATER, AFTER = dt.date(2027, 1, 1), dt.date(2027, 2, 1)


def test_an_action_has_one_day_in_the_calendar_and_is_overdue_in_one_plan_only(
    store: Store, tmp_path: Path
):
    twice = begin_twice(store, tmp_path / "scales")
    first = twice.audit(MARCH, {"X1": 1})
    greet = twice.plan(first, "Greet people", items=(X1,), due=LATER)
    twice.plan(first, "Hire", due=LATER, owner="Kim")
    assert [row.overdue for row in visit_report(first, AFTER).plan] == [True, True]
    second = twice.audit(SEPTEMBER, {"X1": 2})
    twice.plan(second, "Greet people", due=LATER, origin=carried_origin(greet.id))

    events = open_action_events(twice.acting)
    assert sorted(event.summary.split(": ")[1] for event in events) == ["Greet people", "Hire"]
    old = visit_report(first, AFTER).plan
    assert [(row.do, row.overdue, row.days_overdue, row.goes_on) for row in old] == [
        ("Greet people", False, 0, "Goes on in the plan of 2026-09-01"),
        ("Hire", True, 31, ""),
    ]
    assert plan_summary(old) == "2 actions: 2 planned, 1 overdue."
    [on] = visit_report(second, AFTER).plan
    assert (on.overdue, on.goes_on) == (True, "")
