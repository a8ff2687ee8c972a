"""The report of a stored visit: what it tells, and to whom."""

from __future__ import annotations

import datetime as dt

import pytest

from handover.visit_report import visit_report
from reporting.handout import make_handout
from reporting.handout.block import Block, Bullets, Heading, Paragraph, Picture, Table
from storage.corrections import add_correction, answer_correction
from storage.team import CONSENSUS
from storage.visit_states import settle, start_consensus, submit_ratings
from tests.storage.site_visit import NOW, SiteVisit, begin_site_visit

MADE_ON = dt.date(2026, 4, 1)


def text_of(block: Block) -> str:
    match block:
        case Heading(text, _):
            return text
        case Paragraph(text, bold):
            return f"{bold} {text}"
        case Bullets(texts):
            return "\n".join(texts)
        case Table():
            return "\n".join(" | ".join(row) for row in (block.head, *block.rows))
        case Picture(chart):
            return chart.summary


@pytest.fixture
def site(store) -> SiteVisit:
    """Ann and Ben saw two of three items alike; what they settled on is with the program."""
    site = begin_site_visit(store)
    for item, levels in {"T2": (4, 4), "T3": (2, 4), "T4": (5, 5)}.items():
        for rater, level in zip(("Ann", "Ben"), levels, strict=True):
            site.rate(rater, item, level, grade="A", sources=("Charts",))
    site.walk_to("in_consensus")
    site.rate(CONSENSUS, "T3", 3, because="The charts of March were missing", grade="B")
    return site.walk_to("with_program")


@pytest.fixture
def said(in_hand):
    """All that a full report says to somebody."""

    def said(acting, visit_id: int) -> str:
        report = visit_report(in_hand(acting, visit_id), MADE_ON, to_hand_over=True)
        return "\n".join(map(text_of, make_handout(report).blocks))

    return said


def test_reviewers_are_told_how_well_they_agreed_and_nobody_who_gave_what(site, said):
    words = said(site.lead, site.id)
    assert "The two reviewers saw 2 of 3 items alike (67 %)" in words
    assert "Gwet's AC2 (linear)" in words
    assert "Ann and Ben (consensus)" in words
    assert "Ann: " not in words and "Ben: " not in words


def test_the_program_makes_its_report_without_what_only_single_ratings_tell(site, said):
    words = said(site.contact, site.id)
    assert "Agreement between the reviewers" not in words
    assert "T3" in words


def test_the_cover_says_what_the_ratings_rest_on(site, in_hand):
    about = dict(visit_report(in_hand(site.lead, site.id), MADE_ON).about)
    assert about["Ratings entered"] == "2026-03-02"
    assert about["Scales"] == "IDDT, version 1.0.0"
    assert about["Evidence"] == ("3 rated items: 2 A: data, charts or observation; 1 B: documents")
    assert about["Sources seen"] == "Charts (2 items)"
    assert about["Status"] == "With the program"


def test_a_correction_is_told_with_its_answer_and_what_changed(site, said):
    kept = add_correction(site.contact, site.assessment_id, "T3", "We changed the form", NOW)
    words = said(site.lead, site.id)
    assert "We changed the form (Con, 2026-03-02) | Not answered yet | 3, unchanged" in words
    answer_correction(site.ann, kept.id, "declined", "It was not in the charts", 1, NOW)
    words = said(site.contact, site.id)
    assert "Declined. It was not in the charts | 3, unchanged" in words


def test_before_anything_is_settled_nothing_of_it_is_told(store, said):
    site = begin_site_visit(store)
    site.rate("Ann", "T2", 4)
    site.rate("Ben", "T2", 5)
    words = said(site.ann, site.id)
    assert "T2" in words
    assert "Agreement" not in words and "Factual corrections" not in words


def test_the_next_level_and_the_verified_level_stand_beside_a_rating(store, said):
    site = begin_site_visit(store)
    for rater in ("Ann", "Ben"):
        site.rate(rater, "T2", 4, grade="D")
        submit_ratings(getattr(site, rater.lower()), site.id, rater, NOW)
    start_consensus(site.lead, site.id, NOW)
    settle(site.lead, site.id, NOW)
    words = said(site.lead, site.id)
    assert "4 (verified: 3)" in words
    assert "\nLevel 5: " in words
