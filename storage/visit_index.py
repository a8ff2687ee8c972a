"""All visits that a person sees, with the sets they fill in: what a data file is matched with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from storage import tables
from storage.access import check_may_read, rates_as, reviews, visits_seen
from storage.acting import Acting, Reading
from storage.answers import Answer, fetch_answers
from storage.assessments import Assessment
from storage.facts import FactAnswer, fetch_facts
from storage.team import Member
from storage.visit_record import Visit
from storage.visits import read_assessment


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
        teams, assessments = _teams(reading), _assessments(reading)
        return tuple(
            IndexedVisit(
                visit,
                team := tuple(teams[visit.id]),
                {a.scale_id: a for a in assessments[visit.id]},
                tuple(_fills(reading, visit, team)),
            )
            for visit in visits
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
    found = {}
    with acting.read() as reading:
        for assessment_id, rater in wanted:
            _assessment, visit = read_assessment(reading, assessment_id)
            check_may_read(reading, visit, rater)
            found[assessment_id, rater] = StoredSet(
                fetch_answers(reading.connection, assessment_id, rater),
                fetch_facts(reading.connection, assessment_id, rater),
            )
    return found


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
