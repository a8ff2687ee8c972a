"""The plan lives on: progress, the last plan at the next visit, and the plan as a file."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from app_pages.plan_files import _csv, _ics
from app_pages.session import load_workspace
from storage.action_verifying import verify_action
from storage.people import act, add_person
from storage.plans import PlanAction, add_action, change_action, list_actions
from storage.team import alone
from storage.visits import add_visit, get_assessments, get_visit
from tests.app.conftest import Visited
from tests.app.page_words import all_items, words

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
T2, T8 = ("iddt", "T2"), ("iddt", "T8")


@pytest.fixture
def visit(begin) -> Visited:
    """A visit with two items below target."""
    visit = begin("iddt")
    visit.rate("iddt", all_items("iddt", 4, T8=2, T2=3))
    return visit


@pytest.fixture
def plan(visit) -> tuple[PlanAction, ...]:
    """Two unfinished actions, one overdue, and one that is done and verified."""
    for action in (
        PlanAction(visit.id, "Start a group", items=(T8,), target=4, due=dt.date(2026, 6, 1)),
        PlanAction(visit.id, "Train two nurses", items=(T2,), target=5, status="done"),
        PlanAction(visit.id, "Talk to the board"),
    ):
        add_action(visit.acting, action, NOW)
    actions = list_actions(visit.acting, visit.id)
    other = act(visit.acting.store, add_person(visit.acting, "Ann", NOW, sees_all=True).id)
    verify_action(other, actions[1].id, 1, NOW)
    return actions


@pytest.fixture
def later(visit, plan) -> Visited:
    """The next visit to the same program: T8 is two levels up, T2 as it was."""
    acting = visit.acting
    [pinned] = get_assessments(acting, visit.id)
    pin = ("iddt", pinned.scale_version, pinned.scale_stamp, pinned.target_level)
    program = get_visit(acting, visit.id).program_id
    team = alone("Rater", acting.person.id)
    new = add_visit(acting, program, dt.date(2026, 9, 1), "self_audit", team, [pin], NOW)
    [assessment] = get_assessments(acting, new.id)
    next_visit = Visited(acting, new.id, {"iddt": assessment.id})
    next_visit.rate("iddt", all_items("iddt", 4, T2=3))
    return next_visit


def open_plan(open_page, visit: Visited) -> AppTest:
    """The page as the first of two people opens it."""
    return open_page("plan", person=visit.acting.person.id, visit=str(visit.id))


def tables(app: AppTest) -> list[list[list[str]]]:
    return [
        [[str(cell).replace("\\", "") for cell in row] for row in table.value.to_numpy()]
        for table in app.table
    ]


def test_counts_stand_at_the_top_of_the_plan(visit, plan, open_page):
    app = open_plan(open_page, visit)
    assert [(each.label, each.value) for each in app.metric] == [
        ("Overdue", "1"),
        ("In progress", "0"),
        ("Done", "1"),
        ("Verified", "1"),
    ]
    said = words(app)
    assert "Planned since 2026-03-02, no owner yet, due 2026-06-01" in said
    assert "**Overdue** since 2026-06-01, by " in said


def test_progress_is_drawn_when_it_is_asked_for_with_a_table_each(visit, plan, open_page):
    app = open_plan(open_page, visit)
    assert not app.get("vega_lite_chart")
    app.session_state["plan pictures"] = True
    app.run()
    assert not app.exception
    charts = [chart.proto.alt for chart in app.get("vega_lite_chart")]
    assert [alt.split(" ")[0] for alt in charts] == ["Timeline", "Chart"]
    assert "Of 2 planned items 1 is done and 1 verified by somebody else." in words(app)
    assert [len(table) for table in tables(app)] == [3, 2]


def test_a_plan_without_dates_says_what_to_do(visit, open_page):
    add_action(visit.acting, PlanAction(visit.id, "Talk to the board"), NOW)
    app = open_page("plan", visit=str(visit.id))
    assert "No action has a date yet. Open an action and give it a start and a due date" in words(
        app
    )


def test_the_first_visit_has_no_last_plan(visit, plan, open_page):
    app = open_plan(open_page, visit)
    assert "What became of the last plan" not in [header.value for header in app.header]


def test_the_next_visit_shows_each_item_then_and_now(later, open_page):
    app = open_plan(open_page, later)
    assert app.header[0].value == "What became of the last plan"
    [table] = tables(app)
    untold = "cannot be told from chance, as too few visits were rated by two"
    group, stage = "Group dual-disorder treatment", "Stage-wise interventions"
    reached = f"Target reached: 2 to 4: {untold}"
    assert table == [
        ["1. Start a group", "Planned, overdue", f"T8 {group} (IDDT)", "2", "4", "4", reached],
        ["2. Train two nurses", "Done, verified", f"T2 {stage} (IDDT)", "3", "5", "3", "Not moved"],
        ["3. Talk to the board", "Planned", "names no item", "", "", "", ""],
    ]
    assert "Of 2 items to raise: 1 at the target and 1 not moved." in words(app)


def test_all_that_is_unfinished_goes_on_with_one_click(later, plan, open_page):
    app = open_plan(open_page, later)
    [carry] = [button for button in app.button if button.label.startswith("Carry over")]
    assert carry.label == "Carry over all 2"
    app = carry.click().run()
    assert not app.exception
    kept = list_actions(later.acting, later.id)
    assert [(a.do, a.origin, a.baseline, a.target, a.due) for a in kept] == [
        ("Start a group", f"carried:{plan[0].id}", 4, 4, None),
        ("Talk to the board", f"carried:{plan[2].id}", None, None, None),
    ]
    said = words(app)
    assert "Nothing of it is left to carry over." in said
    assert said.count("Carried over from the plan of 2026-03-02.") == 2
    assert tables(app)[0][0][1] == "Planned; goes on as action 1 of this plan"


def test_what_older_plans_left_unfinished_is_offered_with_the_visit_it_comes_from(
    visit, later, plan, open_page
):
    add_action(later.acting, PlanAction(later.id, "Something new", status="done"), NOW)
    acting = later.acting
    program, team = get_visit(acting, later.id).program_id, alone("Rater", acting.person.id)
    [pinned] = get_assessments(acting, later.id)
    pin = ("iddt", pinned.scale_version, pinned.scale_stamp, pinned.target_level)
    new = add_visit(acting, program, dt.date(2027, 3, 1), "self_audit", team, [pin], NOW)
    [assessment] = get_assessments(acting, new.id)
    third = Visited(acting, new.id, {"iddt": assessment.id})
    third.rate("iddt", all_items("iddt", 4))
    app = open_plan(open_page, third)
    then = get_visit(acting, visit.id).date
    assert f"Unfinished since the plan of {then}" in [each.value for each in app.subheader]
    [carry] = [button for button in app.button if button.label.startswith("Carry over")]
    assert carry.label == f"Carry over all 2 of {then}"
    app = carry.click().run()
    assert not app.exception
    assert [(a.do, a.origin, a.baseline) for a in list_actions(acting, new.id)] == [
        ("Start a group", f"carried:{plan[0].id}", 4),
        ("Talk to the board", f"carried:{plan[2].id}", None),
    ]
    assert not [each for each in app.subheader if each.value.startswith("Unfinished since")]


def test_one_action_is_carried_over_and_the_other_stays(later, plan, open_page):
    app = open_plan(open_page, later)
    app.session_state["carry one by one"] = True
    app.run()
    app.button(key=f"carry|{later.id}|{plan[2].id}").click().run()
    assert [a.do for a in list_actions(later.acting, later.id)] == ["Talk to the board"]


def test_two_windows_carry_an_action_over_once(later, open_page):
    first, second = (open_plan(open_page, later) for _ in range(2))
    for app in (first, second):
        [carry] = [button for button in app.button if button.label.startswith("Carry over")]
        carry.click().run()
    assert len(list_actions(later.acting, later.id)) == 2
    assert "this action was carried over already" in words(second)


def changed_table(visit: Visited, **cells: str) -> bytes:
    """The plan's table with other cells in its first line."""
    content = _csv(load_workspace(visit.acting, visit.id)).decode("utf-8-sig")
    first, *rest = csv.DictReader(io.StringIO(content, newline=""))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(first))
    writer.writeheader()
    writer.writerows([first | cells, *rest])
    return out.getvalue().encode()


