"""What the score was worked out with, and what could still tip it."""

from __future__ import annotations

import pytest

from reporting.preflight.finding import Place
from scales.model import Scale
from scoring.states import State


def test_a_scale_file_that_changed_is_an_error(scale_of, visit_of, found):
    assert found(visit_of(scale_of(same_file=False)), "P50") == [
        "House: the scale file has changed since the visit began."
    ]
    assert found(visit_of(scale_of(same_file=True)), "P50") == []


def test_a_question_before_the_items_needs_its_answer(scale_of, visit_of, found):
    visit = visit_of(scale_of(choices={}))
    assert found(visit, "P51") == ['House: "Is it one team?" is not answered.']


def test_what_the_program_calls_itself_may_stay_open(scale_of, visit_of, found):
    assert found(visit_of(scale_of(choices={"team": "no"})), "P51") == []


def test_a_score_without_a_verdict_is_said_with_its_reason(scale_of, visit_of, found):
    open_items = {"A2": State.NOT_ENOUGH, "A3": State.NOT_ENOUGH}
    assert found(visit_of(scale_of(open_items)), "P52") == [
        "House: Open (rule H0). Total cannot be formed: Total has 1 rated, needed are at least 2."
    ]
    assert found(visit_of(scale_of({"A2": State.NOT_ENOUGH})), "P52") == []


def test_a_contradiction_of_the_scale_leads_to_its_item(scale_of, visit_of, found, findings):
    visit = visit_of(scale_of({"B1": 1}))
    assert found(visit, "P53") == ["House: B1 is odd."]
    assert findings(visit, "P53")[0].place == Place("consensus", "house", "extra", "B1")
    assert found(visit_of(scale_of({"B1": 2})), "P53") == []


def test_a_fact_that_contradicts_an_item_leads_to_that_item(shipped, scale_of, visit_of, findings):
    of = scale_of(
        {"INT02": 4}, scale=shipped["integration"], choices={"delivery": "referred_active"}
    )
    places = [finding.place.item for finding in findings(visit_of(of), "P53")]
    assert places == ["INT02"]


def test_an_item_whose_one_point_decides_is_named(scale_of, visit_of, found, findings):
    visit = visit_of(scale_of({"A1": 3}))
    assert found(visit, "P54") == [
        "House: one point would change the verdict. A1 Name of A1 one point up: High."
    ]
    assert findings(visit, "P54")[0].place == Place("consensus", "house", "care", "A1")
    assert found(visit_of(scale_of({"A1": 5})), "P54") == []


def test_several_items_that_each_decide_share_one_finding(scale_of, visit_of, found, findings):
    visit = visit_of(scale_of({"A1": 4, "A2": 4, "A3": 4}))
    assert found(visit, "P54") == [
        "House: one point would change the verdict. Any one of A1, A2 or A3 one point down: Low."
    ]
    assert findings(visit, "P54")[0].place == Place("results", "house")


@pytest.fixture(scope="module")
def integration(shipped: dict[str, Scale]) -> Scale:
    """Its verdict asks for a mean of 4.0 over all 25 items and watches the nine core items."""
    return shipped["integration"]


def test_a_mean_that_any_other_item_would_tip_is_noted(integration, scale_of, visit_of, found):
    core = dict.fromkeys(integration.members("core"), 5)
    others = [item for item in integration.item_ids if item not in core]
    high = {"choices": {"delivery": "in_house_one_team"}, "scale": integration}
    # 9 core items at 5 are 45 points; 16 others with 55 points make 100, a mean of exactly 4.0.
    exact = dict(zip(others, [4] * 7 + [3] * 9, strict=True))
    assert found(visit_of(scale_of({**core, **exact}, **high)), "P55") == [
        f"{integration.short_name}: one point outside the items that decide would change the "
        "verdict. Any one of 16 items one point down: Partially integrated."
    ]
    one_more = dict(zip(others, [4] * 8 + [3] * 8, strict=True))
    assert found(visit_of(scale_of({**core, **one_more}, **high)), "P55") == []


def test_the_items_that_the_scale_watches_are_not_told_twice(scale_of, visit_of, found):
    assert found(visit_of(scale_of({"A1": 3})), "P55") == []
