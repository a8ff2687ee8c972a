"""The team of a visit changes: who may change it, when, and what stays whose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.acting import NotAllowed
from storage.answers import Answer, list_answers, save_answer
from storage.audit import list_events
from storage.facts import FactAnswer, list_facts, save_fact
from storage.people import act, add_person
from storage.problem import NotFound
from storage.store import Store
from storage.team import Member, TeamProblem
from storage.team_changes import add_to_team, change_member, remove_from_team
from storage.verifying import verify
from storage.visit_states import reopen_ratings, start_consensus, submit_ratings
from storage.visits import VisitFinal, get_visit, list_team
from tests.storage.site_visit import NOW, STATUSES, SiteVisit, begin_site_visit

NURSE = Member("Nurse one", "respondent", staff_role="nurse")


def member(site: SiteVisit, name: str) -> Member:
    return next(m for m in list_team(site.lead, site.id) if m.name == name)


def names(site: SiteVisit) -> list[str]:
    return [m.name for m in list_team(site.lead, site.id)]


def test_a_reviewer_who_joins_while_it_is_being_rated_is_waited_for(store: Store):
    site = begin_site_visit(store)
    submit_ratings(site.ann, site.id, "Ann", NOW)
    guest = Member("Max", "reviewer", site.stranger.person.id, rates=True)
    added = add_to_team(site.lead, site.id, replace(guest, submitted_at=NOW), NOW)
    assert (added.submitted_at, added.visit_id, added.revision) == (None, site.id, 1)
    assert names(site) == ["Lee", "Ann", "Ben", "Con", "Max"]
    assert submit_ratings(site.ben, site.id, "Ben", NOW).status == "draft"
    assert submit_ratings(site.stranger, site.id, "Max", NOW).status == "submitted"


@pytest.mark.parametrize("status", STATUSES[1:])
def test_who_rates_is_settled_once_it_is_handed_in(store: Store, status: str):
    site = begin_site_visit(store, status)
    before = list_team(site.lead, site.id)
    for attempt in (
        lambda: add_to_team(site.lead, site.id, Member("Max", "reviewer", rates=True), NOW),
        lambda: remove_from_team(site.lead, member(site, "Ann").id, NOW),
        lambda: change_member(site.lead, replace(member(site, "Ann"), name="Anna"), 2, NOW),
        lambda: change_member(site.lead, replace(member(site, "Lee"), rates=True), 1, NOW),
    ):
        with pytest.raises((NotAllowed, VisitFinal), match=r"while the visit is being rated|final"):
            attempt()
    assert list_team(site.lead, site.id) == before


def test_others_join_leave_and_change_until_it_is_signed(store: Store):
    site = begin_site_visit(store, "with_program")
    added = add_to_team(site.lead, site.id, Member("Director", "contact"), NOW)
    remove_from_team(site.lead, member(site, "Con").id, NOW)
    kept = change_member(
        site.lead, replace(added, name="New director", person_id=site.colleague.person.id), 1, NOW
    )
    assert kept.revision == 2
    assert names(site) == ["Lee", "Ann", "Ben", "New director"]
    with pytest.raises(NotFound):
        get_visit(site.contact, site.id)


def test_only_the_lead_changes_the_team(store: Store):
    site = begin_site_visit(store)
    for who in (site.ann, site.contact, site.colleague):
        for attempt in (
            lambda who=who: add_to_team(who, site.id, Member("Max", "contact"), NOW),
            lambda who=who: remove_from_team(who, member(site, "Con").id, NOW),
            lambda who=who: change_member(who, replace(member(site, "Con"), name="C"), 1, NOW),
        ):
            with pytest.raises(NotAllowed, match="Only the lead of this visit may change its team"):
                attempt()
    with pytest.raises(NotFound, match="There is no visit"):
        add_to_team(site.stranger, site.id, Member("Max", "contact"), NOW)
    con = member(site, "Con").id
    with pytest.raises(NotFound, match=f"There is no team member {con}"):
        remove_from_team(site.stranger, con, NOW)
    with pytest.raises(NotFound, match="There is no team member 99"):
        change_member(site.lead, replace(member(site, "Con"), id=99), 1, NOW)
    assert names(site) == ["Lee", "Ann", "Ben", "Con"]


def test_any_reviewer_adds_and_takes_off_staff_they_survey(store: Store):
    site = begin_site_visit(store, "in_consensus")
    first = add_to_team(site.ann, site.id, NURSE, NOW)
    second = add_to_team(site.ben, site.id, replace(NURSE, name="Nurse two"), NOW)
    remove_from_team(site.ben, first.id, NOW)
    answer = Answer(site.assessment_id, "Nurse two", "T1", "rated", 2)
    save_answer(site.ann, answer, 0, NOW)
    with pytest.raises(NotAllowed, match="'Nurse two' has rated at this visit, so they stay"):
        remove_from_team(site.ben, second.id, NOW)
    for who in (site.contact, site.colleague):
        with pytest.raises(NotAllowed, match="Only the reviewers of this visit may add staff"):
            add_to_team(who, site.id, replace(NURSE, name="Nurse three"), NOW)
    assert names(site) == ["Lee", "Ann", "Ben", "Con", "Nurse two"]


def test_a_team_that_cannot_be_is_refused_with_every_reason(store: Store):
    site = begin_site_visit(store)
    wrong = Member("ANN ", "lead", 99, staff_role="x" * 201)
    with pytest.raises(TeamProblem) as raised:
        add_to_team(site.lead, site.id, wrong, NOW)
    assert str(raised.value).splitlines() == [
        "The team was not changed.",
        "  - staff role: 201 characters are more than 200. Shorten it. [K02]",
        "  - person: there is nobody with the number 99. Choose somebody listed. [K57]",
        "  - name: 'ann' takes part twice. Add something that tells them apart. [K54]",
        "  - team: several lead this visit. Choose one lead. [K56]",
    ]
    with pytest.raises(TeamProblem, match="'Consensus' is kept for what the reviewers settle on"):
        change_member(site.lead, replace(member(site, "Con"), name="Consensus"), 1, NOW)
    with pytest.raises(TeamProblem, match="'Con' is contact and cannot rate on their own"):
        change_member(site.lead, replace(member(site, "Con"), rates=True), 1, NOW)
    remove_from_team(site.lead, member(site, "Ann").id, NOW)
    with pytest.raises(TeamProblem, match="nobody rates"):
        remove_from_team(site.lead, member(site, "Ben").id, NOW)
    assert names(site) == ["Lee", "Ben", "Con"]


def test_who_has_rated_stays(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4)
    fact = FactAnswer(site.assessment_id, "Ben", "clients", count=0)
    save_fact(site.ben, fact, 0, NOW)
    for rater in ("Ann", "Ben"):
        with pytest.raises(NotAllowed, match=f"'{rater}' has rated at this visit, so they stay"):
            remove_from_team(site.lead, member(site, rater).id, NOW)


def test_nobody_gets_at_ratings_by_changing_whose_they_are(store: Store):
    """The lead who takes a rater's place, or makes them staff, would read what is still blind."""
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4)
    ann = member(site, "Ann")
    for wanted in (
        replace(ann, person_id=site.lead.person.id),
        replace(ann, person_id=None),
    ):
        with pytest.raises(NotAllowed, match=r"'Ann' has rated .* this stays the same person"):
            change_member(site.lead, wanted, 1, NOW)
    for wanted in (
        replace(ann, rates=False),
        replace(ann, role="respondent", rates=False),
    ):
        with pytest.raises(NotAllowed, match=r"'Ann' has rated .* they go on as they began"):
            change_member(site.lead, wanted, 1, NOW)
    nurse = add_to_team(site.ann, site.id, NURSE, NOW)
    save_answer(site.ann, Answer(site.assessment_id, "Nurse one", "T1", "rated", 2), 0, NOW)
    with pytest.raises(NotAllowed, match=r"'Nurse one' has rated .* they go on as they began"):
        change_member(site.lead, replace(nurse, role="reviewer", rates=True), 1, NOW)
    with pytest.raises(NotAllowed):
        list_answers(site.lead, site.assessment_id, "Ann")
    assert member(site, "Ann") == ann


