"""The audit trail of a visit: who changed what, when and why, for those who may see it."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import replace

import pytest

from storage.acting import Acting
from storage.answers import Answer, save_answer
from storage.audit import list_events
from storage.documents import DocumentRequest, add_documents, remove_document
from storage.facts import FactAnswer, save_fact
from storage.journal import Event
from storage.people import act, add_person, change_person
from storage.plans import PlanAction, add_action
from storage.problem import NotFound
from storage.store import Store
from storage.team import CONSENSUS
from storage.team_changes import change_member
from storage.visit_states import reopen_ratings, settle_again, submit_ratings
from storage.visits import list_team, set_target_level
from tests.storage.full_visit import begun_full_visit_in, full_visit_in
from tests.storage.site_visit import NOW, SiteVisit, begin_site_visit

LATER = NOW + dt.timedelta(minutes=7)


def raters_seen(who: Acting, site: SiteVisit) -> set[str]:
    events = [*list_events(who, site.id, "answer"), *list_events(who, site.id, "fact_answer")]
    return {json.loads(event.key)["rater"] for event in events}


def records_seen(who: Acting, site: SiteVisit) -> set[str]:
    return {event.record for event in list_events(who, site.id)}


def said(event: Event) -> tuple[str, str, str, str]:
    return event.record, event.person, event.at, event.why


def test_beside_an_item_stands_who_changed_what_when(store: Store):
    site = begin_site_visit(store)
    first = Answer(site.assessment_id, "Ann", "T1", "rated", 3, note="Read ten charts")
    save_answer(site.ann, first, 0, NOW)
    save_answer(site.ann, replace(first, level=4, grade="B"), 1, LATER)
    site.rate("Ann", "T2", 5)
    added, changed = list_events(site.ann, site.id, "answer", item="T1", rater="Ann")
    assert (said(added), added.old) == (
        ("answer", "Ann", "2026-03-02T09:30:00.000000+00:00", ""),
        "null",
    )
    assert said(changed) == ("answer", "Ann", "2026-03-02T09:37:00.000000+00:00", "")
    before, after = json.loads(changed.old), json.loads(changed.new)
    assert {name for name in before if before[name] != after[name]} == {
        *("level", "grade", "revision", "updated_at")
    }
    assert (before["level"], after["level"], after["note"]) == (3, 4, "Read ten charts")
    assert json.loads(changed.key) == {"assessment_id": 1, "item": "T1", "rater": "Ann"}


def test_every_write_is_one_event_and_what_changes_nothing_is_none(store: Store):
    site = begin_site_visit(store)
    assert Counter(e.record for e in list_events(site.lead, site.id)) == {
        "visit": 1,
        "team_member": 4,
        "assessment": 1,
    }
    site.rate("Ann", "T1", 4)
    site.rate("Ann", "T1", 4)
    set_target_level(site.lead, site.assessment_id, 5, 4, NOW)
    set_target_level(site.lead, site.assessment_id, 5, 5, NOW)
    (gone,) = add_documents(site.lead, site.id, [DocumentRequest(site.id, "Roster")], NOW)
    remove_document(site.lead, gone, 1, NOW)
    events = list_events(site.lead, site.id)
    assert [(e.record, e.person) for e in events[6:]] == [
        ("assessment", "Lee"),
        ("document_request", "Lee"),
        ("document_request", "Lee"),
    ]
    assert [e.number for e in events] == [1, 2, 3, 4, 5, 6, 8, 9, 10]
    assert (events[-1].new, json.loads(events[-1].old)["document"]) == ("null", "Roster")


def test_an_event_keeps_the_name_that_somebody_had_then(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4)
    change_person(site.ann, replace(site.ann.person, name="Ann Doe"), 1, NOW)
    site.rate("Ann", "T1", 3)
    assert [e.person for e in list_events(site.ann, site.id, "answer")] == ["Ann", "Ann Doe"]


def test_while_it_is_rated_everybody_sees_only_what_was_done_to_their_own_set(store: Store):
    site = begin_site_visit(store)
    boss = act(store, add_person(site.lead, "State office", NOW, sees_all=True).id)
    for rater, who in (("Ann", site.ann), ("Ben", site.ben)):
        site.rate(rater, "T1", 4)
        save_fact(who, FactAnswer(site.assessment_id, rater, "clients", count=0), 0, NOW)
    assert raters_seen(site.ann, site) == {"Ann"}
    assert raters_seen(site.ben, site) == {"Ben"}
    for who in (site.lead, site.contact, site.colleague, boss):
        assert raters_seen(who, site) == set()
    site.walk_to("submitted")
    for who in (site.ann, site.ben, site.lead, boss):
        assert raters_seen(who, site) == {"Ann", "Ben"}
    for who in (site.contact, site.colleague):
        assert raters_seen(who, site) == set()


def test_the_program_sees_of_the_consensus_what_changed_after_the_report_was_sent(store: Store):
    """How it came about tells what each of the reviewers rated."""
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4)
    site.rate("Ben", "T1", 4)
    site.walk_to("draft_report")
    assert raters_seen(site.ben, site) == {"Ann", "Ben", CONSENSUS}
    assert raters_seen(site.contact, site) == set()
    site.walk_to("with_program")
    for who in (site.contact, site.colleague):
        assert raters_seen(who, site) == set()
    settle_again(site.lead, site.id, "The program is right", NOW)
    site.rate(CONSENSUS, "T1", 5, because="Page 3 of the handbook")
    site.walk_to("with_program")
    for who in (site.contact, site.colleague):
        (changed,) = list_events(who, site.id, "answer")
        assert json.loads(changed.new)["because"] == "Page 3 of the handbook"


def test_opening_a_set_again_hides_what_was_done_to_the_others(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4)
    site.rate("Ben", "T1", 4)
    site.walk_to("in_consensus")
    reopen_ratings(site.lead, site.id, "Ben", "One more chart", NOW)
    assert raters_seen(site.ann, site) == {"Ann"}
    assert raters_seen(site.lead, site) == set()


def test_what_was_done_under_a_former_name_is_shown_no_earlier_and_is_not_lost(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4)
    ann = next(m for m in list_team(site.lead, site.id) if m.name == "Ann")
    change_member(site.lead, replace(ann, name="Anna"), 1, NOW)
    assert raters_seen(site.lead, site) == raters_seen(site.ben, site) == set()
    assert "Anna" in raters_seen(site.ann, site)
    submit_ratings(site.ann, site.id, "Anna", NOW)
    submit_ratings(site.ben, site.id, "Ben", NOW)
    assert raters_seen(site.lead, site) == raters_seen(site.ben, site) == {"Ann", "Anna"}


def test_charts_are_seen_in_the_trail_by_who_may_read_them(store: Store):
    site = begun_full_visit_in(store).walk_to("submitted")
    charts = {"chart_sample", "chart_row"}
    boss = act(store, add_person(site.lead, "State office", NOW, sees_all=True).id)
    for who in (site.lead, site.ann, site.ben):
        assert records_seen(who, site) >= charts
    for who in (site.contact, site.colleague, boss):
        assert not records_seen(who, site) & charts


def test_what_was_found_and_planned_is_seen_in_the_trail_once_the_report_is_sent(store: Store):
    site = begin_site_visit(store, "draft_report")
    add_action(site.lead, PlanAction(site.id, "Train two nurses"), NOW)
    assert "plan_action" in records_seen(site.ann, site)
    assert "plan_action" not in records_seen(site.contact, site)
    site.walk_to("with_program")
    assert "plan_action" in records_seen(site.contact, site)


def test_a_final_visit_shows_the_program_all_but_single_ratings_and_charts(store: Store):
    site = full_visit_in(store)
    assert records_seen(site.lead, site) - records_seen(site.contact, site) == {
        "answer",
        "chart_row",
        "chart_sample",
        "fact_answer",
        "report_words",
    }
    assert raters_seen(site.lead, site) == {"Ann", "Ben", "Nurse one", CONSENSUS}
    # How consensus and report came about tells what each rated; once sent, nothing was changed.
    assert raters_seen(site.contact, site) == set()


def test_the_trail_is_not_for_who_does_not_see_the_visit(store: Store):
    site = begin_site_visit(store)
    with pytest.raises(NotFound, match=f"There is no visit {site.id}"):
        list_events(site.stranger, site.id)
    with pytest.raises(NotFound, match="There is no visit 99"):
        list_events(site.lead, 99)
