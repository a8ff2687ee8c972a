"""Ways around the rules that somebody with a valid name could try, step by allowed step."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storage.acting import Acting, NotAllowed
from storage.answers import Answer, StaleAnswer, list_answers, save_answer
from storage.audit import list_events
from storage.people import act, add_member, add_person, change_person
from storage.programs import add_program
from storage.purge import purge_visit
from storage.signing import list_signatures, read_edition, reopen, sign
from storage.store import Store
from storage.team import CONSENSUS, Member, alone
from storage.team_changes import add_to_team, change_member
from storage.verifying import verify
from storage.visit_deletion import VisitKept, delete_visit
from storage.visit_states import (
    reopen_ratings,
    settle,
    start_consensus,
    submit_ratings,
    take_back,
)
from storage.visits import VisitProblem, add_visit, change_visit, get_assessments, list_team
from tests.storage.full_visit import full_visit_in
from tests.storage.site_visit import DAY, NOW, SCALE, SiteVisit, begin_site_visit

CLIENT = "client John Smith, born 3/4/1971"


def member(site: SiteVisit, name: str) -> Member:
    return next(m for m in list_team(site.lead, site.id) if m.name == name)


def test_a_signature_hands_nobody_a_set_that_they_may_not_read(store: Store):
    site = full_visit_in(store)
    for who, seen in (
        (site.contact, {CONSENSUS}),
        (site.colleague, {CONSENSUS}),
        (site.ann, {CONSENSUS, "Ann", "Ben", "Nurse one"}),
    ):
        (signature,) = list_signatures(who, site.id)
        edition = read_edition(signature)
        assert {rater for _, rater in [*edition.answers, *edition.facts]} == seen
        assert edition.official == CONSENSUS
    assert verify(store) == ()


def test_an_old_edition_shows_what_was_its_result_whatever_its_rater_is_called_now(
    store: Store, acting: Acting
):
    program = add_program(acting, name="Invented program", now=NOW)
    team = alone("Lee", acting.person.id)
    visit = add_visit(acting, program.id, DAY, "self_audit", team, [SCALE], NOW)
    (place,) = get_assessments(acting, visit.id)
    save_answer(acting, Answer(place.id, "Lee", "T1", "rated", 4), 0, NOW)
    submit_ratings(acting, visit.id, "Lee", NOW)
    sign(acting, visit.id, NOW)
    reopen(acting, visit.id, "A wrong count", NOW)
    (lee,) = list_team(acting, visit.id)
    change_member(acting, replace(lee, name="Leigh"), lee.revision, NOW)
    edition = read_edition(list_signatures(acting, visit.id)[0])
    assert edition.official == "Lee"
    assert edition.answers[place.id, "Lee"]["T1"].level == 4


def test_a_visit_made_a_self_audit_for_a_moment_opens_nobodys_set_to_a_rater(store: Store):
    """The lead stops rating, so that the other rates alone and openly, reads, and goes on."""
    site = begin_site_visit(store)
    site.rate("Ben", "T1", 5)
    lee = change_member(site.lead, replace(member(site, "Lee"), rates=True), 1, NOW)
    ann = change_member(site.lead, replace(member(site, "Ann"), rates=False), 1, NOW)
    lee = change_member(site.lead, replace(lee, rates=False), 2, NOW)
    change_visit(site.lead, replace(site.visit, kind="self_audit"), 1, NOW)
    assert list_answers(site.lead, site.assessment_id, "Ben")["T1"].level == 5
    change_visit(site.lead, replace(site.visit, kind="site_visit"), 2, NOW)
    for back in (replace(lee, rates=True), replace(ann, rates=True)):
        with pytest.raises(NotAllowed, match="was open before"):
            change_member(site.lead, back, back.revision, NOW)


def test_who_read_the_self_audit_of_their_program_does_not_join_its_raters(store: Store, cast):
    team = alone("Ben", cast.member.person.id)
    visit = add_visit(cast.member, cast.program.id, DAY, "self_audit", team, [SCALE], NOW)
    (place,) = get_assessments(cast.member, visit.id)
    kim = act(store, add_person(cast.office, "Kim", NOW).id)
    add_member(cast.office, cast.program.id, kim.person.id, NOW)
    joins = Member("Kim", "reviewer", kim.person.id, rates=True)
    save_answer(cast.member, Answer(place.id, "Ben", "T1", "rated", 3), 0, NOW)
    assert list_answers(kim, place.id, "Ben")["T1"].level == 3
    with pytest.raises(NotAllowed, match="'Kim' could read it"):
        add_to_team(cast.member, visit.id, joins, NOW)


def test_sight_that_was_taken_away_counts_as_having_read(store: Store):
    site = begin_site_visit(store)
    site.rate("Ben", "T1", 5)
    boss = act(store, add_person(site.lead, "Boss", NOW, sees_all=True).id)
    site.walk_to("submitted")
    assert list_answers(boss, site.assessment_id, "Ben")["T1"].level == 5
    change_person(site.lead, replace(boss.person, sees_all=False), 1, NOW)
    reopen_ratings(site.lead, site.id, "Ann", "A chart was overlooked", NOW)
    with pytest.raises(NotAllowed, match="'Boss' could read it"):
        add_to_team(site.lead, site.id, Member("Boss", "reviewer", boss.person.id, True), NOW)


def test_in_a_self_audit_the_program_does_not_read_what_its_staff_said(store: Store, cast):
    team = alone("Me", cast.lead.person.id)
    visit = add_visit(cast.office, cast.program.id, DAY, "self_audit", team, [SCALE], NOW)
    (place,) = get_assessments(cast.lead, visit.id)
    add_to_team(cast.lead, visit.id, Member("Nurse 1", "respondent", staff_role="nurse"), NOW)
    said = Answer(place.id, "Nurse 1", "T1", "rated", 2, note="Nobody asks us")
    save_answer(cast.lead, said, 0, NOW)
    with pytest.raises(NotAllowed):
        list_answers(cast.member, place.id, "Nurse 1")
    assert list_events(cast.member, visit.id, "answer") == ()
    assert len(list_answers(cast.lead, place.id, "Nurse 1")) == 1


def test_what_was_settled_is_not_deleted_after_all_sets_were_opened_again(store: Store):
    site = begin_site_visit(store, "with_program")
    for rater in ("Ann", "Ben"):
        reopen_ratings(site.lead, site.id, rater, "Once more", NOW)
    assert site.status == "draft"
    with pytest.raises(VisitKept, match="K30"):
        delete_visit(site.lead, site.id, NOW, with_entries=True)


def test_what_was_filled_in_follows_the_raters_and_what_was_settled_stays(store: Store):
    site = begin_site_visit(store)
    for rater in ("Ann", "Ben"):
        site.rate(rater, "T7", 4, numerator=8, denominator=10, grade="D")
        site.rate(rater, "T8", 4)
    site.rate("Ann", "T9", 2)
    site.rate("Ben", "T9", 4)
    site.walk_to("in_consensus")
    site.rate(CONSENSUS, "T9", 3, because="Chart 7")
    for rater, who in (("Ann", site.ann), ("Ben", site.ben)):
        reopen_ratings(site.lead, site.id, rater, "A second count", NOW)
        site.rate(rater, "T7", numerator=16, denominator=20, grade="A")
        submit_ratings(who, site.id, rater, NOW)
    reopen_ratings(site.lead, site.id, "Ben", "T8 too", NOW)
    site.rate("Ben", "T8", 5)
    submit_ratings(site.ben, site.id, "Ben", NOW)
    start_consensus(site.lead, site.id, NOW)
    settled = list_answers(site.lead, site.assessment_id, CONSENSUS)
    found = settled["T7"]
    assert (found.level, found.numerator, found.denominator, found.grade) == (4, 16, 20, "A")
    assert settled["T8"].state == "unanswered"  # they see it otherwise by now
    assert (settled["T9"].level, settled["T9"].because) == (3, "Chart 7")
    with pytest.raises(VisitProblem, match="iddt T8: it is not settled"):
        settle(site.lead, site.id, NOW)


def test_a_window_from_before_the_purge_does_not_bring_words_back_into_a_signed_visit(
    store: Store,
):
    site = full_visit_in(store)
    old = list_answers(site.ann, site.assessment_id, CONSENSUS)["T2"]
    purge_visit(site.lead, site.id, "Kept long enough", NOW)
    reopen(site.lead, site.id, "A wrong count", NOW)
    with pytest.raises(StaleAnswer) as raised:
        save_answer(site.ann, old, old.revision, NOW)
    assert raised.value.current.note == ""
    assert verify(store) == ()


def test_reasons_and_remarks_that_stay_for_good_name_no_client(store: Store):
    site = begin_site_visit(store, "with_program")
    for attempt in (
        lambda: take_back(site.lead, site.id, CLIENT, NOW),
        lambda: reopen_ratings(site.lead, site.id, "Ann", CLIENT, NOW),
        lambda: sign(site.lead, site.id, NOW, CLIENT),
        lambda: purge_visit(site.lead, site.id, CLIENT, NOW),
    ):
        with pytest.raises(VisitProblem, match="K40"):
            attempt()
    site.walk_to("final")
    with pytest.raises(VisitProblem, match="K40"):
        reopen(site.lead, site.id, CLIENT, NOW)
    later = NOW + dt.timedelta(days=1)
    assert reopen(site.lead, site.id, "A wrong count", later).status == "in_consensus"
