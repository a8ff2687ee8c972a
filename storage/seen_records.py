"""All that a person may see of many programs, in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Table, select

from storage import tables
from storage.access import (
    is_blind,
    is_insider,
    may_read,
    official_set,
    programs_seen,
    sees_results,
    survey,
    visits_seen,
)
from storage.acting import Acting, Reading
from storage.answers import Answer
from storage.assessments import Assessment
from storage.corrections import Correction
from storage.facts import FactAnswer
from storage.own_targets import OwnTarget
from storage.plans import PlanAction
from storage.problem import NotFound
from storage.programs import Program
from storage.signing import Signature
from storage.team import Member
from storage.visit_record import Visit

SetKey = tuple[int, str]
"""An assessment and a rater: whose answers to which scale at which visit."""


@dataclass(frozen=True)
class SeenVisit:
    """A visit with what a person may see of it.

    Attributes:
        team: Without the moments of handing in, for who may not know them.
        official: Whose answers are the result; empty while that is not settled.
        answers, facts: The sets that the person may read, by item and by fact.
        targets, actions, corrections: None at all where the person may not see yet what was found.
        signatures: The latest edition first, without the content that was signed.
    """

    program: Program
    visit: Visit
    team: tuple[Member, ...]
    assessments: tuple[Assessment, ...]
    official: str
    answers: Mapping[SetKey, Mapping[str, Answer]]
    facts: Mapping[SetKey, Mapping[str, FactAnswer]]
    targets: tuple[OwnTarget, ...]
    actions: tuple[PlanAction, ...]
    corrections: tuple[Correction, ...]
    signatures: tuple[Signature, ...]


@dataclass(frozen=True)
class Seen:
    """Programs, by id, and their visits, by id."""

    programs: tuple[Program, ...]
    visits: tuple[SeenVisit, ...]


def read_seen(acting: Acting, program_ids: Collection[int] | None = None) -> Seen:
    """Read all that a person may see of some programs, as of one moment.

    The number of queries does not grow with programs or visits.

    Args:
        acting: Who reads.
        program_ids: Which programs; None for all that the person sees, archived ones too.

    Raises:
        NotFound: One of them does not exist, or the acting person may not see it.
    """
    with acting.read() as reading:
        programs = _programs(reading, program_ids)
        hidden = set(program_ids or ()) - set(programs)
        if hidden:
            raise NotFound("program", min(hidden))
        return Seen(tuple(programs.values()), tuple(_visits(reading, programs, program_ids)))


def _programs(reading: Reading, wanted: Collection[int] | None) -> dict[int, Program]:
    table = tables.program
    query = select(table).where(programs_seen(reading)).order_by(table.c.id)
    if wanted is not None:
        query = query.where(table.c.id.in_(wanted))
    return {row.id: Program(**row._mapping) for row in reading.connection.execute(query)}


def _visits(
    reading: Reading, programs: Mapping[int, Program], wanted: Collection[int] | None
) -> Iterable[SeenVisit]:
    rows = _Rows(reading, wanted)
    visits = rows.visits()
    teams = rows.by_visit(tables.team_member, Member)
    once = survey(reading)
    sights = {v.id: _Sight(once, v, tuple(teams[v.id])) for v in visits}
    assessments = rows.by_visit(tables.assessment, Assessment)
    visit_of = {a.id: a.visit_id for each in assessments.values() for a in each}

    def readable(assessment_id: int, rater: str) -> bool:
        return sights[visit_of[assessment_id]].reads(rater)

    answers = rows.sets(tables.answer, Answer, "item", readable)
    facts = rows.sets(tables.fact_answer, FactAnswer, "fact", readable)
    targets = rows.own_targets()
    actions = rows.by_visit(tables.plan_action, PlanAction, "position")
    corrections = rows.by_visit(tables.correction, Correction)
    signatures = rows.by_visit(tables.signature, _without_content, "edition")
    for visit in visits:
        sight, own = sights[visit.id], assessments[visit.id]
        yield SeenVisit(
            programs[visit.program_id],
            visit,
            sight.team,
            tuple(own),
            official_set(visit, sight.team),
            {key: found for a in own for key, found in answers[a.id].items()},
            {key: found for a in own for key, found in facts[a.id].items()},
            tuple(t for a in own for t in targets[a.id]) if sight.results else (),
            tuple(actions[visit.id] if sight.results else ()),
            tuple(corrections[visit.id] if sight.results else ()),
            tuple(() if sight.blind else reversed(signatures[visit.id])),
        )


class _Rows:
    """Rows of visits, table by table."""

    def __init__(self, reading: Reading, programs: Collection[int] | None) -> None:
        visit, assessment = tables.visit, tables.assessment
        self._reading = reading
        self._visits = select(visit.c.id).where(visits_seen(reading))
        if programs is not None:
            self._visits = self._visits.where(visit.c.program_id.in_(programs))
        self._assessments = select(assessment.c.id).where(assessment.c.visit_id.in_(self._visits))

    def visits(self) -> list[Visit]:
        """The visits themselves, by id."""
        table = tables.visit
        query = select(table).where(table.c.id.in_(self._visits)).order_by(table.c.id)
        return [Visit(**row._mapping) for row in self._reading.connection.execute(query)]

    def by_visit(
        self, table: Table, record: Callable[..., Any], order: str = "id"
    ) -> defaultdict[int, list[Any]]:
        """Records by visit, in an order."""
        # What was signed holds the sets of all raters: nothing that is sealed is read here.
        wanted = [column for column in table.columns if not column.info.get("sealed")]
        query = select(*wanted).where(table.c.visit_id.in_(self._visits)).order_by(table.c[order])
        found: defaultdict[int, list[Any]] = defaultdict(list)
        for row in self._reading.connection.execute(query):
            found[row.visit_id].append(record(**row._mapping))
        return found

    def own_targets(self) -> defaultdict[int, list[OwnTarget]]:
        """Targets of their own that are set, by assessment."""
        table = tables.own_target
        query = select(table).where(table.c.assessment_id.in_(self._assessments))
        wanted = query.where(table.c.hundredths.is_not(None)).order_by(*table.primary_key)
        found: defaultdict[int, list[OwnTarget]] = defaultdict(list)
        for row in self._reading.connection.execute(wanted):
            found[row.assessment_id].append(OwnTarget(**row._mapping))
        return found

    def sets(
        self,
        table: Table,
        record: Callable[..., Any],
        name: str,
        readable: Callable[[int, str], bool],
    ) -> defaultdict[int, dict[SetKey, dict[str, Any]]]:
        """Sets of answers or facts by assessment; one that may not be read is left out."""
        query = select(table).where(table.c.assessment_id.in_(self._assessments))
        ordered = query.order_by(table.c.assessment_id, table.c.rater, table.c[name])
        found: defaultdict[int, dict[SetKey, dict[str, Any]]] = defaultdict(dict)
        for row in self._reading.connection.execute(ordered):
            key = (row.assessment_id, row.rater)
            if readable(*key):
                one = record(**row._mapping)
                found[row.assessment_id].setdefault(key, {})[getattr(one, name)] = one
        return found


class _Sight:
    """What the person may see of one visit."""

    def __init__(self, reading: Reading, visit: Visit, team: tuple[Member, ...]) -> None:
        self._reads = cache(lambda rater: may_read(reading, visit, team, rater))
        self.blind = is_blind(visit, team)
        self.results = not self.blind and sees_results(reading, visit, team)
        # Who has handed in is known to those who judge.
        known = is_insider(reading, visit, team)
        self.team = team if known else tuple(replace(m, submitted_at=None) for m in team)

    def reads(self, rater: str) -> bool:
        """Whether they may read this rater's set."""
        return self._reads(rater)


def _without_content(**values: Any) -> Signature:
    return Signature(**values, content="")
