"""Plan: suggestions become actions, each field is saved when changed, and nothing typed is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from app_pages.plan_download import workbook, workbook_name
from app_pages.session import load_workspace
from storage.people import add_person
from storage.plans import PlanAction, add_action, change_action, list_actions, remove_action
from storage.visits import get_assessments
from tests.app.page_words import all_items, words

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def visit(begin):
    """A visit in which group treatment is two points below target and one item one point."""
    visit = begin("iddt")
    visit.rate("iddt", all_items("iddt", 4, T8=2, T2=3))
    return visit


@pytest.fixture
def planned(visit):
    """The visit's first action."""
    return add_action(visit.acting, PlanAction(visit.id, "Start a group"), NOW)


def open_form(open_page, visit, action) -> AppTest:
    app = open_page("plan", visit=str(visit.id))
    app.session_state[f"action|{action.id}|open"] = True
    return app.run()


def field(app, action, name, kind="text_input"):
    return getattr(app, kind)(key=f"action|{action.id}|{name}")


def press(app, label, place=0):
    [*found] = [button for button in app.button if button.label == label]
    app = found[place].click().run()
    assert not app.exception
    return app


def test_with_nothing_rated_the_page_leads_to_assess(begin, open_page):
    app = open_page("plan", visit=str(begin("iddt").id))
    assert app.title[0].value == "Plan"
    assert "Nothing is rated yet" in words(app)
    assert "Go to Assess and rate the first item" in [link.value for link in app.page_link]


def test_the_download_stands_ready_as_soon_as_something_is_rated(visit, open_page):
    app = open_page("plan", visit=str(visit.id))
    labels = [button.label for button in app.get("download_button")]
    assert labels == ["Download the plan and scores (Excel)"]


def test_the_plan_goes_out_as_a_table_and_as_days_once_there_is_one(visit, planned, open_page):
    app = open_page("plan", visit=str(visit.id))
    labels = [button.label for button in app.get("download_button")]
    assert labels[-2:] == ["Download the actions (CSV)", "Download the days (.ics)"]


def test_the_widest_gap_is_suggested_first_with_its_reason(visit, open_page):
    app = open_page("plan", visit=str(visit.id))
    assert "T8 Group dual-disorder treatment (IDDT). 2 points below target" in words(app)
    assert len([button for button in app.button if button.label == "Add to plan"]) == 2
    assert any(box.label.startswith("More suggestions: IDDT (") for box in app.expander)


def test_an_accepted_suggestion_is_in_the_plan_and_no_longer_suggested(visit, open_page):
    app = press(open_page("plan", visit=str(visit.id)), "Add to plan")
    [action] = list_actions(visit.acting, visit.id)
    assert action.origin.startswith("suggested:iddt/T8/")
    assert action.items == (("iddt", "T8"),)
    assert (action.baseline, action.target) == (2, 4)
    assert action.measure_of_success
    suggested = [button.key for button in app.button if button.label == "Add to plan"]
    assert not any("iddt/T8/" in key for key in suggested)
    assert app.subheader[0].value.replace("\\", "") == f"1. {action.do}"


def test_accepting_twice_from_two_windows_keeps_one(visit, open_page):
    first, second = (open_page("plan", visit=str(visit.id)) for _ in range(2))
    press(first, "Add to plan")
    press(second, "Add to plan")
    assert len(list_actions(visit.acting, visit.id)) == 1
    assert "this suggestion is in the plan already" in words(second)


def test_a_higher_target_makes_more_gaps(visit, open_page):
    app = open_page("plan", visit=str(visit.id))
    app.session_state["targets"] = True
    app.run()
    app.radio(key=f"target|{visit.assessments['iddt']}").set_value(5).run()
    assert get_assessments(visit.acting, visit.id)[0].target_level == 5
    assert "3 points below target (rated 2, target 5)" in words(app)


