"""How items stand over programs, done by hand."""

from __future__ import annotations

from fractions import Fraction

from scoring.item_standing import item_standings
from scoring.ratings import Row, ratings_from_rows
from scoring.states import State
from tests.shipped_scales import shipped_scales

GOI = shipped_scales().get("goi").scale


def standings_of(*levels: dict[str, int], target: int = 4):
    rows = [Row(f"Program {k}", given, {}) for k, given in enumerate(levels)]
    return item_standings(ratings_from_rows(GOI, rows), target)


def test_the_weakest_item_comes_first_and_who_did_not_rate_it_counts_nowhere():
    found = standings_of(
        {"G1": 5, "G2": 2, "G3": 4}, {"G1": 3, "G2": 3}, {"G1": 3, "G2": State.NOT_ENOUGH}
    )
    assert [(s.item, s.n, s.mean, s.share_below) for s in found[:3]] == [
        ("G2", 2, Fraction(5, 2), Fraction(1)),
        ("G1", 3, Fraction(11, 3), Fraction(2, 3)),
        ("G3", 1, Fraction(4), Fraction(0)),
    ]


def test_of_equal_means_the_item_more_programs_are_below_at_comes_first():
    found = standings_of({"G1": 1, "G2": 3}, {"G1": 5, "G2": 3})
    assert [(s.item, s.mean, s.below) for s in found[:2]] == [("G2", 3, 2), ("G1", 3, 1)]


def test_an_item_nobody_rated_has_no_mean_and_comes_last_in_the_order_of_the_scale():
    found = standings_of({"G12": 1})
    assert found[0].item == "G12"
    assert [s.item for s in found[1:]] == list(GOI.item_ids[:-1])
    assert (found[-1].n, found[-1].mean, found[-1].share_below) == (0, None, None)


def test_the_target_itself_is_not_below_it():
    (first, *_) = standings_of({"G1": 4}, {"G1": 5}, target=4)
    assert first.below == 0
    assert standings_of({"G1": 4}, target=5)[0].below == 1


def test_of_no_program_nothing_is_said():
    assert all(standing.mean is None for standing in standings_of())
