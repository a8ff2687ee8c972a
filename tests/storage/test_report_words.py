"""Reviewers write into the report in place of the draft; what they wrote is kept."""

from __future__ import annotations

import pytest

from storage.acting import NotAllowed
from storage.audit import list_events
from storage.report_words import (
    ReportWords,
    ReportWordsProblem,
    list_report_words,
    save_report_words,
)
from storage.store import Store
from storage.visit_states import reopen_ratings
from storage.visits import VisitFinal
from tests.storage.site_visit import NOW, SiteVisit, begin_site_visit


def praise(site: SiteVisit, words: str = "The team meets daily", **values) -> ReportWords:
    return ReportWords(site.assessment_id, "T1", "strength", 4, words, **values)


def test_what_a_reviewer_writes_is_kept_and_said_to_the_program_once_it_is_sent(store: Store):
    site = begin_site_visit(store, "in_consensus")
    kept = save_report_words(site.ann, praise(site), 0, NOW)
    assert (kept.words, kept.said, kept.revision, kept.updated_at) == (
        "The team meets daily",
        True,
        1,
        NOW,
    )
    with pytest.raises(NotAllowed):
        list_report_words(site.contact, site.id)
    site.walk_to("with_program")
    assert list_report_words(site.contact, site.id) == (kept,)
    (event,) = list_events(site.lead, site.id, "report_words")
    assert event.person == "Ann"
    assert list_events(site.contact, site.id, "report_words") == ()


def test_a_strength_can_be_left_out_and_the_draft_taken_back(store: Store):
    site = begin_site_visit(store, "draft_report")
    save_report_words(site.ann, praise(site, "", said=False), 0, NOW)
    assert list_report_words(site.ben, site.id)[0].said is False
    save_report_words(site.ben, praise(site, ""), 1, NOW)
    assert [(w.words, w.said, w.revision) for w in list_report_words(site.ben, site.id)] == [
        ("", True, 2)
    ]
    same = save_report_words(site.ben, praise(site, ""), 9, NOW)
    assert same.revision == 2


def test_nobody_writes_before_there_is_a_result_nor_who_does_not_review(store: Store):
    site = begin_site_visit(store)
    with pytest.raises(NotAllowed, match="once the consensus has begun"):
        save_report_words(site.ann, praise(site), 0, NOW)
    site.walk_to("with_program")
    with pytest.raises(NotAllowed, match="Only the reviewers of this visit may write into"):
        save_report_words(site.contact, praise(site), 0, NOW)


def test_while_it_is_rated_again_nobody_reads_what_was_strong(store: Store):
    site = begin_site_visit(store, "in_consensus")
    save_report_words(site.ann, praise(site), 0, NOW)
    reopen_ratings(site.lead, site.id, "Ann", "Two charts were missing", NOW)
    assert list_report_words(site.ann, site.id) == ()
    assert list_report_words(site.lead, site.id) == ()


def test_what_is_signed_cannot_be_written_any_more(store: Store):
    site = begin_site_visit(store, "final")
    with pytest.raises(VisitFinal):
        save_report_words(site.ann, praise(site), 0, NOW)


def test_every_fault_is_told_at_once_and_a_client_is_not_named_unawares(store: Store):
    site = begin_site_visit(store, "in_consensus")
    odd: object = "praise"
    with pytest.raises(ReportWordsProblem) as raised:
        save_report_words(
            site.ann,
            ReportWords(site.assessment_id, "", odd, 11, "x" * 2001),  # type: ignore[arg-type]
            0,
            NOW,
        )
    assert [problem.code for problem in raised.value.problems] == ["K01", "K05", "K04", "K02"]
    written = praise(site, "Born 03/14/1985, she said")
    with pytest.raises(ReportWordsProblem, match="looks like"):
        save_report_words(site.ann, written, 0, NOW)
    assert list_report_words(site.ann, site.id) == ()
    kept = save_report_words(site.ann, written, 0, NOW, accept_identifiers=True)
    assert kept.revision == 1
    (event,) = list_events(site.lead, site.id, "report_words")
    assert event.why == "Kept as no client's data, though it looks like it."