def test_every_field_is_saved_when_it_is_changed(visit, planned, open_page):
    app = open_form(open_page, visit, planned)
    field(app, planned, "owner").set_value("Program director").run()
    field(app, planned, "start", "date_input").set_value(dt.date(2026, 4, 1)).run()
    field(app, planned, "due", "date_input").set_value(dt.date(2026, 6, 1)).run()
    field(app, planned, "status", "radio").set_value("in_progress").run()
    field(app, planned, "effort", "radio").set_value("large").run()
    field(app, planned, "barrier", "selectbox").set_value("stigma").run()
    field(app, planned, "items", "multiselect").set_value(["iddt/T8"]).run()
    field(app, planned, "baseline", "selectbox").set_value(2).run()
    field(app, planned, "target", "selectbox").set_value(4).run()
    field(app, planned, "measure_of_success", "text_area").set_value("Two groups a week").run()
    field(app, planned, "note", "text_area").set_value("Room booked").run()
    assert not app.exception
    [stored] = list_actions(visit.acting, visit.id)
    assert stored == replace(
        planned,
        owner="Program director",
        start=dt.date(2026, 4, 1),
        due=dt.date(2026, 6, 1),
        status="in_progress",
        effort="large",
        barrier="stigma",
        items=(("iddt", "T8"),),
        baseline=2,
        target=4,
        measure_of_success="Two groups a week",
        note="Room booked",
        revision=12,
        updated_at=stored.updated_at,
    )


def test_what_was_saved_is_there_in_a_new_session(visit, planned, open_page):
    app = open_form(open_page, visit, planned)
    field(app, planned, "owner").set_value("Program director").run()
    again = open_form(open_page, visit, planned)
    assert field(again, planned, "owner").value == "Program director"
    assert "owner: Program director" in words(again)


def test_what_cannot_be_saved_is_told_and_stays_in_its_field(visit, planned, open_page):
    app = open_form(open_page, visit, planned)
    field(app, planned, "do", "text_area").set_value("").run()
    assert "Not saved: what to do: it is empty." in words(app)
    assert field(app, planned, "do", "text_area").value == ""
    assert list_actions(visit.acting, visit.id)[0].do == "Start a group"


def test_two_dates_that_fit_only_together_are_saved_together(visit, planned, open_page):
    stored = change_action(
        visit.acting,
        replace(planned, start=dt.date(2026, 3, 1), due=dt.date(2026, 4, 1)),
        planned.revision,
        NOW,
    )
    app = open_form(open_page, visit, stored)
    field(app, stored, "start", "date_input").set_value(dt.date(2026, 5, 1)).run()
    assert "it starts on 2026-05-01 but is due on 2026-04-01" in words(app)
    field(app, stored, "due", "date_input").set_value(dt.date(2026, 6, 1)).run()
    [kept] = list_actions(visit.acting, visit.id)
    assert (kept.start, kept.due) == (dt.date(2026, 5, 1), dt.date(2026, 6, 1))
    assert not app.error


def test_changes_of_different_fields_in_two_windows_are_both_kept(visit, planned, open_page):
    app = open_form(open_page, visit, planned)
    change_action(visit.acting, replace(planned, note="From elsewhere"), planned.revision, NOW)
    field(app, planned, "owner").set_value("From here").run()
    [kept] = list_actions(visit.acting, visit.id)
    assert (kept.note, kept.owner) == ("From elsewhere", "From here")
    assert field(app, planned, "note", "text_area").value == "From elsewhere"


def test_the_same_field_changed_in_two_windows_is_put_to_the_reader(visit, planned, open_page):
    app = open_form(open_page, visit, planned)
    change_action(visit.acting, replace(planned, owner="From elsewhere"), planned.revision, NOW)
    field(app, planned, "owner").set_value("From here").run()
    assert list_actions(visit.acting, visit.id)[0].owner == "From elsewhere"
    assert "Saved elsewhere: From elsewhere" in words(app)
    assert "Typed here: From here" in words(app)
    press(app, "Save what I typed")
    assert list_actions(visit.acting, visit.id)[0].owner == "From here"
    assert not app.warning


def test_the_reader_can_keep_what_was_saved_elsewhere(visit, planned, open_page):
    app = open_form(open_page, visit, planned)
    change_action(visit.acting, replace(planned, owner="From elsewhere"), planned.revision, NOW)
    field(app, planned, "owner").set_value("From here").run()
    press(app, "Keep what was saved elsewhere")
    assert list_actions(visit.acting, visit.id)[0].owner == "From elsewhere"
    assert field(app, planned, "owner").value == "From elsewhere"


