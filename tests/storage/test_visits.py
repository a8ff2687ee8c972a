"""Visits: kept whole, pinned to their scales, deleted only on purpose."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from storage import tables
from storage.answers import Answer, list_answers, save_answer
from storage.assessments import Assessment
from storage.facts import FactAnswer, save_fact
from storage.plans import PlanAction, add_action
from storage.problem import NotFound
from storage.programs import add_program
from storage.team import alone
from storage.visit_deletion import VisitKept, delete_visit
from storage.visit_states import submit_ratings
from storage.visits import (
    StaleTarget,
    StaleVisit,
    VisitProblem,
    add_visit,
    change_visit,
    get_assessments,
    get_visit,
    list_visits,
    set_target_level,
)
from tests.storage.cast import ONE, rate

RATER = "Rater one"
STAMP = "0123456789abcdef" * 4
ENTERED = (
    tables.answer,
    tables.fact_answer,
    tables.plan_action,
    tables.assessment,
    tables.team_member,
)
MONDAY = dt.date(2026, 3, 2)


def test_a_visit_is_kept_with_its_scales_in_their_order(acting, now):
    program = add_program(acting, name="Harbor house", now=now)
    scales = [("iddt", "1.2.0", STAMP, 4), ("goi", "1.0.0", "f" * 64, 5)]
    team = alone(RATER)
    visit = add_visit(acting, program.id, MONDAY, "site_visit", team, scales, now, "Day 1")
    assert get_visit(acting, visit.id) == visit
    assert (visit.date, visit.status, visit.note) == (MONDAY, "draft", "Day 1")
    first, second = get_assessments(acting, visit.id)
    assert first == Assessment(first.id, visit.id, "iddt", "1.2.0", STAMP, 4)
    assert second == Assessment(second.id, visit.id, "goi", "1.0.0", "f" * 64, 5)


def test_visits_are_listed_newest_first(acting, now):
    program = add_program(acting, name="Harbor house", now=now)
    other = add_program(acting, name="Other", now=now)
    days = [dt.date(2025, 9, 1), dt.date(2026, 3, 2), dt.date(2024, 1, 1), dt.date(2026, 3, 2)]
    pins = [("iddt", "1.0.0", STAMP, 4)]
    made = [add_visit(acting, program.id, d, "self_audit", alone("R"), pins, now) for d in days]
    add_visit(acting, other.id, MONDAY, "self_audit", alone("R"), pins, now)
    assert list_visits(acting, program.id) == (made[3], made[1], made[0], made[2])


def test_everything_wrong_with_a_visit_is_said_at_once_and_nothing_is_kept(acting, now):
    program = add_program(acting, name="Harbor house", now=now)
    scales = [("iddt", "1.0.0", STAMP, 4), ("iddt", "", "XYZ", 11)]
    with pytest.raises(VisitProblem) as raised:
        add_visit(acting, program.id, now, "audit", alone(" "), scales, now)  # type: ignore[arg-type]
    assert str(raised.value).splitlines() == [
        "This visit was not saved.",
        f"  - date: {now!r} is not a date. Give a day. [K06]",
        "  - kind: 'audit' is not a choice. Choose one of self_audit, site_visit, follow_up. [K05]",
        "  - scale 2, version: it is empty. Fill it in. [K01]",
        "  - scale 2, stamp: 'XYZ' is not a SHA-256 in hexadecimal. "
        "Give 64 of the characters 0-9 and a-f. [K08]",
        "  - scale 2, target level: 11 is not a whole number from 0 to 10. "
        "Correct the number, or leave it empty. [K04]",
        "  - scale 2: 'iddt' is chosen twice. Choose each scale once. [K07]",
        "  - who rates: it is empty. Fill it in. [K01]",
    ]
    assert list_visits(acting, program.id) == ()


def test_a_visit_needs_a_scale_and_a_program(acting, now):
    program = add_program(acting, name="Harbor house", now=now)
    pins = [("iddt", "1.0.0", STAMP, 4)]
    with pytest.raises(VisitProblem, match="none is chosen"):
        add_visit(acting, program.id, MONDAY, "self_audit", alone(RATER), [], now)
    with pytest.raises(NotFound, match="There is no program 99"):
        add_visit(acting, 99, MONDAY, "self_audit", alone(RATER), pins, now)


def test_a_visit_is_changed_and_a_stale_form_is_refused(acting, begin, now):
    visit = get_visit(acting, begin().visit_id)
    tuesday = MONDAY + dt.timedelta(days=1)
    wanted = replace(visit, date=tuesday, kind="follow_up", note="Day 2")
    newer = change_visit(acting, wanted, 1, now)
    assert newer == replace(wanted, revision=2)
    with pytest.raises(StaleVisit) as raised:
        change_visit(acting, replace(visit, note="Older"), 1, now)
    assert raised.value.current == newer
    assert raised.value.attempted.note == "Older"
    assert raised.value.by == "First person"
    assert get_visit(acting, visit.id) == newer


def test_a_change_cannot_sign_a_visit_or_open_it_again_or_purge_it(acting, begin, now):
    visit = get_visit(acting, begin().visit_id)
    tried = replace(visit, status="final", edition=2, purged_at=now, created_at=now, note="x")
    changed = change_visit(acting, tried, 1, now)
    assert changed == replace(visit, note="x", revision=2)


def test_saving_what_is_stored_changes_nothing_even_from_an_old_form(acting, begin, now):
    visit = get_visit(acting, begin().visit_id)
    newer = change_visit(acting, replace(visit, note="x"), 1, now)
    assert change_visit(acting, replace(visit, note="x"), 1, now) == newer


def test_a_change_cannot_move_a_visit_to_another_program(acting, begin, now):
    visit = get_visit(acting, begin().visit_id)
    other = add_program(acting, name="Other", now=now)
    changed = change_visit(acting, replace(visit, program_id=other.id, note="x"), 1, now)
    assert changed.program_id == visit.program_id


def test_a_target_level_is_kept(acting, begin, now):
    assessment = begin()
    assert set_target_level(acting, assessment.id, 5, 4, now).target_level == 5
    assert get_assessments(acting, assessment.visit_id)[0].target_level == 5
    with pytest.raises(VisitProblem, match="target level: it is empty"):
        set_target_level(acting, assessment.id, None, 5, now)  # type: ignore[arg-type]
    with pytest.raises(NotFound, match="There is no assessment 99"):
        set_target_level(acting, 99, 5, 4, now)


def test_a_target_level_that_was_changed_meanwhile_is_not_overwritten(acting, begin, now):
    assessment = begin()
    newer = set_target_level(acting, assessment.id, 5, 4, now)
    with pytest.raises(StaleTarget) as raised:
        set_target_level(acting, assessment.id, 3, 4, now)
    stale = raised.value
    assert (stale.current, stale.attempted.target_level, stale.by) == (newer, 3, "First person")
    assert set_target_level(acting, assessment.id, 5, 4, now) == newer
    assert get_assessments(acting, assessment.visit_id) == (newer,)


def test_an_empty_draft_is_deleted(acting, begin, now):
    assessment = begin()
    delete_visit(acting, assessment.visit_id, now)
    with pytest.raises(NotFound):
        get_visit(acting, assessment.visit_id)
    with pytest.raises(NotFound):
        get_assessments(acting, assessment.visit_id)


def test_a_visit_that_is_handed_in_is_not_deleted(acting, begin, now):
    visit = get_visit(acting, begin().visit_id)
    submit_ratings(acting, visit.id, RATER, now)
    with pytest.raises(VisitKept, match=r"what was handed in or signed is kept\. \[K30\]"):
        delete_visit(acting, visit.id, now, with_entries=True)
    assert get_visit(acting, visit.id).status == "submitted"


def test_a_visit_of_which_one_set_is_handed_in_is_not_deleted(cast, now):
    rate(cast)
    submit_ratings(cast.one, cast.visit.id, ONE, now)
    with pytest.raises(VisitKept, match=r"what was handed in or signed is kept\. \[K30\]"):
        delete_visit(cast.lead, cast.visit.id, now, with_entries=True)
    assert list_answers(cast.one, cast.assessment.id, ONE)["T1"].level == 3


def test_a_visit_with_entries_is_deleted_only_when_asked_to(store, acting, begin, now):
    kept = begin()
    save_answer(acting, Answer(kept.id, RATER, "T1", "rated", 3), 0, now)
    gone = begin()
    save_answer(acting, Answer(gone.id, RATER, "T1", "rated", 3), 0, now)
    save_fact(acting, FactAnswer(gone.id, RATER, "delivery", choice="one_team"), 0, now)
    add_action(acting, PlanAction(gone.visit_id, "Train all staff"), now)
    with pytest.raises(VisitKept, match="3 entries were made"):
        delete_visit(acting, gone.visit_id, now)
    assert len(list_answers(acting, gone.id, RATER)) == 1
    delete_visit(acting, gone.visit_id, now, with_entries=True)
    with pytest.raises(NotFound):
        get_visit(acting, gone.visit_id)
    with store.read() as connection:
        left = {table.name: connection.execute(select(table)).all() for table in ENTERED}
    assert {name: len(rows) for name, rows in left.items()} == {
        "answer": 1,
        "fact_answer": 0,
        "plan_action": 0,
        "assessment": 1,
        "team_member": 1,
    }
    assert len(list_answers(acting, kept.id, RATER)) == 1


def test_the_id_of_a_deleted_visit_is_not_given_to_another(acting, begin, now):
    gone = begin()
    delete_visit(acting, gone.visit_id, now)
    following = begin()
    assert following.visit_id > gone.visit_id
    assert following.id > gone.id
