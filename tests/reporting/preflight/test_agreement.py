"""The consensus against what each rater saw alone."""

from __future__ import annotations

from reporting.facts import AnswerFacts
from reporting.preflight.finding import Place
from reporting.preflight.visit import RaterLevels, RatingMember, SeenAlike, StoredAnswer
from scoring.states import State


def raters(ann: dict[str, int], ben: dict[str, int]) -> tuple[RaterLevels, ...]:
    everything = dict.fromkeys(("A1", "A2", "A3", "B1"), 5)
    return (RaterLevels("Ann", {**everything, **ann}), RaterLevels("Ben", {**everything, **ben}))


def test_several_raters_and_no_consensus_is_an_error(visit_of, found):
    assert found(visit_of(official="Ann"), "P60") == [
        "2 people rated, and the official ratings are those of Ann alone."
    ]
    assert found(visit_of(), "P60") == []
    alone = visit_of(official="Ann", members=(RatingMember("Ann"),))
    assert found(alone, "P60") == []


def test_an_item_that_was_rated_and_not_settled_is_named(scale_of, visit_of, found):
    both = raters({}, {})
    visit = visit_of(scale_of({"A1": State.NOT_RATED}, raters=both))
    assert found(visit, "P61") == [
        "A1 Name of A1: it was rated, and the consensus has no answer yet."
    ]
    assert found(visit, "P10") == []
    assert found(visit_of(scale_of({"A1": State.NOT_ENOUGH}, raters=both)), "P61") == []


def test_what_nobody_rated_is_simply_open(scale_of, visit_of, found):
    nobody = raters({"A1": State.NOT_RATED}, {"A1": State.NOT_RATED})
    visit = visit_of(scale_of({"A1": State.NOT_RATED}, raters=nobody))
    assert found(visit, "P61") == []
    assert found(visit, "P10") == ["A1 Name of A1: nothing is chosen."]


def test_where_one_rater_s_own_set_is_official_there_is_nothing_to_settle(
    scale_of, visit_of, found
):
    of = scale_of({"A1": State.NOT_RATED}, raters=raters({}, {}))
    assert found(visit_of(of, official="Ann"), "P61") == []


def test_a_consensus_that_differs_from_a_rater_needs_its_reason(scale_of, visit_of, found):
    visit = visit_of(scale_of({"A1": 4}, raters=raters({"A1": 4}, {"A1": 3})))
    assert found(visit, "P62") == [
        "A1 Name of A1: the consensus is 4 and differs from 3 (Ben); no reason is given."
    ]
    settled = {"A1": StoredAnswer("rated", 4, "The charts show it.")}
    of = scale_of({"A1": 4}, raters=raters({"A1": 4}, {"A1": 3}), stored=settled)
    assert found(visit_of(of), "P62") == []
    assert found(visit_of(scale_of(raters=raters({}, {}))), "P62") == []


def test_a_note_is_no_reason_for_the_consensus(scale_of, visit_of, found):
    note = {"A1": AnswerFacts(note="We saw ten charts.")}
    of = scale_of({"A1": 4}, raters=raters({"A1": 4}, {"A1": 3}), answers=note)
    assert len(found(visit_of(of), "P62")) == 1


def test_an_answer_without_a_level_is_a_difference_too(scale_of, visit_of, found):
    own = raters({"A1": State.NOT_ENOUGH}, {"A1": State.NOT_ENOUGH})
    assert found(visit_of(scale_of({"A1": 4}, raters=own)), "P62") == [
        'A1 Name of A1: the consensus is 4 and differs from "not enough information" (Ann) and '
        '"not enough information" (Ben); no reason is given.'
    ]


def test_who_did_not_answer_did_not_see_it_otherwise(scale_of, visit_of, found):
    own = raters({"A1": 4}, {"A1": State.NOT_RATED})
    assert found(visit_of(scale_of({"A1": 4}, raters=own)), "P62") == []


def test_a_difference_is_settled_where_there_is_something_to_settle(scale_of, visit_of, found):
    own = raters({"A1": 2}, {"A1": 3})
    not_yet = scale_of({"A1": State.NOT_RATED}, raters=own)
    assert found(visit_of(not_yet), "P62") == []
    one_rater_s_own = visit_of(scale_of({"A1": 4}, raters=own), official="Ann")
    assert found(one_rater_s_own, "P62") + found(one_rater_s_own, "P63") == []


def test_a_consensus_that_it_cannot_be_told_is_beyond_nobody(scale_of, visit_of, found):
    own = raters({"A1": 2}, {"A1": 3})
    assert found(visit_of(scale_of({"A1": State.NOT_ENOUGH}, raters=own)), "P63") == []


def test_a_consensus_beyond_every_rater_is_named(scale_of, visit_of, found):
    for level in (1, 4):
        visit = visit_of(scale_of({"A1": level}, raters=raters({"A1": 2}, {"A1": 3})))
        assert found(visit, "P63") == [
            f"A1 Name of A1: the consensus is {level}, which no rater's level reaches: 2 (Ann) "
            "and 3 (Ben)."
        ]
    between = scale_of({"A1": 3}, raters=raters({"A1": 2}, {"A1": 4}))
    assert found(visit_of(between), "P63") == []


def test_raters_two_points_apart_are_noted(scale_of, visit_of, found):
    visit = visit_of(scale_of({"A1": 4}, raters=raters({"A1": 5}, {"A1": 3})))
    assert found(visit, "P64") == [
        "A1 Name of A1: the raters lie 2 points apart: 5 (Ann) and 3 (Ben)."
    ]
    assert found(visit_of(scale_of(raters=raters({"A1": 5}, {"A1": 4}))), "P64") == []
    unsure = raters({"A1": 5}, {"A1": State.NOT_ENOUGH})
    assert found(visit_of(scale_of(raters=unsure)), "P64") == []


def test_agreement_below_seven_in_ten_is_noted(scale_of, visit_of, found, findings):
    visit = visit_of(scale_of(seen_alike=SeenAlike(17, 25)))
    assert found(visit, "P65") == ["House: 17 of 25 ratings (68.0 %) were seen alike."]
    assert findings(visit, "P65")[0].place == Place("consensus", "house")
    assert found(visit_of(scale_of(seen_alike=SeenAlike(7, 10))), "P65") == []
    assert found(visit_of(scale_of(seen_alike=SeenAlike(0, 0))), "P65") == []


def test_what_a_rater_left_open_is_noted_once_for_the_scale(scale_of, visit_of, found):
    ann, ben = raters({}, {"A2": State.NOT_RATED, "B1": State.NOT_ENOUGH})
    del ben.levels["A1"]
    visit = visit_of(scale_of(raters=(ann, ben)))
    assert found(visit, "P66") == ["House: Ben left A1 and A2 open."]
    assert found(visit_of(scale_of(raters=raters({}, {}))), "P66") == []


def test_raters_who_answer_a_question_before_the_items_differently_are_named(
    scale_of, visit_of, found
):
    def visit(fact: str, ann: str, ben: str):
        both = (
            RaterLevels("Ann", {}, choices={fact: ann}),
            RaterLevels("Ben", {}, choices={fact: ben}),
        )
        return visit_of(scale_of(raters=both))

    assert found(visit("team", "yes", "no"), "P67") == [
        'House: the raters answered "Is it one team?" differently: "Yes" (Ann) and "No" (Ben).'
    ]
    assert found(visit("team", "yes", "yes"), "P67") == []
    assert found(visit("label", "top", "none"), "P67") == []
