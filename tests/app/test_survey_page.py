"""Staff survey: respondents by role, their answers, and where leaders see it differently."""

from __future__ import annotations

import pytest

from storage.answers import Answer, list_answers, save_answer
from storage.team import Member
from storage.team_changes import add_to_team
from storage.visits import list_team
from tests.app.conftest import NOW
from tests.app.site_visit import SiteVisit, begin_site_visit


@pytest.fixture
def visit(acting, open_page) -> SiteVisit:
    """A site visit on the trauma-informed scale and one more."""
    return begin_site_visit(acting, open_page, "goi", "trauma_informed")


def ask(visit: SiteVisit, name: str, role: str, **levels: int) -> None:
    """Keep a respondent and their levels, by item without its "TIC-"."""
    add_to_team(visit.acting("Lee"), visit.id, Member(name, "respondent", staff_role=role), NOW)
    place = visit.visited.assessments["trauma_informed"]
    for item, level in levels.items():
        answer = Answer(place, name, f"TIC-{item}", "rated", level)
        save_answer(visit.acting("Lee"), answer, 0, NOW)


def key(visit: SiteVisit, name: str, item: str) -> str:
    return f"{visit.visited.assessments['trauma_informed']}|{name}|{item}|survey"


def test_a_respondent_gets_a_role_and_the_next_number_and_no_name(visit):
    ask(visit, "Clinician 1", "Clinician")
    page = visit.open("survey")
    assert "A staff survey is not a rating" in page.says()
    assert page.app.get_by_key(f"new respondent of {visit.id} name Clinician 2").value == (
        "Clinician 2"
    )
    page.press("Add the respondent")
    page.give(f"new respondent of {visit.id} role", "Leader")
    page.press("Add the respondent")
    added = [(m.name, m.staff_role) for m in list_team(visit.acting("Lee"), visit.id)][-2:]
    assert added == [("Clinician 2", "Clinician"), ("Leader 1", "Leader")]
    assert page.app.get_by_key("respondent").value == str(
        list_team(visit.acting("Lee"), visit.id)[-1].id
    )


def test_something_that_identifies_a_person_is_asked_about_first(visit):
    page = visit.open("survey")
    name = f"new respondent of {visit.id} name Clinician 1"
    page.give(name, "reach me at ann@example.org")
    page.press("Add the respondent")
    assert "Shown as: It may hold what identifies a client: an e-mail address" in page.says()
    assert len(list_team(visit.acting("Lee"), visit.id)) == 4


def test_a_level_is_saved_when_it_is_chosen_and_taken_back_with_no_answer(visit):
    ask(visit, "Peer 1", "Peer")
    page = visit.open("survey")
    page.give(key(visit, "Peer 1", "TIC-SAF1"), "4")
    place = visit.visited.assessments["trauma_informed"]
    assert list_answers(visit.acting("Lee"), place, "Peer 1")["TIC-SAF1"].level == 4
    assert "1 of 28" in page.says()
    page.give(key(visit, "Peer 1", "TIC-SAF1"), "none")
    assert list_answers(visit.acting("Lee"), place, "Peer 1")["TIC-SAF1"].state == "unanswered"
    page.press("Next: Trustworthiness and transparency")
    page.give(key(visit, "Peer 1", "TIC-TRU1"), "2")
    assert list_answers(visit.acting("Lee"), place, "Peer 1")["TIC-TRU1"].level == 2


def test_two_who_enter_the_same_answer_see_both(visit):
    ask(visit, "Peer 1", "Peer")
    page = visit.open("survey")
    place = visit.visited.assessments["trauma_informed"]
    theirs = Answer(place, "Peer 1", "TIC-SAF1", "rated", 2)
    save_answer(visit.acting("Ann"), theirs, 0, NOW)
    page.give(key(visit, "Peer 1", "TIC-SAF1"), "5")
    assert "saved there level 2, given here level 5" in page.says()
    page.press("Keep what is saved")
    assert list_answers(visit.acting("Lee"), place, "Peer 1")["TIC-SAF1"].level == 2


def test_results_say_how_many_how_far_apart_and_what_leaders_see_differently(visit):
    safety = ("SAF1", "SAF2", "SAF3", "SAF4")
    for number, level in enumerate((2, 3), start=1):
        ask(visit, f"Clinician {number}", "Clinician", **dict.fromkeys(safety, level))
    ask(visit, "Leader 1", "Leader", **dict.fromkeys(safety, 4))
    page = visit.open("survey", survey="results")
    says = page.says()
    assert "3 respondents: Clinician (2), Leader (1)." in says
    assert "Nobody has answered enough items for a total yet." in says
    assert "Staff and leaders see 5 things differently:" in says  # safety and its four items
    assert "Safety: leaders 4.00 (1 answered), other staff 2.50 (2 answered)." in says
    assert "Fewer than 5 answered as Clinician or Leader." in says
    safety_row = page.app.table[0].value.iloc[0].tolist()
    assert [cell.replace("\\", "") for cell in safety_row] == [
        "Safety",
        "3",
        "3.00",
        "3.00",
        "2.50 to 3.50",
        "4.00 (1)",
        "2.50 (2)",
        "yes",
    ]


def test_every_reviewer_enters_answers_and_who_sees_everything_looks_at_the_results(visit):
    ask(visit, "Peer 1", "Peer", SAF1=3)
    reviewer = visit.open("survey", "Ann")
    reviewer.give(key(visit, "Peer 1", "TIC-SAF2"), "4")
    assert "2 of 28" in reviewer.says()
    office = visit.open("survey", "Out")
    assert "1 respondent: Peer (1)." in office.says()
    assert office.labels() == []


def test_the_program_does_not_see_what_its_staff_answered(visit):
    ask(visit, "Peer 1", "Peer", SAF1=3)
    page = visit.open("survey", "Con", survey="results")
    assert "The reviewers of this visit enter what staff answered" in page.says()
    assert len(page.app.table) == 0
