"""A site visit that two reviewers rate on a scale that ships, with the odd case in every place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from scales.catalog import Entry
from storage.acting import Acting
from storage.answers import Answer, save_answer
from storage.facts import FactAnswer, save_fact
from storage.people import act, add_first_person, add_member, add_person
from storage.programs import add_program
from storage.store import Store
from storage.team import CONSENSUS, Member
from storage.visit_states import send_to_program, settle, start_consensus, submit_ratings
from storage.visits import add_visit, get_assessments
from tests.shipped_scales import shipped_scales

NOW = dt.datetime(2026, 4, 14, 9, 30, tzinfo=dt.UTC)
DAY = dt.date(2026, 4, 14)
ANN, BEN = "Invented reviewer A", "Invented reviewer B"


@dataclass(frozen=True)
class Visited:
    """The visit, and who has to do with it."""

    office: Acting
    ann: Acting
    ben: Acting
    staff: Acting
    """Belongs to the program and takes no part."""
    program: int
    visit: int
    assessments: dict[str, int]
    """Scale id to the number of its assessment."""

    def settle(self) -> Visited:
        """Hand in, agree on a 3 for G2, and send the report to the program."""
        for who, name in ((self.ann, ANN), (self.ben, BEN)):
            submit_ratings(who, self.visit, name, NOW)
        start_consensus(self.ann, self.visit, NOW)
        goi = self.assessments["goi"]
        agreed = Answer(goi, CONSENSUS, "G2", "rated", 3, because="Half of the charts say so")
        unknown = Answer(goi, CONSENSUS, "G3", "not_enough_information", because="Nobody knew")
        for answer in (agreed, unknown):
            save_answer(self.ann, answer, 0, NOW)
        fact = FactAnswer(goi, CONSENSUS, "eligible_clients", count=0)
        save_fact(self.ann, fact, 0, NOW)
        settle(self.ann, self.visit, NOW)
        send_to_program(self.ann, self.visit, NOW)
        return self


def pin(entry: Entry) -> tuple[str, str, str, int]:
    """A scale as a visit keeps it."""
    return entry.scale.id, entry.scale.version, entry.stamp, entry.scale.target_level


def visit_harbor_house(store: Store) -> Visited:
    """Keep the visit: of G2 Ann says 2 and Ben says 4, of G3 Ann cannot tell, G12 nobody rates.

    Of all others both say 4.
    """
    office = act(store, add_first_person(store, "Invented office", NOW).id)
    ann, ben, staff = (
        act(store, add_person(office, name, NOW).id) for name in (ANN, BEN, "Invented staff")
    )
    kept = add_program(office, name="=Harbor House", levels_of_care=("Day", "A|B"), now=NOW)
    add_member(office, kept.id, staff.person.id, NOW)
    team = (
        Member(ANN, "lead", ann.person.id, rates=True),
        Member(BEN, "reviewer", ben.person.id, rates=True),
    )
    pins = [pin(shipped_scales().get(scale)) for scale in ("iddt", "goi")]
    visit = add_visit(office, kept.id, DAY, "site_visit", team, pins, NOW)
    found = {a.scale_id: a.id for a in get_assessments(office, visit.id)}
    goi = found["goi"]
    seen = ("Charts", "Minutes | agendas")
    for answer in (
        Answer(goi, ANN, "G1", "rated", 4, note="=1+1", sources=seen, grade="A"),
        Answer(goi, ANN, "G2", "rated", 2, numerator=3, denominator=10),
        Answer(goi, ANN, "G3", "not_enough_information", note="- nobody knew"),
    ):
        save_answer(ann, answer, 0, NOW)
    for n in range(4, 12):
        save_answer(ann, Answer(goi, ANN, f"G{n}", "rated", 4), 0, NOW)
        save_answer(ben, Answer(goi, BEN, f"G{n}", "rated", 4), 0, NOW)
    save_answer(ben, Answer(goi, BEN, "G1", "rated", 4, grade="D"), 0, NOW)
    save_answer(ben, Answer(goi, BEN, "G2", "rated", 4), 0, NOW)
    save_fact(ann, FactAnswer(goi, ANN, "eligible_clients", count=0), 0, NOW)
    return Visited(office, ann, ben, staff, kept.id, visit.id, found)
