"""A scale says itself when it is due again."""

import datetime as dt

import pytest

from scales.model import Reassess, Scale
from scoring.due import Seen, add_months, find_due, has_reached, next_due

RULE = Reassess(every_months=6, for_years=2, then_months=12, source="background")


@pytest.mark.parametrize(
    ("rated_on", "due"),
    [
        (["2024-01-15"], "2024-07-15"),
        (["2024-07-15", "2024-01-15"], "2025-01-15"),
        (["2024-01-15", "2026-01-14"], "2026-07-14"),
        (["2024-01-15", "2026-01-15"], "2027-01-15"),
    ],
)
def test_due_every_six_months_in_the_first_two_years_and_yearly_after_that(rated_on, due):
    dates = [dt.date.fromisoformat(date) for date in rated_on]
    assert next_due(RULE, dates) == dt.date.fromisoformat(due)


def test_a_scale_that_was_never_rated_has_no_due_date():
    assert next_due(RULE, []) is None


def test_the_end_of_a_month_stays_the_end_of_a_month():
    assert add_months(dt.date(2025, 8, 31), 6) == dt.date(2026, 2, 28)
    assert add_months(dt.date(2025, 12, 1), 1) == dt.date(2026, 1, 1)


@pytest.fixture(scope="module")
def until_high(tiny_data: dict) -> Scale:
    """Every 6 months in the first year and until high, then yearly."""
    rule = {"every_months": 6, "for_years": 1, "until": "high", "then_months": 12, "source": "x"}
    return Scale.model_validate(tiny_data | {"reassess": rule})


def on(scale: Scale, date: str, verdict: str = "low") -> Seen:
    named = next(v for v in scale.verdicts if v.id == verdict)
    return Seen(dt.date.fromisoformat(date), verdict=named)


def begun(date: str, *, rated: bool = False) -> Seen:
    return Seen(dt.date.fromisoformat(date), rated=rated, open=True)


TODAY = dt.date(2026, 6, 30)


@pytest.mark.parametrize(
    ("rated", "due"),
    [
        ([("2024-01-10", "low"), ("2026-01-10", "low")], "2026-07-10"),
        ([("2024-01-10", "low"), ("2026-01-10", "high")], "2027-01-10"),
        ([("2024-01-10", "high"), ("2026-01-10", "low")], "2026-07-10"),
        ([("2026-01-10", "high")], "2026-07-10"),  # still within its first year
    ],
)
def test_every_six_months_until_high_and_yearly_after_that(until_high, rated, due):
    found = find_due(until_high, [on(until_high, *each) for each in rated], TODAY)
    assert found is not None and found.on == dt.date.fromisoformat(due)


@pytest.mark.parametrize(
    ("last", "state"),
    [
        ("2025-12-29", "overdue"),
        ("2025-12-30", "due"),
        ("2026-02-28", "due"),  # due on August 28, 59 days ahead
        ("2026-03-10", "later"),
    ],
)
def test_it_is_due_sixty_days_ahead_and_overdue_the_day_after(until_high, last, state):
    found = find_due(until_high, [on(until_high, last)], TODAY)
    assert found is not None and found.state == state


def test_how_far_ahead_can_be_chosen(until_high):
    rated = [on(until_high, "2026-02-28")]
    found = find_due(until_high, rated, TODAY, ahead=58)
    assert found is not None and found.state == "later"


def test_a_visit_that_was_begun_is_in_progress_and_one_dated_ahead_is_planned(until_high):
    rated = on(until_high, "2025-06-01")
    today = find_due(until_high, [rated, begun("2026-06-30", rated=True)], TODAY)
    ahead = find_due(until_high, [rated, begun("2026-06-01"), begun("2026-07-01")], TODAY)
    assert today is not None and ahead is not None
    assert (today.state, today.begun, today.last, today.on) == (
        "in_progress",
        dt.date(2026, 6, 30),
        rated,
        dt.date(2025, 12, 1),
    )
    assert (ahead.state, ahead.begun) == ("planned", dt.date(2026, 7, 1))


def test_a_visit_begun_half_a_year_ago_is_given_up_and_counts_with_what_is_rated(until_high):
    rated = on(until_high, "2025-06-01")
    nothing = find_due(until_high, [rated, begun("2025-12-29")], TODAY)
    some = find_due(until_high, [rated, begun("2025-12-29", rated=True)], TODAY)
    assert nothing is not None and some is not None
    assert (nothing.state, nothing.begun, nothing.on) == ("overdue", None, dt.date(2025, 12, 1))
    assert (some.state, some.begun, some.on) == ("overdue", None, dt.date(2026, 6, 29))


def test_a_visit_begun_before_a_later_one_that_is_done_is_given_up(until_high):
    found = find_due(until_high, [on(until_high, "2026-06-01"), begun("2026-05-01")], TODAY)
    assert found is not None and (found.state, found.begun) == ("later", None)


def test_what_was_never_rated_or_only_later_says_so(until_high):
    never = find_due(until_high, [], TODAY)
    later = find_due(until_high, [on(until_high, "2026-07-01")], TODAY)
    assert never == later
    assert never is not None
    assert (never.state, never.on, never.last, never.begun) == ("never_rated", None, None, None)


def test_a_scale_without_a_rule_is_never_due(tiny):
    assert find_due(tiny, [on(tiny, "2020-01-01")], TODAY) is None
    assert not has_reached(tiny, tiny.verdicts[0])


def test_a_verdict_is_reached_by_it_and_by_those_above_it(iddt):
    reached = {v.id: has_reached(iddt, v) for v in iddt.verdicts}
    assert reached == {"not_scorable": False, "high": True, "moderate": False, "low": False}
    assert not has_reached(iddt, None)


def test_of_two_visits_on_one_day_the_later_one_decides(until_high):
    first, second = on(until_high, "2026-01-10", "low"), on(until_high, "2026-01-10", "high")
    found = find_due(until_high, [on(until_high, "2024-01-10"), first, second], TODAY)
    assert found is not None and found.last is second
    assert found.on == dt.date(2027, 1, 10)
