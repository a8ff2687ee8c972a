"""What two raters of one visit differ by is chance; a change has to be larger to be called one."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import chi2

from scoring.chance import Chance, chance_of
from scoring.ratings import Row
from scoring.states import State

THREES = {"A1": 3, "A2": 3, "B1": 3, "B2": 3, "B3": 3}


def pair(one: dict[str, int], other: dict[str, int]) -> dict[str, Row]:
    return {"One": Row("One", one, {}), "Other": Row("Other", other, {})}


def visits(alike: int, apart: int, **levels: int) -> list[dict[str, Row]]:
    """So many visits seen alike, all at 3; and so many at which one rater saw these levels."""
    return [pair(THREES, THREES)] * alike + [pair(THREES, THREES | levels)] * apart


def found(tiny, alike: int, apart: int, **levels: int) -> Chance:
    return chance_of(tiny, visits(alike, apart, **levels))


def test_the_worked_example_comes_out_by_hand(tiny):
    """Five of ten differ on one item of five by a level: their totals differ by 0.2."""
    total = found(tiny, 5, 5, A1=4).total
    assert total.sem.value == pytest.approx(0.1)  # √(5 x 0.04 / 20)
    assert total.difference_error == pytest.approx(0.1414213562)
    assert total.detectable == pytest.approx(0.2771858582)
    assert total.sem.n == 10
    # 0.1 x √(10 / 20.4832) and 0.1 x √(10 / 3.2470)
    assert (total.sem.low, total.sem.high) == pytest.approx((0.0698718, 0.1754938), abs=1e-6)


def test_the_interval_is_that_of_a_variance(tiny):
    sem = found(tiny, 20, 10, B1=5, B2=4).total.sem
    assert sem.value is not None
    degrees = 30
    assert sem.low == pytest.approx(sem.value * np.sqrt(degrees / chi2.ppf(0.975, degrees)))
    assert sem.high == pytest.approx(sem.value * np.sqrt(degrees / chi2.ppf(0.025, degrees)))


def test_the_limit_of_ten_visits_is_where_the_error_may_be_one_and_three_quarters_of_it(tiny):
    sem = found(tiny, 5, 5, A1=4).total.sem
    assert sem.value is not None and sem.high is not None
    assert sem.high / sem.value == pytest.approx(1.75, abs=0.01)


def test_a_subscale_has_an_error_of_its_own(tiny):
    chance = found(tiny, 5, 5, A1=4)
    assert chance.subscales["a"].sem.value == pytest.approx(0.25)  # √(5 x 0.5² / 20)
    assert chance.subscales["b"].sem.value is None
    assert chance.subscales["b"].sem.why == (
        "Not estimable: the raters never differed, which does not show that they never would."
    )


@pytest.mark.parametrize(
    ("alike", "why"),
    [
        (0, "Not estimable: none was rated by two raters, and it takes 10."),
        (1, "Not estimable: only 1 visit was rated by two raters, and it takes 10."),
        (9, "Not estimable: only 9 visits were rated by two raters, and it takes 10."),
    ],
)
def test_too_few_double_ratings_say_so(tiny, alike, why):
    chance = found(tiny, alike, 0)
    assert (chance.visits, chance.total.sem.why) == (alike, why)
    assert chance.total.difference_error is None
    assert chance.total.detectable is None
    assert chance.total.beyond(Fraction(4)) is None
    assert chance.item("A1").beyond(4) is None
    assert chance.expected_moves(5) is None


def test_a_difference_is_beyond_chance_only_above_what_is_detectable(tiny):
    total = found(tiny, 5, 5, A1=4).total
    assert total.beyond(Fraction("0.27")) is False
    assert total.beyond(Fraction("-0.27")) is False
    assert total.beyond(Fraction("0.28")) is True
    assert total.beyond(Fraction("-0.28")) is True
    assert total.beyond(None) is None


def test_a_step_that_raters_are_often_apart_is_no_progress_although_the_formula_says_so(tiny):
    """A quarter of pairs one level apart: 1.96 x √2 x SEM is 0.98, below one level."""
    item = found(tiny, 30, 10, A1=4).items["A1"]
    assert item.sem.value == pytest.approx(0.3535533906)  # √(10 x 1 / 80)
    assert item.apart == (40, 10, 0, 0, 0)
    assert item.share(1) == Fraction(1, 4)
    assert item.step == 2
    assert (item.beyond(1), item.beyond(-1), item.beyond(2), item.beyond(-3)) == (
        False,
        False,
        True,
        True,
    )
    assert item.beyond(None) is None


def test_one_pair_in_twenty_is_just_rare_enough(tiny):
    assert found(tiny, 19, 1, A1=4).items["A1"].step == 1
    assert found(tiny, 18, 2, A1=4).items["A1"].step == 2


def test_where_raters_are_as_far_apart_as_can_be_no_step_is_beyond_chance(tiny):
    ends = pair(THREES | {"A1": 1}, THREES | {"A1": 5})
    item = chance_of(tiny, [*visits(18, 0), ends, ends]).items["A1"]
    assert item.apart == (20, 2, 2, 2, 2)
    assert (item.step, item.beyond(4)) == (5, False)
    assert item.share(5) == 0


def test_an_item_with_too_few_pairs_goes_by_all_items(tiny):
    chance = found(tiny, 12, 0)
    assert (chance.items["A1"].pairs, chance.items["A1"].step) == (12, None)
    assert chance.item("A1") is chance.any_item
    assert (chance.any_item.pairs, chance.any_item.step, chance.any_item.pooled) == (60, 1, True)
    assert found(tiny, 20, 0).item("A1").pooled is False


def test_how_many_items_move_by_chance_alone_is_told(tiny):
    """Ten of twenty visits differ on two of five items: a fifth of the pairs."""
    chance = found(tiny, 10, 10, A1=4, B1=2)
    assert chance.any_item.apart[:2] == (100, 20)
    assert chance.expected_moves(5) == pytest.approx(1.0)
    assert chance.any_item.sem.value == pytest.approx(0.316227766)  # √(20 x 1 / 200)
    assert chance.any_item.sem.why == (
        "No interval: items of one visit are not independent of each other."
    )


def test_three_raters_count_with_two_degrees_of_freedom(tiny):
    three = {
        name: Row(name, THREES | {"A1": level}, {})
        for name, level in zip("abc", (2, 3, 4), strict=True)
    }
    item = chance_of(tiny, [three] * 10).items["A1"]
    assert item.sem.value == pytest.approx(1.0)  # (1 + 0 + 1) / 2 at each visit
    assert item.apart == (30, 30, 10, 0, 0)
    assert item.visits == 10


def test_means_are_compared_over_what_both_raters_rated(tiny):
    """The other left B3 out, which the first rated 5: that is no disagreement on the total."""
    five = Row("One", THREES | {"B3": 5}, {})
    without = Row("Other", {item: 3 for item in THREES if item != "B3"}, {})
    chance = chance_of(tiny, [{"One": five, "Other": without}] * 10)
    assert "never differed" in chance.total.sem.why
    assert chance.items["B3"].pairs == 0
    assert chance.items["B3"].share(1) is None
    assert chance.items["B3"].sem.why.startswith("Not estimable: none was rated")


def test_a_visit_whose_mean_cannot_be_formed_does_not_count_for_it(tiny):
    few = {"A1": 3, "B1": 3, "B2": State.NOT_ENOUGH}
    chance = chance_of(tiny, [*visits(6, 6, B1=4), *[pair(few, few | {"B1": 4})] * 3])
    assert (chance.visits, chance.total.sem.n, chance.subscales["b"].sem.n) == (15, 15, 12)


def test_who_rated_alone_or_nothing_is_passed_over(tiny):
    alone = {"One": Row("One", THREES, {})}
    silent = {"One": Row("One", THREES, {}), "Other": Row("Other", {"A1": -3}, {})}
    assert chance_of(tiny, [alone, silent, {}]).visits == 0
