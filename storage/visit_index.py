"""All visits that a person sees, with the sets they fill in: what a data file is matched with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Table, select

from storage import tables
from storage.access import check_may_read, programs_seen, rates_as, reviews, survey, visits_seen
from storage.acting import Acting, Reading
from storage.answers import Answer
from storage.assessments import Assessment
from storage.facts import FactAnswer
from storage.team import Member
from storage.visit_record import Visit
from storage.visits import read_assessment

Record = TypeVar("Record")
_AT_ONCE = 400


@dataclass(frozen=True)
class IndexedVisit:
    """A visit that a person sees.

    Attributes:
        assessments: By scale id.
        fills: The raters whose sets the person fills in: their own, those of raters who do not use
            the toolkit where they lead, and what staff said where they review.
    """

    visit: Visit
    team: tuple[Member, ...]
    assessments: dict[str, Assessment]
    fills: tuple[str, ...]


@dataclass(frozen=True)
class IndexedProgram:
    """A program that a person sees, archived or not."""

    id: int
    name: str
    belongs: bool
    """Whether they belong to it, and so may begin visits."""


@dataclass(frozen=True)
class StoredSet:
    """What one rater answered on one scale, by item and by fact."""

    answers: dict[str, Answer]
    facts: dict[str, FactAnswer]


def index_visits(acting: Acting) -> tuple[IndexedVisit, ...]:
    """List all visits that the acting person sees, in the order they were added."""
    with acting.read() as reading:
        table = tables.visit
        query = select(table).where(visits_seen(reading)).order_by(table.c.id)
        visits = [Visit(**row._mapping) for row in reading.connection.execute(query)]
        teams, assessments, once = _teams(reading), _assessments(reading), survey(reading)
        return tuple(
            IndexedVisit(
                visit,
                team := tuple(teams[visit.id]),
                {a.scale_id: a for a in assessments[visit.id]},
                tuple(_fills(once, visit, team)),
            )
            for visit in visits
        )


def index_programs(acting: Acting) -> tuple[IndexedProgram, ...]:
    """List all programs that the acting person sees, in the order they were added."""
    program, member = tables.program, tables.membership
    with acting.read() as reading:
        person = acting.person.id
        own = select(member.c.program_id).where(member.c.person_id == person)
        theirs = set(reading.connection.execute(own).scalars())
        everything = reading.person is None or reading.person.sees_all
        query = select(program.c.id, program.c.name).where(programs_seen(reading))
        return tuple(
            IndexedProgram(row.id, row.name, everything or row.id in theirs)
            for row in reading.connection.execute(query.order_by(program.c.id))
        )


def list_sets(
    acting: Acting, wanted: Collection[tuple[int, str]]
) -> dict[tuple[int, str], StoredSet]:
    """Fetch several sets as of one moment.

    Args:
        acting: Who asks.
        wanted: Assessment and rater of each.

    Raises:
        NotFound: There is no such assessment, or the acting person may not see it.
        NotAllowed: They may not see one of these raters' answers (yet).
    """
    with acting.read() as reading:
        for assessment_id, rater in wanted:
            _assessment, visit = read_assessment(reading, assessment_id)
            check_may_read(reading, visit, rater)
        found = {key: StoredSet({}, {}) for key in wanted}
        for some in _portions(sorted({assessment_id for assessment_id, _ in wanted})):
            for answer in _rows(reading, tables.answer, Answer, some):
                if (answer.assessment_id, answer.rater) in found:
                    found[answer.assessment_id, answer.rater].answers[answer.item] = answer
            for fact in _rows(reading, tables.fact_answer, FactAnswer, some):
                if (fact.assessment_id, fact.rater) in found:
                    found[fact.assessment_id, fact.rater].facts[fact.fact] = fact
    return found


def _portions(ids: list[int]) -> Iterator[list[int]]:
    """A few at a time: databases take only so many values in one question."""
    for begin in range(0, len(ids), _AT_ONCE):
        yield ids[begin : begin + _AT_ONCE]


def _rows(reading: Reading, table: Table, record: type[Record], ids: list[int]) -> Iterator[Record]:
    query = select(table).where(table.c.assessment_id.in_(ids))
    for row in reading.connection.execute(query.order_by(*table.primary_key)):
        yield record(**row._mapping)


def _fills(reading: Reading, visit: Visit, team: tuple[Member, ...]) -> Iterable[str]:
    for member in team:
        surveyed = member.role == "respondent" and reviews(reading, visit, team)
        if surveyed or (member.rates and rates_as(reading, visit, team, member.name)):
            yield member.name


def _teams(reading: Reading) -> defaultdict[int, list[Member]]:
    member, visit = tables.team_member, tables.visit
    joined = select(member).join(visit, visit.c.id == member.c.visit_id)
    found: defaultdict[int, list[Member]] = defaultdict(list)
    query = joined.where(visits_seen(reading)).order_by(member.c.id)
    for row in reading.connection.execute(query):
        found[row.visit_id].append(Member(**row._mapping))
    return found


def _assessments(reading: Reading) -> defaultdict[int, list[Assessment]]:
    assessment, visit = tables.assessment, tables.visit
    joined = select(assessment).join(visit, visit.c.id == assessment.c.visit_id)
    found: defaultdict[int, list[Assessment]] = defaultdict(list)
    query = joined.where(visits_seen(reading)).order_by(assessment.c.id)
    for row in reading.connection.execute(query):
        found[row.visit_id].append(Assessment(**row._mapping))
    return found
