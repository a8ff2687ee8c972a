"""A pool of visits scored by one scale, all at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from handover.pool import PoolVisit
from scales.model import Scale
from scoring.ratings import Row, ratings_from_rows
from scoring.scores import Scores, score


@dataclass(frozen=True)
class ScoredPool:
    """Visits whose results can be set beside each other.

    Attributes:
        scale: Whose rules all are scored by.
        visits: In the order they were given.
        scores: One row a visit, in the order of `visits`.
        apart: Visits with this scale that cannot be set beside these: nothing of their ratings is
            to be seen yet, nothing is rated, or the scale file does not say how their version maps.
    """

    scale: Scale
    visits: tuple[PoolVisit, ...]
    rows: tuple[Row, ...]
    scores: Scores
    apart: tuple[PoolVisit, ...] = ()

    def take(self, places: Iterable[int]) -> ScoredPool:
        """Keep some of the visits, in the order given; those apart stay.

        Args:
            places: Places in `visits`, counted from 0.
        """
        kept = list(places)
        return ScoredPool(
            self.scale,
            tuple(self.visits[place] for place in kept),
            tuple(self.rows[place] for place in kept),
            self.scores.take(kept),
            self.apart,
        )

    @property
    def self_audits(self) -> int:
        """How many of the visits are self-audits."""
        return sum(visit.visit.kind == "self_audit" for visit in self.visits)

    @cached_property
    def left_out(self) -> frozenset[int]:
        """Programs of which every rated visit stands apart, as its version does not map."""
        there = {visit.program.id for visit in self.visits}
        return frozenset(v.program.id for v in self.apart if v.has_ratings) - there

    @cached_property
    def behind(self) -> frozenset[int]:
        """Programs of which a visit here is not the latest: that has a version that does not map.

        A visit of which nothing is rated, or may be seen yet, is no later word on a program.
        """
        last = {visit.program.id: _place(visit) for visit in self.latest().visits}
        return frozenset(
            visit.program.id
            for visit in self.apart
            if visit.has_ratings
            and visit.program.id in last
            and _place(visit) > last[visit.program.id]
        )

    def places(self, visits: Iterable[int]) -> list[int]:
        """Find where visits stand, in the order given.

        Args:
            visits: Their numbers.

        Raises:
            KeyError: One of them is not here.
        """
        standing = {visit.visit.id: place for place, visit in enumerate(self.visits)}
        return [standing[visit] for visit in visits]

    def latest(self) -> ScoredPool:
        """Keep the latest visit of each program, of one day the later in this order."""
        kept: dict[int, int] = {}
        for place, visit in enumerate(self.visits):
            known = kept.get(visit.program.id)
            if known is None or visit.visit.date >= self.visits[known].visit.date:
                kept[visit.program.id] = place
        return self.take(sorted(kept.values()))


def _place(visit: PoolVisit) -> tuple[dt.date, int]:
    return visit.visit.date, visit.visit.id


def score_pool(scale: Scale, visits: Sequence[PoolVisit]) -> ScoredPool:
    """Score those visits of a pool that were rated with a scale, or with a version that maps to it.

    Args:
        scale: The scale; visits with another one are left out.
        visits: The pool.
    """
    mine = [visit for visit in visits if visit.scale.id == scale.id]
    rows = [visit.comparable if visit.has_ratings else None for visit in mine]
    pairs = [(visit, row) for visit, row in zip(mine, rows, strict=True) if row is not None]
    rated = tuple(row for _, row in pairs)
    return ScoredPool(
        scale,
        tuple(visit for visit, _ in pairs),
        rated,
        score(scale, ratings_from_rows(scale, rated)),
        tuple(visit for visit, row in zip(mine, rows, strict=True) if row is None),
    )
