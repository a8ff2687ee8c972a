"""A visit in the served database, its addresses in the app, and what is stored of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scales.catalog import load_catalog
from storage.acting import Acting
from storage.answers import Answer, list_answers
from storage.facts import FactAnswer, list_facts
from storage.people import act, add_first_person, list_people
from storage.programs import add_program
from storage.store import Store
from storage.team import alone
from storage.visits import add_visit, get_assessments

RATER = "Rater"
NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


@dataclass(frozen=True)
class RatedVisit:
    """A visit and what is stored of it."""

    acting: Acting
    """Who rates it."""
    id: int
    program: int
    assessments: Mapping[str, int]
    """Scale id to the id of its assessment."""

    def path(self, page: str = "assess", scale: str = "iddt", part: str = "treatment") -> str:
        """The address of a part of a scale, after the server's own."""
        return f"/{page}?visit={self.id}&scale={scale}&part={part}"

    def answers(self, scale: str = "iddt") -> dict[str, Answer]:
        """What is stored now, by item."""
        return list_answers(self.acting, self.assessments[scale], RATER)

    def facts(self, scale: str) -> dict[str, FactAnswer]:
        """The facts stored now."""
        return list_facts(self.acting, self.assessments[scale], RATER)


def first_person(store: Store) -> Acting:
    """The first person, whom the app takes without asking; added where there is none."""
    people = [person for person in list_people(store) if not person.invented]
    return act(store, (people or [add_first_person(store, RATER, NOW)])[0].id)


def begin_visit(
    acting: Acting, scales: Sequence[str] = ("iddt", "integration"), program: str = "Harbor House"
) -> RatedVisit:
    """Begin a visit to a new program."""
    catalog = load_catalog()
    entries = [catalog.get(scale) for scale in scales]
    pins = [(e.scale.id, e.scale.version, e.stamp, e.scale.target_level) for e in entries]
    kept = add_program(acting, name=program, invented=True, now=NOW)
    team = alone(RATER, acting.person.id)
    visit = add_visit(acting, kept.id, dt.date(2026, 3, 2), "self_audit", team, pins, NOW)
    found = {a.scale_id: a.id for a in get_assessments(acting, visit.id)}
    return RatedVisit(acting, visit.id, kept.id, found)