def test_a_change_of_an_action_removed_elsewhere_can_be_put_back(visit, planned, open_page):
    app = open_form(open_page, visit, planned)
    remove_action(visit.acting, planned, planned.revision, NOW)
    field(app, planned, "owner").set_value("From here").run()
    assert "Removed elsewhere in the meantime" in words(app)
    press(app, "Put it back")
    [back] = list_actions(visit.acting, visit.id)
    assert (back.do, back.owner) == ("Start a group", "From here")


def test_a_removed_action_can_be_put_back_in_its_place(visit, planned, open_page):
    add_action(visit.acting, PlanAction(visit.id, "Second"), NOW)
    app = press(open_form(open_page, visit, planned), "Remove")
    assert [a.do for a in list_actions(visit.acting, visit.id)] == ["Second"]
    press(app, "Put it back")
    assert [a.do for a in list_actions(visit.acting, visit.id)] == ["Start a group", "Second"]


def test_an_action_moves_down(visit, planned, open_page):
    add_action(visit.acting, PlanAction(visit.id, "Second"), NOW)
    press(open_form(open_page, visit, planned), "Move down")
    assert [a.do for a in list_actions(visit.acting, visit.id)] == ["Second", "Start a group"]


def test_an_action_of_ones_own_is_added_and_its_text_shown_as_typed(visit, open_page):
    app = open_page("plan", visit=str(visit.id))
    app.text_area(key=f"own|{visit.id}").set_value("*Hire* <b>peers</b>")
    press(app, "Add action")
    [added] = list_actions(visit.acting, visit.id)
    assert (added.do, added.origin) == ("*Hire* <b>peers</b>", "own")
    assert app.subheader[0].value == r"1\. \*Hire\* \<b\>peers\</b\>"
    assert app.text_area(key=f"own|{visit.id}").value == ""


def test_an_empty_action_is_not_added_and_it_is_said_why(visit, open_page):
    app = press(open_page("plan", visit=str(visit.id)), "Add action")
    assert list_actions(visit.acting, visit.id) == ()
    assert "what to do: it is empty" in words(app)


def test_what_is_due_and_not_done_is_called_overdue(visit, open_page):
    late = PlanAction(visit.id, "Late", due=dt.date(2020, 1, 31))
    done = PlanAction(visit.id, "Done", due=dt.date(2020, 1, 31), status="done")
    for action in (late, done):
        add_action(visit.acting, action, NOW)
    said = words(open_page("plan", visit=str(visit.id)))
    assert said.count("**Overdue** since 2020-01-31") == 1
    assert "1 overdue" in said


def test_the_workbook_holds_the_plan_as_it_is_stored_at_the_click(visit, planned):
    workspace = load_workspace(visit.acting, visit.id)
    change_action(visit.acting, replace(planned, owner="Nurse lead"), planned.revision, NOW)
    sheet = openpyxl.load_workbook(BytesIO(workbook(workspace)))["Plan"]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "Start a group" in cells
    assert "Nurse lead" in cells
    assert workbook_name(workspace) == "harbor-house-2026-03-02-plan.xlsx"


def test_what_may_identify_a_client_is_held_back_until_somebody_has_looked(
    visit, planned, open_page
):
    app = open_form(open_page, visit, planned)
    field(app, planned, "note", "text_area").set_value("Call 078-05-1120").run()
    assert "looks like a social security number" in words(app)
    assert list_actions(visit.acting, visit.id)[0].note == ""
    press(app, "It is no client's data: save it")
    assert list_actions(visit.acting, visit.id)[0].note == "Call 078-05-1120"
    assert "looks like a social security number" not in words(app)


def test_what_one_calls_done_another_verifies(visit, planned, open_page):
    done = change_action(visit.acting, replace(planned, status="done"), planned.revision, NOW)
    app = open_page("plan", visit=str(visit.id))
    assert "called done by Rater on 2026-03-02; nobody else has verified it yet" in words(app)
    labels = [button.label for button in app.button]
    assert "I have seen that it is done" not in labels
    other = add_person(visit.acting, "Ann", NOW, sees_all=True)
    app = press(
        open_page("plan", person=other.id, visit=str(visit.id)), "I have seen that it is done"
    )
    assert "verified by Ann on " in words(app)
    app = press(app, "It is not done after all")
    assert "nobody else has verified it yet" in words(app)
    assert list_actions(visit.acting, visit.id) == (done,)
