"""What moved between two visits is told like for like, and never across versions in silence."""

import datetime as dt
from fractions import Fraction

import pytest

from scales.model import Scale
from scoring.change import Rated, change_between
from scoring.ratings import Row
from scoring.states import State
from scoring.trend import trend_of
from scoring.versions import item_pairs, restated

MARCH, SEPTEMBER = dt.date(2025, 3, 1), dt.date(2025, 9, 1)
THREES = {"A1": 3, "A2": 3, "B1": 3, "B2": 3, "B3": 3}


def rated(day: dt.date, levels: dict[str, int], version: str = "1.0.0") -> Rated:
    return Rated(day, version, Row(str(day), levels, {}))


@pytest.fixture(scope="module")
def second(tiny_data: dict) -> Scale:
    """The tiny scale's next version: B2 was called Q2, B3 is new, A2 means something else."""
    follows = {
        "version": "1.0.0",
        "note": "One renamed, one new, one rewritten.",
        "renamed": [{"was": "Q2", "now": "B2"}],
        "dropped": ["A2", "Q9"],
        "added": ["B3", "A2"],
    }
    return Scale.model_validate(tiny_data | {"version": "2.0.0", "follows": [follows]})


@pytest.fixture(scope="module")
def comparable(second: Scale) -> Scale:
    """The same, and its file says that scores may be compared too."""
    (follows,) = second.follows
    told = follows.model_copy(update={"scores": True})
    return second.model_copy(update={"follows": (told,)})


def test_items_subscales_total_and_verdict_that_moved_are_told(tiny):
    later = THREES | {"A1": 5, "B1": 5, "B2": 5, "B3": 4}
    found = change_between(tiny, rated(MARCH, THREES), rated(SEPTEMBER, later))
    assert [(item.now, item.step) for item in found.moved] == [
        ("A1", 2),
        ("B1", 2),
        ("B2", 2),
        ("B3", 1),
    ]
    assert found.total is not None
    assert (found.total.before, found.total.after) == (3, Fraction(22, 5))
    assert [(part.id, part.difference) for part in found.subscales] == [
        ("a", 1),
        ("b", Fraction(5, 3)),
    ]
    assert found.verdict_before is not None and found.verdict_after is not None
    assert (found.verdict_before.id, found.verdict_after.id, found.tiers) == ("low", "high", 1)
    assert not found.restated_before and not found.restated_after


def test_an_item_rated_once_moves_the_reported_mean_but_is_no_change(tiny):
    """B3 at 5 is new; the mean of what was rated both times stays at 3."""
    without = dict.fromkeys(("A1", "A2", "B1", "B2"), 3)
    found = change_between(tiny, rated(MARCH, without), rated(SEPTEMBER, without | {"B3": 5}))
    assert found.total is not None
    assert (found.total.before, found.total.after) == (3, Fraction(17, 5))
    assert (found.total.alike_before, found.total.alike_after) == (3, 3)
    assert (found.total.difference, found.total.rated_both) == (0, 4)
    assert found.moved == ()
    assert found.rated_both == 4


def test_what_was_not_rated_both_times_has_no_step(tiny):
    before = THREES | {"A2": State.NOT_APPLICABLE, "B1": State.NOT_ENOUGH}
    found = change_between(tiny, rated(MARCH, before), rated(SEPTEMBER, THREES))
    assert {item.now: item.step for item in found.items} == {
        "A1": 0,
        "A2": None,
        "B1": None,
        "B2": 0,
        "B3": 0,
    }


def test_a_subscale_with_too_few_items_rated_both_times_has_no_difference(tiny):
    before = THREES | {"B1": State.NOT_RATED, "B2": State.NOT_RATED}
    found = change_between(tiny, rated(MARCH, before), rated(SEPTEMBER, THREES))
    part = found.subscales[1]
    assert (part.id, part.before, part.after, part.difference) == ("b", None, 3, None)


def test_an_item_not_applicable_at_both_visits_is_left_out_of_both(tiny):
    levels = THREES | {"A2": State.NOT_APPLICABLE}
    found = change_between(tiny, rated(MARCH, levels), rated(SEPTEMBER, levels | {"A1": 4}))
    assert found.total is not None
    assert (found.total.difference, found.total.rated_both) == (Fraction(1, 4), 4)


def test_a_verdict_without_a_tier_gives_no_tiers(tiny_data):
    verdicts = [
        {**tiny_data["verdicts"][0], "when": {"test": "no_mean", "of": "a"}, "tier": None},
        tiny_data["verdicts"][1],
    ]
    scale = Scale.model_validate(tiny_data | {"verdicts": verdicts})
    found = change_between(scale, rated(MARCH, {}), rated(SEPTEMBER, THREES))
    assert found.verdict_before is not None and found.verdict_before.tier is None
    assert found.tiers is None


def test_versions_without_a_mapping_are_not_compared(tiny):
    found = change_between(tiny, rated(MARCH, THREES, "0.9.0"), rated(SEPTEMBER, THREES))
    assert (found.items, found.total, found.subscales, found.tiers) == ((), None, (), None)
    assert found.restated_before


