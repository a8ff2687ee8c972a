"""The ratings of many visits at once, each set only where the acting person may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, select

from storage import tables
from storage.access import may_read, visits_seen
from storage.acting import Acting, Reading
from storage.answers import State
from storage.assessments import Assessment
from storage.rated_scales import check_seen, shown_set, teams_of
from storage.team import CONSENSUS, Member
from storage.visit_record import Visit


class PoolAnswer(NamedTuple):
    """What was answered to an item; the level is None unless it is rated."""

    state: State
    level: int | None


@dataclass(frozen=True)
class PoolSet:
    """One rater's set: what asks nothing more of them, and their choices.

    Attributes:
        answers: By item. Copies nobody confirmed and items called not applicable without a reason
            are absent, as those never touched are.
        choices: By fact.
    """

    answers: dict[str, PoolAnswer] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PooledScale:
    """One scale at one visit.

    Attributes:
        shown: Whose set the person is shown as the result; empty if none.
        raters: Names of those who rate it, in the order they were added.
        sets: By rater, only those that the person may see; `CONSENSUS` is one of them.
    """

    visit: Visit
    assessment: Assessment
    shown: str
    raters: tuple[str, ...]
    sets: Mapping[str, PoolSet]


def list_pool(
    acting: Acting,
    scale_ids: Collection[str] | None = None,
    program_ids: Collection[int] | None = None,
) -> tuple[PooledScale, ...]:
    """Fetch what was rated at all visits that the acting person sees, in a few queries.

    Args:
        acting: Who asks.
        scale_ids: Only these scales; all unless told.
        program_ids: Only visits to these programs; to all unless told.

    Returns:
        The earliest visit first, its scales in the order they were given.

    Raises:
        NotFound: One of the programs named does not exist, or the acting person may not see it.
    """
    visit, assessment = tables.visit, tables.assessment
    with acting.read() as reading:
        seen = visits_seen(reading)
        if program_ids is not None:
            check_seen(reading, program_ids)
            seen = and_(seen, visit.c.program_id.in_(program_ids))
        query = select(visit).where(seen).order_by(visit.c.date, visit.c.id)
        visits = [Visit(**row._mapping) for row in reading.connection.execute(query)]
        wanted = assessment.c.visit_id.in_(select(visit.c.id).where(seen))
        if scale_ids is not None:
            wanted = and_(wanted, assessment.c.scale_id.in_(scale_ids))
        places = _assessments(reading, wanted)
        sets = _sets(reading, wanted)
        teams = teams_of(reading, [each.id for each in visits])
        return tuple(_pooled(reading, visits, teams, places, sets))


def _pooled(
    reading: Reading,
    visits: list[Visit],
    teams: Mapping[int, list[Member]],
    places: Mapping[int, list[Assessment]],
    sets: Mapping[int, Mapping[str, PoolSet]],
) -> Iterator[PooledScale]:
    for visit in visits:
        if visit.id not in places:
            continue
        team = teams[visit.id]
        raters = tuple(member.name for member in team if member.rates)
        shown = shown_set(reading, visit, team)
        open_to = [r for r in (*raters, CONSENSUS) if may_read(reading, visit, team, r)]
        for place in places[visit.id]:
            theirs = sets.get(place.id, {})
            may_see = {rater: theirs[rater] for rater in open_to if rater in theirs}
            yield PooledScale(visit, place, shown, raters, may_see)


def _assessments(reading: Reading, wanted: ColumnElement[bool]) -> dict[int, list[Assessment]]:
    found: defaultdict[int, list[Assessment]] = defaultdict(list)
    query = select(tables.assessment).where(wanted).order_by(tables.assessment.c.id)
    for row in reading.connection.execute(query):
        found[row.visit_id].append(Assessment(**row._mapping))
    return dict(found)


def _sets(
    reading: Reading, wanted: ColumnElement[bool]
) -> defaultdict[int, defaultdict[str, PoolSet]]:
    """All sets by assessment and rater; whose may be seen is for the caller to look at."""
    found: defaultdict[int, defaultdict[str, PoolSet]] = defaultdict(lambda: defaultdict(PoolSet))
    answer, fact, assessment = tables.answer, tables.fact_answer, tables.assessment
    columns = (
        answer.c.assessment_id,
        answer.c.rater,
        answer.c.item,
        answer.c.state,
        answer.c.level,
    )
    answers = (
        select(*columns, answer.c.reason)
        .join(assessment, assessment.c.id == answer.c.assessment_id)
        .where(wanted, answer.c.state != "unanswered", answer.c.confirmed)
    )
    for place, rater, item, state, level, reason in reading.connection.execute(answers).all():
        if state != "not_applicable" or reason.strip():
            found[place][rater].answers[item] = PoolAnswer(state, level)
    choices = (
        select(fact.c.assessment_id, fact.c.rater, fact.c.fact, fact.c.choice)
        .join(assessment, assessment.c.id == fact.c.assessment_id)
        .where(wanted, fact.c.choice.is_not(None))
    )
    for place, rater, asked, choice in reading.connection.execute(choices):
        found[place][rater].choices[asked] = choice
    return found
