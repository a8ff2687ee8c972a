"""A scale says itself when it is due again."""

import datetime as dt

import pytest

from scales.model import Reassess
from scoring.due import add_months, next_due

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
