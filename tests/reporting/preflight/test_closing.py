"""The draft, its corrections, and what was asked for."""

from __future__ import annotations

from datetime import date

from reporting.preflight.finding import Place
from reporting.preflight.visit import Correction, Document, TimelineStep


def test_the_program_should_be_asked_for_corrections(visit_of, found):
    visit = visit_of(sent_on=None)
    assert found(visit, "P70") == ["The program was not asked for factual corrections."]
    assert found(visit_of(sent_on=None, kind="self_audit"), "P70") == []
    assert found(visit_of(), "P70") == []


def test_a_correction_waits_for_its_answer(visit_of, found, findings):
    visit = visit_of(corrections=(Correction("house", "A2", answered=False),))
    assert found(visit, "P71") == ["A2 Name of A2: the program's correction has no answer."]
    assert findings(visit, "P71")[0].place == Place("signoff", "house", "care", "A2")
    assert found(visit_of(corrections=(Correction("house", "A2", answered=True),)), "P71") == []


def test_a_correction_to_an_item_that_is_gone_is_not_lost(visit_of, found):
    visit = visit_of(corrections=(Correction("house", "Z9", answered=False),))
    assert found(visit, "P71") == ["Z9: the program's correction has no answer."]
    other_scale = visit_of(corrections=(Correction("gone", "A2", answered=False),))
    assert found(other_scale, "P71") == ["A2: the program's correction has no answer."]


def test_a_draft_after_four_weeks_is_noted(visit_of, found):
    today = date(2026, 6, 1)
    assert found(visit_of(sent_on=date(2026, 3, 31), today=today), "P72") == [
        "The draft report was sent on 2026-03-31, 29 days after the visit; four weeks are planned."
    ]
    assert found(visit_of(sent_on=date(2026, 3, 30), today=today), "P72") == []


def test_a_draft_that_is_still_to_come_is_noted_too(visit_of, found):
    visit = visit_of(sent_on=None, today=date(2026, 4, 1))
    assert found(visit, "P72") == [
        "The draft report has not been sent, 30 days after the visit; four weeks are planned."
    ]
    assert found(visit_of(sent_on=None, today=date(2026, 3, 30)), "P72") == []
    own = visit_of(sent_on=None, today=date(2026, 4, 1), kind="self_audit")
    assert found(own, "P72") == []


def test_documents_that_never_came_are_listed(visit_of, found):
    asked = (Document("Policies", False), Document("Roster", True), Document("Minutes", False))
    assert found(visit_of(documents=asked), "P73") == [
        "2 documents were asked for and not received: Policies and Minutes."
    ]
    assert found(visit_of(documents=(Document("Roster", True),)), "P73") == []


def test_steps_past_their_day_are_listed(visit_of, found):
    late = TimelineStep("Consensus", date(2026, 3, 19))
    done = TimelineStep("Call", date(2026, 2, 1), done=True)
    due_today = TimelineStep("Draft report", date(2026, 3, 20))
    assert found(visit_of(timeline=(done, late, due_today)), "P74") == [
        "1 step of the visit is overdue: Consensus (due 2026-03-19)."
    ]
    assert found(visit_of(timeline=(done, due_today)), "P74") == []
