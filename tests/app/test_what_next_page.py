"""What next: the plan projected by quarters, and the shortest path to a verdict or a target."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import pytest

from storage.own_targets import OwnTarget, set_own_target
from storage.plans import PlanAction, add_action, list_actions
from storage.team import alone
from storage.visit_states import send_to_program
from storage.visits import add_visit, get_assessments, get_visit
from tests.app.conftest import Visited
from tests.app.page_words import all_items, whole_tree, words
from tests.app.settling import draft_report
from tests.app.site_visit import begin_site_visit
from tests.app.test_plan_page import NOW, press
from tests.shipped_scales import shipped_scales

TODAY = dt.date(2026, 3, 10)


@pytest.fixture(autouse=True)
def in_march(monkeypatch):
    """Quarters are counted from the day the page is looked at."""
    monkeypatch.setattr("app_pages.what_next_view.today", lambda: TODAY)


@pytest.fixture
def visit(begin):
    """IDDT: all at 4 but T8 at 2 and T13 at 3, a mean of 53 / 14. GOI: all at 3 but G1 at 2."""
    visit = begin("iddt", "goi")
    visit.rate("iddt", all_items("iddt", 4, T8=2, T13=3))
    visit.rate("goi", all_items("goi", 3, G1=2))
    return visit


def plan(visit, do, items, target, **more) -> PlanAction:
    pairs = tuple(tuple(item.split("/")) for item in items)
    return add_action(
        visit.acting, PlanAction(visit.id, do, items=pairs, target=target, **more), NOW
    )


@pytest.fixture
def planned(visit):
    """T8 to 4 by July, T13 to 4 by November, G1 to 5 without a date; and two that do not count."""
    plan(visit, "Start a group", ["iddt/T8"], 4, due=dt.date(2026, 6, 30), effort="medium")
    plan(visit, "Count outcomes", ["iddt/T13"], 4, due=dt.date(2026, 11, 1))
    plan(visit, "Agree on a philosophy", ["goi/G1"], 5)
    plan(visit, "Think it over", ["iddt/T2"], None)
    plan(visit, "Paint the hall", [], 4)
    return visit


def open_it(open_page, visit, scale="iddt", **more):
    return open_page("what_next", visit=str(visit.id), scale=scale, **more)


def tables(app) -> list[list[list[str]]]:
    """Every table as rows of plain text."""
    return [
        [[str(cell).replace("\\", "") for cell in row] for row in table.value.to_numpy().tolist()]
        for table in app.table
    ]


def mean(levels: dict[str, int], items: list[str]) -> str:
    """Worked out by hand: the sum over the number, two decimals, halves up."""
    exact = Fraction(sum(levels[item] for item in items), len(items))
    return f"{(200 * exact.numerator + exact.denominator) // (2 * exact.denominator) / 100:.2f}"


def test_every_number_of_the_projection_comes_out_by_hand(planned, open_page):
    """March 10: quarter 1 ends on June 10, 2 on September 10, 3 on December 10."""
    app = open_it(open_page, planned)
    treatment = [i for i in shipped_scales().get("iddt").scale.item_ids if i != "RP"]
    levels = dict.fromkeys(treatment, 4) | {"T8": 2, "T13": 3}
    assert len(treatment) == 14
    expected = [mean(levels, treatment)]
    for raised in ({}, {"T8": 4}, {"T13": 4}):
        levels |= raised
        expected.append(mean(levels, treatment))
    assert expected == ["3.79", "3.79", "3.93", "4.00"]
    overview, quarters, chart = tables(app)
    assert [row[2] for row in quarters] == expected
    assert [row[0] for row in quarters] == [
        "Now",
        "Quarter 1, to 2026-06-10",
        "Quarter 2, to 2026-09-10",
        "Quarter 3, to 2026-12-10",
    ]
    assert [row[1] for row in quarters] == [*["Moderate fidelity"] * 3, "High fidelity"]
    assert quarters[2][3] == "T8 Group dual-disorder treatment from 2 to 4, by action 1."
    assert [row[:3] for row in chart] == [row[:3] for row in quarters]
    assert [row[3] for row in chart] == ["4.00"] * 4  # the supplementary item, which nothing raises
    # GOI: eleven at 3 and G1 at 2 are 35 / 12; with G1 at 5 they are 38 / 12.
    assert overview == [
        ["IDDT", "Moderate fidelity (3.79)", "High fidelity (4.00)"],
        ["GOI", "Low fidelity (2.92)", "Moderate fidelity (3.17)"],
    ]
    assert "If all goes as planned: High fidelity after quarter 3." in words(app)


def test_what_does_not_count_is_listed_with_the_reason(planned, open_page):
    app = open_it(open_page, planned)
    assert "Not counted, and why (2)" in [box.label for box in app.expander]
    said = words(app)
    assert "Action 4, Think it over: it says no level to aim at." in said
    assert "Action 5, Paint the hall: it names no item that it should raise." in said


def test_an_action_is_left_out_or_put_into_another_quarter(planned, open_page):
    app = open_it(open_page, planned)
    first, second, third = app.selectbox[:3]
    assert [box.value for box in (first, second, third)] == [2, 3, 1]
    assert first.label.replace("\\", "") == "1. Start a group (T8 to 4)"
    first.set_value(0)
    second.set_value(1)
    app.run()
    _overview, quarters, _chart = tables(app)
    assert [(row[0][:9], row[2]) for row in quarters] == [("Now", "3.79"), ("Quarter 1", "3.86")]
    for box in app.selectbox[:3]:
        box.set_value(0)
    app.run()
    assert "No action is chosen, so there is nothing to project." in words(app)
    assert not app.exception


def test_with_no_plan_the_page_says_what_to_do(visit, open_page):
    app = open_it(open_page, visit)
    assert "The plan has no action yet." in words(app)
    assert "Go to the plan" in [link.value for link in app.page_link]


def test_with_nothing_rated_the_page_leads_to_assess(begin, open_page):
    app = open_it(open_page, begin("iddt"))
    assert app.title[0].value == "What next"
    assert "Nothing is rated yet" in words(app)


def test_the_shortest_path_is_found_when_asked_for_and_goes_into_the_plan_once(visit, open_page):
    """53 / 14: high fidelity asks for 56, so three raises; T8 and T13 below 4 among the ways."""
    app = open_it(open_page, visit)
    assert "one-level raises at the least" not in words(app)
    press(app, "Find the shortest path")
    said = words(app)
    assert "High fidelity: takes 3 one-level raises at the least" in said
    assert "That no other way of raising ratings costs less is proven." in said
    press(app, "Add these steps to the plan")
    actions = list_actions(visit.acting, visit.id)
    assert sum(action.target - action.baseline for action in actions) >= 3
    assert all(action.origin.startswith("suggested:iddt/") for action in actions)
    assert len({action.origin for action in actions}) == len(actions)
    assert "added to the end of the plan" in words(app)
    assert "All of these steps are in the plan." in words(app)
    assert tables(app)[1][-1][1:3] == ["High fidelity", "4.00"]


def test_steps_that_were_carried_over_are_not_added_once_more(visit, open_page):
    press(press(open_it(open_page, visit), "Find the shortest path"), "Add these steps to the plan")
    acting, before = visit.acting, list_actions(visit.acting, visit.id)
    [pinned, _goi] = get_assessments(acting, visit.id)
    pin = ("iddt", pinned.scale_version, pinned.scale_stamp, pinned.target_level)
    program, team = get_visit(acting, visit.id).program_id, alone("Rater", acting.person.id)
    new = add_visit(acting, program, dt.date(2027, 3, 1), "self_audit", team, [pin], NOW)
    [assessment] = get_assessments(acting, new.id)
    later = Visited(acting, new.id, {"iddt": assessment.id})
    later.rate("iddt", all_items("iddt", 4, T8=2, T13=3))
    for action in before:
        on = replace(action, visit_id=new.id, origin=f"carried:{action.id}", id=0)
        add_action(acting, on, NOW)
    app = press(open_it(open_page, later), "Find the shortest path")
    assert "All of these steps are in the plan." in words(app)


def test_two_windows_add_the_steps_of_a_path_once(visit, open_page):
    both = [press(open_it(open_page, visit), "Find the shortest path") for _ in range(2)]
    for app in both:
        press(app, "Add these steps to the plan")
    origins = [action.origin for action in list_actions(visit.acting, visit.id)]
    assert len(origins) == len(set(origins)) > 0
    assert "All are in the plan by now." in words(both[1])


def test_items_that_cannot_move_are_kept_and_another_question_waits_to_be_asked(visit, open_page):
    app = press(open_it(open_page, visit), "Find the shortest path")
    key = f"path|{visit.id}|iddt|fixed"
    treatment = [i for i in shipped_scales().get("iddt").scale.item_ids if i not in ("RP", "T8")]
    app.multiselect(key=key).set_value(treatment).run()
    assert "High fidelity: takes" not in words(app)
    press(app, "Find the shortest path")
    said = words(app)
    assert "High fidelity: takes 3 one-level raises at the least" in said
    assert "Raise T8 Group dual-disorder treatment from 2 to 5." in said
    app.multiselect(key=key).set_value([*treatment, "T8"]).run()
    press(app, "Find the shortest path")
    said = words(app)
    assert "High fidelity: cannot be reached by raising ratings." in said
    assert "If no item had to stay as it is, there would be a way." in said


def test_a_target_of_a_mean_is_offered_as_a_goal(visit, open_page):
    place = visit.assessments["iddt"]
    set_own_target(visit.acting, OwnTarget(place, "total", "treatment_mean", 386), 0, NOW)
    app = open_it(open_page, visit)
    goal = app.selectbox(key=f"path|{visit.id}|iddt|goal")
    assert goal.options == ["High fidelity", "Treatment mean of 3.86 (target)"]
    goal.set_value("treatment_mean=3.86").run()
    press(app, "Find the shortest path")
    # 54 / 14 = 3.857 is not enough, 55 / 14 is.
    assert "Treatment mean of at least 3.86: takes 2 one-level raises" in words(app)


def test_at_the_highest_verdict_there_is_no_path_to_look_for(begin, open_page):
    visit = begin("goi")
    visit.rate("goi", all_items("goi", 5))
    app = open_it(open_page, visit, "goi")
    assert "The highest verdict is reached." in words(app)
    assert "Find the shortest path" not in [button.label for button in app.button]


def test_nobody_sees_what_is_not_theirs(acting, open_page):
    """While Ann and Ben rate apart each sees a path from their own set; Con sees it once sent."""
    visit = begin_site_visit(acting, open_page, "goi")
    draft_report(visit)
    add_action(
        visit.acting("Ann"),
        PlanAction(visit.id, "Secret step", items=(("goi", "G5"),), target=5),
        NOW,
    )
    assert "Secret step" in whole_tree(visit.open("what_next", "Lee").app)
    hidden = whole_tree(visit.open("what_next", "Con").app)
    assert "Secret step" not in hidden
    assert "the shortest path" not in hidden
    send_to_program(visit.acting("Lee"), visit.id, NOW)
    assert "Secret step" in whole_tree(visit.open("what_next", "Con").app)


def test_what_solves_is_loaded_only_when_somebody_asks():
    code = "import sys, app_pages.what_next_view; assert 'highspy' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
