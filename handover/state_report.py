"""Gather what a report over many programs says, from what one person may see."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from handover.due_calendar import named
from handover.due_list import due_lines
from handover.due_programs import by_program, count_states
from handover.pool import PoolVisit, alone_sets, load_pool, pool_chance
from handover.pool_filter import PoolFilter, filter_words
from handover.scored_pool import ScoredPool, score_pool
from handover.state_plans import action_facts
from handover.year_before import visit_a_year_before
from reporting.report import KINDS
from reporting.state.facts import ProgramFact, RatedProgram, StateFacts, StateScale, YearBefore
from scales.catalog import Catalog
from scales.model import Scale
from scoring.agreement import AgreementAcross, agree_many
from scoring.change import change_between
from storage.acting import Acting
from storage.pool_plans import list_plans
from storage.programs import Program, list_programs

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class StateRequest:
    """Which programs and scales a report is over.

    Attributes:
        chosen: Which programs; its years and kinds of visits hold for the latest visit too.
        scale_ids: Only these; all that were rated unless told.
    """

    chosen: PoolFilter = field(default_factory=PoolFilter)
    scale_ids: Collection[str] | None = None


def gather_state(
    acting: Acting,
    catalog: Catalog,
    today: dt.date,
    request: StateRequest | None = None,
    progress: Progress | None = None,
    pool: Sequence[PoolVisit] | None = None,
) -> StateFacts:
    """Gather the facts of a report over many programs.

    Args:
        acting: Who asks; archived programs are left out.
        catalog: The scales.
        today: The day of the report; what was visited or planned later does not count. How far
            actions are is as it is stored.
        request: Which programs and scales; all unless told.
        progress: Is told how much is done, of how much.
        pool: All visits that the person sees, where they are loaded already.
    """
    request = request or StateRequest()
    everything = load_pool(acting, catalog) if pool is None else pool
    programs = sorted(
        filter(request.chosen.keeps_program, list_programs(acting)),
        key=lambda program: (program.name.casefold(), program.id),
    )
    facts = {program.id: program_fact(program) for program in programs}
    rated = {each.scale.id for each in everything if each.program.id in facts}
    scales = [e.scale for e in catalog.entries if e.scale.id in rated]
    if request.scale_ids is not None:
        scales = [scale for scale in scales if scale.id in request.scale_ids]
    steps = _Steps(progress, len(scales) * (len(programs) + 1) + 1)
    found = [_scale(scale, everything, facts, request.chosen, today, steps) for scale in scales]
    actions = action_facts(list_plans(acting, list(facts)) if facts else (), facts, today)
    steps.done()
    due = by_program(due_lines(programs, everything, today))
    return StateFacts(
        made_on=today,
        made_for=acting.person.name,
        looked_at=filter_words(request.chosen),
        programs=tuple(facts.values()),
        invented=sum(program.invented for program in programs),
        due=count_states(due),
        scales=tuple(each for each in found if each.rated or each.left_out),
        actions=actions,
        without_plan=len(facts) - len({action.program.id for action in actions}),
    )


def program_fact(program: Program) -> ProgramFact:
    """A program as it stands in the lists of a report."""
    return ProgramFact(
        program.id,
        named(program),
        program.agency.strip(),
        program.region.strip(),
        program.setting.strip(),
        ", ".join(program.levels_of_care),
    )


class _Steps:
    """Counts what is done."""

    def __init__(self, progress: Progress | None, of: int) -> None:
        self._progress, self._of, self._done = progress, of, 0

    def done(self, steps: int = 1) -> None:
        self._done += steps
        if self._progress:
            self._progress(self._done, self._of)


def _scale(
    scale: Scale,
    everything: Sequence[PoolVisit],
    programs: dict[int, ProgramFact],
    chosen: PoolFilter,
    today: dt.date,
    steps: _Steps,
) -> StateScale:
    mine = [each for each in everything if each.scale.id == scale.id]
    finished = [
        each
        for each in mine
        if each.program.id in programs and chosen.keeps(each) and each.visit.date <= today
    ]
    pool = score_pool(scale, finished)
    latest = _by_name(pool.latest(), programs)
    # A year before, the kind and the year of the visit are others than those that were chosen.
    before: defaultdict[int, list[PoolVisit]] = defaultdict(list)
    for each in mine:
        if each.program.id in programs and each.has_ratings and not each.is_open:
            before[each.program.id].append(each)
    rated = []
    for visit in latest.visits:
        rated.append(_rated(scale, visit, before[visit.program.id], programs))
        steps.done()
    steps.done(len(programs) - len(rated))
    agreement, days = _agreement(scale, finished)
    steps.done()
    return StateScale(
        scale,
        tuple(rated),
        latest.scores,
        len(pool.left_out),
        len(pool.behind),
        pool_chance(scale, [each for each in mine if each.visit.date <= today]),
        agreement,
        min(days, default=None),
        max(days, default=None),
        sum(visit.file_changed for visit in latest.visits),
    )


def _by_name(pool: ScoredPool, programs: dict[int, ProgramFact]) -> ScoredPool:
    order = {number: place for place, number in enumerate(programs)}
    places = range(len(pool.visits))
    return pool.take(sorted(places, key=lambda place: order[pool.visits[place].program.id]))


def _rated(
    scale: Scale,
    latest: PoolVisit,
    visits: Iterable[PoolVisit],
    programs: dict[int, ProgramFact],
) -> RatedProgram:
    earlier = visit_a_year_before(latest, visits)
    before = None
    if earlier is not None and earlier.rated is not None and latest.rated is not None:
        change = change_between(scale, earlier.rated, latest.rated)
        before = YearBefore(earlier.visit.date, KINDS[earlier.visit.kind], change)
    return RatedProgram(
        programs[latest.program.id],
        latest.visit.date,
        KINDS[latest.visit.kind],
        latest.version,
        before,
    )


def _agreement(
    scale: Scale, visits: Iterable[PoolVisit]
) -> tuple[AgreementAcross | None, list[dt.date]]:
    """Compare raters over visits, numbered by visit: who they are says nothing here."""
    double, days = [], []
    for each in visits:
        sets = alone_sets(scale, each)
        if len(sets) > 1:
            double.append({f"Rater {k}": row for k, row in enumerate(sets.values(), start=1)})
            days.append(each.visit.date)
    return (agree_many(scale, double) if double else None), days
