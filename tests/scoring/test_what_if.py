"""A plan's effect on the score, quarter by quarter, with every number done by hand."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import Row, State, ratings_from_rows, score
from scoring.what_if import PlannedAction, WhatIfError, project
from tests.shipped_scales import shipped_scales

NA, NOT_RATED, NEI = State.NOT_APPLICABLE, State.NOT_RATED, State.NOT_ENOUGH


def levels_of(projection, phase: int) -> dict[str, int]:
    return dict(projection.scores.ratings.row(phase).levels)


def outcomes(projection) -> list[tuple]:
    return [
        (e.action.name, e.item, e.level, e.to, e.outcome, e.by) for e in projection.effects
    ]  # fmt: skip


def test_each_quarter_is_scored_by_the_engine_with_what_is_done_by_then(iddt):
    """14 fours less 3 points are 53 / 14; T8 brings two in quarter 1, T13 one in quarter 3."""
    levels = dict.fromkeys(iddt.members("treatment"), 4) | {"T8": 2, "T13": 3}
    plan = [
        PlannedAction("Count outcomes", ("T13",), 4, phase=3, effort="large"),
        PlannedAction("Start a group", ("T8",), 4, phase=1, effort="medium"),
    ]
    projection = project(iddt, Row("visit", levels, {}), plan)
    means = [projection.scores.total.value(phase) for phase in range(4)]
    assert means == [Fraction(53, 14), Fraction(55, 14), Fraction(55, 14), Fraction(4)]
    assert [verdict.id for verdict in projection.scores.verdicts] == [
        "moderate",
        "moderate",
        "moderate",
        "high",
    ]
    assert (projection.phases, projection.efforts) == (3, (0, 2, 0, 3))
    assert projection.explain(3).because == ("Treatment mean is 4.00 (asked: at least 4.0).",)
    assert projection.scores.subscales["treatment"].value(1) == Fraction(55, 14)


def test_without_actions_there_is_only_what_is_now(tiny):
    projection = project(tiny, Row("visit", {"A1": 3}, {}), [])
    assert (projection.phases, len(projection.scores.verdicts)) == (0, 1)
    assert projection.effects == ()


def test_of_two_actions_on_one_item_the_higher_target_counts_whichever_comes_first(tiny):
    row = Row("visit", dict.fromkeys(tiny.item_ids, 2), {})
    plan = [
        PlannedAction("small", ("A1",), 3, phase=1),
        PlannedAction("great", ("A1",), 5, phase=1),
        PlannedAction("late", ("A1",), 4, phase=2),
    ]
    for order in (plan, plan[::-1]):
        projection = project(tiny, row, order)
        assert [levels_of(projection, phase)["A1"] for phase in range(3)] == [2, 5, 5]
        assert sorted(outcomes(projection)) == [
            ("great", "A1", 2, 5, "raises", ()),
            ("late", "A1", 5, 5, "reached", ("great",)),
            ("small", "A1", 2, 5, "overtaken", ("great",)),
        ]


def test_two_actions_that_bring_the_same_are_both_said_to_bring_it(tiny):
    row = Row("visit", dict.fromkeys(tiny.item_ids, 2), {})
    plan = [PlannedAction("one", ("A1", "B1"), 3), PlannedAction("two", ("A1",), 3)]
    assert outcomes(project(tiny, row, plan)) == [
        ("one", "A1", 2, 3, "raises", ("two",)),
        ("one", "B1", 2, 3, "raises", ()),
        ("two", "A1", 2, 3, "raises", ("one",)),
    ]


def test_an_item_without_a_level_stays_without_one(tiny):
    row = Row("visit", {"A1": NEI, "A2": NA, "B1": 2}, {})
    plan = [PlannedAction("all", ("A1", "A2", "B1", "B2"), 4)]
    projection = project(tiny, row, plan)
    assert levels_of(projection, 1) == {"A1": NEI, "A2": NA, "B1": 4, "B2": -1, "B3": -1}
    assert [(e.item, e.outcome) for e in projection.effects] == [
        ("A1", "not_rated"),
        ("A2", "not_rated"),
        ("B1", "raises"),
        ("B2", "not_rated"),
    ]


def test_a_target_below_the_rating_lowers_nothing(tiny):
    row = Row("visit", dict.fromkeys(tiny.item_ids, 4), {"place": "here"})
    projection = project(tiny, row, [PlannedAction("low", ("A1",), 3, phase=2, baseline=2)])
    assert [levels_of(projection, phase)["A1"] for phase in range(3)] == [4, 4, 4]
    assert outcomes(projection) == [("low", "A1", 4, 4, "reached", ())]
    assert projection.scores.ratings.row(2).choices == {"place": "here"}


def test_a_target_that_is_reached_already_raises_nothing(tiny):
    row = Row("visit", dict.fromkeys(tiny.item_ids, 4), {})
    projection = project(tiny, row, [PlannedAction("same", ("A1",), 4)])
    assert outcomes(projection) == [("same", "A1", 4, 4, "reached", ())]


def test_everything_amiss_in_a_plan_is_told_at_once(tiny):
    plan = [PlannedAction("one", ("B33", "A1"), 6), PlannedAction("two", ("A1",), 3, phase=0)]
    with pytest.raises(WhatIfError) as caught:
        project(tiny, Row("visit", {}, {}), plan)
    assert caught.value.problems == (
        'action "one": the Tiny scale has no item "B33". Did you mean "B3"? [Q05]',
        'action "one": the target 6 is not a level. Choose one from 1 to 5. [Q06]',
        'action "two": 0 is not a quarter. Count them from 1. [Q07]',
    )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_projection_is_what_scoring_the_raised_ratings_gives_and_never_lowers(data):

    scale = (
        shipped_scales().get(data.draw(st.sampled_from(["integration", "trauma_informed"]))).scale
    )
    level = st.sampled_from([1, 2, 3, 3, 4, 4, 5, -1, -3])
    levels = {item: data.draw(level) for item in scale.item_ids}
    choices = {"delivery": "in_house_one_team"} if scale.id == "integration" else {}
    action = st.builds(
        PlannedAction,
        st.just("action"),
        st.lists(st.sampled_from(scale.item_ids), min_size=1, max_size=4).map(tuple),
        st.integers(1, 5),
        st.integers(1, 4),
    )
    plan = data.draw(st.lists(action, max_size=6))
    projection = project(scale, Row("visit", levels, choices), plan)
    for phase in range(projection.phases + 1):
        for done in (each for each in plan if each.phase == phase):
            for item in done.items:
                if levels[item] >= 0:
                    levels[item] = max(levels[item], done.target)
        alone = score(scale, ratings_from_rows(scale, [Row("visit", levels, choices)]))
        assert levels_of(projection, phase) == levels
        assert projection.scores.verdicts[phase] == alone.verdicts[0]
        assert projection.scores.total.value(phase) == alone.total.value(0)
