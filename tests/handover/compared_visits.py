"""Visits as they come out of the pool, made up for one test, without a database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from handover.pool import PoolVisit
from handover.scored_pool import ScoredPool, score_pool
from scales.model import Scale
from scoring.ratings import Row
from storage.programs import Program
from storage.visit_record import Kind, Visit
from tests.shipped_scales import shipped_scales

MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
GOI = shipped_scales().get("goi").scale


def pooled(
    number: int,
    levels: Mapping[str, int] | None,
    *,
    program: int = 0,
    name: str = "",
    day: str = "2026-03-01",
    kind: Kind = "site_visit",
    region: str = "",
    version: str = "",
    scale: Scale = GOI,
    sets: Mapping[str, Mapping[str, int]] | None = None,
    raters: tuple[str, ...] = ("A",),
    invented: bool = False,
) -> PoolVisit:
    """One finished visit; `levels` is its result, None where nothing of it is to be seen."""
    program = program or number
    rows = {rater: Row(rater, given, {}) for rater, given in (sets or {}).items()}
    if levels is not None:
        rows["result"] = Row("result", levels, {})
    return PoolVisit(
        Program(
            id=program,
            name=name or f"Program {program}",
            agency="",
            setting="",
            levels_of_care=(),
            region=region,
            caseload=None,
            populations=(),
            archived=False,
            created_at=MOMENT,
            revision=1,
            invented=invented,
        ),
        Visit(
            id=number,
            program_id=program,
            date=dt.date.fromisoformat(day),
            kind=kind,
            status="final",
            edition=1,
            created_at=MOMENT,
            note="",
            purged_at=None,
            revision=1,
        ),
        scale,
        version or scale.version,
        "a" * 64,
        raters,
        rows,
        "result" if levels is not None else "",
    )


def pool_of(*visits: PoolVisit) -> ScoredPool:
    """Score visits of one scale."""
    return score_pool(visits[0].scale, visits)


def all_at(level: int, scale: Scale = GOI, **others: int) -> dict[str, int]:
    """Every item at one level, but for some."""
    return dict.fromkeys(scale.item_ids, level) | others
