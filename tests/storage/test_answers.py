"""Answers: saved when given, refused with all reasons, never overwritten unseen."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.answers import (
    Answer,
    AnswerProblem,
    StaleAnswer,
    is_blank,
    list_answers,
    save_answer,
)
from storage.problem import NotFound

RATER = "Rater one"


def test_a_full_answer_comes_back_as_it_was_given(acting, begin, now):
    answer = Answer(
        begin().id,
        RATER,
        "T7",
        state="rated",
        level=4,
        numerator=17,
        denominator=20,
        note="Seventeen of twenty charts.",
        sources=("Charts", "Interview with the team leader"),
        grade="A",
    )
    saved = save_answer(acting, answer, 0, now)
    assert saved == replace(answer, confirmed=True, revision=1, updated_at=now)
    assert list_answers(acting, answer.assessment_id, RATER) == {"T7": saved}


@pytest.mark.parametrize("state", ["not_applicable", "not_enough_information", "unanswered"])
def test_an_answer_without_a_level_has_none_and_never_zero(acting, begin, now, state):
    assessment = begin().id
    save_answer(acting, Answer(assessment, RATER, "T1", state, note="Seen"), 0, now)
    assert list_answers(acting, assessment, RATER)["T1"].level is None


def test_zero_is_a_level_where_the_scale_has_it(acting, begin, now):
    assessment = begin().id
    save_answer(acting, Answer(assessment, RATER, "T1", "rated", 0), 0, now)
    stored = list_answers(acting, assessment, RATER)["T1"]
    assert (stored.state, stored.level) == ("rated", 0)


def test_each_change_counts_one_revision(acting, begin, now):
    first = save_answer(acting, Answer(begin().id, RATER, "T1", "rated", 3), 0, now)
    later = now + dt.timedelta(minutes=5)
    second = save_answer(acting, replace(first, level=4), 1, later)
    assert (second.level, second.revision, second.updated_at) == (4, 2, later)
    cleared = save_answer(acting, Answer(first.assessment_id, RATER, "T1"), 2, later)
    assert (cleared.state, cleared.revision, is_blank(cleared)) == ("unanswered", 3, True)


def test_a_stale_tab_does_not_overwrite_a_newer_answer(acting, begin, now):
    first = save_answer(acting, Answer(begin().id, RATER, "T1", "rated", 3), 0, now)
    newer = save_answer(acting, replace(first, level=4), 1, now)
    attempted = replace(first, level=2, note="From the other tab")
    with pytest.raises(StaleAnswer) as raised:
        save_answer(acting, attempted, 1, now)
    assert (raised.value.current, raised.value.attempted) == (newer, attempted)
    assert raised.value.by == "First person"
    assert "changed elsewhere in the meantime by First person" in str(raised.value)
    assert list_answers(acting, first.assessment_id, RATER)["T1"] == newer


def test_a_tab_that_saw_nothing_does_not_overwrite_an_answer(acting, begin, now):
    first = save_answer(acting, Answer(begin().id, RATER, "T1", "rated", 3), 0, now)
    with pytest.raises(StaleAnswer):
        save_answer(acting, Answer(first.assessment_id, RATER, "T1", "rated", 5), 0, now)


def test_a_revision_that_never_was_is_stale_and_shows_that_nothing_is_stored(acting, begin, now):
    answer = Answer(begin().id, RATER, "T1", "rated", 5)
    with pytest.raises(StaleAnswer) as raised:
        save_answer(acting, answer, 4, now)
    assert raised.value.current == Answer(answer.assessment_id, RATER, "T1")
    assert list_answers(acting, answer.assessment_id, RATER) == {}


def test_saving_the_same_again_changes_nothing_even_from_a_stale_tab(acting, begin, now):
    answer = Answer(begin().id, RATER, "T1", "rated", 3)
    first = save_answer(acting, answer, 0, now)
    later = now + dt.timedelta(hours=1)
    assert save_answer(acting, answer, 1, later) == first
    assert save_answer(acting, answer, 0, later) == first


def test_saving_nothing_where_nothing_is_stores_nothing(acting, begin, now):
    assessment = begin().id
    assert save_answer(acting, Answer(assessment, RATER, "T1"), 0, now).revision == 0
    assert list_answers(acting, assessment, RATER) == {}


def test_everything_wrong_with_an_answer_is_said_at_once(acting, begin, now):
    answer = Answer(
        begin().id,
        RATER,
        "T" * 65,
        state="not_applicable",
        level=4,
        reason="r" * 2_001,
        numerator=21,
        denominator=20,
        note="n" * 20_001,
        sources=("Charts", "\ud83d"),
        grade="E",  # type: ignore[arg-type]
    )
    with pytest.raises(AnswerProblem) as raised:
        save_answer(acting, answer, 0, now, check=lambda _: ["the IDDT scale has no such item"])
    assert str(raised.value).splitlines() == [
        f"The answer to item {'T' * 65!r} was not saved.",
        "  - item: 65 characters are more than 64. Shorten it. [K02]",
        "  - level: it has level 4 but is not rated. Take the level away, or rate it. [K09]",
        "  - reason: 2,001 characters are more than 2,000. Shorten it. [K02]",
        "  - numerator: 21 of 20 is more than all. Correct one of the two counts. [K13]",
        "  - note: 20,001 characters are more than 20,000. Shorten it. [K02]",
        "  - source 2: it holds the character U+D83D, which cannot be stored. "
        "Delete it; it often comes along when text is pasted. [K03]",
        "  - grade: 'E' is not a choice. Choose one of A, B, C, D. [K05]",
        f"  - item {'T' * 65}: the IDDT scale has no such item. [K10]",
    ]
    note = raised.value.problems[4]
    assert (note.place, note.value, note.fix) == ("note", "n" * 20_001, "Shorten it.")
    assert list_answers(acting, answer.assessment_id, RATER) == {}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"state": "rated", "level": None}, "level: it is rated but has no level"),
        ({"state": "rated", "level": "4"}, "level: '4' is not a whole number"),
        ({"state": "rated", "level": 4.0}, "level: 4.0 is not a whole number"),
        ({"state": "rated", "level": True}, "level: True is not a whole number"),
        ({"state": "rated", "level": np.int64(4)}, "level: np.int64(4) is not a whole number"),
        ({"state": "rated", "level": 11}, "level: 11 is not a whole number from 0 to 10"),
        ({"state": "skipped"}, "state: 'skipped' is not a choice"),
        ({"numerator": -1}, "numerator: -1 is not a whole number"),
        ({"denominator": 3_000_000_000}, "denominator: 3000000000 is not a whole number"),
        ({"note": None}, "note: None is not text"),
        ({"note": "a\x00b"}, "note: it holds the character U+0000"),
        ({"sources": ["Charts"]}, "source: ['Charts'] is not a tuple"),
        ({"sources": ("",)}, "source 1: it is empty"),
        ({"item": ""}, "item: it is empty"),
        ({"grade": "a"}, "grade: 'a' is not a choice"),
    ],
)
def test_what_cannot_be_kept_is_refused(acting, begin, now, wrong, said):
    assessment = begin().id
    answer = replace(Answer(assessment, RATER, "T1"), **wrong)
    with pytest.raises(AnswerProblem) as raised:
        save_answer(acting, answer, 0, now)
    assert said in str(raised.value)
    assert list_answers(acting, assessment, RATER) == {}


def test_the_longest_texts_and_a_whole_sample_are_kept(acting, begin, now):
    answer = Answer(begin().id, RATER, "T" * 64, "not_applicable", reason="r" * 2_000)
    answer = replace(answer, note="n" * 20_000, numerator=20, denominator=20)
    saved = save_answer(acting, answer, 0, now)
    assert list_answers(acting, answer.assessment_id, RATER)["T" * 64] == saved


def test_one_count_may_be_given_before_the_other(acting, begin, now):
    answer = Answer(begin().id, RATER, "T7", numerator=17)
    assert save_answer(acting, answer, 0, now).denominator is None


def test_what_the_scale_says_against_an_answer_stops_it(acting, begin, now):
    assessment = begin().id

    def check(answer: Answer) -> list[str]:
        return [] if answer.level in (None, 1, 2, 3, 4, 5) else [f"{answer.level} is not a level"]

    save_answer(acting, Answer(assessment, RATER, "T1", "rated", 5), 0, now, check)
    with pytest.raises(AnswerProblem, match="item T1: 6 is not a level"):
        save_answer(acting, Answer(assessment, RATER, "T1", "rated", 6), 1, now, check)
    assert list_answers(acting, assessment, RATER)["T1"].level == 5


def test_an_answer_under_another_name_is_refused_because_nobody_would_see_it(acting, begin, now):
    assessment = begin(rater="Ann Example")
    with pytest.raises(AnswerProblem) as raised:
        save_answer(acting, Answer(assessment.id, "Ann Exampel", "T1", "rated", 5), 0, now)
    assert str(raised.value).splitlines() == [
        "The answer to item 'T1' was not saved.",
        "  - rater: 'Ann Exampel' does not rate this visit, 'Ann Example' does. "
        "Reload the visit. [K11]",
    ]


def test_an_answer_to_a_visit_that_is_gone_is_refused(acting, now):
    with pytest.raises(NotFound, match="There is no assessment 12"):
        save_answer(acting, Answer(12, RATER, "T1", "rated", 5), 0, now)


def test_assessments_do_not_see_each_other(acting, begin, now):
    one, two = begin(), begin()
    save_answer(acting, Answer(one.id, RATER, "T1", "rated", 5), 0, now)
    assert list_answers(acting, two.id, RATER) == {}


@pytest.mark.parametrize(
    "text",
    ["=1+1", "O'Brien said \"yes\"", "'; DROP TABLE answer; --", "two\nlines\r\n\tand a tab",
     "👩🏽‍⚕️ 😀", "é and é", "%s {0} \\ %", " spaces ", "مرحبا 你好", "null", "\u2028\ufeff\x1b"],
)  # fmt: skip
def test_text_comes_back_character_for_character(acting, begin, now, text):
    answer = Answer(begin().id, RATER, "T1", "not_applicable", reason=text, note=text)
    save_answer(acting, replace(answer, sources=(text, "Charts")), 0, now)
    stored = list_answers(acting, answer.assessment_id, RATER)["T1"]
    assert (stored.reason, stored.note, stored.sources) == (text, text, (text, "Charts"))


def test_any_text_that_can_be_kept_comes_back(acting, begin, now):
    assessment = begin().id

    @settings(max_examples=60, deadline=None)
    @given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
    def comes_back(text: str) -> None:
        stored = list_answers(acting, assessment, RATER).get("T1")
        answer = Answer(assessment, RATER, "T1", "rated", 3, note=text)
        revision = stored.revision if stored else 0
        save_answer(acting, answer, revision, now, accept_identifiers=True)
        assert list_answers(acting, assessment, RATER)["T1"].note == text

    comes_back()
