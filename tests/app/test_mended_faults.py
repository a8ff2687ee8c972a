"""Faults that a user met or could have met, each told as what the page does now."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from app_pages.scoring_rows import load_given, row_of
from app_pages.session import load_workspace
from app_pages.visit_report import visit_report
from scoring import State
from storage.answers import Answer, list_answers, save_answer
from storage.visits import get_visit, set_target_level
from tests.app.page_words import all_items, words

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


def key(visit, scale: str, item: str, field: str) -> str:
    return f"{visit.assessments[scale]}|Rater|{item}|{field}"


def stored(visit, scale: str, item: str) -> Answer:
    return list_answers(visit.store, visit.assessments[scale], "Rater")[item]


def test_a_level_the_scale_no_longer_has_is_not_rated_and_takes_no_page_down(begin, open_page):
    visit = begin("iddt")
    visit.rate("iddt", all_items("iddt", 4, T2=7))
    set_target_level(visit.store, visit.assessments["iddt"], 9)
    program = get_visit(visit.store, visit.id).program_id
    assert "14 of 15 items done" in words(open_page("programs", program=str(program)))
    results = open_page("results", visit=str(visit.id))
    shown = [words(results), *(table.value.to_string() for table in results.table)]
    assert "7 is no longer a level of this scale" in "\n".join(shown)
    open_page("plan", visit=str(visit.id))


def test_a_visit_with_a_question_before_the_items_open_is_a_draft(begin):
    visit = begin("integration")
    visit.rate("integration", all_items("integration", 4))
    assert any(note.startswith("Draft") for note in visit_report(load_workspace(visit.id)).notes)
    visit.answer_fact("integration", "delivery", "in_house_one_team")
    assert visit_report(load_workspace(visit.id)).notes == (
        "Sample data: this program is invented.",
    )


def test_not_applicable_without_its_reason_is_not_rated(begin):
    visit = begin("integration")
    blank = Answer(visit.assessments["integration"], "Rater", "INT11", "not_applicable")
    kept = save_answer(visit.store, blank, 0, NOW)
    given = load_given(load_workspace(visit.id), "integration")
    assert row_of(given, "Now").levels["INT11"] == State.NOT_RATED
    save_answer(visit.store, replace(kept, reason="Nobody is under 18"), 1, NOW)
    given = load_given(load_workspace(visit.id), "integration")
    assert row_of(given, "Now").levels["INT11"] == State.NOT_APPLICABLE
