"""A site visit for tests: a lead, two reviewers, the program's contact, and a colleague."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from storage.acting import Acting
from storage.answers import Answer, list_answers, save_answer
from storage.assessments import ScalePin
from storage.people import act, add_first_person, add_member, add_person, list_people
from storage.programs import add_program
from storage.signing import sign
from storage.store import Store
from storage.team import CONSENSUS, Member
from storage.visit_record import Visit
from storage.visit_states import send_to_program, settle, start_consensus, submit_ratings
from storage.visits import add_visit, get_assessments, get_visit
from tests.storage.prepared import once

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 2)
STATUSES = ("draft", "submitted", "in_consensus", "draft_report", "with_program", "final")
SCALE: ScalePin = ("iddt", "1.0.0", "a" * 64, 4)


@dataclass(frozen=True)
class SiteVisit:
    """One visit, and the database in the hands of everybody who has to do with it.

    Attributes:
        lead: Leads the visit and does not rate; sees everything, as the first person does.
        ann: A reviewer.
        ben: A reviewer.
        contact: Answers for the program at this visit.
        colleague: Belongs to the program.
        stranger: Neither belongs to the program nor takes part.
    """

    lead: Acting
    ann: Acting
    ben: Acting
    contact: Acting
    colleague: Acting
    stranger: Acting
    visit: Visit
    assessment_id: int

    @property
    def id(self) -> int:
        """Of the visit."""
        return self.visit.id

    @property
    def status(self) -> str:
        """As it is stored."""
        return get_visit(self.lead, self.id).status

    def rate(self, rater: str, item: str, level: int | None = None, **values: Any) -> Answer:
        """Save a rating of Ann, Ben or the consensus as it would come from the form."""
        who = {"Ann": self.ann, "Ben": self.ben, CONSENSUS: self.ann}[rater]
        stored = list_answers(who, self.assessment_id, rater).get(item)
        new = stored or Answer(self.assessment_id, rater, item)
        if level is not None:
            values = {"state": "rated", "level": level, **values}
        return save_answer(who, replace(new, **values), stored.revision if stored else 0, NOW)

    def walk_to(self, status: str) -> SiteVisit:
        """Take the visit from being rated to a later state."""
        steps = (
            lambda: (
                submit_ratings(self.ann, self.id, "Ann", NOW),
                submit_ratings(self.ben, self.id, "Ben", NOW),
            ),
            lambda: start_consensus(self.lead, self.id, NOW),
            lambda: settle(self.lead, self.id, NOW),
            lambda: send_to_program(self.lead, self.id, NOW),
            lambda: sign(self.lead, self.id, NOW),
        )
        begun = STATUSES.index(self.status)
        for step in steps[begun : STATUSES.index(status)]:
            step()
        assert self.status == status
        return self

    def another(self) -> SiteVisit:
        """Begin one more visit to the same program with the same team."""
        return _begin(self)


def begin_site_visit(store: Store, status: str = "draft") -> SiteVisit:
    """Begin a visit to a new program in an empty database, and take it to a state."""

    def make(store: Store) -> SiteVisit:
        return _begin(_gather(store)).walk_to(status)

    return once(f"site visit, {status}", store, make)


def _gather(store: Store) -> SiteVisit:
    lead = act(store, add_first_person(store, "Lee", NOW).id)
    names = ("Ann", "Ben", "Con", "Kim", "Max")
    ann, ben, contact, colleague, stranger = (
        act(store, add_person(lead, name, NOW).id) for name in names
    )
    program = add_program(lead, name="Invented program", invented=True, now=NOW)
    add_member(lead, program.id, colleague.person.id, NOW)
    none: Any = SimpleNamespace(program_id=program.id)
    return SiteVisit(lead, ann, ben, contact, colleague, stranger, none, 0)


def _begin(people: SiteVisit) -> SiteVisit:
    team = (
        Member("Lee", "lead", people.lead.person.id),
        Member("Ann", "reviewer", people.ann.person.id, rates=True),
        Member("Ben", "reviewer", people.ben.person.id, rates=True),
        Member("Con", "contact", people.contact.person.id),
    )
    program_id = people.visit.program_id
    visit = add_visit(people.lead, program_id, DAY, "site_visit", team, [SCALE], NOW)
    return replace(people, visit=visit, assessment_id=get_assessments(people.lead, visit.id)[0].id)


def person_named(store: Store, name: str) -> int:
    """The id of somebody."""
    return next(person.id for person in list_people(store) if person.name == name)
