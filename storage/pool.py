"""The ratings of many visits at once, each set only where the acting person may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, func, literal, select

from storage import tables
from storage.access import may_read, survey, visits_seen
from storage.acting import Acting, Reading
from storage.answers import State
from storage.assessments import Assessment
from storage.rated_scales import check_seen, shown_set, teams_of
from storage.records import fetch_records
from storage.team import CONSENSUS, Member
from storage.visit_record import Visit

# Characters that part records and fields; no item that a scale names holds one.
_NEXT, _OF = "\x1e", "\x1f"


class PoolAnswer(NamedTuple):
    """What was answered to an item; the level is None unless it is rated."""

    state: State
    level: int | None


@dataclass
class PoolSet:
    """One rater's set: what asks nothing more of them, and their choices.

    Attributes:
        joined: Items with a level or not enough information, as the database joined them; taken
            apart only when somebody looks, for most sets of a large pool never are.
        not_applicable: Items called so with a reason.
        choices: By fact.
    """

    joined: str = ""
    not_applicable: list[str] = field(default_factory=list)
    choices: dict[str, str] = field(default_factory=dict)

    @cached_property
    def answers(self) -> dict[str, PoolAnswer]:
        """By item. Copies nobody confirmed and items called not applicable without a reason are
        absent, as those never touched are."""
        parts = (one.partition(_OF) for one in self.joined.split(_NEXT) if one)
        answers = {item: _answer(given) for item, _, given in parts}
        return answers | dict.fromkeys(self.not_applicable, PoolAnswer("not_applicable", None))


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
    visit_ids: Collection[int] | None = None,
) -> tuple[PooledScale, ...]:
    """Fetch what was rated at all visits that the acting person sees, in a few queries.

    Args:
        acting: Who asks.
        scale_ids: Only these scales; all unless told.
        program_ids: Only visits to these programs; to all unless told.
        visit_ids: Only those of these visits that there are and the person sees.

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
        if visit_ids is not None:
            seen = and_(seen, visit.c.id.in_(visit_ids))
        query = select(visit).where(seen).order_by(visit.c.date, visit.c.id)
        visits = fetch_records(reading.connection, query, visit, Visit)
        wanted = assessment.c.visit_id.in_(select(visit.c.id).where(seen))
        if scale_ids is not None:
            wanted = and_(wanted, assessment.c.scale_id.in_(scale_ids))
        places = _assessments(reading, wanted)
        sets = _sets(reading, wanted)
        teams = teams_of(reading, [each.id for each in visits])
        return tuple(_pooled(survey(reading), visits, teams, places, sets))


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
    for each in fetch_records(reading.connection, query, tables.assessment, Assessment):
        found[each.visit_id].append(each)
    return dict(found)


def _sets(
    reading: Reading, wanted: ColumnElement[bool]
) -> defaultdict[int, defaultdict[str, PoolSet]]:
    """All sets by assessment and rater; whose may be seen is for the caller to look at."""
    found: defaultdict[int, defaultdict[str, PoolSet]] = defaultdict(lambda: defaultdict(PoolSet))
    for place, rater, joined in reading.connection.execute(_joined_answers(wanted)).all():
        found[place][rater].joined = joined
    for place, rater, item, reason in reading.connection.execute(_called_not_applicable(wanted)):
        if reason.strip():
            found[place][rater].not_applicable.append(item)
    fact, assessment = tables.fact_answer, tables.assessment
    choices = (
        select(fact.c.assessment_id, fact.c.rater, fact.c.fact, fact.c.choice)
        .join(assessment, assessment.c.id == fact.c.assessment_id)
        .where(wanted, fact.c.choice.is_not(None))
    )
    for place, rater, asked, choice in reading.connection.execute(choices):
        found[place][rater].choices[asked] = choice
    return found


def _joined_answers(wanted: ColumnElement[bool]) -> Select:
    """One row a set, its answers joined into a text: a row an answer takes many times as long."""
    answer = tables.answer
    given = case((answer.c.state == "rated", cast(answer.c.level, Text)), else_=answer.c.state)
    joined = func.aggregate_strings(answer.c.item + literal(_OF) + given, _NEXT)
    return (
        _answers(wanted)
        .with_only_columns(answer.c.assessment_id, answer.c.rater, joined)
        .where(answer.c.state != "not_applicable", ~answer.c.item.contains(_NEXT))
        .group_by(answer.c.assessment_id, answer.c.rater)
    )


def _called_not_applicable(wanted: ColumnElement[bool]) -> Select:
    """Few, and each with its reason: what counts as blank is told in Python alone."""
    return _answers(wanted).where(tables.answer.c.state == "not_applicable")


def _answers(wanted: ColumnElement[bool]) -> Select:
    answer, assessment = tables.answer, tables.assessment
    return (
        select(answer.c.assessment_id, answer.c.rater, answer.c.item, answer.c.reason)
        .join(assessment, assessment.c.id == answer.c.assessment_id)
        .where(wanted, answer.c.state != "unanswered", answer.c.confirmed)
    )


@cache
def _answer(given: str) -> PoolAnswer:
    """Read a level, or the name of a state. Few different ones occur."""
    if given == "not_enough_information":
        return PoolAnswer(given, None)
    return PoolAnswer("rated", int(given))
