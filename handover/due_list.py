"""Which programs are due, overdue or in progress, by the rule of each scale."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from handover.pool import PoolVisit, load_pool
from reporting.due_words import STATES
from scales.catalog import Catalog
from scales.model import Scale, Verdict
from scoring.due import AHEAD, Due, Seen, find_due, has_reached
from scoring.ratings import Row, ratings_from_rows
from scoring.scores import score
from storage.acting import Acting
from storage.programs import Program, list_programs

_FIRST = tuple(STATES)


@dataclass(frozen=True)
class DueLine:
    """How a program stands to a scale's rule.

    Attributes:
        scale: None where the program was never visited, so that no scale is chosen for it yet.
    """

    program: Program
    scale: Scale | None
    due: Due


def list_due(
    acting: Acting, catalog: Catalog, today: dt.date, ahead: int = AHEAD
) -> tuple[DueLine, ...]:
    """List every program that the person sees, by scale; what asks for something comes first.

    A scale counts for a program once a visit with it was begun. Archived programs are left out.

    Args:
        acting: Who asks.
        catalog: The scales with their rules; those without a rule are left out.
        today: The day from which to look.
        ahead: How many days before its day a visit is called due.
    """
    return due_lines(list_programs(acting), load_pool(acting, catalog), today, ahead)


def due_lines(
    programs: Iterable[Program], pool: Iterable[PoolVisit], today: dt.date, ahead: int = AHEAD
) -> tuple[DueLine, ...]:
    """List programs of which the visits are loaded already, as `list_due` does.

    Args:
        programs: All that are to be listed.
        pool: All visits to them, whatever the scale.
        today: The day from which to look.
        ahead: How many days before its day a visit is called due.
    """
    listed = {program.id: program for program in programs}
    visits: defaultdict[tuple[int, str], list[PoolVisit]] = defaultdict(list)
    for each in pool:
        if each.program.id in listed:
            visits[each.program.id, each.scale.id].append(each)
    visited = {program for program, _scale in visits}
    lines = [
        DueLine(program, None, Due("never_rated", None, None, None))
        for program in listed.values()
        if program.id not in visited
    ]
    for pooled, due in zip(visits.values(), find_dues(visits.values(), today, ahead), strict=True):
        if due is not None:
            lines.append(DueLine(pooled[0].program, pooled[0].scale, due))
    return tuple(sorted(lines, key=_place))


def who_reached(
    acting: Acting, catalog: Catalog, program_ids: Collection[int], on: dt.date
) -> set[tuple[int, str]]:
    """Tell by program and scale who has reached the verdict that the scale's rule names.

    Args:
        acting: Who asks.
        catalog: The scales with their rules; only those whose rule names a verdict are looked at.
        program_ids: The programs.
        on: What was rated later does not count.

    Raises:
        NotFound: One of them does not exist, or the acting person may not see it.
    """
    scales = [entry.scale for entry in catalog.entries]
    asking = [scale.id for scale in scales if scale.reassess and scale.reassess.until]
    latest = {
        (each.program.id, each.scale.id): each
        for each in load_pool(acting, catalog, asking, program_ids)
        if each.has_ratings and each.visit.date <= on
    }
    places = dict(enumerate(latest))
    verdicts = _verdicts({number: latest[place] for number, place in places.items()})
    return {
        places[number]
        for number, verdict in verdicts.items()
        if has_reached(latest[places[number]].scale, verdict)
    }


def find_dues(
    groups: Iterable[Sequence[PoolVisit]], today: dt.date, ahead: int = AHEAD
) -> list[Due | None]:
    """Say how programs stand to the rules of scales; None where a scale has none.

    Args:
        groups: Each all visits to one program with one scale, at least one.
        today: The day from which to look.
        ahead: How many days before its day a visit is called due.
    """
    pooled = [list(group) for group in groups]
    seen = [[Seen(v.visit.date, v.has_ratings, _is_open(v)) for v in group] for group in pooled]
    found = [_find(group, visits, today, ahead) for group, visits in zip(pooled, seen, strict=True)]
    # A rule may ask for the latest verdict, and for no other: only those are worked out.
    latest = [
        next((k for k, visit in enumerate(visits) if due and visit is due.last), None)
        for due, visits in zip(found, seen, strict=True)
    ]
    verdicts = _verdicts(
        {n: pooled[n][place] for n, place in enumerate(latest) if place is not None}
    )
    for number, verdict in verdicts.items():
        place = latest[number]
        if place is not None:
            seen[number][place] = replace(seen[number][place], verdict=verdict)
            found[number] = _find(pooled[number], seen[number], today, ahead)
    return found


def _is_open(visit: PoolVisit) -> bool:
    """Whether a visit is in progress for this person: its report may be drafted out of sight."""
    drafted = visit.visit.status == "draft_report" and not visit.shown
    return visit.is_open or drafted


def _find(
    group: Sequence[PoolVisit], seen: Sequence[Seen], today: dt.date, ahead: int
) -> Due | None:
    return find_due(group[0].scale, seen, today, ahead)


def _verdicts(visits: Mapping[int, PoolVisit]) -> dict[int, Verdict]:
    """Score the visits of each scale at once; what its version cannot score is left out."""
    by_scale: defaultdict[str, dict[int, Row]] = defaultdict(dict)
    scales: dict[str, Scale] = {}
    for number, visit in visits.items():
        if (row := visit.comparable) is not None:
            by_scale[visit.scale.id][number] = row
            scales[visit.scale.id] = visit.scale
    found: dict[int, Verdict] = {}
    for scale_id, rows in by_scale.items():
        scale = scales[scale_id]
        scores = score(scale, ratings_from_rows(scale, list(rows.values())))
        found |= dict(zip(rows, scores.verdicts, strict=True))
    return found


def _place(line: DueLine) -> tuple[int, dt.date, str, int, str]:
    scale = line.scale.id if line.scale else ""
    day = line.due.on or line.due.begun or dt.date.max
    return _FIRST.index(line.due.state), day, line.program.name, line.program.id, scale