def bring(app: AppTest, content: bytes, name: str = "plan.csv") -> AppTest:
    [field] = app.file_uploader
    field.upload(name, content, "text/csv").run()
    assert not app.exception
    return app


def test_a_table_comes_back_after_a_look_at_what_it_changes(visit, plan, open_page):
    app = bring(open_plan(open_page, visit), changed_table(visit, owner="Kim"))
    assert tables(app)[-1] == [["1. Start a group", "Owner", "", "Kim"]]
    assert list_actions(visit.acting, visit.id) == plan
    app.button(key="plan back: take").click().run()
    assert not app.exception
    assert list_actions(visit.acting, visit.id)[0].owner == "Kim"
    assert "plan.csv: 1 action changed." in words(app)


def test_faults_of_a_table_are_told_and_nothing_is_taken(visit, plan, open_page):
    app = bring(open_plan(open_page, visit), changed_table(visit, due="soon", status="verified"))
    said = words(app)
    assert "Nothing was taken from plan.csv. 2 faults:" in said
    assert 'line 2, due: "soon" is not a day.' in said
    assert not [button for button in app.button if button.key == "plan back: take"]


def test_what_changed_meanwhile_is_shown_beside_the_file(visit, plan, open_page):
    content = changed_table(visit, owner="Kim")
    change_action(visit.acting, replace(plan[0], owner="Max"), 1, NOW)
    app = bring(open_plan(open_page, visit), content)
    assert tables(app)[-1] == [["1. Start a group", "Owner", "Max", "Kim"]]
    assert "There is nothing to take in." in words(app)
    assert list_actions(visit.acting, visit.id)[0].owner == "Max"


def test_a_moved_day_comes_back_from_a_calendar(visit, plan, open_page):
    content = _ics(load_workspace(visit.acting, visit.id)).replace(b":20260601", b":20260615")
    app = bring(open_plan(open_page, visit), content, "plan.ics")
    assert tables(app)[-1] == [["1. Start a group", "Due", "2026-06-01", "2026-06-15"]]
    app.button(key="plan back: take").click().run()
    assert list_actions(visit.acting, visit.id)[0].due == dt.date(2026, 6, 15)


def test_words_that_look_like_a_clients_wait_for_a_tick(visit, plan, open_page):
    content = changed_table(visit, note="Called John Smith, born 03/04/1980")
    app = bring(open_plan(open_page, visit), content)
    assert app.button(key="plan back: take").disabled
    app.checkbox(key="plan back: no clients").check().run()
    app.button(key="plan back: take").click().run()
    assert "John" in list_actions(visit.acting, visit.id)[0].note
