"""Who uses the app: asked once, remembered, and shown only what they may see."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from storage.people import act, add_member, add_person, change_person, list_members, list_people
from storage.programs import list_programs
from storage.visits import list_visits
from tests.app.conftest import APP, NOW
from tests.app.page_words import whole_tree, words
from tests.app.two_reviewers import reviewers


def start() -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def press_key(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def title(app: AppTest) -> str:
    return app.title[0].value


@pytest.fixture
def bob(acting):
    """A second person, who sees only the programs they belong to."""
    return add_person(acting, "Bob *Lee*", NOW)


def test_the_first_person_is_asked_for_a_name_and_sees_everything(store):
    app = start()
    assert title(app) == "Who are you?"
    app.text_input(key="first name").set_value("  Ann Reyes ")
    press(app, "Begin")
    assert title(app) == "Programs"
    assert "You are **Ann Reyes**" in words(app)
    (person,) = list_people(store)
    assert (person.name, person.sees_all) == ("Ann Reyes", True)


def test_a_first_person_without_a_name_is_not_added(store):
    app = press(start(), "Begin")
    assert title(app) == "Who are you?"
    assert "name: it is empty" in words(app)
    assert list_people(store) == ()


def test_the_only_person_is_taken_without_asking(acting):
    app = start()
    assert title(app) == "Programs"
    assert "You are **Rater**" in words(app)


def test_two_people_pick_who_they_are_on_whatever_page_is_opened(bob):
    app = start()
    assert title(app) == "Who are you?"
    assert "There is no sign-in yet" in app.caption[0].value
    assert "You are **" not in words(app)
    app.switch_page("app_pages/scale_library.py").run()
    assert title(app) == "Who are you?"
    press_key(app, f"pick {bob.id}")
    assert title(app) == "Scales"
    assert "You are **Bob *Lee***" in words(app)
    app.run()
    assert title(app) == "Scales"


def test_people_of_one_name_are_told_apart(acting, bob):
    other = add_person(acting, bob.name, NOW)
    labels = [button.label.replace("\\", "") for button in start().button]
    assert labels == [f"Bob *Lee* (number {n})" for n in (bob.id, other.id)] + ["Rater"]


def test_after_a_change_of_person_nothing_of_the_one_before_is_left(acting, bob, begin, open_page):
    visit = begin("iddt")
    app = open_page("assess", person=acting.person.id, visit=str(visit.id))
    assert "Harbor House" in words(app)
    app.session_state["typed before"] = "secret"
    app.switch_page("app_pages/people.py").run()
    press_key(app, f"pick {bob.id}")
    assert "You are **Bob *Lee***" in words(app)
    assert "typed before" not in app.session_state
    assert "visit_in_hand" not in app.session_state
    app.query_params["visit"] = str(visit.id)
    app.switch_page("app_pages/assess.py").run()
    assert "That visit does not exist" in words(app)
    assert "Harbor House" not in words(app)


def test_who_is_remembered_finds_nothing_of_who_used_the_tab_before(acting, bob, open_page):
    app = open_page("people", person=acting.person.id)
    app.session_state["typed before"] = "secret"
    app.session_state["person"] = bob.id  # as a tab that was begun as somebody else
    app.run()
    assert "You are **Rater**" in words(app)
    assert "typed before" not in app.session_state
    app.run()
    assert "You are **Rater**" in words(app)


@pytest.mark.parametrize("page", ["assess", "results", "plan"])
def test_a_visit_to_a_program_of_others_does_not_exist(begin, bob, open_page, page):
    visit = begin("iddt")
    visit.rate("iddt", {"T2": 4})
    app = open_page(page, person=bob.id, visit=str(visit.id))
    assert "That visit does not exist (any more)." in words(app)
    assert "Harbor House" not in whole_tree(app)


def test_a_program_of_others_does_not_exist(begin, bob, acting, open_page):
    begin("iddt")
    (program,) = list_programs(acting)
    app = open_page("programs", person=bob.id, program=str(program.id))
    assert f"There is no program {program.id}." in words(app)
    assert "Harbor House" not in whole_tree(app)
    app = open_page("programs", person=bob.id)
    assert "Harbor House" not in whole_tree(app)


def test_who_belongs_to_a_program_is_chosen_there(begin, bob, acting, open_page):
    begin("iddt")
    (program,) = list_programs(acting)
    app = open_page("programs", person=acting.person.id, program=str(program.id))
    field = app.multiselect(key=f"members of {program.id}")
    assert field.value == [acting.person.id]
    field.set_value([acting.person.id, bob.id]).run()
    assert [m.id for m in list_members(acting, program.id)] == [bob.id, acting.person.id]
    app = open_page("programs", person=bob.id, program=str(program.id))
    assert title(app) == "Harbor House"


def test_a_person_is_added_and_the_next_page_does_not_ask(acting, store, open_page):
    app = open_page("people")
    app.text_input(key="new person 0 name").set_value("Cleo")
    press(app, "Add person")
    assert [(p.name, p.sees_all) for p in list_people(store)] == [("Cleo", False), ("Rater", True)]
    app.switch_page("app_pages/programs.py").run()
    assert title(app) == "Programs"


def test_a_person_is_renamed_and_one_who_left_is_no_longer_offered(acting, bob, store, open_page):
    app = open_page("people", person=acting.person.id)
    app.text_input(key=f"person {bob.id} 0 name").set_value("Robert").run()
    press_key(app, f"person {bob.id} 0 save")
    assert "Robert" in [person.name for person in list_people(store)]
    app.checkbox(key=f"person {bob.id} 1 gone").check().run()
    press_key(app, f"person {bob.id} 1 save")
    assert [person.name for person in list_people(store)] == ["Rater"]
    press_key(app, f"bring back {bob.id}")
    assert [person.name for person in list_people(store)] == ["Rater", "Robert"]
    assert f"bring back {bob.id}" not in [button.key for button in app.button]


def test_the_last_who_sees_everything_stays(acting, bob, open_page):
    app = open_page("people", person=acting.person.id)
    app.checkbox(key=f"person {acting.person.id} 0 sees all").uncheck().run()
    press_key(app, f"person {acting.person.id} 0 save")
    assert "nobody else sees everything" in words(app)


def test_a_person_changed_elsewhere_is_shown_before_it_is_replaced(acting, bob, store, open_page):
    app = open_page("people", person=acting.person.id)
    app.text_input(key=f"person {bob.id} 0 name").set_value("From here").run()
    theirs = act(store, bob.id)
    changed = replace(bob, name="From elsewhere")
    change_person(theirs, changed, bob.revision, NOW)
    press_key(app, f"person {bob.id} 0 save")
    assert "it is now From elsewhere" in words(app)
    assert "From elsewhere" in [person.name for person in list_people(store)]
    press_key(app, f"person {bob.id} 0 save")
    assert "From here" in [person.name for person in list_people(store)]


def test_who_sees_little_changes_only_their_own_name(acting, bob, open_page):
    app = open_page("people", person=bob.id)
    keys = [field.key for field in app.text_input]
    assert keys == [f"person {bob.id} 0 name", "new person 0 name"]
    assert [box.label for box in app.checkbox] == []


def test_who_left_is_asked_again_and_never_taken_for_somebody_else(acting, bob, open_page):
    app = open_page("programs", person=bob.id)
    change_person(acting, replace(bob, active=False), bob.revision, NOW)
    app.run()
    assert title(app) == "Who are you?"


def test_a_reviewer_sees_the_program_of_their_visit_and_cannot_change_it(
    acting, bob, begin, open_page
):
    visit = begin("iddt", kind="site_visit", team=reviewers(acting.person, bob))
    (program,) = list_programs(acting)
    app = open_page("programs", person=bob.id, program=str(program.id))
    assert title(app) == "Harbor House"
    boxes = [box.label for box in app.expander]
    assert "Start a visit" not in boxes
    assert "Edit, archive" not in boxes
    assert "Delete the visit" not in [button.label for button in app.button]
    assert [found.id for found in list_visits(acting, program.id)] == [visit.id]
    add_member(acting, program.id, bob.id, NOW)
    app.run()
    assert "Start a visit" in [box.label for box in app.expander]
