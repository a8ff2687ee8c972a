"""What was rated at which visit, for many programs at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, select

from storage import tables
from storage.access import may_read, official_set, programs_seen, rates_as, survey, visits_seen
from storage.acting import Acting, Reading
from storage.problem import NotFound
from storage.records import fetch_records
from storage.team import Member
from storage.visit_record import Visit


@dataclass(frozen=True)
class RatedScale:
    """A scale of which something is rated at a visit, as far as the acting person may see."""

    visit: Visit
    scale_id: str


def list_rated_scales(
    acting: Acting, program_ids: Collection[int]
) -> dict[int, tuple[RatedScale, ...]]:
    """List for each program what was rated at its visits, the latest visit first.

    A scale counts once an item of it is rated and confirmed in the set that the person is shown:
    the official one, or their own before there is one. A few queries, however many programs.

    Args:
        acting: Who asks.
        program_ids: The programs.

    Raises:
        NotFound: One of them does not exist, or the acting person may not see it.
    """
    found: dict[int, list[RatedScale]] = {program_id: [] for program_id in program_ids}
    visit = tables.visit
    with acting.read() as reading:
        check_seen(reading, program_ids)
        seen = select(visit).where(visit.c.program_id.in_(program_ids), visits_seen(reading))
        ordered = seen.order_by(visit.c.date.desc(), visit.c.id.desc())
        visits = fetch_records(reading.connection, ordered, visit, Visit)
        teams = teams_of(reading, [each.id for each in visits])
        rated = _rated(reading, [each.id for each in visits])
        once = survey(reading)
        for each in visits:
            rater = shown_set(once, each, teams[each.id])
            for scale_id in rated.get((each.id, rater), ()):
                found[each.program_id].append(RatedScale(each, scale_id))
    return {program_id: tuple(scales) for program_id, scales in found.items()}


def check_seen(reading: Reading, program_ids: Collection[int]) -> None:
    """Raise NotFound unless there are all of these programs and the person sees them."""
    known = tables.program.c.id
    query = select(known).where(known.in_(program_ids), programs_seen(reading))
    hidden = set(program_ids) - set(reading.connection.execute(query).scalars())
    if hidden:
        raise NotFound("program", min(hidden))


def teams_of(reading: Reading, visit_ids: list[int]) -> defaultdict[int, list[Member]]:
    """Fetch the teams of many visits, each in the order of its ids."""
    table = tables.team_member
    query = select(table).where(table.c.visit_id.in_(visit_ids)).order_by(table.c.id)
    teams: defaultdict[int, list[Member]] = defaultdict(list)
    for member in fetch_records(reading.connection, query, table, Member):
        teams[member.visit_id].append(member)
    return teams


def _rated(reading: Reading, visit_ids: list[int]) -> dict[tuple[int, str], list[str]]:
    """Scales of which something is rated, by visit and rater, in the order of the visit."""
    rated: dict[tuple[int, str], list[str]] = {}
    for row in reading.connection.execute(_rated_query(visit_ids)):
        rated.setdefault((row.visit_id, row.rater), []).append(row.scale_id)
    return rated


def _rated_query(visit_ids: list[int]) -> Select:
    answer, assessment = tables.answer, tables.assessment
    return (
        select(assessment.c.visit_id, answer.c.rater, assessment.c.scale_id, assessment.c.id)
        .join(answer, answer.c.assessment_id == assessment.c.id)
        .where(assessment.c.visit_id.in_(visit_ids))
        .where(answer.c.state == "rated", answer.c.confirmed)
        .distinct()
        .order_by(assessment.c.id)
    )


def shown_set(reading: Reading, visit: Visit, team: list[Member]) -> str:
    """The set that the person is shown as the visit's result; empty if none."""
    official = official_set(visit, team)
    if official and may_read(reading, visit, team, official):
        return official
    person = reading.person
    fills = [m for m in team if m.rates and rates_as(reading, visit, team, m.name)]
    fills.sort(key=lambda m: person is None or m.person_id != person.id)
    return fills[0].name if fills else ""
