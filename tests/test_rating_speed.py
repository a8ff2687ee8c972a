"""Rating stays quick, measured in the run that asserts it."""

from __future__ import annotations

from benchmarks.rating_interaction import LIMIT, compare


def test_a_rating_among_fifteen_items_costs_at_most_three_clicks_on_an_empty_page() -> None:
    cost = compare(rounds=30)

    assert (len(cost.rating), len(cost.empty)) == (30, 30)
    assert cost.ratio <= LIMIT
