"""One program on one scale from visit to visit, out of the pool that a person sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handover.due_calendar import named
from handover.pool import PoolVisit
from reporting.history import History, PastVisit
from scales.model import Scale
from scoring.change import Change, Rated, change_between
from scoring.trend import trend_of
from storage.programs import Program


@dataclass(frozen=True)
class ProgramHistory:
    """A history with the visits it is made of.

    Attributes:
        told: What is shown.
        visits: One for each of `told.visits`, in that order.
        waiting: Visits that are still being rated or settled, or planned: they are no result yet.
        unseen: Visits that are done, of whose ratings the person may see nothing yet, or at which
            nothing was rated.
    """

    told: History
    visits: tuple[PoolVisit, ...]
    waiting: tuple[PoolVisit, ...]
    unseen: tuple[PoolVisit, ...]


def program_history(program: Program, scale: Scale, pool: Sequence[PoolVisit]) -> ProgramHistory:
    """Lay out the visits of a program on a scale, the earliest first.

    Args:
        program: Which program.
        scale: Which scale.
        pool: What the person sees; visits to other programs and with other scales are passed over.
    """
    own = [v for v in pool if v.program.id == program.id and v.scale.id == scale.id]
    done = [v for v in own if not v.is_open]
    rated = [(v, v.rated) for v in done if v.has_ratings]
    pairs = [(visit, found) for visit, found in rated if found is not None]
    pairs.sort(key=lambda pair: pair[1].day)
    points = trend_of(scale, [found for _, found in pairs])
    past = [
        PastVisit(p, v.visit.kind, v.file_changed) for (v, _), p in zip(pairs, points, strict=True)
    ]
    return ProgramHistory(
        History(named(program), scale, tuple(past)),
        tuple(visit for visit, _ in pairs),
        tuple(v for v in own if v.is_open),
        tuple(v for v in done if not v.has_ratings),
    )


def change_of(scale: Scale, earlier: PoolVisit, later: PoolVisit) -> Change:
    """Work out what moved between two visits.

    Raises:
        ValueError: Of one of them nothing is to be seen.
    """
    return change_between(scale, _rated(earlier), _rated(later))


def _rated(visit: PoolVisit) -> Rated:
    if visit.rated is None:
        raise ValueError(f"nothing is to be seen of visit {visit.visit.id}")
    return visit.rated