def test_before_anything_is_rated_somebody_else_may_take_the_place(store: Store):
    site = begin_site_visit(store)
    ann = member(site, "Ann")
    wanted = replace(ann, name="Max", person_id=site.stranger.person.id)
    assert change_member(site.lead, wanted, 1, NOW) == replace(wanted, revision=2)
    answer = Answer(site.assessment_id, "Max", "T1", "rated", 4)
    assert save_answer(site.stranger, answer, 0, NOW).level == 4
    with pytest.raises(NotFound):
        get_visit(site.ann, site.id)


def test_who_rated_on_paper_may_be_given_the_toolkit_later(store: Store):
    site = begin_site_visit(store)
    paper = add_to_team(site.lead, site.id, Member("On paper", "reviewer", rates=True), NOW)
    answer = Answer(site.assessment_id, "On paper", "T1", "rated", 4)
    save_answer(site.lead, answer, 0, NOW)
    change_member(site.lead, replace(paper, person_id=site.stranger.person.id), 1, NOW)
    assert list_answers(site.stranger, site.assessment_id, "On paper")["T1"].level == 4
    with pytest.raises(NotAllowed):
        list_answers(site.lead, site.assessment_id, "On paper")


def test_what_was_rated_goes_along_with_a_changed_name(store: Store):
    site = begin_site_visit(store)
    before = site.rate("Ann", "T1", 4, note="Read ten charts")
    fact = save_fact(site.ann, FactAnswer(site.assessment_id, "Ann", "clients", count=0), 0, NOW)
    kept = change_member(site.lead, replace(member(site, "Ann"), name="Anna"), 1, NOW)
    assert (kept.name, kept.person_id) == ("Anna", site.ann.person.id)
    answers = list_answers(site.ann, site.assessment_id, "Anna")
    assert answers == {"T1": replace(before, rater="Anna")}
    facts = list_facts(site.ann, site.assessment_id, "Anna")
    assert facts == {"clients": replace(fact, rater="Anna")}
    assert save_answer(site.ann, replace(answers["T1"], level=5), 1, NOW).revision == 2
    assert verify(store) == ()
    submit_ratings(site.ann, site.id, "Anna", NOW)
    submit_ratings(site.ben, site.id, "Ben", NOW)
    said = list_events(site.lead, site.id, "answer", item="T1")
    assert [(e.person, e.why, '"rater":"Anna"' in e.key) for e in said] == [
        ("Ann", "", False),
        ("Lee", "Their name changed.", False),
        ("Lee", "Their name changed.", True),
        ("Ann", "", True),
    ]


