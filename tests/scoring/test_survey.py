"""Staff surveys: exact numbers by role, and where leaders and other staff see it differently."""

from fractions import Fraction

import pytest

from scoring import RatingsError, Row, State
from scoring.survey import Reply, sum_up, survey


def replies(*answers):
    return [
        Reply(role, Row(f"respondent {k}", levels, {})) for k, (role, levels) in enumerate(answers)
    ]


def asked(found, item):
    return next(a for a in (*found.items, *found.subscales, found.total) if a.id == item)


def test_the_answers_of_a_group_are_exact():
    found = sum_up([1, 2, 2, 5])
    assert (found.n, found.mean, found.median) == (4, Fraction(5, 2), 2)
    assert (found.lowest, found.highest) == (1, 5)
    assert (found.lower, found.upper) == (Fraction(7, 4), Fraction(11, 4))


def test_one_answer_is_its_own_mean_and_spread():
    found = sum_up([4])
    assert (found.mean, found.median, found.lower, found.upper) == (4, 4, 4, 4)


def test_no_answer_has_no_numbers():
    found = sum_up([])
    assert (found.n, found.mean, found.median, found.lowest, found.highest) == (
        0,
        None,
        None,
        None,
        None,
    )


def test_answers_are_summed_up_by_role(tiny):
    found = survey(
        tiny,
        replies(
            ("leader", {"A1": 5}),
            ("clinician", {"A1": 2}),
            ("clinician", {"A1": 3}),
            ("reception", {"A1": State.NOT_ENOUGH}),
        ),
    )
    item = asked(found, "A1")
    assert found.replies == {"leader": 1, "clinician": 2, "reception": 1}
    assert (item.everyone.n, item.everyone.mean) == (3, Fraction(10, 3))
    assert {role: (a.n, a.mean) for role, a in item.by_role.items()} == {
        "leader": (1, 5),
        "clinician": (2, Fraction(5, 2)),
        "reception": (0, None),
    }


def test_a_subscale_is_the_mean_of_each_respondents_own_mean(tiny):
    """Part B asks for two rated items: the second respondent forms none."""
    found = survey(
        tiny,
        replies(
            ("clinician", {"B1": 5, "B2": 4}),
            ("clinician", {"B1": 1}),
            ("clinician", {"B1": 1, "B2": 2, "B3": 2}),
        ),
    )
    part = asked(found, "b")
    assert (part.kind, part.everyone.n) == ("subscale", 2)
    assert part.everyone.mean == (Fraction(9, 2) + Fraction(5, 3)) / 2
    assert (found.total.kind, found.total.id) == ("total", "total")


def test_staff_and_leaders_see_it_differently_from_one_level_on(tiny):
    found = survey(
        tiny,
        replies(
            ("Leader", {"A1": 5, "A2": 4, "B1": 1}),
            ("leader ", {"A1": 4, "A2": 4, "B1": 1}),
            ("clinician", {"A1": 3, "A2": 4, "B1": 3}),
            ("prescriber", {"A1": 4, "A2": 3, "B1": 4}),
        ),
    )
    item = asked(found, "A1")
    assert (item.leaders.n, item.others.n, item.difference) == (2, 2, 1)
    assert (asked(found, "A2").difference, asked(found, "A2").seen_differently) == (
        Fraction(1, 2),
        False,
    )
    assert [(a.id, a.difference) for a in found.seen_differently] == [
        ("B1", Fraction(-5, 2)),
        ("A1", 1),
    ]


def test_who_told_no_role_is_neither_leader_nor_other_staff(tiny):
    found = survey(tiny, replies(("", {"A1": 1}), ("leader", {"A1": 5})))
    item = asked(found, "A1")
    assert (item.everyone.n, item.leaders.n, item.others.n) == (2, 1, 0)
    assert (item.difference, item.seen_differently) == (None, False)
    assert found.seen_differently == ()


def test_other_roles_can_count_as_leaders(tiny):
    given = replies(("Director", {"A1": 5}), ("clinician", {"A1": 1}))
    assert asked(survey(tiny, given), "A1").leaders.n == 0
    found = survey(tiny, given, leaders=["director"])
    assert asked(found, "A1").leaders.n == 1
    assert [a.id for a in found.seen_differently] == ["a", "A1"]


def test_a_survey_without_replies_has_no_numbers(tiny):
    found = survey(tiny, [])
    assert (found.replies, found.total.everyone.n, found.total.everyone.mean) == ({}, 0, None)
    assert asked(found, "A1").by_role == {}


def test_an_answer_that_is_no_level_is_named(tiny):
    with pytest.raises(RatingsError, match="6 is not a level"):
        survey(tiny, replies(("clinician", {"A1": 6})))
