"""Faults that a user met or could have met, each told as what the page does now."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from app_pages.program_list import due_words
from app_pages.progress import FACTS
from app_pages.session import load_workspace
from handover.scoring_rows import load_given, row_of
from handover.visit_report import scale_results, visit_report
from scoring import State
from storage.answers import Answer, copy_answers, list_answers, save_answer
from storage.facts import FactAnswer, list_facts, save_fact
from storage.programs import change_program, get_program
from storage.visits import get_visit, set_target_level
from tests.app.page_words import all_items, words
from tests.shipped_scales import shipped_scales

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


def key(visit, scale: str, item: str, field: str) -> str:
    return f"{visit.assessments[scale]}|Rater|{item}|{field}"


def stored(visit, scale: str, item: str) -> Answer:
    return list_answers(visit.acting, visit.assessments[scale], "Rater")[item]


def test_a_level_the_scale_no_longer_has_is_not_rated_and_takes_no_page_down(begin, open_page):
    visit = begin("iddt")
    visit.rate("iddt", all_items("iddt", 4, T2=7))
    set_target_level(visit.acting, visit.assessments["iddt"], 9, 4, NOW)
    program = get_visit(visit.acting, visit.id).program_id
    assert "14 of 15 items done" in words(open_page("programs", program=str(program)))
    results = open_page("results", visit=str(visit.id))
    shown = [words(results), *(table.value.to_string() for table in results.table)]
    assert "7 is no longer a level of this scale" in "\n".join(shown)
    open_page("plan", visit=str(visit.id))


def test_a_visit_with_a_question_before_the_items_open_is_a_draft(begin):
    visit = begin("integration")
    visit.rate("integration", all_items("integration", 4))
    assert any(
        note.startswith("Draft")
        for note in visit_report(load_workspace(visit.acting, visit.id), NOW.date()).notes
    )
    visit.answer_fact("integration", "delivery", "in_house_one_team")
    assert visit_report(load_workspace(visit.acting, visit.id), NOW.date()).notes == (
        "Sample data: this program is invented.",
    )


def test_not_applicable_without_its_reason_is_not_rated(begin):
    visit = begin("integration")
    blank = Answer(visit.assessments["integration"], "Rater", "INT11", "not_applicable")
    kept = save_answer(visit.acting, blank, 0, NOW)
    given = load_given(load_workspace(visit.acting, visit.id), "integration")
    assert row_of(given, "Now").levels["INT11"] == State.NOT_RATED
    save_answer(visit.acting, replace(kept, reason="Nobody is under 18"), 1, NOW)
    given = load_given(load_workspace(visit.acting, visit.id), "integration")
    assert row_of(given, "Now").levels["INT11"] == State.NOT_APPLICABLE


def unfold(app, visit, item: str, field: str):
    app.session_state[key(visit, "iddt", item, field)] = True
    return app.run()


def test_an_impossible_count_does_not_keep_the_rest_of_an_item_from_being_saved(begin, open_page):
    visit = begin("iddt")
    app = unfold(open_page("assess", visit=str(visit.id), part="treatment"), visit, "T2", "counts")
    app.number_input(key=key(visit, "iddt", "T2", "denominator")).set_value(5).run()
    app.number_input(key=key(visit, "iddt", "T2", "numerator")).set_value(8).run()
    app.radio(key=key(visit, "iddt", "T2", "choice")).set_value("4").run()
    kept = stored(visit, "iddt", "T2")
    assert (kept.level, kept.numerator, kept.denominator) == (4, None, 5)
    assert "8 of 5 is more than all" in app.error[0].value
    assert app.number_input(key=key(visit, "iddt", "T2", "numerator")).value == 8
    app.number_input(key=key(visit, "iddt", "T2", "denominator")).set_value(10).run()
    kept = stored(visit, "iddt", "T2")
    assert (kept.level, kept.numerator, kept.denominator) == (4, 8, 10)
    assert not app.error


def test_a_note_does_not_erase_a_level_the_scale_no_longer_has(begin, open_page):
    visit = begin("iddt")
    visit.rate("iddt", {"T2": 7})
    app = open_page("assess", visit=str(visit.id), part="treatment")
    unfold(app, visit, "T2", "evidence")
    choice = app.radio(key=key(visit, "iddt", "T2", "choice"))
    assert "**7** (no longer a level of this scale)" in choice.options
    app.text_area(key=key(visit, "iddt", "T2", "note")).set_value("Two charts").run()
    kept = stored(visit, "iddt", "T2")
    assert (kept.level, kept.note) == (7, "Two charts")
    app.radio(key=key(visit, "iddt", "T2", "choice")).set_value("3").run()
    assert stored(visit, "iddt", "T2").level == 3


def test_the_reason_for_not_applicable_survives_one_wrong_click(begin, open_page):
    visit = begin("integration")
    answer = Answer(
        visit.assessments["integration"],
        "Rater",
        "INT11",
        "not_applicable",
        reason="No prescriber is needed",
    )
    save_answer(visit.acting, answer, 0, NOW)
    part = (
        load_workspace(visit.acting, visit.id).entries["integration"].scale.item("INT11").subscale
    )
    app = open_page("assess", visit=str(visit.id), part=part)
    app.radio(key=key(visit, "integration", "INT11", "choice")).set_value("2").run()
    assert stored(visit, "integration", "INT11").level == 2
    (result,) = scale_results(load_workspace(visit.acting, visit.id))
    assert result.answers["INT11"].reason == ""
    app.radio(key=key(visit, "integration", "INT11", "choice")).set_value("not_applicable").run()
    reason = app.text_input(key=key(visit, "integration", "INT11", "reason"))
    assert reason.value == "No prescriber is needed"
    assert stored(visit, "integration", "INT11").reason == "No prescriber is needed"


def test_a_fact_that_could_not_be_saved_is_kept_and_can_be_tried_again(begin, open_page):
    visit = begin("iddt")
    app = open_page("assess", visit=str(visit.id))
    place = f"{visit.assessments['iddt']}|Rater|fact|clients_persuasion"
    app.number_input(key=f"{place}|value").set_value(2_000_000_000).run()
    assert "is not a whole number from 0 to 1,000,000,000" in app.error[0].value.replace("\\", "")
    app.radio(key="part").set_value("treatment").run()
    app.radio(key="part").set_value(FACTS).run()
    assert app.number_input(key=f"{place}|value").value == 2_000_000_000
    app.button(key=f"{place}|again").click().run()
    assert app.error
    app.number_input(key=f"{place}|value").set_value(20).run()
    assert not app.error
    kept = list_facts(visit.acting, visit.assessments["iddt"], "Rater")
    assert kept["clients_persuasion"].count == 20


def test_an_item_that_could_not_be_saved_can_be_tried_again(begin, open_page):
    visit = begin("iddt")
    app = unfold(open_page("assess", visit=str(visit.id), part="treatment"), visit, "T2", "counts")
    app.number_input(key=key(visit, "iddt", "T2", "denominator")).set_value(2_000_000_000).run()
    app.button(key=key(visit, "iddt", "T2", "again")).click().run()
    assert app.error


def test_the_notice_of_a_stale_confirmation_does_not_stay(begin, open_page):
    visit, old = begin("iddt"), begin("iddt")
    old.rate("iddt", {"T2": 2})
    args = (old.assessments["iddt"], "Rater", visit.assessments["iddt"], "Rater", NOW)
    (copy,) = copy_answers(visit.acting, *args)
    app = open_page("assess", visit=str(visit.id), part="treatment")
    save_answer(visit.acting, replace(copy, level=3), copy.revision, NOW)
    app.button(key=key(visit, "iddt", "T2", "confirm")).click().run()
    assert "changed in another window" in words(app)
    assert not app.error
    app.radio(key=key(visit, "iddt", "T2", "choice")).set_value("4").run()
    assert "changed in another window" not in words(app)
    assert stored(visit, "iddt", "T2").level == 4


def test_what_was_typed_about_a_program_outlasts_a_save_in_another_window(begin, open_page):
    visit = begin("iddt")
    program = get_program(visit.acting, get_visit(visit.acting, visit.id).program_id)
    place = f"program {program.id}"
    app = open_page("programs", program=str(program.id))
    app.text_input(key=f"{place} 0|name").set_value("Harbor House East").run()
    theirs = replace(program, name="Harbor", region="North")
    change_program(visit.acting, theirs, program.revision, NOW)
    next(button for button in app.button if button.label == "Save changes").click().run()
    said = words(app)
    assert "Saved there: Harbor\n" in said
    assert "Given here: Harbor House East" in said
    assert app.text_input(key=f"{place} 0|name").value == "Harbor House East"
    assert get_program(visit.acting, program.id).name == "Harbor"
    app.button(key=f"{place} 0 keep mine").click().run()
    kept = get_program(visit.acting, program.id)
    assert (kept.name, kept.region) == ("Harbor House East", "North")
    assert app.text_input(key=f"{place} 1|region").value == "North"


def test_the_date_and_the_kind_of_a_visit_can_be_corrected(begin, open_page):
    visit = begin("iddt")
    visit.rate("iddt", {"T2": 3})
    program = get_visit(visit.acting, visit.id).program_id
    place = f"edit visit {visit.id} 0"
    app = open_page("programs", program=str(program))
    app.date_input(key=f"{place} date").set_value(dt.date(2026, 2, 27)).run()
    app.radio(key=f"{place} kind").set_value("follow_up").run()
    app.button(key=f"{place} save").click().run()
    kept = get_visit(visit.acting, visit.id)
    assert (kept.date, kept.kind) == (dt.date(2026, 2, 27), "follow_up")
    assert stored(visit, "iddt", "T2").level == 3


def test_a_program_number_beyond_all_numbers_is_one_that_is_not_there(open_page):
    app = open_page("programs", program="9999999999999999999999")
    assert "There is no program 9999999999999999999999" in words(app)


def test_only_a_visit_with_something_rated_up_to_today_counts_as_assessed(begin):
    visit = begin("iddt")
    program = get_program(visit.acting, get_visit(visit.acting, visit.id).program_id)
    args = (visit.acting, shipped_scales(), program)
    assert due_words(*args, dt.date(2026, 3, 3)) == ""
    visit.rate("iddt", {"T2": 3})
    assert due_words(*args, dt.date(2026, 3, 1)) == ""
    assert due_words(*args, dt.date(2026, 3, 2)).startswith("Due next: IDDT on ")


def begin_with_eligible(begin, eligible: int, denominator: int | None):
    visit = begin("goi")
    place = visit.assessments["goi"]
    save_fact(visit.acting, FactAnswer(place, "Rater", "eligible_clients", count=eligible), 0, NOW)
    answer = Answer(place, "Rater", "G3", numerator=8, denominator=denominator)
    save_answer(visit.acting, answer, 0, NOW)
    return visit


def open_counts(open_page, visit):
    app = open_page("assess", visit=str(visit.id), part="organizational")
    app.session_state[key(visit, "goi", "G3", "counts")] = True
    return app.run()


def test_a_count_corrected_later_is_offered_as_the_denominator(begin, open_page):
    visit = begin_with_eligible(begin, eligible=20, denominator=10)
    app = open_counts(open_page, visit)
    assert "now give 20; this item was counted out of 10" in words(app)
    app.button(key=key(visit, "goi", "G3", "use denominator")).click().run()
    kept = stored(visit, "goi", "G3")
    assert (kept.numerator, kept.denominator) == (8, 20)
    assert "was counted out of" not in words(app)


def test_counts_that_add_up_to_nothing_are_said_in_words_of_any_scale(begin, open_page):
    app = open_counts(open_page, begin_with_eligible(begin, eligible=0, denominator=None))
    assert "The counts given add up to 0" in words(app)
