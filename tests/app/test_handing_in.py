"""Handing in: what is missing is said first; afterwards a set can only be looked at."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from storage.answers import Answer, list_answers, save_answer
from storage.people import act, add_person
from storage.visit_states import reopen_ratings, submit_ratings
from storage.visits import get_visit, list_team
from tests.app.conftest import NOW
from tests.app.page_words import all_items, words
from tests.app.two_reviewers import reviewers


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def key(visit, item: str, field: str, rater: str = "Rater") -> str:
    return f"{visit.assessments['iddt']}|{rater}|{item}|{field}"


@pytest.fixture
def visit(begin):
    visit = begin("iddt")
    visit.rate(
        "iddt", {item: level for item, level in all_items("iddt", 4).items() if item != "T3"}
    )
    return visit


@pytest.fixture
def assess(visit, open_page) -> AppTest:
    return open_page("assess", visit=str(visit.id), part="supplementary")


def test_what_is_missing_is_listed_before_it_is_handed_in(visit, assess):
    press(assess, "Hand in my ratings")
    assert "1 answer is still missing:" in words(assess)
    assert "T3" in [link.value for link in assess.page_link]
    assert get_visit(visit.acting, visit.id).status == "draft"
    press(assess, "Not yet")
    assert "still missing:" not in words(assess)
    press(assess, "Hand in my ratings")
    press(assess, "Yes, hand in with 1 missing")
    assert get_visit(visit.acting, visit.id).status == "submitted"
    assert "Your ratings are handed in" in words(assess)


def test_ratings_that_the_verified_score_holds_down_are_told_before_it_is_handed_in(
    begin, open_page
):
    visit = begin("iddt")
    visit.rate("iddt", {"T2": 3, "T4": 5, "T5": 4}, grade=None)
    visit.rate("iddt", {"T6": 5})
    app = open_page("assess", visit=str(visit.id), part="supplementary")
    assert "verified score" not in words(app)
    press(app, "Hand in my ratings")
    assert (
        "IDDT: 2 ratings above 3 have no grade of evidence, and so no more than 3 in the verified "
        "score: T4 and T5."
    ) in words(app)


def test_the_list_follows_what_is_rated_meanwhile(visit, open_page):
    app = open_page("assess", visit=str(visit.id), part="treatment")
    press(app, "Hand in my ratings")
    app.radio(key=key(visit, "T3", "choice")).set_value("4").run()
    assert "still missing:" not in words(app)
    press(app, "Yes, hand in")
    assert get_visit(visit.acting, visit.id).status == "submitted"


def test_what_could_not_be_saved_is_settled_first(visit, assess):
    save_answer(
        visit.acting,
        Answer(visit.assessments["iddt"], "Rater", "RP", state="rated", level=5),
        list_answers(visit.acting, visit.assessments["iddt"], "Rater")["RP"].revision,
        NOW,
    )
    assess.radio(key=key(visit, "RP", "choice")).set_value("2").run()
    press(assess, "Hand in my ratings")
    assert "Not saved yet: RP." in words(assess)
    assert next(b for b in assess.button if b.label.startswith("Yes, hand in")).disabled


def test_a_set_that_is_handed_in_is_only_looked_at(visit, assess):
    submit_ratings(visit.acting, visit.id, "Rater", NOW)
    assess.session_state[key(visit, "RP", "counts")] = True
    assess.session_state[key(visit, "RP", "evidence")] = True
    assess.run()
    assert "Your ratings are handed in (2026-03-02, 09:30:00 UTC)" in words(assess)
    card = [*assess.radio, *assess.text_area, *assess.number_input, *assess.checkbox]
    fields = [w for w in card if str(w.key).startswith(key(visit, "RP", ""))]
    assert len(fields) >= 6
    assert all(field.disabled for field in fields)
    assert "Clear this answer" not in labels(assess)
    assert "Hand in my ratings" not in labels(assess)
    assert assess.radio(key=key(visit, "RP", "choice")).value == "4"


def test_facts_of_a_set_that_is_handed_in_are_only_looked_at(visit, open_page):
    submit_ratings(visit.acting, visit.id, "Rater", NOW)
    app = open_page("assess", visit=str(visit.id), part="before_you_rate")
    assert len(app.number_input) > 2
    assert all(field.disabled for field in app.number_input)


def test_an_answer_given_after_it_was_handed_in_elsewhere_is_refused_and_kept(visit, assess):
    submit_ratings(visit.acting, visit.id, "Rater", NOW)
    assess.radio(key=key(visit, "RP", "choice")).set_value("1").run()
    assert "These ratings are handed in and cannot be changed." in words(assess)
    assert assess.radio(key=key(visit, "RP", "choice")).value == "1"
    stored = list_answers(visit.acting, visit.assessments["iddt"], "Rater")["RP"]
    assert stored.level == 4


def test_who_leads_opens_a_set_again_with_a_reason(visit, open_page):
    submit_ratings(visit.acting, visit.id, "Rater", NOW)
    app = open_page("assess", visit=str(visit.id), part="supplementary")
    press(app, "Open the ratings again")
    assert "reason: it is empty" in words(app)
    field = next(f for f in app.text_input if f.label == "Why they are opened again")
    field.set_value("Two charts came later").run()
    press(app, "Open the ratings again")
    assert "Hand in my ratings" in labels(app)
    assert get_visit(visit.acting, visit.id).status == "draft"


def test_a_reviewer_asks_the_lead_to_open_the_set_again(begin, acting, store, open_page):
    bea = add_person(acting, "Bea", NOW)
    visit = begin("iddt", kind="site_visit", team=reviewers(acting.person, bea))
    submit_ratings(act(store, bea.id), visit.id, "Bea", NOW)
    app = open_page("assess", person=bea.id, visit=str(visit.id))
    assert "Rater, who leads this visit, can open them again" in words(app)
    assert "Open the ratings again" not in labels(app)
    reopen_ratings(acting, visit.id, "Bea", "Two charts came later", NOW)
    assert "Hand in my ratings" in labels(app.run())
    assert [m.submitted_at for m in list_team(acting, visit.id)] == [None, None]


def test_words_that_look_like_client_data_are_saved_once_the_rater_says_they_are_none(
    visit, assess
):
    assess.session_state[key(visit, "RP", "evidence")] = True
    assess.run()
    assess.text_area(key=key(visit, "RP", "note")).set_value("Seen: MRN 0048213").run()
    assert "looks like a record number" in words(assess)
    stored = list_answers(visit.acting, visit.assessments["iddt"], "Rater")["RP"]
    assert stored.note == ""
    assert assess.text_area(key=key(visit, "RP", "note")).value == "Seen: MRN 0048213"
    press(assess, "It is no client's data: save it")
    stored = list_answers(visit.acting, visit.assessments["iddt"], "Rater")["RP"]
    assert stored.note == "Seen: MRN 0048213"
    assert not assess.error
