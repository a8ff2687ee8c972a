"""Prepare: documents to ask for, what to ask whom, and what to see."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app_pages.handout import csv_file
from storage.documents import DocumentRequest, add_documents, change_document, list_documents
from tests.app.conftest import NOW
from tests.app.site_visit import Page, SiteVisit, begin_site_visit

TODAY = dt.date(2026, 2, 1)


@pytest.fixture
def visit(acting, open_page) -> SiteVisit:
    """A site visit on the General Organizational Index."""
    return begin_site_visit(acting, open_page, "goi")


@pytest.fixture(autouse=True)
def february_first(monkeypatch):
    """The day on which the pages are looked at."""
    for module in ("session", "document_list", "document_form", "day_field"):
        monkeypatch.setattr(f"app_pages.{module}.today", lambda: TODAY)


def documents(visit: SiteVisit) -> dict[str, DocumentRequest]:
    return {d.document: d for d in list_documents(visit.acting("Lee"), visit.id)}


def ask_for(visit: SiteVisit, *names: str) -> None:
    requests = [DocumentRequest(visit.id, name) for name in names]
    add_documents(visit.acting("Lee"), visit.id, requests, NOW)


def key(visit: SiteVisit, name: str, field: str) -> str:
    return f"document|{documents(visit)[name].id}|{field}"


def shown(page: Page) -> list[str]:
    """The documents, in the order of the page."""
    cards = [str(m.value) for m in page.app.markdown if str(m.value).startswith("**")]
    return [card.split("**")[1] for card in cards if "  \n" in card]


def test_the_list_is_made_of_what_the_scales_of_the_visit_ask_for(visit):
    page = visit.open("preparation", "Con")
    assert "No documents are on the list yet." in page.says()
    label = next(label for label in page.labels() if label.endswith("that the scales ask for"))
    page.press(label)
    made = documents(visit)
    assert made["Roster of active clients with stage"].serves == (("goi", "G2"), ("goi", "G3"))
    assert "One line per active client of the program: chart number" in page.says()
    assert f"{len(made)} documents: 0 outstanding, {len(made)} not asked for yet" in page.says()
    assert label not in page.labels()


def test_what_was_asked_for_and_has_not_come_stands_first(visit):
    ask_for(visit, "Budget", "Policies", "Staff list")
    policies = documents(visit)["Policies"]
    asked = replace(policies, requested_on=TODAY)
    change_document(visit.acting("Lee"), asked, policies.revision, NOW)
    page = visit.open("preparation")
    assert shown(page) == ["Policies", "Budget", "Staff list"]
    page.press("Asked for today: all 2 that were not asked for yet")
    page.press("Received today: Budget")
    assert documents(visit)["Budget"].received_on == TODAY
    assert "3 documents: 2 outstanding, 0 not asked for yet, 1 received." in page.says()
    page.give("show", "received")
    assert shown(page) == ["Budget"]


def test_days_and_note_are_saved_when_given_and_a_clients_number_is_held_back(visit):
    ask_for(visit, "Roster")
    page = visit.open("preparation")
    page.unfold(key(visit, "Roster", "more"))
    page.give(key(visit, "Roster", "field requested_on"), dt.date(2026, 1, 20))
    page.give(key(visit, "Roster", "field note"), "Lacks MRN 0048213")
    roster = documents(visit)["Roster"]
    assert (roster.requested_on, roster.note) == (dt.date(2026, 1, 20), "")
    assert "Note is not saved yet. It may hold what identifies a client: a record number" in (
        page.says()
    )
    page.give(key(visit, "Roster", "field note"), "Lacks two admissions")
    assert documents(visit)["Roster"].note == "Lacks two admissions"
    assert "record number" not in page.says()


def test_two_who_give_the_same_day_otherwise_see_both(visit):
    ask_for(visit, "Roster")
    page = visit.open("preparation")
    page.unfold(key(visit, "Roster", "more"))
    before = documents(visit)["Roster"]
    theirs = replace(before, received_on=dt.date(2026, 1, 30))
    change_document(visit.acting("Con"), theirs, before.revision, NOW)
    page.give(key(visit, "Roster", "field received_on"), dt.date(2026, 1, 31))
    assert documents(visit)["Roster"].received_on == dt.date(2026, 1, 30)
    assert "changed by Con" in page.says() and "Given here: 2026-01-31" in page.says()
    page.press("Use what I gave here")
    assert documents(visit)["Roster"].received_on == dt.date(2026, 1, 31)


def test_a_document_of_ones_own_is_added_and_taken_off(visit):
    page = visit.open("preparation", "Con")
    page.give(f"own document of {visit.id} 0", "Fire drill log")
    page.press("Add to the list")
    assert [*documents(visit)] == ["Fire drill log"]
    page.unfold(key(visit, "Fire drill log", "more"))
    page.press("Take it off the list")
    assert documents(visit) == {}


def test_a_guide_for_each_role_with_advice_on_top(visit):
    page = visit.open("preparation", prepare="interviews", role="leader")
    assert "Ask for data and recent examples, not for opinions." in page.says()
    assert "(GOI G1)" in page.says()
    page.give("role", "prescriber")
    assert "The scales of this visit have no question for them." in page.says()
    assert page.app.query_params["role"] == "prescriber"


def test_what_to_observe_names_the_items_it_serves(acting, open_page):
    visit = begin_site_visit(acting, open_page, "iddt")
    assert "(IDDT " in visit.open("preparation", prepare="sights").says()


def test_a_final_visits_documents_can_only_be_looked_at(visit):
    ask_for(visit, "Roster")
    visit.finish()
    page = visit.open("preparation")
    assert page.labels() == []


def test_a_list_for_excel_runs_no_formula():
    rows = [{"Document": "=HYPERLINK(1)", "Note": 'Señora "x"'}]
    assert csv_file(rows).decode("utf-8-sig") == (
        'Document,Note\r\n\'=HYPERLINK(1),"Señora ""x"""\r\n'
    )
