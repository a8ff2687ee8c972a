"""Visit: where it stands, who takes part, what is due when, and the purge of its notes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storage.answers import Answer, list_answers, save_answer
from storage.people import change_person
from storage.steps import change_step, list_steps
from storage.team import alone
from storage.visit_states import submit_ratings
from storage.visits import change_visit, get_visit, list_team
from tests.app.conftest import NOW
from tests.app.site_visit import Page, SiteVisit, begin_site_visit


@pytest.fixture
def visit(acting, open_page) -> SiteVisit:
    """A site visit on March 2, 2026."""
    return begin_site_visit(acting, open_page, "goi")


@pytest.fixture(autouse=True)
def february_first(monkeypatch):
    """The day on which the pages are looked at."""
    for module in ("session", "timeline", "step_form", "day_field"):
        monkeypatch.setattr(f"app_pages.{module}.today", lambda: dt.date(2026, 2, 1))


def step_key(visit: SiteVisit, step_id: str, field: str) -> str:
    return f"step|{step(visit, step_id).id}|{field}"


def step(visit: SiteVisit, step_id: str):
    steps = list_steps(visit.acting("Lee"), visit.id)
    return next(one for one in steps if one.step == step_id)


def test_the_first_look_at_a_site_visit_plans_its_steps_from_its_date(visit):
    page = visit.open("visit")
    steps = {s.step: s.due for s in list_steps(visit.acting("Lee"), visit.id)}
    assert len(steps) == 13
    assert steps["documents_requested"] == dt.date(2026, 2, 2)  # 28 days before March 2
    assert steps["draft_report"] == dt.date(2026, 3, 30)
    assert "0 of 13 steps done. 2 steps are overdue." in page.says()
    assert "overdue by 13 days" in page.says()  # the call, due January 19
    assert "due 2026-02-02 (in 1 day)" in page.says()


def test_a_state_runs_its_visits_by_its_own_steps(visit, tmp_path, monkeypatch):
    own = tmp_path / "practice"
    own.mkdir()
    (own / "timeline.yaml").write_text(
        "format: 1\nnote: Days are counted as we do.\n"
        "sources: [{key: US, title: Our office}]\n"
        "steps:\n- id: letter\n  name: Letter sent\n  do: Send the letter.\n  owner: lead\n"
        "  day: -60\n  based_on: {source: US, sure: own_choice}\n"
        "  day_based_on: {source: US, sure: own_choice}\n"
    )
    monkeypatch.setenv("FIDELITY_PRACTICE", str(own))
    page = visit.open("visit")
    assert "Letter sent" in page.says()
    assert [s.name for s in list_steps(visit.acting("Lee"), visit.id)] == ["Letter sent"]


def test_a_template_with_faults_says_so_and_the_rest_of_the_page_stands(
    visit, tmp_path, monkeypatch
):
    own = tmp_path / "practice"
    own.mkdir()
    (own / "timeline.yaml").write_text("format: 1\nsteps: []\n")
    monkeypatch.setenv("FIDELITY_PRACTICE", str(own))
    page = visit.open("visit")
    assert "timeline.yaml" in page.says()
    assert "**Lee** leads" in page.says()


def test_a_self_audit_has_steps_only_when_somebody_asks_for_them(begin, open_page, acting):
    visited = begin("goi")
    page = Page(open_page("visit", visit=str(visited.id)))
    assert list_steps(acting, visited.id) == ()
    page.press("Plan it in steps")
    assert len(list_steps(acting, visited.id)) == 13


def test_a_step_is_done_with_one_click_and_not_done_with_another(visit):
    page = visit.open("visit")
    page.give(step_key(visit, "readiness", "field done"), True)
    assert step(visit, "readiness").done_on == dt.date(2026, 2, 1)
    assert "1 of 13 steps done. 1 step is overdue." in page.says()
    page.give(step_key(visit, "readiness", "field done"), False)
    assert step(visit, "readiness").done_on is None


def test_owner_day_and_note_of_a_step_are_saved_when_they_are_given(visit):
    page = visit.open("visit")
    page.unfold(step_key(visit, "readiness", "more"))
    page.give(step_key(visit, "readiness", "field owner"), "Ann")
    page.give(step_key(visit, "readiness", "field due"), dt.date(2026, 2, 10))
    page.give(step_key(visit, "readiness", "field note"), "Called twice")
    saved = step(visit, "readiness")
    assert (saved.owner, saved.due, saved.note) == ("Ann", dt.date(2026, 2, 10), "Called twice")


def test_a_note_that_may_identify_a_client_is_held_back_until_somebody_has_looked(visit):
    page = visit.open("visit")
    page.unfold(step_key(visit, "readiness", "more"))
    page.give(step_key(visit, "readiness", "field note"), "Ask at (217) 555-0143")
    assert "a phone number (“(217) 555-0143”)" in page.says()
    assert step(visit, "readiness").note == ""
    page.give(step_key(visit, "readiness", "field owner"), "Ann")
    assert (step(visit, "readiness").owner, step(visit, "readiness").note) == ("Ann", "")
    page.press("It is no client's data, save it")
    assert step(visit, "readiness").note == "Ask at (217) 555-0143"
    assert "phone number" not in page.says()


def test_two_who_change_different_fields_of_a_step_both_get_what_they_gave(visit):
    page = visit.open("visit")
    page.unfold(step_key(visit, "readiness", "more"))
    before = step(visit, "readiness")
    change_step(visit.acting("Ann"), replace(before, note="From Ann"), before.revision, NOW)
    page.give(step_key(visit, "readiness", "field owner"), "Ben")
    after = step(visit, "readiness")
    assert (after.note, after.owner) == ("From Ann", "Ben")


@pytest.mark.parametrize(
    ("choice", "stands"), [("Keep what is saved", "Ann"), ("Use what I gave here", "Ben")]
)
def test_two_who_change_the_same_field_see_both_and_choose(visit, choice, stands):
    page = visit.open("visit")
    page.unfold(step_key(visit, "readiness", "more"))
    before = step(visit, "readiness")
    change_step(visit.acting("Ann"), replace(before, owner="Ann"), before.revision, NOW)
    page.give(step_key(visit, "readiness", "field owner"), "Ben")
    assert step(visit, "readiness").owner == "Ann"
    assert "changed by Ann" in page.says()
    assert "Saved there: Ann" in page.says() and "Given here: Ben" in page.says()
    page.press(choice)
    assert step(visit, "readiness").owner == stands
    assert "Nothing was overwritten" not in page.says()


def test_when_the_visit_is_moved_the_steps_not_done_can_be_moved_with_it(visit):
    page = visit.open("visit")
    page.give(step_key(visit, "readiness", "field done"), True)
    lee = visit.acting("Lee")
    moved = replace(get_visit(lee, visit.id), date=dt.date(2026, 3, 9))
    change_visit(lee, moved, moved.revision, NOW)
    page.again()
    page.press("Move them by 7 days (later)")
    assert step(visit, "readiness").due == dt.date(2026, 1, 19)  # done, so it stays
    assert step(visit, "visit").due == dt.date(2026, 3, 9)
    assert "Move them by" not in "\n".join(page.labels())


def test_who_leads_adds_somebody_changes_their_name_and_takes_them_off(visit):
    page = visit.open("visit")
    page.give(f"new member of {visit.id} 0 who", visit.people["Out"].id)
    page.press("Add to the team")
    added = list_team(visit.acting("Lee"), visit.id)[-1]
    assert (added.name, added.role, added.rates) == ("Out", "reviewer", True)
    page.give(f"member {added.id} 0 name", "Out of state")
    page.app.button(key=f"member {added.id} 0 save").click().run()
    assert list_team(visit.acting("Lee"), visit.id)[-1].name == "Out of state"
    page.press("Take Out of state off the team")
    assert [m.name for m in list_team(visit.acting("Lee"), visit.id)] == [
        "Lee",
        "Ann",
        "Ben",
        "Con",
    ]


def test_a_reviewer_who_has_rated_cannot_be_taken_off_and_the_page_says_why(visit):
    ann = visit.acting("Ann")
    save_answer(ann, Answer(visit.visited.assessments["goi"], "Ann", "G1", "rated", 4), 0, NOW)
    page = visit.open("visit")
    page.press("Take Ann off the team")
    assert "'Ann' has rated at this visit, so they stay on its team." in page.says()


def test_each_person_is_told_their_own_next_step(visit):
    assert "Next: rate each item alone" in visit.open("visit", "Ann").says()
    assert "Next: wait for Ann and Ben, who still rate." in visit.open("visit", "Lee").says()
    submit_ratings(visit.acting("Ann"), visit.id, "Ann", NOW)
    page = visit.open("visit", "Lee").says()
    assert "Handed in: Ann. Still rating: Ben." in page
    assert "Next: wait for Ben, who still rates." in page
    submit_ratings(visit.acting("Ben"), visit.id, "Ben", NOW)
    page = visit.open("visit", "Lee")
    assert "Next: begin the consensus" in page.says()
    assert "Go to Consensus" in page.links()


def test_the_lead_hands_in_for_a_reviewer_who_does_not_use_it_any_more(visit, acting):
    label = "Hand in what Ann rated"
    submit_ratings(visit.acting("Ben"), visit.id, "Ben", NOW)
    assert label not in visit.open("visit").labels()
    change_person(acting, replace(visit.acting("Ann").person, active=False), 1, NOW)
    assert label not in visit.open("visit", "Ben").labels()
    page = visit.open("visit")
    assert "Ann does not use this any more and has not handed in." in page.says()
    page.press(label)
    assert get_visit(acting, visit.id).status == "submitted"
    assert label not in page.labels()


def test_the_program_is_not_told_who_has_handed_in_and_changes_no_team(visit):
    submit_ratings(visit.acting("Ann"), visit.id, "Ann", NOW)
    page = visit.open("visit", "Con")
    assert "Handed in" not in page.says() and "has handed in" not in page.says()
    assert "Next: the reviewers rate." in page.says()
    assert not [label for label in page.labels() if label.startswith(("Take", "Add", "Purge"))]


def test_the_purge_needs_a_reason_and_a_second_word_and_leaves_the_ratings(visit):
    ann = visit.acting("Ann")
    place = visit.visited.assessments["goi"]
    save_answer(ann, Answer(place, "Ann", "G1", "rated", 4, note="Seen in chart 7"), 0, NOW)
    page = visit.open("visit")
    button = page.app.button(key=f"purge {visit.id} now")
    assert button.disabled
    page.give(f"purge {visit.id} reason", "Kept for a year, as agreed")
    page.give(f"purge {visit.id} sure", True)
    page.press("Purge the notes")
    kept = list_answers(ann, place, "Ann")["G1"]
    assert (kept.level, kept.note) == (4, "")
    assert "Notes and chart rows were purged on" in page.says()


def test_who_audits_alone_leads(begin, open_page, acting):
    page = Page(
        open_page("visit", visit=str(begin("goi", team=alone("Rater", acting.person.id)).id))
    )
    assert "**Rater** leads, rates, still rates" in page.says()
