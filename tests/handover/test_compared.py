"""What is compared: visits that can be told apart, like with like, and nothing that is blind."""

from __future__ import annotations

import pytest

from handover.compared import (
    ends_of,
    filtered,
    latest_two,
    line_up,
    rated_by_several,
    rater_rows,
    two_visits,
    why_apart,
)
from handover.pool import load_pool
from handover.pool_filter import PoolFilter
from handover.scored_pool import score_pool
from scales.model import Levels, Scale
from storage.team import CONSENSUS
from tests.handover.compared_visits import GOI, all_at, pool_of, pooled
from tests.handover.visited import ANN, BEN
from tests.shipped_scales import shipped_scales


def newer(scores: bool) -> Scale:
    """GOI as version 1.1.0, whose G1 was called G99 in version 1.0.0."""
    follows = {
        "version": "1.0.0",
        "note": "Made up.",
        "renamed": [{"was": "G99", "now": "G1"}],
        "scores": scores,
    }
    data = GOI.model_dump(mode="json") | {"version": "1.1.0", "follows": [follows]}
    return Scale.model_validate(data)


def test_visits_are_called_by_the_day_only_where_a_program_stands_twice():
    lineup = line_up(
        pool_of(
            pooled(1, all_at(3), name="Elm", invented=True),
            pooled(2, all_at(3), name="Oak", day="2025-01-01", program=7),
            pooled(3, all_at(3), name="Oak", day="2026-01-01", program=7),
        )
    )
    assert [visit.label for visit in lineup.visits] == [
        "Elm (invented)",
        "Oak, 2025-01-01",
        "Oak, 2026-01-01",
    ]


def test_two_programs_of_one_name_and_day_are_told_apart_by_the_number_of_the_visit():
    lineup = line_up(pool_of(pooled(1, all_at(3), name="Elm"), pooled(2, all_at(4), name="Elm")))
    labels = [visit.label for visit in lineup.visits]
    assert labels == ["Elm, 2026-03-01 (visit 1)", "Elm, 2026-03-01 (visit 2)"]


def test_a_version_that_maps_is_restated_and_one_that_does_not_stands_apart_with_the_reason():
    scale = newer(scores=True)
    old = all_at(4, G1=2)
    old["G99"] = old.pop("G1")
    pool = pool_of(
        pooled(1, all_at(4), scale=scale),
        pooled(2, old, scale=scale, version="1.0.0"),
        pooled(3, all_at(4), scale=scale, version="0.9.0"),
        pooled(4, {}, scale=scale),
        pooled(5, None, scale=scale),
    )
    lineup = line_up(pool)
    assert [lineup.restated(place) for place in range(2)] == [False, True]
    assert lineup.levels[1].tolist() == [2] + [4] * 11
    apart = [(each.visit.visit.id, each.why) for each in why_apart(pool)]
    assert apart == [(3, "version"), (4, "not_rated"), (5, "not_open")]


def test_a_version_whose_scores_do_not_compare_stands_apart():
    scale = newer(scores=False)
    old = pooled(2, all_at(4), scale=scale, version="1.0.0")
    (apart,) = why_apart(pool_of(pooled(1, all_at(4), scale=scale), old))
    assert (apart.visit.visit.id, apart.why) == (2, "version")


def test_a_filter_takes_away_from_those_that_stand_apart_too():
    pool = pool_of(
        pooled(1, all_at(4), region="North"),
        pooled(2, {}, region="North"),
        pooled(3, {}, region="South"),
    )
    kept = filtered(pool, PoolFilter(regions=frozenset({"North"}), unfinished=True))
    assert [visit.visit.id for visit in (*kept.visits, *kept.apart)] == [1, 2]


def test_of_one_program_the_earlier_visit_stands_first_whichever_was_chosen_first():
    pool = pool_of(
        pooled(1, all_at(2), program=7, day="2025-01-01"),
        pooled(2, all_at(2, G1=5), program=7, day="2026-01-01"),
    )
    found = two_visits(pool, 1, 0)
    assert (found.places, found.one_program) == ((0, 1), True)
    assert [(item.now, item.step) for item in found.change.moved] == [("G1", 3)]


def test_of_two_programs_the_one_chosen_first_stands_first():
    pool = pool_of(pooled(1, all_at(2)), pooled(2, all_at(4), day="2025-01-01"))
    found = two_visits(pool, 0, 1)
    assert (found.places, found.one_program) == ((0, 1), False)
    assert found.change.total.difference == 2


def test_two_visits_to_begin_with_are_the_last_two_of_the_program_that_was_visited_last():
    pool = pool_of(
        pooled(1, all_at(2), program=7, day="2024-01-01"),
        pooled(2, all_at(2), program=7, day="2025-01-01"),
        pooled(3, all_at(2), program=8, day="2025-02-01"),
        pooled(4, all_at(2), program=7, day="2025-03-01"),
        pooled(5, all_at(2), program=9, day="2026-03-01"),
    )
    assert latest_two(pool) == (1, 3)
    assert latest_two(pool.take([2, 4])) == (0, 1)


def test_verdicts_to_begin_with_are_those_of_the_highest_and_the_lowest_total():
    pool = pool_of(
        pooled(1, all_at(5), program=7, day="2024-01-01"),
        pooled(2, all_at(3), program=7, day="2025-01-01"),
        pooled(3, all_at(4)),
        pooled(4, all_at(2)),
        pooled(5, {"G1": 1}),
    )
    assert ends_of(pool) == (2, 3)
    assert ends_of(pool.take([4])) == (0,)


def test_a_total_of_nothing_is_the_lowest_and_not_one_that_cannot_be_formed():
    scale = GOI.model_copy(update={"levels": Levels(low=0, high=5)})
    given = [pooled(k, all_at(level), scale=scale) for k, level in enumerate((0, 4, 2), start=1)]
    assert ends_of(pool_of(*given)) == (1, 0)


def test_raters_are_compared_only_where_two_sets_are_there_to_be_seen():
    one = pooled(1, all_at(3), sets={"A": all_at(3)}, raters=("A", "B"))
    two = pooled(
        2,
        all_at(3),
        sets={"A": all_at(3), "B": all_at(4), CONSENSUS: all_at(3)},
        raters=("A", "B"),
    )
    pool = pool_of(one, two)
    assert rated_by_several(pool) == (1,)
    assert list(rater_rows(two)) == ["A", "B"]


@pytest.mark.parametrize("who", ["ann", "ben", "office", "staff"])
def test_ratings_that_are_still_blind_are_compared_for_nobody(visited, who: str):
    acting = getattr(visited, who)
    pool = score_pool(GOI, load_pool(acting, shipped_scales(), ["goi"]))
    assert rated_by_several(pool) == ()
    for each in (*pool.visits, *pool.apart):
        assert set(rater_rows(each)) <= {ANN if who == "ann" else BEN if who == "ben" else ""}


def test_ratings_are_compared_once_all_have_handed_in_and_only_by_who_may_see_them(visited):
    visited.settle()
    seen = {}
    for who in ("ann", "ben", "office", "staff"):
        pool = score_pool(GOI, load_pool(getattr(visited, who), shipped_scales(), ["goi"]))
        seen[who] = [list(rater_rows(pool.visits[place])) for place in rated_by_several(pool)]
    assert seen["ann"] == seen["ben"] == [[ANN, BEN]]
    assert seen["staff"] == []