@pytest.mark.parametrize("way", ["taken off", "no longer rating"])
def test_the_visit_is_handed_in_when_the_last_one_waited_for_leaves(store: Store, way: str):
    """Otherwise nobody could hand it in any more."""
    site = begin_site_visit(store)
    submit_ratings(site.ann, site.id, "Ann", NOW)
    ben = member(site, "Ben")
    if way == "taken off":
        remove_from_team(site.lead, ben.id, NOW)
    else:
        change_member(site.lead, replace(ben, rates=False), 1, NOW)
    assert site.status == "submitted"
    with pytest.raises(NotAllowed, match="One person rated alone"):
        start_consensus(site.lead, site.id, NOW)


def test_nobody_begins_to_rate_after_the_others_could_be_read(store: Store):
    """The lead stops Ben, whose place is empty, reads Ann's set, and lets Ben go on."""
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4)
    ben = change_member(site.lead, replace(member(site, "Ben"), rates=False), 1, NOW)
    submit_ratings(site.ann, site.id, "Ann", NOW)
    assert list_answers(site.lead, site.assessment_id, "Ann")["T1"].level == 4
    reopen_ratings(site.lead, site.id, "Ann", "A chart was overlooked", NOW)
    ann = member(site, "Ann")
    known = [
        Member("Someone", "reviewer", who, rates=True)
        for who in (site.contact.person.id, site.colleague.person.id, None)
    ]
    before = list_team(site.lead, site.id)
    for attempt in (
        lambda: change_member(site.lead, replace(ben, rates=True), 2, NOW),
        lambda: change_member(site.lead, replace(member(site, "Lee"), rates=True), 1, NOW),
        lambda: change_member(site.lead, replace(ann, person_id=None), ann.revision, NOW),
        *(lambda who=who: add_to_team(site.lead, site.id, who, NOW) for who in known),
    ):
        with pytest.raises(NotAllowed, match=r"could read it|the same person"):
            attempt()
    assert list_team(site.lead, site.id) == before
    kept = change_member(site.lead, replace(ann, name="Anna"), ann.revision, NOW)
    assert (kept.name, kept.rates) == ("Anna", True)
    stranger = Member("Max", "reviewer", site.stranger.person.id, rates=True)
    add_to_team(site.lead, site.id, stranger, NOW)
    assert submit_ratings(site.ann, site.id, "Anna", NOW).status == "draft"
    assert submit_ratings(site.stranger, site.id, "Max", NOW).status == "submitted"


def test_who_rates_no_more_has_nothing_handed_in(store: Store):
    site = begin_site_visit(store)
    submit_ratings(site.ann, site.id, "Ann", NOW)
    ann = change_member(site.lead, replace(member(site, "Ann"), rates=False), 2, NOW)
    assert (ann.submitted_at, ann.revision, site.status) == (None, 3, "draft")
    again = change_member(site.lead, replace(ann, rates=True), 3, NOW)
    assert (again.submitted_at, site.status) == (None, "draft")


def test_the_lead_hands_over_and_leads_no_more(store: Store):
    site = begin_site_visit(store)
    other = act(store, add_person(site.lead, "Zoe", NOW).id)
    lee = member(site, "Lee")
    wanted = replace(lee, name="Zoe", person_id=other.person.id)
    assert change_member(site.lead, wanted, 1, NOW).name == "Zoe"
    with pytest.raises(NotAllowed, match="Only the lead of this visit may change its team"):
        add_to_team(site.lead, site.id, Member("Max", "contact"), NOW)
    assert add_to_team(other, site.id, Member("Max", "contact"), NOW).name == "Max"
