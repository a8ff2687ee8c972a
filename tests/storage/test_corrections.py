"""The program says what is wrong in its draft report, and its reviewers answer."""

from __future__ import annotations

import pytest

from storage.acting import NotAllowed
from storage.audit import list_events
from storage.corrections import (
    Correction,
    CorrectionProblem,
    add_correction,
    answer_correction,
    list_corrections,
)
from storage.people import act, add_person
from storage.problem import NotFound
from storage.store import Store
from storage.team import CONSENSUS
from storage.visit_states import (
    reopen_ratings,
    send_to_program,
    settle,
    settle_again,
    start_consensus,
    submit_ratings,
    take_back,
)
from storage.visits import VisitFinal
from tests.storage.site_visit import NOW, STATUSES, SiteVisit, begin_site_visit


def with_program(store: Store) -> SiteVisit:
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 3)
    site.rate("Ben", "T1", 3)
    return site.walk_to("with_program")


def test_a_correction_is_kept_with_what_the_report_said_then(store: Store):
    site = with_program(store)
    said = add_correction(site.contact, site.assessment_id, "T1", "We do it weekly", NOW)
    assert said == Correction(
        visit_id=site.id,
        assessment_id=site.assessment_id,
        item="T1",
        says="We do it weekly",
        said_by="Con",
        said_at=NOW,
        state_before="rated",
        level_before=3,
        id=said.id,
    )
    assert list_corrections(site.contact, site.id) == (said,)


def test_an_item_that_nobody_rated_can_be_corrected_too(store: Store):
    site = with_program(store)
    said = add_correction(site.contact, site.assessment_id, "T9", "This was not asked", NOW)
    assert (said.state_before, said.level_before) == ("unanswered", None)


@pytest.mark.parametrize("status", [status for status in STATUSES if status != "with_program"])
def test_corrections_are_given_while_the_report_is_with_the_program(store: Store, status: str):
    site = begin_site_visit(store, status)
    with pytest.raises((NotAllowed, VisitFinal)):
        add_correction(site.contact, site.assessment_id, "T1", "We do more", NOW)
    with pytest.raises((NotAllowed, VisitFinal)):
        add_correction(site.ann, site.assessment_id, "T1", "They do more", NOW)
    assert list_corrections(site.lead, site.id) == ()


def test_everybody_who_sees_the_report_may_say_what_is_wrong_in_it(store: Store):
    site = with_program(store)
    for who in (site.contact, site.colleague, site.ann, site.lead):
        add_correction(who, site.assessment_id, "T1", "We do more", NOW)
    said = [correction.said_by for correction in list_corrections(site.colleague, site.id)]
    assert said == ["Con", "Kim", "Ann", "Lee"]
    with pytest.raises(NotFound):
        add_correction(site.stranger, site.assessment_id, "T1", "We do more", NOW)
    with pytest.raises(NotFound):
        list_corrections(site.stranger, site.id)


def test_everything_wrong_with_a_correction_is_said_at_once(store: Store):
    site = with_program(store)
    with pytest.raises(CorrectionProblem) as raised:
        add_correction(site.contact, site.assessment_id, "", "  ", NOW)
    assert str(raised.value).splitlines() == [
        "This was not saved.",
        "  - item: it is empty. Fill it in. [K01]",
        "  - what is wrong: it is empty. Fill it in. [K01]",
    ]


def test_reviewers_answer_with_a_reason_and_may_change_their_answer(store: Store):
    site = with_program(store)
    said = add_correction(site.contact, site.assessment_id, "T1", "We do it weekly", NOW)
    for nothing in ("accepted", "declined"):
        with pytest.raises(CorrectionProblem, match="answer: it is empty"):
            answer_correction(site.ann, said.id, nothing, " ", 1, NOW)
    with pytest.raises(CorrectionProblem, match="outcome: 'maybe' is not a choice"):
        answer_correction(site.ann, said.id, "maybe", "Hm", 1, NOW)  # type: ignore[arg-type]
    declined = answer_correction(site.ann, said.id, "declined", "Chart 7 says monthly", 1, NOW)
    assert (declined.outcome, declined.answer, declined.revision) == (
        "declined",
        "Chart 7 says monthly",
        2,
    )
    assert (declined.answered_by, declined.answered_at) == ("Ann", NOW)
    accepted = answer_correction(site.ben, said.id, "accepted", "We saw the plans", 2, NOW)
    assert (accepted.outcome, accepted.answered_by, accepted.revision) == ("accepted", "Ben", 3)
    assert list_corrections(site.contact, site.id) == (accepted,)
    assert answer_correction(site.ann, said.id, "accepted", "We saw the plans", 1, NOW) == accepted


def test_the_program_does_not_answer_itself(store: Store):
    site = with_program(store)
    said = add_correction(site.contact, site.assessment_id, "T1", "We do it weekly", NOW)
    for who in (site.contact, site.colleague):
        with pytest.raises(NotAllowed, match="Only the reviewers of this visit may answer"):
            answer_correction(who, said.id, "accepted", "Yes", 1, NOW)
    with pytest.raises(NotFound, match=f"There is no correction {said.id}"):
        answer_correction(site.stranger, said.id, "accepted", "Yes", 1, NOW)
    with pytest.raises(NotFound, match="There is no correction 99"):
        answer_correction(site.ann, 99, "accepted", "Yes", 1, NOW)
    boss = act(store, add_person(site.lead, "State office", NOW, sees_all=True).id)
    with pytest.raises(NotAllowed):
        answer_correction(boss, said.id, "accepted", "Yes", 1, NOW)


def test_what_changed_because_of_a_correction_can_be_seen(store: Store):
    site = with_program(store)
    said = add_correction(site.contact, site.assessment_id, "T1", "We do it weekly", NOW)
    answer_correction(site.ann, said.id, "accepted", "We saw the plans", 1, NOW)
    settle_again(site.lead, site.id, "A correction was accepted", NOW)
    site.rate(CONSENSUS, "T1", 4, because="The program showed its plans")
    settle(site.lead, site.id, NOW)
    (correction,) = list_corrections(site.lead, site.id)
    assert (correction.state_before, correction.level_before) == ("rated", 3)
    _filled_in, changed = list_events(site.lead, site.id, "answer", rater=CONSENSUS, item="T1")
    assert ('"level":3' in changed.old, '"level":4' in changed.new) == (True, True)
    assert changed.person == "Ann"


def test_corrections_stay_when_the_report_is_taken_back_and_are_answered_later(store: Store):
    site = with_program(store)
    said = add_correction(site.contact, site.assessment_id, "T1", "We do it weekly", NOW)
    take_back(site.lead, site.id, "A page is missing", NOW)
    reopen_ratings(site.lead, site.id, "Ann", "One more chart", NOW)
    with pytest.raises(NotAllowed, match="Corrections are answered once the report is written"):
        answer_correction(site.ann, said.id, "accepted", "Yes", 1, NOW)
    submit_ratings(site.ann, site.id, "Ann", NOW)
    start_consensus(site.lead, site.id, NOW)
    answer_correction(site.ann, said.id, "accepted", "Yes", 1, NOW)
    settle(site.lead, site.id, NOW)
    send_to_program(site.lead, site.id, NOW)
    assert [c.outcome for c in list_corrections(site.contact, site.id)] == ["accepted"]
