"""A site visit with everybody who has to do with it, each with the database in their own hands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from storage.acting import Acting
from storage.answers import Answer, save_answer
from storage.assessments import Assessment
from storage.facts import FactAnswer, save_fact
from storage.people import act, add_member, add_person
from storage.programs import Program, add_program
from storage.team import CONSENSUS, Member
from storage.visit_record import Visit
from storage.visit_states import send_to_program, settle, start_consensus, submit_ratings
from storage.visits import add_visit, get_assessments

ONE, TWO = "Reviewer one", "Reviewer two"


@dataclass(frozen=True)
class Cast:
    """Who has to do with a visit, and what it is about."""

    office: Acting
    """Sees everything, and belongs to the program."""
    lead: Acting
    """Leads the visit and does not rate."""
    one: Acting
    two: Acting
    contact: Acting
    member: Acting
    """Belongs to the program and takes no part in the visit."""
    outsider: Acting
    """Belongs to another program."""
    program: Program
    other_program: Program
    visit: Visit
    assessment: Assessment
    now: dt.datetime


def assemble(office: Acting, now: dt.datetime) -> Cast:
    """Begin a site visit that two reviewers rate."""

    def join(name: str) -> Acting:
        return act(office.store, add_person(office, name, now).id)

    program = add_program(office, name="Harbor house", now=now)
    lead, one, two = join("The lead"), join(ONE), join(TWO)
    contact, member, outsider = join("The contact"), join("The member"), join("The outsider")
    add_member(office, program.id, member.person.id, now)
    team = (
        Member("The lead", "lead", lead.person.id),
        Member(ONE, "reviewer", one.person.id, rates=True),
        Member(TWO, "reviewer", two.person.id, rates=True),
        Member("The contact", "contact", contact.person.id),
    )
    pin = ("iddt", "1.0.0", "a" * 64, 4)
    day = dt.date(2026, 3, 2)
    visit = add_visit(office, program.id, day, "site_visit", team, [pin], now)
    return Cast(
        office=office,
        lead=lead,
        one=one,
        two=two,
        contact=contact,
        member=member,
        outsider=outsider,
        program=program,
        other_program=add_program(outsider, name="Another program", now=now),
        visit=visit,
        assessment=get_assessments(office, visit.id)[0],
        now=now,
    )


def rate(cast: Cast) -> None:
    """Let both rate: they agree on T1 and on the fact, and differ on T2."""
    for rater, level in ((cast.one, 2), (cast.two, 4)):
        name, place = rater.person.name, cast.assessment.id
        save_answer(rater, Answer(place, name, "T1", "rated", 3, note=f"By {name}"), 0, cast.now)
        save_answer(rater, Answer(place, name, "T2", "rated", level), 0, cast.now)
        save_fact(rater, FactAnswer(place, name, "stage_1", count=12), 0, cast.now)


def hand_in(cast: Cast) -> None:
    """Let both hand in."""
    for rater in (cast.one, cast.two):
        submit_ratings(rater, cast.visit.id, rater.person.name, cast.now)


def agree(cast: Cast) -> None:
    """Let them settle on a 3 for T2, with a reason."""
    start_consensus(cast.lead, cast.visit.id, cast.now)
    settled = Answer(cast.assessment.id, CONSENSUS, "T2", "rated", 3, because="Half of the charts")
    save_answer(cast.one, settled, 0, cast.now)
    settle(cast.lead, cast.visit.id, cast.now)


def carry_to_program(cast: Cast) -> None:
    """Rate, hand in, agree, and send the draft report to the program."""
    rate(cast)
    hand_in(cast)
    agree(cast)
    send_to_program(cast.lead, cast.visit.id, cast.now)
