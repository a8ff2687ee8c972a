"""The middle and the spread of a pool, and where one program stands in it.

A pool holds only programs that the person sees one by one anyway, and only ratings that they may
see. So no choice of filters tells them a number of a program that they could not open: a pool less
one program is no way around anything. That fewer than five programs are hidden keeps a table that
is handed on from telling others what a single program was rated; whoever hands on two tables that
differ by one program tells it all the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from handover.due_calendar import named
from handover.pool import PoolVisit, leave_out_invented
from handover.scored_pool import ScoredPool
from reporting.benchmark_table import Marked
from scales.model import Verdict
from scoring.benchmark import Benchmarks, Pooled, benchmarks_of


@dataclass(frozen=True)
class PoolBenchmarks:
    """A pool and its benchmarks.

    Attributes:
        latest: The visits that count: of each program its latest in the pool.
    """

    found: Benchmarks
    latest: ScoredPool

    def marked(self, program_id: int) -> Marked | None:
        """What one program was rated at its visit that counts; None where it is not in the pool."""
        programs = [visit.program.id for visit in self.latest.visits]
        if program_id not in programs:
            return None
        place = programs.index(program_id)
        scores, visit = self.latest.scores, self.latest.visits[place]
        return Marked(
            named(visit.program),
            visit.visit.date,
            self.verdict(place),
            scores.total.value(place),
            {part: means.value(place) for part, means in scores.subscales.items()},
            _levels(visit),
        )

    def verdict(self, place: int) -> Verdict:
        """The verdict of one of the visits that count."""
        return self.latest.scores.verdicts[place]


def _levels(visit: PoolVisit) -> dict[str, Fraction]:
    row = visit.comparable
    rated = {item: level for item, level in row.levels.items() if level >= 0} if row else {}
    return {item: Fraction(int(level)) for item, level in rated.items()}


def pool_benchmarks(pool: ScoredPool) -> PoolBenchmarks:
    """Work out the benchmarks of a pool, each program by its latest visit in it.

    As soon as one of the programs is real, the invented ones are left out.
    """
    kept = without_invented(pool)
    visits = zip(kept.visits, kept.rows, strict=True)
    pooled = [Pooled(visit.program.id, visit.visit.date, row) for visit, row in visits]
    left_out = {visit.program.id for visit in pool.visits} - {each.program for each in pooled}
    found = replace(
        benchmarks_of(pool.scale, pooled),
        invented=any(visit.program.invented for visit in kept.visits),
        left_out=len(left_out),
    )
    return PoolBenchmarks(found, kept.latest())


def without_invented(pool: ScoredPool) -> ScoredPool:
    """Leave visits to invented programs out of a pool, if any of its visits is to a real one."""
    kept = {visit.visit.id for visit in leave_out_invented(pool.visits)}
    return pool.take(place for place, v in enumerate(pool.visits) if v.visit.id in kept)
