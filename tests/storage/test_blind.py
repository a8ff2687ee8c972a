"""Blind means blind: nobody reads another's ratings before all who rate have handed in."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from storage import corrections, plans, signing
from storage.acting import Acting, NotAllowed
from storage.answers import Answer, confirm_answer, copy_answers, list_answers, save_answer
from storage.audit import list_events
from storage.facts import FactAnswer, list_facts, save_fact
from storage.people import act, add_person
from storage.team import CONSENSUS, Member, TeamProblem, alone
from storage.team_changes import add_to_team, change_member
from storage.visit_states import reopen_ratings, start_consensus, submit_ratings
from storage.visits import add_visit, get_assessments, list_team
from tests.storage.cast import ONE, TWO, Cast, carry_to_program, hand_in, rate

EVERYBODY = ("one", "two", "lead", "office", "contact", "member")


def sets_seen(cast: Cast, who: str) -> set[str]:
    """Whose answers somebody can read; facts and the audit trail must tell of no others."""
    acting: Acting = getattr(cast, who)
    seen = set()
    for rater in (ONE, TWO, CONSENSUS):
        ways = []
        for read in (list_answers, list_facts):
            try:
                read(acting, cast.assessment.id, rater)
                ways.append(True)
            except NotAllowed:
                ways.append(False)
        assert ways[0] == ways[1], (who, rater)
        if ways[0]:
            seen.add(rater)
    events = [
        *list_events(acting, cast.visit.id),
        *list_events(acting, cast.visit.id, "answer"),
        *list_events(acting, cast.visit.id, "answer", item="T1"),
        *list_events(acting, cast.visit.id, "fact_answer", rater=TWO),
    ]
    told = {json.loads(event.key).get("rater") for event in events} - {None}
    assert told <= seen, who
    return seen


def all_seen(cast: Cast) -> dict[str, set[str]]:
    return {who: sets_seen(cast, who) for who in EVERYBODY}


ALONE = {
    "one": {ONE},
    "two": {TWO},
    "lead": set(),
    "office": set(),
    "contact": set(),
    "member": set(),
}


def test_nobody_reads_anothers_ratings_before_all_who_rate_have_handed_in(cast, now):
    assert all_seen(cast) == ALONE
    rate(cast)
    assert all_seen(cast) == ALONE
    submit_ratings(cast.one, cast.visit.id, ONE, now)
    assert all_seen(cast) == ALONE


def test_when_all_have_handed_in_who_reviews_sees_all_and_the_program_nothing_yet(cast, now):
    rate(cast)
    hand_in(cast)
    nothing_yet: dict[str, set[str]] = {"contact": set(), "member": set()}
    insiders = ("one", "two", "lead", "office")
    assert all_seen(cast) == nothing_yet | {who: {ONE, TWO} for who in insiders}
    start_consensus(cast.lead, cast.visit.id, now)
    assert all_seen(cast) == nothing_yet | {who: {ONE, TWO, CONSENSUS} for who in insiders}


def test_while_one_set_is_open_again_all_are_blind_again(cast, now):
    rate(cast)
    hand_in(cast)
    reopen_ratings(cast.lead, cast.visit.id, TWO, "A chart was overlooked", now)
    assert all_seen(cast) == ALONE
    submit_ratings(cast.two, cast.visit.id, TWO, now)
    assert sets_seen(cast, "one") == {ONE, TWO}


@pytest.mark.parametrize("who", ["two", "lead", "office", "contact", "member"])
def test_nobody_writes_into_anothers_set_or_hands_it_in(cast, now, who):
    rate(cast)
    acting: Acting = getattr(cast, who)
    place = cast.assessment.id
    mine = list_answers(cast.one, place, ONE)
    for write in (
        lambda: save_answer(acting, Answer(place, ONE, "T1", "rated", 5), 1, now),
        lambda: save_answer(acting, Answer(place, ONE, "T9", "rated", 5), 0, now),
        lambda: confirm_answer(acting, place, ONE, "T1", 1, now),
        lambda: save_fact(acting, FactAnswer(place, ONE, "stage_1", count=1), 1, now),
    ):
        with pytest.raises(NotAllowed, match=f"These are the ratings of '{ONE}'"):
            write()
    with pytest.raises(NotAllowed, match="they hand them in themselves"):
        submit_ratings(acting, cast.visit.id, ONE, now)
    assert list_answers(cast.one, place, ONE) == mine


def test_what_is_handed_in_stays_as_it_is(cast, now):
    rate(cast)
    submit_ratings(cast.one, cast.visit.id, ONE, now)
    answer = Answer(cast.assessment.id, ONE, "T1", "rated", 5)
    with pytest.raises(NotAllowed, match="These ratings are handed in and cannot be changed"):
        save_answer(cast.one, answer, 1, now)
    with pytest.raises(NotAllowed, match="handed in"):
        save_fact(cast.one, FactAnswer(answer.assessment_id, ONE, "stage_1", count=1), 1, now)


def test_copying_is_no_way_to_read_anothers_ratings(cast, now):
    rate(cast)
    day = dt.date(2026, 3, 2)
    for who in (cast.member, cast.office):
        team = alone("Me", who.person.id)
        visit = add_visit(
            who, cast.program.id, day, "self_audit", team, [("iddt", "1.0.0", "a" * 64, 4)], now
        )
        (mine,) = get_assessments(who, visit.id)
        with pytest.raises(NotAllowed, match=f"The ratings of '{ONE}' cannot be seen yet"):
            copy_answers(who, cast.assessment.id, ONE, mine.id, "Me", now)
        assert list_answers(who, mine.id, "Me") == {}


def test_copying_from_one_set_into_another_at_one_visit_is_no_way_either(cast, now):
    rate(cast)
    with pytest.raises(NotAllowed, match=f"The ratings of '{TWO}' cannot be seen yet"):
        copy_answers(cast.one, cast.assessment.id, TWO, cast.assessment.id, ONE, now)


@pytest.mark.parametrize("who", ["lead", None])
def test_the_lead_cannot_take_a_raters_place_to_read_what_they_gave(cast, now, who):
    rate(cast)
    member = next(m for m in list_team(cast.lead, cast.visit.id) if m.name == ONE)
    taken = replace(member, person_id=who and cast.lead.person.id)
    with pytest.raises(NotAllowed):
        change_member(cast.lead, taken, member.revision, now)
    assert all_seen(cast) == ALONE


def test_a_corrected_name_opens_nothing_in_the_audit_trail(cast, now):
    rate(cast)
    member = next(m for m in list_team(cast.lead, cast.visit.id) if m.name == ONE)
    change_member(cast.lead, replace(member, name="Reviewer 1"), 1, now)
    me = Member(ONE, "reviewer", cast.lead.person.id, True)
    with pytest.raises(TeamProblem, match="somebody else has rated at this visit as"):
        add_to_team(cast.lead, cast.visit.id, me, now)
    for who in (cast.lead, cast.two, cast.office):
        told = list_events(who, cast.visit.id, "answer")
        assert {json.loads(event.key)["rater"] for event in told} <= {TWO}


def test_who_is_added_while_others_rate_sees_none_of_them(cast, now):
    rate(cast)
    submit_ratings(cast.one, cast.visit.id, ONE, now)
    three = add_person(cast.office, "Reviewer three", now).id
    add_to_team(cast.lead, cast.visit.id, Member("Reviewer three", "reviewer", three, True), now)
    submit_ratings(cast.two, cast.visit.id, TWO, now)
    assert all_seen(cast) == ALONE


def test_who_joins_a_visit_that_is_rated_again_reads_nothing_of_what_was_found(cast, now):
    carry_to_program(cast)
    said = corrections.add_correction(cast.contact, cast.assessment.id, "T2", "Not so", now)
    plans.add_action(cast.contact, plans.PlanAction(cast.visit.id, "Do it", baseline=3), now)
    corrections.answer_correction(cast.one, said.id, "declined", "It is so", 1, now)
    reopen_ratings(cast.lead, cast.visit.id, ONE, "A page was missed", now)
    third = act(cast.office.store, add_person(cast.office, "Three", now).id)
    joins = Member("Three", "reviewer", third.person.id, rates=True)
    add_to_team(cast.lead, cast.visit.id, joins, now)
    assert corrections.list_corrections(third, cast.visit.id) == ()
    found = {"answer", "fact_answer", "correction", "plan_action", "signature"}
    assert not {event.record for event in list_events(third, cast.visit.id)} & found


def test_who_joins_a_signed_visit_that_is_rated_again_does_not_read_what_was_signed(cast, now):
    solo = cast.lead
    team, pin = alone("The lead", solo.person.id), ("iddt", "1.0.0", "a" * 64, 4)
    visit = add_visit(
        cast.office, cast.program.id, dt.date(2026, 3, 9), "site_visit", team, [pin], now
    )
    (place,) = get_assessments(solo, visit.id)
    save_answer(solo, Answer(place.id, "The lead", "T1", "rated", 5), 0, now)
    submit_ratings(solo, visit.id, "The lead", now)
    signed = signing.sign(solo, visit.id, now)
    signing.reopen(solo, visit.id, "A second reviewer comes", now)
    add_to_team(solo, visit.id, Member(TWO, "reviewer", cast.two.person.id, rates=True), now)
    assert signing.list_signatures(cast.two, visit.id) == ()
    assert list_events(cast.two, visit.id, "signature") == ()
    submit_ratings(solo, visit.id, "The lead", now)
    submit_ratings(cast.two, visit.id, TWO, now)
    assert [s.hash for s in signing.list_signatures(cast.two, visit.id)] == [signed.hash]


def test_the_lead_enters_the_ratings_of_who_does_not_use_the_toolkit(cast, now):
    paper = Member("On paper", "reviewer", None, True)
    add_to_team(cast.lead, cast.visit.id, paper, now)
    answer = Answer(cast.assessment.id, "On paper", "T1", "rated", 3)
    save_answer(cast.lead, answer, 0, now)
    assert list_answers(cast.lead, answer.assessment_id, "On paper")["T1"].level == 3
    for other in (cast.one, cast.office):
        with pytest.raises(NotAllowed):
            list_answers(other, answer.assessment_id, "On paper")
        with pytest.raises(NotAllowed):
            save_answer(other, answer, 1, now)


def test_of_a_self_audit_by_one_person_their_program_sees_all_along(cast, now):
    team, pin = alone("Me", cast.member.person.id), ("iddt", "1.0.0", "a" * 64, 4)
    day = dt.date(2026, 3, 2)
    visit = add_visit(cast.member, cast.program.id, day, "self_audit", team, [pin], now)
    (mine,) = get_assessments(cast.member, visit.id)
    save_answer(cast.member, Answer(mine.id, "Me", "T1", "rated", 3), 0, now)
    assert list_answers(cast.office, mine.id, "Me")["T1"].level == 3
    assert len(list_events(cast.office, visit.id, "answer")) == 1
