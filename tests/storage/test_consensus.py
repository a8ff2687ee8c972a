"""What several raters settle on: filled in where they agree, complete before it counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storage.acting import NotAllowed
from storage.answers import Answer, copy_answers, list_answers, save_answer
from storage.facts import FactAnswer, list_facts, save_fact
from storage.people import act, add_person
from storage.store import Store
from storage.team import CONSENSUS, Member
from storage.team_changes import add_to_team
from storage.visit_states import (
    reopen_ratings,
    settle,
    settle_again,
    start_consensus,
    submit_ratings,
)
from storage.visits import VisitProblem
from tests.storage.site_visit import NOW, SiteVisit, begin_site_visit

LATER = NOW + dt.timedelta(hours=3)


def consensus(site: SiteVisit) -> dict[str, Answer]:
    return list_answers(site.lead, site.assessment_id, CONSENSUS)


def agreed(site: SiteVisit, item: str) -> Answer | None:
    """Begin the consensus, and return what stands in it of one item."""
    site.walk_to("submitted")
    start_consensus(site.lead, site.id, LATER)
    return consensus(site).get(item)


def test_what_both_saw_alike_is_filled_in_with_the_evidence_of_both(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4, sources=("Charts", "Leader"), grade="B", note="Read ten charts")
    site.rate("Ben", "T1", 4, sources=("Leader", "Observation"), grade="A", note="Sat in a group")
    assert agreed(site, "T1") == Answer(
        site.assessment_id,
        CONSENSUS,
        "T1",
        "rated",
        4,
        sources=("Charts", "Leader", "Observation"),
        grade="A",
        revision=1,
        updated_at=LATER,
    )


def test_what_they_saw_differently_is_left_open(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4)
    site.rate("Ben", "T1", 5)
    site.rate("Ann", "T2", 4)
    site.rate("Ben", "T2", state="not_applicable", reason="No such clients")
    site.rate("Ann", "T3", 4)
    site.rate("Ann", "T4", state="not_enough_information")
    site.rate("Ben", "T4", state="not_enough_information")
    site.walk_to("in_consensus")
    assert {item: a.state for item, a in consensus(site).items()} == {
        "T4": "not_enough_information"
    }


def test_counts_stand_where_all_who_counted_give_the_same(store: Store):
    site = begin_site_visit(store)
    for rater, part in (("Ann", 8), ("Ben", 8)):
        site.rate(rater, "T1", 4, numerator=part, denominator=10)
    for rater, part in (("Ann", 8), ("Ben", 9)):
        site.rate(rater, "T2", 4, numerator=part, denominator=10)
    site.rate("Ann", "T3", 4, numerator=8, denominator=10)
    site.rate("Ben", "T3", 4)
    site.walk_to("in_consensus")
    assert {i: (a.level, a.numerator, a.denominator) for i, a in consensus(site).items()} == {
        "T1": (4, 8, 10),
        "T2": (4, None, None),
        "T3": (4, 8, 10),
    }


def test_reasons_for_not_applicable_are_put_together_and_none_twice(store: Store):
    site = begin_site_visit(store)
    for item, of_ann, of_ben in (("T1", "No minors", "No minors"), ("T2", "No minors", "Closed")):
        site.rate("Ann", item, state="not_applicable", reason=of_ann)
        site.rate("Ben", item, state="not_applicable", reason=of_ben)
    site.walk_to("in_consensus")
    assert {i: a.reason for i, a in consensus(site).items()} == {
        "T1": "No minors",
        "T2": "No minors; Closed",
    }


@pytest.mark.parametrize(
    ("of_ann", "of_ben", "best"), [("C", "B", "B"), ("D", None, "D"), (None, None, None)]
)
def test_the_better_grade_of_evidence_stands(store: Store, of_ann, of_ben, best):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4, grade=of_ann)
    site.rate("Ben", "T1", 4, grade=of_ben)
    settled = agreed(site, "T1")
    assert settled is not None and settled.grade == best


def test_a_copy_that_its_rater_did_not_confirm_says_nothing(store: Store):
    earlier = begin_site_visit(store)
    earlier.rate("Ann", "T1", 4)
    earlier.rate("Ann", "T2", 4)
    site = earlier.another()
    ids = (earlier.assessment_id, "Ann", site.assessment_id, "Ann")
    copy_answers(site.ann, *ids, NOW)
    site.rate("Ann", "T2", 5)  # another level confirms it
    site.rate("Ben", "T1", 4)
    site.rate("Ben", "T2", 5)
    site.walk_to("in_consensus")
    assert {i: (a.level, a.confirmed, a.copied_from) for i, a in consensus(site).items()} == {
        "T2": (5, True, None)
    }


def test_facts_that_both_gave_alike_are_filled_in(store: Store):
    site = begin_site_visit(store)
    said = {
        "delivery": (("integrated", None), ("integrated", None)),
        "stage": (("late", None), ("early", None)),
        "clients": ((None, 0), (None, 0)),
        "groups": ((None, 12), None),
        "taken_back": ((None, None), (None, None)),
    }
    for fact, answers in said.items():
        for who, rater, answer in zip((site.ann, site.ben), ("Ann", "Ben"), answers, strict=True):
            if answer:
                new = FactAnswer(site.assessment_id, rater, fact, *answer)
                save_fact(who, new, 0, NOW)
    site.walk_to("in_consensus")
    found = list_facts(site.lead, site.assessment_id, CONSENSUS)
    assert {fact: (a.choice, a.count) for fact, a in found.items()} == {
        "clients": (None, 0),
        "delivery": ("integrated", None),
    }


def test_what_was_settled_stays_when_the_consensus_begins_again(store: Store):
    site = begin_site_visit(store)
    for rater in ("Ann", "Ben"):
        site.rate(rater, "T1", 4)
        who = site.ann if rater == "Ann" else site.ben
        save_fact(who, FactAnswer(site.assessment_id, rater, "clients", count=5), 0, NOW)
    site.walk_to("in_consensus")
    site.rate(CONSENSUS, "T1", 3, because="Both overlooked chart 7")
    fact = FactAnswer(site.assessment_id, CONSENSUS, "clients", count=0)
    save_fact(site.ben, fact, 1, NOW)
    reopen_ratings(site.lead, site.id, "Ben", "One more interview", NOW)
    submit_ratings(site.ben, site.id, "Ben", NOW)
    start_consensus(site.lead, site.id, NOW)
    settled = consensus(site)["T1"]
    assert (settled.level, settled.because) == (3, "Both overlooked chart 7")
    assert list_facts(site.lead, site.assessment_id, CONSENSUS)["clients"].count == 0


def test_the_raters_own_sets_stay_as_they_were(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4, note="Read ten charts")
    site.rate("Ben", "T1", 2, note="Saw no group")
    site.rate("Ben", "T2", 5)
    site.walk_to("submitted")
    before = [list_answers(site.lead, site.assessment_id, rater) for rater in ("Ann", "Ben")]
    start_consensus(site.lead, site.id, NOW)
    site.rate(CONSENSUS, "T1", 3, because="Between the two")
    site.rate(CONSENSUS, "T2", 4, because="Ann saw nothing of it")
    settle(site.lead, site.id, NOW)
    after = [list_answers(site.lead, site.assessment_id, rater) for rater in ("Ann", "Ben")]
    assert after == before


def test_every_item_that_is_not_settled_is_told_at_once(store: Store):
    site = begin_site_visit(store)
    for item in ("T1", "T2", "T3"):
        site.rate("Ann", item, 4)
    site.rate("Ben", "T1", 4)
    site.rate("Ben", "T2", 3)
    site.rate("Ben", "T5", state="not_enough_information")
    site.walk_to("in_consensus")
    site.rate(CONSENSUS, "T3", 4)
    with pytest.raises(VisitProblem) as raised:
        settle(site.lead, site.id, NOW)
    assert str(raised.value).splitlines() == [
        "The consensus is not complete.",
        "  - iddt T2: it is not settled. Choose a level together. [K61]",
        "  - iddt T3: it differs from a rater's and gives no reason. Write down why. [K62]",
        "  - iddt T5: it is not settled. Choose a level together. [K61]",
    ]
    assert site.status == "in_consensus"


def test_it_is_settled_once_each_difference_has_its_reason(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4)
    site.rate("Ben", "T1", 3)
    site.walk_to("in_consensus")
    site.rate(CONSENSUS, "T1", 3, because=" \n")
    with pytest.raises(VisitProblem, match="iddt T1: it differs"):
        settle(site.lead, site.id, NOW)
    site.rate(CONSENSUS, "T1", 3, because="Chart 7 has no plan")
    assert settle(site.lead, site.id, NOW).status == "draft_report"


def test_what_both_rated_alike_needs_a_reason_if_it_is_settled_otherwise(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4)
    site.rate("Ben", "T1", 4)
    site.walk_to("in_consensus")
    site.rate(CONSENSUS, "T1", 3)
    with pytest.raises(VisitProblem, match=r"iddt T1: it differs from a rater's .* \[K62\]"):
        settle(site.lead, site.id, NOW)


def test_a_rating_changed_after_it_was_settled_is_asked_about_again(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4)
    site.rate("Ben", "T1", 4)
    site.walk_to("in_consensus")
    reopen_ratings(site.lead, site.id, "Ben", "One more chart", NOW)
    site.rate("Ben", "T1", 5)
    submit_ratings(site.ben, site.id, "Ben", NOW)
    start_consensus(site.lead, site.id, NOW)
    with pytest.raises(VisitProblem, match="iddt T1: it is not settled"):
        settle(site.lead, site.id, NOW)


def test_only_reviewers_settle_and_only_while_it_is_being_settled(store: Store):
    site = begin_site_visit(store)
    new = Answer(site.assessment_id, CONSENSUS, "T1", "rated", 3, because="Chart 7")
    with pytest.raises(NotAllowed, match=r"being settled\. This visit is now: draft\."):
        save_answer(site.ann, new, 0, NOW)
    site.rate("Ann", "T1", 4)
    site.rate("Ben", "T1", 3)
    site.walk_to("in_consensus")
    for who in (site.contact, site.colleague):
        with pytest.raises(NotAllowed, match="Only the reviewers of this visit settle"):
            save_answer(who, new, 0, NOW)
    save_answer(site.lead, new, 0, NOW)
    settle(site.lead, site.id, NOW)
    other = replace(new, level=4)
    with pytest.raises(NotAllowed, match=r"being settled\. This visit is now: draft report\."):
        save_answer(site.ann, other, 1, NOW)
    settle_again(site.lead, site.id, "The program sent a chart", NOW)
    assert save_answer(site.ann, other, 1, NOW).level == 4


def test_three_raters_agree_only_if_all_three_do(store: Store):
    site = begin_site_visit(store)
    cat = act(store, add_person(site.lead, "Cat", NOW).id)
    member = Member("Cat", "reviewer", cat.person.id, rates=True)
    add_to_team(site.lead, site.id, member, NOW)
    for item, levels in {"T1": (4, 4, 4), "T2": (4, 4, 3), "T3": (2, 2, None)}.items():
        site.rate("Ann", item, levels[0], sources=("Charts",))
        site.rate("Ben", item, levels[1], grade="C")
        if levels[2] is not None:
            answer = Answer(site.assessment_id, "Cat", item, "rated", levels[2], sources=("Staff",))
            save_answer(cat, answer, 0, NOW)
    submit_ratings(cat, site.id, "Cat", NOW)
    site.walk_to("in_consensus")
    found = consensus(site)
    assert {i: (a.level, a.sources, a.grade) for i, a in found.items()} == {
        "T1": (4, ("Charts", "Staff"), "C")
    }
    with pytest.raises(VisitProblem) as raised:
        settle(site.lead, site.id, NOW)
    assert [problem.place for problem in raised.value.problems] == ["iddt T2", "iddt T3"]