def test_a_mapping_says_which_items_are_the_same_renamed_added_and_dropped(second):
    before = {"A1": 2, "A2": 5, "B1": 3, "Q2": 2, "Q9": 4}
    found = change_between(second, rated(MARCH, before), rated(SEPTEMBER, THREES, "2.0.0"))
    assert [(i.relation, i.was, i.now, i.step) for i in found.items] == [
        ("same", "A1", "A1", 1),
        ("added", None, "A2", None),
        ("same", "B1", "B1", 0),
        ("renamed", "Q2", "B2", 1),
        ("added", None, "B3", None),
        ("dropped", "A2", None, None),
        ("dropped", "Q9", None, None),
    ]
    assert found.total is None


def test_two_visits_of_an_older_version_are_compared_by_its_own_items(second):
    before = {"A1": 2, "A2": 5, "B1": 3, "Q2": 2, "Q9": 4}
    found = change_between(second, rated(MARCH, before), rated(SEPTEMBER, before | {"Q9": 5}))
    assert [(i.relation, i.was, i.now, i.step) for i in found.items] == [
        ("same", "A1", "A1", 0),
        ("same", "B1", "B1", 0),
        ("same", "Q2", "Q2", 0),
        ("same", "A2", "A2", 0),
        ("same", "Q9", "Q9", 1),
    ]


def test_scores_of_another_version_are_restated_only_where_its_file_says_so(comparable):
    before = {"A1": 2, "A2": 5, "B1": 3, "Q2": 2, "Q9": 4}
    found = change_between(comparable, rated(MARCH, before), rated(SEPTEMBER, THREES, "2.0.0"))
    assert found.total is not None
    # A2 and Q9 are gone, Q2 counts as B2: (2 + 3 + 2) / 3 against three threes.
    assert (found.total.before, found.total.alike_after) == (Fraction(7, 3), 3)
    assert (found.restated_before, found.restated_after) == (True, False)


def test_what_a_version_does_not_have_any_more_is_not_rated(comparable):
    row = Row("Old", {"A1": 9, "B1": State.NOT_APPLICABLE}, {"place": "nowhere", "other": "x"})
    found = restated(comparable, "1.0.0", row)
    assert found.levels == {"A1": -1, "B1": -1, "B2": -1}
    assert found.choices == {}
    assert restated(comparable, "0.1.0", row).levels == {}
    assert item_pairs(comparable, "0.1.0") == ()


def test_an_answer_and_a_permitted_exception_are_kept(tiny):
    row = Row("Same", {"A2": State.NOT_APPLICABLE, "B1": State.NOT_ENOUGH}, {"place": "here"})
    found = restated(tiny, "1.0.0", row)
    assert (found.levels["A2"], found.levels["B1"]) == (-2, -3)
    assert found.choices == {"place": "here"}


def test_a_trend_runs_in_order_of_the_days(tiny):
    points = trend_of(tiny, [rated(SEPTEMBER, THREES | {"A1": 5}), rated(MARCH, THREES)])
    assert [(p.visit.day, p.total, p.line) for p in points] == [
        (MARCH, 3, 0),
        (SEPTEMBER, Fraction(17, 5), 0),
    ]
    assert points[0].subscales == {"a": 3, "b": 3}
    assert not points[0].restated


def test_a_trend_breaks_where_versions_are_not_comparable(second):
    visits = [
        rated(dt.date(2024, 3, 1), THREES, "1.0.0"),
        rated(MARCH, THREES, "1.0.0"),
        rated(SEPTEMBER, THREES, "2.0.0"),
    ]
    points = trend_of(second, visits)
    assert [(p.line, p.scored_by, p.total) for p in points] == [
        (0, None, None),
        (0, None, None),
        (1, "2.0.0", 3),
    ]


def test_an_older_version_at_hand_is_scored_by_itself_on_a_line_of_its_own(tiny, second):
    visits = [rated(MARCH, THREES, "1.0.0"), rated(SEPTEMBER, THREES, "2.0.0")]
    points = trend_of(second, visits, {"1.0.0": tiny})
    assert [(p.line, p.scored_by, p.restated) for p in points] == [
        (0, "1.0.0", False),
        (1, "2.0.0", False),
    ]


def test_a_trend_goes_on_where_the_file_says_that_scores_compare(tiny, comparable):
    visits = [rated(MARCH, {"A1": 3, "B1": 3, "Q2": 3}), rated(SEPTEMBER, THREES, "2.0.0")]
    points = trend_of(comparable, visits, {"1.0.0": tiny})
    assert [(p.line, p.scored_by, p.restated, p.total) for p in points] == [
        (0, "2.0.0", True, 3),
        (0, "2.0.0", False, 3),
    ]


def test_a_program_that_was_never_rated_has_no_trend(tiny):
    assert trend_of(tiny, []) == ()
