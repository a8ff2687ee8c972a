"""The team of a visit: who can be on it, and how it changes while the visit goes on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storage.acting import Acting, NotAllowed
from storage.answers import Answer, list_answers, save_answer
from storage.facts import FactAnswer, list_facts, save_fact
from storage.people import change_person
from storage.problem import NotFound
from storage.team import Member, TeamProblem, alone
from storage.team_changes import StaleMember, add_to_team, change_member, remove_from_team
from storage.visit_states import submit_ratings
from storage.visits import VisitProblem, add_visit, get_visit, list_team, list_visits
from tests.storage.cast import ONE, TWO, Cast, agree, hand_in, rate

DAY = dt.date(2026, 3, 2)
PIN = ("iddt", "1.0.0", "a" * 64, 4)


def named(cast: Cast, name: str) -> Member:
    return next(m for m in list_team(cast.lead, cast.visit.id) if m.name == name)


def test_a_team_is_kept_in_the_order_it_was_named(cast):
    team = list_team(cast.contact, cast.visit.id)
    assert [(m.name, m.role, m.rates, m.person_id, m.submitted_at, m.revision) for m in team] == [
        ("The lead", "lead", False, cast.lead.person.id, None, 1),
        (ONE, "reviewer", True, cast.one.person.id, None, 1),
        (TWO, "reviewer", True, cast.two.person.id, None, 1),
        ("The contact", "contact", False, cast.contact.person.id, None, 1),
    ]
    assert {m.visit_id for m in team} == {cast.visit.id}


def test_a_team_of_one_leads_and_rates():
    assert alone("Me", 7) == (Member("Me", "lead", 7, rates=True),)


@pytest.mark.parametrize(
    ("team", "said"),
    [
        ((Member(" Consensus", "lead", None, True),),
         "name: ' Consensus' is kept for what the reviewers settle on. "
         "Choose another name. [K53]"),
        ((Member("Me", "lead", None, True), Member("me ", "reviewer", None, True)),
         "name: 'me' takes part twice. Add something that tells them apart. [K54]"),
        ((Member("Me", "lead"),), "team: nobody rates. Choose at least one who rates. [K55]"),
        ((), "team: nobody rates. Choose at least one who rates. [K55]"),
        ((*alone("Me"), Member("You", "lead")),
         "team: several lead this visit. Choose one lead. [K56]"),
        (alone("Me", 99),
         "person: there is nobody with the number 99. Choose somebody listed. [K57]"),
        ((*alone("Me"), Member("You", "contact", None, True)),
         "role: 'You' is contact and cannot rate on their own. Make them a reviewer. [K58]"),
        ((*alone("Me"), Member("You", "respondent", None, True)),
         "role: 'You' is respondent and cannot rate on their own. Make them a reviewer. [K58]"),
        ((*alone("Me", 1), Member("You", "reviewer", 1, True)),
         "person: one person would rate twice. Choose somebody else to rate too. [K54]"),
        ((*alone("Me"), Member("Nurse", "respondent", 1)),
         "person: 'Nurse' is surveyed, and reviewers enter what they say. "
         "Leave the person out. [K58]"),
        ((*alone("Me"), Member("You", "boss")),  # type: ignore[arg-type]
         "role: 'boss' is not a choice. Choose one of lead, reviewer, contact, respondent. [K05]"),
        (alone("\t"), "who rates: it is empty. Fill it in. [K01]"),
        (alone("n" * 201), "who rates: 201 characters are more than 200. Shorten it. [K02]"),
        ((*alone("Me"), Member("You", "respondent", staff_role="s" * 201)),
         "staff role: 201 characters are more than 200. Shorten it. [K02]"),
    ],
)  # fmt: skip
def test_a_team_that_cannot_be_is_refused_and_says_why(cast, now, team, said):
    with pytest.raises(VisitProblem) as raised:
        add_visit(cast.office, cast.program.id, DAY, "site_visit", team, [PIN], now)
    assert str(raised.value) == f"This visit was not saved.\n  - {said}"
    assert list_visits(cast.office, cast.program.id) == (cast.visit,)


def test_everything_wrong_with_a_team_is_said_at_once(cast, now):
    team = (Member("consensus", "lead"), Member("Me", "lead", 99), Member("ME", "contact"))
    with pytest.raises(VisitProblem) as raised:
        add_visit(cast.office, cast.program.id, DAY, "site_visit", team, [PIN], now)
    assert [(p.code, p.place) for p in raised.value.problems] == [
        ("K53", "name"),
        ("K57", "person"),
        ("K54", "name"),
        ("K55", "team"),
        ("K56", "team"),
    ]


def test_somebody_is_added_and_taken_off_again(cast, now):
    new = Member("Reviewer three", "reviewer", cast.member.person.id, True)
    stored = add_to_team(cast.lead, cast.visit.id, new, now)
    assert list_team(cast.lead, cast.visit.id)[-1] == stored
    assert stored == replace(new, id=stored.id, visit_id=cast.visit.id, revision=1)
    remove_from_team(cast.lead, stored.id, now)
    assert len(list_team(cast.lead, cast.visit.id)) == 4
    with pytest.raises(NotFound, match=f"There is no team member {stored.id}"):
        remove_from_team(cast.lead, stored.id, now)


def test_who_is_added_has_not_handed_in_whatever_the_form_says(cast, now):
    new = Member("Reviewer three", "reviewer", None, True, submitted_at=now, id=1, revision=9)
    stored = add_to_team(cast.lead, cast.visit.id, new, now)
    assert (stored.submitted_at, stored.revision) == (None, 1)
    assert named(cast, "The lead").revision == 1


def test_a_change_that_would_spoil_the_team_is_refused(cast, now):
    one, two = named(cast, ONE), named(cast, TWO)
    before = list_team(cast.lead, cast.visit.id)
    for change, code in (
        (lambda: add_to_team(cast.lead, cast.visit.id, Member(ONE.upper(), "contact"), now), "K54"),
        (lambda: add_to_team(cast.lead, cast.visit.id, Member("You", "lead"), now), "K56"),
        (lambda: change_member(cast.lead, replace(one, name=TWO), 1, now), "K54"),
        (lambda: change_member(cast.lead, replace(one, role="lead"), 1, now), "K56"),
        (lambda: change_member(cast.lead, replace(one, role="contact"), 1, now), "K58"),
        (lambda: change_member(cast.lead, replace(one, person_id=99), 1, now), "K57"),
        (lambda: change_member(cast.lead, replace(one, name="Consensus"), 1, now), "K53"),
    ):
        with pytest.raises(TeamProblem, match=r"The team was not changed\.") as raised:
            change()
        assert [problem.code for problem in raised.value.problems] == [code]
    assert list_team(cast.lead, cast.visit.id) == before
    remove_from_team(cast.lead, one.id, now)
    with pytest.raises(TeamProblem, match="nobody rates"):
        remove_from_team(cast.lead, two.id, now)


def test_what_a_rater_said_follows_when_their_name_is_corrected(cast, now):
    rate(cast)
    place = cast.assessment.id
    answers, facts = list_answers(cast.one, place, ONE), list_facts(cast.one, place, ONE)
    kept = change_member(cast.lead, replace(named(cast, ONE), name="Reviewer 1"), 1, now)
    assert (kept.name, kept.revision) == ("Reviewer 1", 2)
    assert list_answers(cast.one, place, "Reviewer 1") == {
        item: replace(answer, rater="Reviewer 1") for item, answer in answers.items()
    }
    assert list_facts(cast.one, place, "Reviewer 1") == {
        fact: replace(answer, rater="Reviewer 1") for fact, answer in facts.items()
    }
    with pytest.raises(NotAllowed):
        list_answers(cast.one, place, ONE)
    assert len(list_answers(cast.two, place, TWO)) == 2


def test_nobody_takes_a_name_under_which_somebody_else_rated(cast, now):
    rate(cast)
    renamed = change_member(cast.lead, replace(named(cast, ONE), name="Reviewer 1"), 1, now)
    me = Member(ONE, "reviewer", cast.lead.person.id, True)
    for take in (
        lambda: add_to_team(cast.lead, cast.visit.id, me, now),
        lambda: change_member(cast.lead, replace(named(cast, TWO), name=ONE), 1, now),
        lambda: change_member(cast.lead, replace(named(cast, "The contact"), name=ONE), 1, now),
    ):
        with pytest.raises(TeamProblem) as raised:
            take()
        assert str(raised.value) == (
            "The team was not changed.\n"
            f"  - name: somebody else has rated at this visit as '{ONE}'. "
            "Add something that tells them apart. [K59]"
        )
    back = change_member(cast.lead, replace(renamed, name=ONE), 2, now)
    assert list_answers(cast.one, cast.assessment.id, back.name)["T2"].level == 2


def test_a_name_under_which_nobody_rated_is_given_on(cast, now):
    rate(cast)
    stored = add_to_team(cast.lead, cast.visit.id, Member("Guest", "reviewer", None, True), now)
    remove_from_team(cast.lead, stored.id, now)
    add_to_team(cast.lead, cast.visit.id, Member("Guest", "contact"), now)
    assert named(cast, "Guest").role == "contact"


def test_a_stale_form_does_not_overwrite_a_newer_member(cast, now):
    contact = named(cast, "The contact")
    newer = change_member(cast.lead, replace(contact, name="The director"), 1, now)
    with pytest.raises(StaleMember) as raised:
        change_member(cast.lead, replace(contact, name="The nurse"), 1, now)
    assert (raised.value.current, raised.value.attempted.name) == (newer, "The nurse")
    assert raised.value.by == "The lead"
    assert change_member(cast.lead, replace(contact, name="The director"), 1, now) == newer
    assert named(cast, "The director") == newer


def test_who_has_rated_stays_and_stays_who_they_are(cast, now):
    rate(cast)
    one = named(cast, ONE)
    for change in (
        lambda: remove_from_team(cast.lead, one.id, now),
        lambda: change_member(cast.lead, replace(one, rates=False), 1, now),
        lambda: change_member(cast.lead, replace(one, role="respondent", rates=False), 1, now),
        lambda: change_member(cast.lead, replace(one, person_id=cast.lead.person.id), 1, now),
        lambda: change_member(cast.lead, replace(one, person_id=None), 1, now),
    ):
        with pytest.raises(NotAllowed, match=f"'{ONE}' has rated at this visit"):
            change()
    assert named(cast, ONE) == one


def test_who_has_not_rated_gives_their_place_to_somebody_else(cast, now):
    one = named(cast, ONE)
    wanted = replace(one, name="Reviewer three", person_id=cast.member.person.id)
    change_member(cast.lead, wanted, 1, now)
    answer = Answer(cast.assessment.id, "Reviewer three", "T1", "rated", 3)
    assert save_answer(cast.member, answer, 0, now).level == 3
    with pytest.raises(NotFound):
        get_visit(cast.one, cast.visit.id)


@pytest.mark.parametrize("way", ["taken off", "not rating any more"])
def test_when_the_last_who_had_not_handed_in_does_not_rate_the_visit_is_handed_in(cast, now, way):
    answer = Answer(cast.assessment.id, ONE, "T1", "rated", 3)
    save_answer(cast.one, answer, 0, now)
    submit_ratings(cast.one, cast.visit.id, ONE, now)
    two = named(cast, TWO)
    if way == "taken off":
        remove_from_team(cast.lead, two.id, now)
    else:
        change_member(cast.lead, replace(two, rates=False), 1, now)
    assert get_visit(cast.lead, cast.visit.id).status == "submitted"


def test_who_rates_is_settled_when_the_visit_is_handed_in_and_others_still_change(cast, now):
    rate(cast)
    hand_in(cast)
    one, before = named(cast, ONE), list_team(cast.lead, cast.visit.id)
    for change in (
        lambda: add_to_team(cast.lead, cast.visit.id, Member("New", "reviewer", None, True), now),
        lambda: remove_from_team(cast.lead, one.id, now),
        lambda: change_member(cast.lead, replace(one, name="Reviewer 1"), one.revision, now),
    ):
        with pytest.raises(NotAllowed, match="Who rates can be changed while the visit is being"):
            change()
    assert list_team(cast.lead, cast.visit.id) == before
    agree(cast)
    add_to_team(cast.lead, cast.visit.id, Member("The director", "contact"), now)
    assert named(cast, "The director").role == "contact"


@pytest.mark.parametrize("who", ["one", "contact", "member", "office"])
def test_only_the_lead_changes_the_team(cast, now, who):
    acting: Acting = getattr(cast, who)
    before = list_team(cast.lead, cast.visit.id)
    for change in (
        lambda: add_to_team(acting, cast.visit.id, Member("You", "contact"), now),
        lambda: change_member(acting, replace(named(cast, ONE), name="x"), 1, now),
        lambda: remove_from_team(acting, named(cast, "The contact").id, now),
    ):
        with pytest.raises(NotAllowed, match="Only the lead of this visit may change its team"):
            change()
    assert list_team(cast.lead, cast.visit.id) == before


def test_reviewers_add_the_staff_they_survey_and_enter_what_they_said(cast, now):
    nurse = Member("Nurse 1", "respondent", staff_role="Nurse")
    stored = add_to_team(cast.two, cast.visit.id, nurse, now)
    with pytest.raises(NotAllowed, match="Only the reviewers"):
        add_to_team(cast.contact, cast.visit.id, replace(nurse, name="Nurse 2"), now)
    answer = Answer(cast.assessment.id, "Nurse 1", "T1", "rated", 3)
    save_answer(cast.one, answer, 0, now)
    save_fact(cast.two, FactAnswer(cast.assessment.id, "Nurse 1", "stage_1", count=3), 0, now)
    for reviewer in (cast.one, cast.two, cast.lead):
        assert list_answers(reviewer, answer.assessment_id, "Nurse 1")["T1"].level == 3
        assert list_facts(reviewer, answer.assessment_id, "Nurse 1")["stage_1"].count == 3
    for other in (cast.contact, cast.member):
        with pytest.raises(NotAllowed):
            list_answers(other, answer.assessment_id, "Nurse 1")
    with pytest.raises(NotAllowed, match="Only the reviewers"):
        save_answer(cast.contact, answer, 1, now)
    with pytest.raises(NotAllowed, match="has rated"):
        remove_from_team(cast.two, stored.id, now)


def test_who_belongs_to_the_program_leads_where_nobody_who_signs_in_does(cast, now):
    team = (Member("On paper", "lead", None, True),)
    visit = add_visit(cast.office, cast.program.id, DAY, "site_visit", team, [PIN], now)
    stored = add_to_team(cast.member, visit.id, Member("You", "contact"), now)
    assert list_team(cast.member, visit.id)[-1] == stored
    with pytest.raises(NotFound):
        add_to_team(cast.outsider, visit.id, Member("Me", "contact"), now)


def test_who_sees_everything_leads_where_the_lead_does_not_use_it_any_more(cast, now):
    change_person(cast.office, replace(cast.lead.person, active=False), 1, now)
    assert get_visit(cast.office, cast.visit.id) == cast.visit
    mine = Member("You", "contact")
    for other in (cast.one, cast.member):
        with pytest.raises(NotAllowed, match="Only the lead"):
            add_to_team(other, cast.visit.id, mine, now)
    stored = add_to_team(cast.office, cast.visit.id, mine, now)
    assert list_team(cast.office, cast.visit.id)[-1] == stored
