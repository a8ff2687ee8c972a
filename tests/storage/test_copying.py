"""Copying the previous visit's answers: a starting point, marked until confirmed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storage.acting import NotAllowed
from storage.answers import (
    Answer,
    AnswerProblem,
    StaleAnswer,
    confirm_answer,
    copy_answers,
    list_answers,
    save_answer,
)
from storage.people import add_member
from storage.problem import NotFound
from storage.team import CONSENSUS
from storage.visit_deletion import delete_visit
from storage.visit_states import start_consensus
from storage.visits import get_visit
from tests.storage.cast import hand_in, rate


def test_a_copy_brings_the_evidence_and_says_where_it_comes_from(acting, begin, now):
    old, new = begin(rater="Last year"), begin(rater="This year")
    answer = Answer(old.id, "Last year", "T7", "rated", 4, "", 17, 20, "Charts", ("Charts",), "A")
    save_answer(acting, answer, 0, now)
    later = now + dt.timedelta(days=180)
    copies = copy_answers(acting, old.id, "Last year", new.id, "This year", later)
    expected = replace(
        answer,
        assessment_id=new.id,
        rater="This year",
        confirmed=False,
        copied_from=old.visit_id,
        revision=1,
        updated_at=later,
    )
    assert copies == (expected,)
    assert list_answers(acting, new.id, "This year") == {"T7": expected}


def test_a_copy_never_replaces_what_was_answered(acting, begin, now):
    old, new = begin(), begin()
    for item, level in (("T1", 2), ("T2", 3)):
        save_answer(acting, Answer(old.id, "Rater one", item, "rated", level), 0, now)
    mine = save_answer(acting, Answer(new.id, "Rater one", "T1", "rated", 5), 0, now)
    noted = Answer(new.id, "Rater one", "T2", note="Ask again")
    noted = save_answer(acting, noted, 0, now)
    assert copy_answers(acting, old.id, "Rater one", new.id, "Rater one", now) == ()
    assert list_answers(acting, new.id, "Rater one") == {"T1": mine, "T2": noted}


def test_an_answer_taken_back_counts_as_none_on_either_side(acting, begin, now):
    old, new = begin(), begin()
    for assessment, item in ((old, "T1"), (new, "T2")):
        save_answer(acting, Answer(assessment.id, "Rater one", item, "rated", 2), 0, now)
        save_answer(acting, Answer(assessment.id, "Rater one", item), 1, now)
    save_answer(acting, Answer(old.id, "Rater one", "T2", "rated", 4), 0, now)
    (copy,) = copy_answers(acting, old.id, "Rater one", new.id, "Rater one", now)
    assert (copy.item, copy.level, copy.revision, copy.confirmed) == ("T2", 4, 3, False)


def test_copying_twice_copies_once(acting, begin, now):
    old, new = begin(), begin()
    save_answer(acting, Answer(old.id, "Rater one", "T1", "rated", 2), 0, now)
    assert len(copy_answers(acting, old.id, "Rater one", new.id, "Rater one", now)) == 1
    assert copy_answers(acting, old.id, "Rater one", new.id, "Rater one", now) == ()


def test_a_copy_is_confirmed_as_it_stands(acting, begin, now):
    old, new = begin(), begin()
    save_answer(acting, Answer(old.id, "Rater one", "T1", "rated", 2), 0, now)
    (copy,) = copy_answers(acting, old.id, "Rater one", new.id, "Rater one", now)
    later = now + dt.timedelta(minutes=1)
    confirmed = confirm_answer(acting, new.id, "Rater one", "T1", 1, later)
    assert confirmed == replace(copy, confirmed=True, revision=2, updated_at=later)
    assert confirm_answer(acting, new.id, "Rater one", "T1", 2, later) == confirmed


def test_a_stale_confirmation_is_refused(acting, begin, now):
    old, new = begin(), begin()
    save_answer(acting, Answer(old.id, "Rater one", "T1", "rated", 2), 0, now)
    (copy,) = copy_answers(acting, old.id, "Rater one", new.id, "Rater one", now)
    newer = save_answer(acting, replace(copy, level=3), 1, now)
    with pytest.raises(StaleAnswer) as raised:
        confirm_answer(acting, new.id, "Rater one", "T1", 1, now)
    assert raised.value.current == newer


def test_only_an_answer_can_be_confirmed(acting, begin, now):
    with pytest.raises(NotFound, match="There is no answer to item T1"):
        confirm_answer(acting, begin().id, "Rater one", "T1", 0, now)


def test_another_level_confirms_a_copy_and_keeps_where_it_came_from(acting, begin, now):
    old, new = begin(), begin()
    save_answer(acting, Answer(old.id, "Rater one", "T1", "rated", 2), 0, now)
    (copy,) = copy_answers(acting, old.id, "Rater one", new.id, "Rater one", now)
    changed = save_answer(acting, replace(copy, level=3), 1, now)
    assert (changed.confirmed, changed.copied_from) == (True, old.visit_id)


def test_a_note_or_a_source_does_not_confirm_a_copy(acting, begin, now):
    old, new = begin(), begin()
    save_answer(acting, Answer(old.id, "Rater one", "T1", "rated", 2), 0, now)
    (copy,) = copy_answers(acting, old.id, "Rater one", new.id, "Rater one", now)
    noted = save_answer(acting, replace(copy, note="Still so", sources=("Charts",)), 1, now)
    assert (noted.confirmed, noted.note, noted.revision) == (False, "Still so", 2)


def test_saving_a_copy_unchanged_does_not_confirm_it(acting, begin, now):
    old, new = begin(), begin()
    save_answer(acting, Answer(old.id, "Rater one", "T1", "rated", 2), 0, now)
    (copy,) = copy_answers(acting, old.id, "Rater one", new.id, "Rater one", now)
    assert save_answer(acting, replace(copy, confirmed=True), 1, now) == copy


def test_what_the_newer_scale_does_not_have_is_not_copied(acting, begin, now):
    old, new = begin(), begin()
    for item in ("T1", "T99"):
        save_answer(acting, Answer(old.id, "Rater one", item, "rated", 2), 0, now)

    def check(answer: Answer) -> list[str]:
        return ["the scale has no such item"] if answer.item == "T99" else []

    copies = copy_answers(acting, old.id, "Rater one", new.id, "Rater one", now, check)
    assert [copy.item for copy in copies] == ["T1"]


def test_another_scale_or_rater_is_refused(acting, begin, now):
    old, new = begin(scale="goi"), begin(scale="iddt")
    with pytest.raises(AnswerProblem) as raised:
        copy_answers(acting, old.id, "Rater one", new.id, "Somebody", now)
    assert str(raised.value).splitlines() == [
        "The answers were not saved.",
        "  - scale: 'goi' and 'iddt' are different scales. "
        "Copy from an assessment of the same scale. [K12]",
        "  - rater: 'Somebody' does not rate this visit, 'Rater one' does. Reload the visit. [K11]",
    ]


def test_a_copy_outlives_the_visit_it_came_from(acting, begin, now):
    old, new = begin(), begin()
    save_answer(acting, Answer(old.id, "Rater one", "T1", "rated", 2), 0, now)
    copy_answers(acting, old.id, "Rater one", new.id, "Rater one", now)
    delete_visit(acting, old.visit_id, now, with_entries=True)
    kept = list_answers(acting, new.id, "Rater one")["T1"]
    assert (kept.level, kept.copied_from, kept.confirmed) == (2, old.visit_id, False)


def test_nothing_is_copied_into_what_reviewers_settle(cast, begin, now):
    old = begin(rater="Last year")
    save_answer(cast.office, Answer(old.id, "Last year", "T2", "rated", 5), 0, now)
    add_member(
        cast.office, get_visit(cast.office, old.visit_id).program_id, cast.one.person.id, now
    )
    rate(cast)
    hand_in(cast)
    start_consensus(cast.lead, cast.visit.id, now)
    with pytest.raises(NotAllowed, match="nothing is copied into that"):
        copy_answers(cast.one, old.id, "Last year", cast.assessment.id, CONSENSUS, now)
    assert set(list_answers(cast.one, cast.assessment.id, CONSENSUS)) == {"T1"}
