"""A visit goes its way step by step: who may take which step, when, and what each needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from storage.acting import Acting, NotAllowed
from storage.answers import Answer, list_answers, save_answer
from storage.audit import list_events
from storage.people import act, add_first_person, add_person, change_person
from storage.problem import NotFound
from storage.programs import add_program
from storage.signing import reopen, sign
from storage.store import Store
from storage.team import CONSENSUS, Member, alone
from storage.visit_record import Visit
from storage.visit_states import (
    reopen_ratings,
    send_to_program,
    settle,
    settle_again,
    start_consensus,
    submit_ratings,
    take_back,
)
from storage.visits import (
    VisitFinal,
    VisitProblem,
    add_visit,
    get_assessments,
    get_visit,
    list_team,
)
from tests.storage.site_visit import DAY, NOW, SCALE, STATUSES, SiteVisit, begin_site_visit

STEPS: dict[str, Callable[[Acting, int], object]] = {
    "reopen_ratings": lambda who, visit: reopen_ratings(who, visit, "Ann", "One chart", NOW),
    "start_consensus": lambda who, visit: start_consensus(who, visit, NOW),
    "settle": lambda who, visit: settle(who, visit, NOW),
    "send_to_program": lambda who, visit: send_to_program(who, visit, NOW),
    "take_back": lambda who, visit: take_back(who, visit, "A page is missing", NOW),
    "settle_again": lambda who, visit: settle_again(who, visit, "A new chart", NOW),
    "sign": lambda who, visit: sign(who, visit, NOW),
    "reopen": lambda who, visit: reopen(who, visit, "A wrong count", NOW),
}
LEADS_TO = {
    ("submitted", "reopen_ratings"): "draft",
    ("submitted", "start_consensus"): "in_consensus",
    ("in_consensus", "reopen_ratings"): "draft",
    ("in_consensus", "settle"): "draft_report",
    ("draft_report", "reopen_ratings"): "draft",
    ("draft_report", "send_to_program"): "with_program",
    ("draft_report", "settle_again"): "in_consensus",
    ("draft_report", "sign"): "final",
    ("with_program", "reopen_ratings"): "draft",
    ("with_program", "take_back"): "draft_report",
    ("with_program", "settle_again"): "in_consensus",
    ("with_program", "sign"): "final",
    ("final", "reopen"): "in_consensus",
}
"""Every turn there is but handing in; all others are refused."""


def test_a_visit_goes_from_being_rated_to_being_signed(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4)
    site.rate("Ben", "T1", 4)
    assert submit_ratings(site.ann, site.id, "Ann", NOW).status == "draft"
    assert submit_ratings(site.ben, site.id, "Ben", NOW).status == "submitted"
    assert start_consensus(site.lead, site.id, NOW).status == "in_consensus"
    assert settle(site.lead, site.id, NOW).status == "draft_report"
    assert send_to_program(site.lead, site.id, NOW).status == "with_program"
    sign(site.lead, site.id, NOW)
    visit = get_visit(site.lead, site.id)
    assert (visit.status, visit.edition, visit.revision) == ("final", 1, 6)
    states = [event.new for event in list_events(site.lead, site.id, "visit")]
    assert [state.partition('"status":"')[2].partition('"')[0] for state in states] == list(
        STATUSES
    )


@pytest.mark.parametrize("status", STATUSES)
def test_every_wrong_turn_is_refused_and_changes_nothing(store: Store, status: str):
    first = begin_site_visit(store, status)
    site = first
    for name, step in STEPS.items():
        before = get_visit(site.lead, site.id)
        after = LEADS_TO.get((status, name))
        if after is None:
            with pytest.raises((NotAllowed, VisitFinal)):
                step(site.lead, site.id)
            assert get_visit(site.lead, site.id) == before, name
        else:
            step(site.lead, site.id)
            assert site.status == after, name
            site = first.another().walk_to(status)


@pytest.mark.parametrize("status", STATUSES[1:])
def test_only_the_lead_takes_a_step_of_the_visit(store: Store, status: str):
    site = begin_site_visit(store, status)
    before = get_visit(site.lead, site.id)
    boss = act(store, add_person(site.lead, "State office", NOW, sees_all=True).id)
    for name in [name for begun, name in LEADS_TO if begun == status]:
        for who in (site.ann, site.ben, site.contact, site.colleague, boss):
            with pytest.raises(NotAllowed, match="Only the lead of this visit may"):
                STEPS[name](who, site.id)
        with pytest.raises(NotFound, match=f"There is no visit {site.id}"):
            STEPS[name](site.stranger, site.id)
    assert get_visit(site.lead, site.id) == before


def test_a_refused_step_says_what_state_it_needs_and_which_there_is(store: Store):
    site = begin_site_visit(store)
    with pytest.raises(NotAllowed) as raised:
        settle_again(site.lead, site.id, "Why not", NOW)
    assert str(raised.value) == (
        "This can be done while a visit is draft report or with the program; this one is being "
        "rated. [K52]"
    )
    with pytest.raises(
        NotAllowed, match="The ratings of 'Ann' are not handed in, so they are open"
    ):
        reopen_ratings(site.lead, site.id, "Ann", "Why not", NOW)
    site.walk_to("final")
    with pytest.raises(
        VisitFinal, match=r"final and signed.*open it again, with a reason\. \[K60\]"
    ):
        settle(site.lead, site.id, NOW)


def test_ratings_are_handed_in_by_who_made_them(store: Store):
    site = begin_site_visit(store)
    for who in (site.lead, site.ben, site.contact, site.colleague):
        with pytest.raises(NotAllowed, match="the ratings of 'Ann'; they hand them in themselves"):
            submit_ratings(who, site.id, "Ann", NOW)
    with pytest.raises(NotFound):
        submit_ratings(site.stranger, site.id, "Ann", NOW)
    for nobody in ("Lee", "Con", "Zoe", CONSENSUS):
        with pytest.raises(NotFound, match=f"There is no rater {nobody}"):
            submit_ratings(site.lead, site.id, nobody, NOW)
    assert [member.submitted_at for member in list_team(site.lead, site.id)] == [None] * 4


def test_handing_in_again_changes_nothing(store: Store):
    site = begin_site_visit(store)
    submit_ratings(site.ann, site.id, "Ann", NOW)
    before = list_team(site.lead, site.id), list_events(site.lead, site.id)
    later = NOW + dt.timedelta(hours=1)
    assert submit_ratings(site.ann, site.id, "Ann", later) == get_visit(site.lead, site.id)
    assert (list_team(site.lead, site.id), list_events(site.lead, site.id)) == before


def test_what_is_handed_in_cannot_be_changed(store: Store):
    site = begin_site_visit(store)
    answer = site.rate("Ann", "T1", 4)
    submit_ratings(site.ann, site.id, "Ann", NOW)
    with pytest.raises(NotAllowed, match="handed in and cannot be changed"):
        save_answer(site.ann, Answer(site.assessment_id, "Ann", "T1", "rated", 5), 1, NOW)
    assert list_answers(site.ann, site.assessment_id, "Ann") == {"T1": answer}


def test_the_lead_enters_and_hands_in_for_who_does_not_use_the_toolkit(
    store: Store, acting: Acting
):
    program = add_program(acting, name="Invented program", now=NOW)
    ann = act(store, add_person(acting, "Ann", NOW).id)
    team = (
        Member("Lee", "lead", acting.person.id),
        Member("Ann", "reviewer", ann.person.id, rates=True),
        Member("On paper", "reviewer", rates=True),
    )
    visit = add_visit(acting, program.id, DAY, "site_visit", team, [SCALE], NOW)
    with pytest.raises(NotAllowed):
        submit_ratings(ann, visit.id, "On paper", NOW)
    assert submit_ratings(acting, visit.id, "On paper", NOW).status == "draft"
    assert submit_ratings(ann, visit.id, "Ann", NOW).status == "submitted"


def test_the_lead_hands_in_unread_for_who_does_not_use_the_toolkit_any_more(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4)
    submit_ratings(site.ben, site.id, "Ben", NOW)
    change_person(site.lead, replace(site.ann.person, active=False), 1, NOW)
    for who in (site.ben, site.contact, site.colleague):
        with pytest.raises(NotAllowed, match="they hand them in themselves"):
            submit_ratings(who, site.id, "Ann", NOW)
    for attempt in (
        lambda: list_answers(site.lead, site.assessment_id, "Ann"),
        lambda: save_answer(site.lead, Answer(site.assessment_id, "Ann", "T1", "rated", 5), 1, NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert submit_ratings(site.lead, site.id, "Ann", NOW).status == "submitted"
    assert list_answers(site.lead, site.assessment_id, "Ann")["T1"].level == 4
    *_, handed_in, _visit = list_events(site.lead, site.id)
    assert (handed_in.person, handed_in.why) == ("Lee", "They do not use the toolkit any more.")


def test_opening_one_raters_set_makes_all_blind_again(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4)
    site.rate("Ben", "T1", 2)
    site.walk_to("in_consensus")
    assert list_answers(site.ann, site.assessment_id, "Ben")["T1"].level == 2
    visit = reopen_ratings(site.lead, site.id, "Ben", "A chart was overlooked", NOW)
    assert (visit.status, visit.edition) == ("draft", 1)
    for who, rater in (
        (site.ann, "Ben"),
        (site.ben, "Ann"),
        (site.lead, "Ben"),
        (site.lead, "Ann"),
    ):
        with pytest.raises(NotAllowed, match="every reviewer rates alone"):
            list_answers(who, site.assessment_id, rater)
    with pytest.raises(NotAllowed):
        list_answers(site.ann, site.assessment_id, CONSENSUS)
    submitted = {m.name: m.submitted_at for m in list_team(site.lead, site.id) if m.rates}
    assert submitted == {"Ann": NOW, "Ben": None}


def test_who_is_opened_again_changes_the_rating_and_hands_in_again(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4)
    site.rate("Ben", "T1", 2)
    site.walk_to("submitted")
    reopen_ratings(site.lead, site.id, "Ben", "A chart was overlooked", NOW)
    with pytest.raises(NotAllowed):
        site.rate("Ann", "T1", 5)
    site.rate("Ben", "T1", 4)
    assert submit_ratings(site.ben, site.id, "Ben", NOW).status == "submitted"
    assert list_answers(site.ann, site.assessment_id, "Ben")["T1"].level == 4


def test_opening_a_set_while_others_still_rate_leaves_the_visit_as_it_is(store: Store):
    site = begin_site_visit(store)
    submit_ratings(site.ann, site.id, "Ann", NOW)
    assert reopen_ratings(site.lead, site.id, "Ann", "One more chart", NOW) == site.visit
    assert get_visit(site.lead, site.id) == site.visit
    assert site.rate("Ann", "T1", 4).level == 4


def test_why_a_set_was_opened_stands_in_the_audit_trail(store: Store):
    site = begin_site_visit(store, "submitted")
    reopen_ratings(site.lead, site.id, "Ben", "A chart was overlooked", NOW)
    member, visit = list_events(site.lead, site.id)[-2:]
    assert (member.record, member.person, member.why) == (
        "team_member",
        "Lee",
        "A chart was overlooked",
    )
    assert (visit.record, visit.person, visit.why) == ("visit", "Lee", "A chart was overlooked")


@pytest.mark.parametrize(
    ("status", "name", "again"),
    [
        (
            "submitted",
            "reopen_ratings",
            lambda v, why: reopen_ratings(v.lead, v.id, "Ann", why, NOW),
        ),
        ("with_program", "take_back", lambda v, why: take_back(v.lead, v.id, why, NOW)),
        ("draft_report", "settle_again", lambda v, why: settle_again(v.lead, v.id, why, NOW)),
        ("final", "reopen", lambda v, why: reopen(v.lead, v.id, why, NOW)),
    ],
)
def test_a_step_back_needs_a_reason(
    store: Store, status: str, name: str, again: Callable[[SiteVisit, str], Visit]
):
    site = begin_site_visit(store, status)
    before = get_visit(site.lead, site.id), list_events(site.lead, site.id)
    for nothing in ("", "  \n"):
        with pytest.raises(VisitProblem) as raised:
            again(site, nothing)
        assert str(raised.value) == (
            "Nothing was changed.\n  - reason: it is empty. Fill it in. [K01]"
        )
    with pytest.raises(VisitProblem, match=r"reason: 2,001 characters are more than 2,000"):
        again(site, "x" * 2001)
    assert (get_visit(site.lead, site.id), list_events(site.lead, site.id)) == before


@pytest.fixture
def lone(store: Store) -> tuple[Acting, Visit]:
    """A self-audit by one person, who leads it."""
    rater = act(store, add_first_person(store, "Rae", NOW).id)
    program = add_program(rater, name="Invented program", now=NOW)
    team = alone("Rae", rater.person.id)
    visit = add_visit(rater, program.id, DAY, "self_audit", team, [SCALE], NOW)
    return rater, visit


def test_who_rates_alone_has_nothing_to_settle(lone: tuple[Acting, Visit]):
    rater, visit = lone
    assert submit_ratings(rater, visit.id, "Rae", NOW).status == "submitted"
    with pytest.raises(NotAllowed, match="One person rated alone, so there is nothing to settle"):
        start_consensus(rater, visit.id, NOW)
    assert settle(rater, visit.id, NOW).status == "draft_report"
    with pytest.raises(
        NotAllowed, match="One person rated alone: open their ratings again instead"
    ):
        settle_again(rater, visit.id, "Why not", NOW)
    assert send_to_program(rater, visit.id, NOW).status == "with_program"


@pytest.mark.parametrize("status", ["submitted", "draft_report", "with_program"])
def test_who_rates_alone_may_sign_once_it_is_handed_in(lone: tuple[Acting, Visit], status: str):
    rater, visit = lone
    with pytest.raises(NotAllowed, match="A visit can be signed once its ratings are settled"):
        sign(rater, visit.id, NOW)
    submit_ratings(rater, visit.id, "Rae", NOW)
    if status != "submitted":
        settle(rater, visit.id, NOW)
    if status == "with_program":
        send_to_program(rater, visit.id, NOW)
    assert sign(rater, visit.id, NOW).edition == 1
    assert get_visit(rater, visit.id).status == "final"


@pytest.mark.parametrize("status", ["submitted", "draft_report", "with_program"])
def test_the_set_of_who_rates_alone_can_be_opened_again(lone: tuple[Acting, Visit], status: str):
    rater, visit = lone
    assessment = get_assessments(rater, visit.id)[0]
    submit_ratings(rater, visit.id, "Rae", NOW)
    if status != "submitted":
        settle(rater, visit.id, NOW)
    if status == "with_program":
        send_to_program(rater, visit.id, NOW)
    assert reopen_ratings(rater, visit.id, "Rae", "A wrong count", NOW).status == "draft"
    save_answer(rater, Answer(assessment.id, "Rae", "T1", "rated", 3), 0, NOW)
    assert submit_ratings(rater, visit.id, "Rae", NOW).status == "submitted"


def test_a_signed_visit_of_one_rater_goes_back_to_them(lone: tuple[Acting, Visit]):
    rater, visit = lone
    assessment = get_assessments(rater, visit.id)[0]
    submit_ratings(rater, visit.id, "Rae", NOW)
    sign(rater, visit.id, NOW)
    opened = reopen(rater, visit.id, "A wrong count", NOW)
    assert (opened.status, opened.edition) == ("draft", 2)
    assert list_team(rater, visit.id)[0].submitted_at is None
    save_answer(rater, Answer(assessment.id, "Rae", "T1", "rated", 3), 0, NOW)
