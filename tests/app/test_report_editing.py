"""Reviewers edit what the report calls strong and what it recommends; it is kept."""

from __future__ import annotations

import datetime as dt

import pytest

from app_pages.session import load_workspace
from handover.visit_report import visit_report
from reporting.handout import make_handout
from reporting.handout.block import Paragraph
from storage.report_words import list_report_words
from tests.app.page_words import words
from tests.app.site_visit import begin_site_visit

TODAY = dt.date(2026, 3, 20)


@pytest.fixture
def visit(begin):
    """T8 is below its target, T2 is not."""
    visit = begin("iddt")
    visit.rate("iddt", {"T8": 2, "T2": 5})
    return visit


def edited(open_page, visit):
    app = open_page("reports", visit=str(visit.id))
    app.session_state["edit"] = True
    app.run()
    assert not app.exception
    return app


def field(visit, item, subject, name):
    return f"report words|{visit.assessments['iddt']} {item} {subject}|field {name}"


def choose_part_of(app, visit, item):
    report = visit_report(load_workspace(visit.acting, visit.id), TODAY)
    parts = report.scales[0].findings
    place = next(
        n for n, p in enumerate(parts) if item in [f.item for f in (*p.strengths, *p.findings)]
    )
    app.selectbox(key="edited part of iddt").set_value(place).run()
    assert not app.exception


def said(visit) -> list[str]:
    report = visit_report(load_workspace(visit.acting, visit.id), TODAY, to_hand_over=True)
    return [
        f"{block.bold} {block.text}"
        for block in make_handout(report).blocks
        if isinstance(block, Paragraph) and block.bold in ("Strength.", "Recommendation.")
    ]


def test_a_recommendation_is_edited_and_stands_in_the_report(visit, open_page):
    app = edited(open_page, visit)
    choose_part_of(app, visit, "T8")
    box = app.text_area(key=field(visit, "T8", "recommendation", "words"))
    assert "Done when: " in box.value
    drafted = f"Recommendation. {box.value}"
    assert drafted in said(visit)
    box.set_value("Ask the two group leaders first").run()
    assert "Saved at" in " ".join(str(c.value) for c in app.caption)
    (kept,) = list_report_words(visit.acting, visit.id)
    assert (kept.item, kept.subject, kept.level) == ("T8", "recommendation", 2)
    assert "Recommendation. Ask the two group leaders first." in said(visit)
    app.text_area(key=field(visit, "T8", "recommendation", "words")).set_value("").run()
    assert drafted in said(visit)
    assert list_report_words(visit.acting, visit.id)[0].words == ""


def test_a_strength_is_left_out(visit, open_page):
    app = edited(open_page, visit)
    choose_part_of(app, visit, "T2")
    assert any(line.startswith("Strength. T2 ") for line in said(visit))
    app.checkbox(key=field(visit, "T2", "strength", "said")).set_value(False).run()
    assert not any(line.startswith("Strength. T2 ") for line in said(visit))


def test_what_was_written_for_another_level_is_shown_and_not_said(begin, open_page):
    visit = begin("iddt")
    visit.rate("iddt", {"T8": 2})
    app = edited(open_page, visit)
    choose_part_of(app, visit, "T8")
    app.text_area(key=field(visit, "T8", "recommendation", "words")).set_value("Two leaders").run()
    from storage.answers import Answer, list_answers, save_answer

    place = visit.assessments["iddt"]
    stored = list_answers(visit.acting, place, "Rater")["T8"]
    raised = Answer(place, "Rater", "T8", state="rated", level=3, grade="A")
    save_answer(visit.acting, raised, stored.revision, dt.datetime(2026, 3, 3, tzinfo=dt.UTC))
    assert "Recommendation. Two leaders." not in said(visit)
    app = edited(open_page, visit)
    choose_part_of(app, visit, "T8")
    assert "Written for level 2, and not said any more: “Two leaders”" in words(app)
    box = app.text_area(key=field(visit, "T8", "recommendation", "words"))
    assert "Done when: " in box.value


def test_words_that_may_name_a_client_are_held_back_until_somebody_looked(visit, open_page):
    app = edited(open_page, visit)
    choose_part_of(app, visit, "T2")
    key = field(visit, "T2", "strength", "words")
    app.text_area(key=key).set_value("Client born 03/14/1985 praised it").run()
    assert list_report_words(visit.acting, visit.id) == ()
    label = "It is no client's data, save it"
    next(button for button in app.button if button.label == label).click().run()
    assert list_report_words(visit.acting, visit.id)[0].words == "Client born 03/14/1985 praised it"


def test_the_program_and_a_signed_visit_are_not_offered_it(acting, open_page):
    site = begin_site_visit(acting, open_page, "iddt")
    site.finish()
    for who in ("Lee", "Con"):
        page = site.open("reports", who)
        labels = [box.label for box in page.app.expander]
        assert "Edit strengths and recommendations" not in labels
