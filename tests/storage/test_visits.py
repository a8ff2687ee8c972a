"""Visits: kept whole, pinned to their scales, deleted only on purpose."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storage.answers import Answer, list_answers, save_answer
from storage.facts import FactAnswer, list_facts, save_fact
from storage.plans import PlanAction, add_action, list_actions
from storage.problem import NotFound
from storage.programs import add_program
from storage.visits import (
    Assessment,
    StaleVisit,
    VisitKept,
    VisitProblem,
    add_visit,
    change_visit,
    delete_visit,
    get_assessments,
    get_visit,
    list_visits,
    set_target_level,
)

STAMP = "0123456789abcdef" * 4
MONDAY = dt.date(2026, 3, 2)


def test_a_visit_is_kept_with_its_scales_in_their_order(store, now):
    program = add_program(store, name="Harbor house", now=now)
    scales = [("iddt", "1.2.0", STAMP, 4), ("goi", "1.0.0", "f" * 64, 5)]
    visit = add_visit(store, program.id, MONDAY, "site_visit", "Rater one", scales, now, "Day 1")
    assert get_visit(store, visit.id) == visit
    assert (visit.date, visit.status, visit.note) == (MONDAY, "draft", "Day 1")
    first, second = get_assessments(store, visit.id)
    assert first == Assessment(first.id, visit.id, "iddt", "1.2.0", STAMP, 4)
    assert second == Assessment(second.id, visit.id, "goi", "1.0.0", "f" * 64, 5)


def test_visits_are_listed_newest_first(store, now):
    program = add_program(store, name="Harbor house", now=now)
    other = add_program(store, name="Other", now=now)
    days = [dt.date(2025, 9, 1), dt.date(2026, 3, 2), dt.date(2024, 1, 1), dt.date(2026, 3, 2)]
    pins = [("iddt", "1.0.0", STAMP, 4)]
    made = [add_visit(store, program.id, d, "self_audit", "R", pins, now) for d in days]
    add_visit(store, other.id, MONDAY, "self_audit", "R", pins, now)
    assert list_visits(store, program.id) == (made[3], made[1], made[0], made[2])


def test_everything_wrong_with_a_visit_is_said_at_once_and_nothing_is_kept(store, now):
    program = add_program(store, name="Harbor house", now=now)
    scales = [("iddt", "1.0.0", STAMP, 4), ("iddt", "", "XYZ", 11)]
    with pytest.raises(VisitProblem) as raised:
        add_visit(store, program.id, now, "audit", " ", scales, now)  # type: ignore[arg-type]
    assert str(raised.value).splitlines() == [
        "This visit was not saved.",
        f"  - date: {now!r} is not a date. Give a day. [K06]",
        "  - kind: 'audit' is not a choice. Choose one of self_audit, site_visit, follow_up. [K05]",
        "  - rater: it is empty. Fill it in. [K01]",
        "  - scale 2, version: it is empty. Fill it in. [K01]",
        "  - scale 2, stamp: 'XYZ' is not a SHA-256 in hexadecimal. "
        "Give 64 of the characters 0-9 and a-f. [K08]",
        "  - scale 2, target level: 11 is not a whole number from 0 to 10. "
        "Correct the number, or leave it empty. [K04]",
        "  - scale 2: 'iddt' is chosen twice. Choose each scale once. [K07]",
    ]
    assert list_visits(store, program.id) == ()


def test_a_visit_needs_a_scale_and_a_program(store, now):
    program = add_program(store, name="Harbor house", now=now)
    with pytest.raises(VisitProblem, match="none is chosen"):
        add_visit(store, program.id, MONDAY, "self_audit", "R", [], now)
    with pytest.raises(NotFound, match="There is no program 99"):
        add_visit(store, 99, MONDAY, "self_audit", "R", [("iddt", "1.0.0", STAMP, 4)], now)


def test_a_visit_is_changed_and_a_stale_form_is_refused(store, begin):
    visit = get_visit(store, begin().visit_id)
    finished = change_visit(store, replace(visit, status="finished", note="Done"), 1)
    assert (finished.status, finished.note, finished.revision) == ("finished", "Done", 2)
    with pytest.raises(StaleVisit) as raised:
        change_visit(store, replace(visit, note="Older"), 1)
    assert raised.value.current == finished
    assert raised.value.attempted.note == "Older"
    assert get_visit(store, visit.id) == finished


def test_a_change_cannot_move_a_visit_to_another_program(store, begin, now):
    visit = get_visit(store, begin().visit_id)
    other = add_program(store, name="Other", now=now)
    changed = change_visit(store, replace(visit, program_id=other.id, note="x"), 1)
    assert changed.program_id == visit.program_id


def test_answers_follow_when_the_rater_is_renamed(store, begin, now):
    assessment = begin(rater="Ann Exampel")
    answer = Answer(assessment.id, "Ann Exampel", "T1", "rated", 4)
    saved = save_answer(store, answer, 0, now)
    visit = get_visit(store, assessment.visit_id)
    change_visit(store, replace(visit, rater="Ann Example"), 1)
    assert list_answers(store, assessment.id, "Ann Exampel") == {}
    assert list_answers(store, assessment.id, "Ann Example") == {
        "T1": replace(saved, rater="Ann Example")
    }


def test_a_target_level_is_kept(store, begin):
    assessment = begin()
    assert set_target_level(store, assessment.id, 5).target_level == 5
    assert get_assessments(store, assessment.visit_id)[0].target_level == 5
    with pytest.raises(VisitProblem, match="target level: it is empty"):
        set_target_level(store, assessment.id, None)  # type: ignore[arg-type]
    with pytest.raises(NotFound, match="There is no assessment 99"):
        set_target_level(store, 99, 5)


def test_an_empty_draft_is_deleted(store, begin):
    assessment = begin()
    delete_visit(store, assessment.visit_id)
    with pytest.raises(NotFound):
        get_visit(store, assessment.visit_id)
    with pytest.raises(NotFound):
        get_assessments(store, assessment.visit_id)


def test_a_finished_visit_is_not_deleted(store, begin):
    visit = get_visit(store, begin().visit_id)
    change_visit(store, replace(visit, status="finished"), 1)
    with pytest.raises(VisitKept, match="finished"):
        delete_visit(store, visit.id, with_entries=True)
    assert get_visit(store, visit.id).status == "finished"


def test_a_visit_with_entries_is_deleted_only_when_asked_to(store, begin, now):
    kept = begin()
    save_answer(store, Answer(kept.id, "Rater one", "T1", "rated", 3), 0, now)
    gone = begin()
    save_answer(store, Answer(gone.id, "Rater one", "T1", "rated", 3), 0, now)
    save_fact(store, FactAnswer(gone.id, "delivery", choice="one_team"), 0, now)
    add_action(store, PlanAction(gone.visit_id, "Train all staff"), now)
    with pytest.raises(VisitKept, match="3 entries were made"):
        delete_visit(store, gone.visit_id)
    assert len(list_answers(store, gone.id, "Rater one")) == 1
    delete_visit(store, gone.visit_id, with_entries=True)
    with pytest.raises(NotFound):
        get_visit(store, gone.visit_id)
    assert list_answers(store, gone.id, "Rater one") == {}
    assert list_facts(store, gone.id) == {}
    assert list_actions(store, gone.visit_id) == ()
    assert len(list_answers(store, kept.id, "Rater one")) == 1


def test_the_id_of_a_deleted_visit_is_not_given_to_another(store, begin):
    gone = begin()
    delete_visit(store, gone.visit_id)
    following = begin()
    assert following.visit_id > gone.visit_id
    assert following.id > gone.id
