"""Ratings that look too even, or that moved without a word."""

from __future__ import annotations

from reporting.facts import AnswerFacts
from reporting.preflight.finding import Place
from reporting.preflight.visit import RaterLevels, StoredAnswer
from scoring.states import State


def test_a_level_that_moved_two_points_needs_a_note(scale_of, visit_of, found):
    visit = visit_of(scale_of({"A1": 5, "A2": 2}, previous={"A1": 3, "A2": 4}))
    assert found(visit, "P40") == [
        "A1 Name of A1: 3 at the visit before and 5 now, and no note says why.",
        "A2 Name of A2: 4 at the visit before and 2 now, and no note says why.",
    ]
    assert found(visit_of(scale_of({"A1": 5}, previous={"A1": 4})), "P40") == []


def test_whoever_wrote_the_note_explains_the_move(scale_of, visit_of, found):
    before = {"A1": 3}
    by_rater = (RaterLevels("Ann", {"A1": 5}, {"A1": "New team since May."}),)
    settled = {"A1": StoredAnswer("rated", 5, "Both saw the new team.")}
    for of in (
        scale_of(previous=before, answers={"A1": AnswerFacts(note="New team.")}),
        scale_of(previous=before, raters=by_rater),
        scale_of(previous=before, stored=settled),
    ):
        assert found(visit_of(of), "P40") == []


def test_an_item_without_a_level_at_either_visit_did_not_move(scale_of, visit_of, found):
    assert found(visit_of(scale_of(previous={"A1": State.NOT_ENOUGH})), "P40") == []
    assert found(visit_of(scale_of({"A1": State.NOT_ENOUGH}, previous={"A1": 5})), "P40") == []


FIVE = {"T1a": 4, "T1b": 3, "T2": 2, "T3": 4, "T4": 5}


def test_five_levels_that_are_all_those_of_last_time_are_pointed_out(
    shipped, scale_of, visit_of, found
):
    iddt = shipped["iddt"]
    said = "IDDT: all 5 levels are the same as at the visit before."
    assert found(visit_of(scale_of(FIVE, scale=iddt, previous=FIVE)), "P41") == [said]
    one_open = {**FIVE, "T5": State.NOT_ENOUGH}
    before = {**FIVE, "T5": 3}
    assert found(visit_of(scale_of(one_open, scale=iddt, previous=before)), "P41") == [said]
    other = {**FIVE, "T4": 4}
    assert found(visit_of(scale_of(FIVE, scale=iddt, previous=other)), "P41") == []
    four = {item: level for item, level in FIVE.items() if item != "T4"}
    assert found(visit_of(scale_of(four, scale=iddt, previous=FIVE)), "P41") == []


def test_five_items_of_a_scale_on_one_level_are_pointed_out(shipped, scale_of, visit_of, found):
    iddt = shipped["iddt"]
    same = dict.fromkeys(FIVE, 4)
    assert found(visit_of(scale_of(same, scale=iddt)), "P42") == ["IDDT: all 5 rated items are 4."]
    assert found(visit_of(scale_of({**same, "T4": 5}, scale=iddt)), "P42") == []
    del same["T4"]
    assert found(visit_of(scale_of(same, scale=iddt)), "P42") == []


def test_a_subscale_on_one_level_is_pointed_out_where_the_scale_is_not(
    shipped, scale_of, visit_of, found, findings
):
    iddt = shipped["iddt"]
    same = dict.fromkeys(FIVE, 4)
    name = iddt.subscales[0].name
    mixed = visit_of(scale_of({**same, "RP": 2}, scale=iddt))
    assert found(mixed, "P43") == [f"IDDT, {name}: all 5 rated items are 4."]
    assert findings(mixed, "P43")[0].place == Place("consensus", "iddt", "treatment")
    assert found(visit_of(scale_of({**same, "T4": 3, "RP": 2}, scale=iddt)), "P43") == []


def test_what_is_said_of_the_scale_is_not_said_again_of_its_parts(
    shipped, scale_of, visit_of, found
):
    same = dict.fromkeys(FIVE, 4)
    assert found(visit_of(scale_of(same, scale=shipped["iddt"])), "P43") == []
