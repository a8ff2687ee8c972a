"""A visit or program that is chosen stays that one: under a filter, and among its namesakes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from storage.answers import Answer
from storage.filling import fill_set
from storage.programs import add_program
from storage.team import Member, alone
from storage.visits import add_visit, get_assessments, get_visit
from tests.app.conftest import NOW, Visited
from tests.app.page_words import all_items, whole_tree, words
from tests.shipped_scales import shipped_scales

GOI = shipped_scales().get("goi")
SAME_DAY = dt.date(2026, 3, 2)


def rate(visit: Visited, level: int, *raters: str) -> None:
    answers = [Answer(0, "", item, "rated", n) for item, n in all_items("goi", level).items()]
    for rater in raters or ("Rater",):
        fill_set(visit.acting, visit.assessments["goi"], rater, answers, [], NOW)


def again(first: Visited, level: int) -> int:
    """One more self-audit of the same program on the same day."""
    acting, pin = first.acting, ("goi", GOI.scale.version, GOI.stamp, 4)
    program = get_visit(acting, first.id).program_id
    team = alone("Rater", acting.person.id)
    visit = add_visit(acting, program, SAME_DAY, "self_audit", team, [pin], NOW)
    found = {a.scale_id: a.id for a in get_assessments(acting, visit.id)}
    rate(Visited(acting, visit.id, found), level)
    return visit.id


@pytest.fixture
def four(begin: Callable[..., Visited]) -> dict[str, int]:
    """Visits by program, in two regions; two raters where everything is open to the lead."""
    north_south = {"Elm": "North", "Oak": "North", "Yew": "South", "Zebra": "South"}
    found = {}
    for name, region in north_south.items():
        visit = begin("goi", program=name, region=region)
        rate(visit, 3)
        found[name] = visit.id
    return found


def go_south(app: AppTest) -> None:
    app.multiselect(key="filter region").set_value(["South"]).run()
    assert not app.exception


def test_visits_chosen_by_name_stay_the_same_under_a_filter(open_page, four):
    app = open_page("compare")
    app.radio(key="visits compared").set_value("chosen").run()
    app.multiselect(key="visits chosen").set_value([four["Oak"], four["Yew"]]).run()
    go_south(app)
    (shown,) = app.table[0].value.index
    assert shown.startswith("Yew")
    assert app.multiselect(key="visits chosen").value == [four["Yew"]]


def test_one_of_two_visits_stays_the_same_under_a_filter(open_page, four):
    app = open_page("compare", compare="two-visits")
    app.selectbox(key="one visit").set_value(four["Zebra"]).run()
    app.selectbox(key="another visit").set_value(four["Oak"]).run()
    go_south(app)
    assert app.selectbox(key="one visit").value == four["Zebra"]
    assert "Zebra (invented)" in whole_tree(app)
    assert "Oak" not in words(app)


def test_a_verdict_stays_that_of_the_same_visit_under_a_filter(open_page, four):
    app = open_page("compare", compare="verdicts")
    for key, name in (("verdict of one visit", "Oak"), ("verdict of another visit", "Yew")):
        app.selectbox(key=key).set_value(four[name]).run()
    go_south(app)
    kept = [app.selectbox(key=f"verdict of {which} visit").value for which in ("one", "another")]
    assert kept == [None, four["Yew"]]


def test_the_raters_shown_stay_those_of_the_same_visit_under_a_filter(open_page, begin, acting):
    found = {}
    for name, region in (("Elm", "North"), ("Yew", "South"), ("Zebra", "South")):
        team = (
            Member("Rater", "lead", acting.person.id, rates=True),
            Member("Guest", "reviewer", rates=True),
        )
        visit = begin("goi", program=name, region=region, team=team, kind="site_visit")
        rate(visit, 3, "Rater", "Guest")
        found[name] = visit.id
    app = open_page("compare", compare="raters")
    app.toggle(key="filter unfinished").set_value(True).run()
    app.selectbox(key="raters of").set_value(found["Yew"]).run()
    go_south(app)
    assert app.selectbox(key="raters of").value == found["Yew"]


def test_of_two_programs_of_one_name_each_can_be_chosen(open_page, begin, acting):
    first = begin("goi", program="Elm")
    rate(first, 3)
    add_program(acting, name="Elm", invented=True, now=NOW)
    app = open_page("over_time", program="2")
    assert "There is no visit to this program yet." in words(app)
    texts = ["Elm (invented) (program 1)", "Elm (invented) (program 2)"]
    assert app.selectbox(key="program").options == texts
    app.selectbox(key="program").set_value(texts[0]).run()
    assert app.selectbox(key="program").value == "1"
    assert "One visit so far" in words(app)


def test_beside_the_pool_each_of_two_programs_of_one_name_can_be_set(open_page, begin):
    for name in ("Elm", "Elm", "Oak", "Yew", "Zebra"):
        rate(begin("goi", program=name), 3)
    app = open_page("benchmarks")
    app.selectbox(key="program").set_value("Elm (invented) (program 1)").run()
    assert app.selectbox(key="program").value == "1"
    app.selectbox(key="program").set_value("No program").run()
    assert app.selectbox(key="program").value == "none"


def test_two_visits_of_one_day_and_kind_can_be_set_beside_each_other(open_page, begin):
    one = begin("goi", program="Elm")
    rate(one, 3)
    other = again(one, 4)
    called = "Elm (invented), self-audit of 2026-03-02 (visit {})"
    app = open_page("compare", compare="two-visits")
    assert app.selectbox(key="one visit").options == [called.format(one.id), called.format(other)]
    app.selectbox(key="one visit").set_value(called.format(other)).run()
    app.selectbox(key="another visit").set_value(called.format(one.id)).run()
    assert not app.exception
    assert app.selectbox(key="one visit").value == other
    assert app.selectbox(key="another visit").value == one.id


def test_what_moved_can_be_asked_of_visits_of_one_day_and_kind(open_page, begin):
    one = begin("goi", program="Elm")
    rate(one, 2)
    second, third = again(one, 3), again(one, 5)
    app = open_page("over_time")
    (earlier,) = [box for box in app.selectbox if box.label == "Earlier visit"]
    texts = [f"2026-03-02, self-audit (visit {number})" for number in (second, one.id)]
    assert earlier.options == texts
    earlier.set_value(texts[1]).run()
    (earlier, later) = sorted(
        (box for box in app.selectbox if box.label.endswith("visit")), key=lambda box: box.label
    )
    assert (earlier.value, later.value) == (one.id, third)


def test_the_self_audit_of_each_of_two_programs_of_one_name_can_be_looked_at(open_page, begin):
    for _ in range(2):
        first = begin("goi", program="Elm", kind="site_visit")
        rate(first, 3)
        again(first, 4)
    app = open_page("compare", compare="self-external")
    app.toggle(key="filter unfinished").set_value(True).run()
    box = app.selectbox(key="self-external of")
    assert sorted(box.options) == ["Elm (invented) (program 1)", "Elm (invented) (program 2)"]
    for number in (1, 2):
        app.selectbox(key="self-external of").set_value(f"Elm (invented) (program {number})").run()
        assert app.selectbox(key="self-external of").value == number


def test_options_of_select_boxes_hold_no_backslashes(open_page, begin):
    for name, region in (("St. Mary's [North]", "No_rth [1]"), ("Oak", "South")):
        rate(begin("goi", program=name, region=region), 3)
    app = open_page("compare", compare="two-visits")
    assert app.multiselect(key="filter region").options == ["No_rth [1]", "South"]
    assert app.selectbox(key="one visit").options == [
        "Oak (invented), self-audit of 2026-03-02",
        "St. Mary's [North] (invented), self-audit of 2026-03-02",
    ]
