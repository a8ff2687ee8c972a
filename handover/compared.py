"""What is compared, drawn from the pool: visits in a line, two visits, raters, reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from handover.due_calendar import named
from handover.pool import PoolVisit
from handover.pool_filter import PoolFilter
from handover.scored_pool import ScoredPool
from reporting.compare.apart_words import WhyApart
from scoring.change import Change, Rated, change_between
from scoring.compare.lineup import ComparedVisit, Lineup
from scoring.ratings import Row
from scoring.versions import may_compare_scores, restated
from storage.team import CONSENSUS


@dataclass(frozen=True)
class Apart:
    """A visit that cannot be set beside the others, and why.

    Attributes:
        why: not_open: nothing of its ratings may be seen yet; not_rated: no item has a level;
            version: the scale file does not say how its version maps, or that scores compare.
    """

    visit: PoolVisit
    why: WhyApart


@dataclass(frozen=True)
class TwoVisits:
    """Two visits beside each other.

    Attributes:
        places: Where they stand in the pool, in the order of the change.
        one_program: Whether they are of one program, so that there is a change to speak of.
    """

    change: Change
    places: tuple[int, int]
    one_program: bool


def line_up(pool: ScoredPool) -> Lineup:
    """Set the visits of a pool in a line, in its order."""
    return Lineup(compared_visits(pool.visits), pool.scores)


def compared_visits(visits: Sequence[PoolVisit]) -> tuple[ComparedVisit, ...]:
    """Name visits so that no two are called the same."""
    return tuple(
        ComparedVisit(
            each.visit.id,
            each.program.id,
            named(each.program),
            label,
            each.program.region.strip(),
            each.visit.date,
            each.visit.kind,
            each.version,
            each.program.name,
            each.program.invented,
            each.file_changed,
        )
        for each, label in zip(visits, _labels(visits), strict=True)
    )


def filtered(pool: ScoredPool, chosen: PoolFilter) -> ScoredPool:
    """Keep what a filter lets through, among the visits that stand apart too."""
    kept = pool.take(place for place, visit in enumerate(pool.visits) if chosen.keeps(visit))
    return replace(kept, apart=tuple(visit for visit in pool.apart if chosen.keeps(visit)))


def why_apart(pool: ScoredPool) -> tuple[Apart, ...]:
    """Say of each visit that stands apart why it does."""
    return tuple(Apart(visit, _why(pool, visit)) for visit in pool.apart)


def rater_rows(visit: PoolVisit) -> Mapping[str, Row]:
    """What each rater gave alone, by the ids of the scale; only sets that the person may see."""
    if not may_compare_scores(visit.scale, visit.version):
        return {}
    return {
        rater: restated(visit.scale, visit.version, visit.rows[rater])
        for rater in visit.raters
        if rater in visit.rows and rater != CONSENSUS
    }


def rated_by_several(pool: ScoredPool) -> tuple[int, ...]:
    """Places of the visits of which the person sees two raters' sets or more, the latest first."""
    double = [place for place, visit in enumerate(pool.visits) if len(_open_raters(visit)) > 1]
    return tuple(reversed(double))


def two_visits(pool: ScoredPool, one: int, other: int) -> TwoVisits:
    """Set two visits beside each other; of one program the earlier first.

    Args:
        pool: What they are of.
        one, other: Their places in `pool.visits`.
    """
    first, second = pool.visits[one], pool.visits[other]
    alike = first.program.id == second.program.id
    if alike and (second.visit.date, second.visit.id) < (first.visit.date, first.visit.id):
        return two_visits(pool, other, one)
    rated = [_rated(visit) for visit in (first, second)]
    return TwoVisits(change_between(pool.scale, *rated), (one, other), alike)


def latest_two(pool: ScoredPool) -> tuple[int, int]:
    """Places of two visits to begin with: the last two of the program that was visited last.

    Where no program has two, the last two of all.

    Raises:
        IndexError: There are fewer than two visits.
    """
    places = sorted(range(len(pool.visits)), key=lambda k: pool.visits[k].visit.date)
    of = [pool.visits[place].program.id for place in places]
    often = Counter(of)
    program = next((each for each in reversed(of) if often[each] > 1), None)
    own = [place for place, each in zip(places, of, strict=True) if program in (None, each)]
    return own[-2], own[-1]


def ends_of(pool: ScoredPool) -> tuple[int, ...]:
    """Places of two latest visits to begin with: that of the highest total, and of the lowest."""
    total = pool.scores.total
    latest: dict[int, int] = {}
    for place, visit in enumerate(pool.visits):
        known = latest.get(visit.program.id)
        if known is None or visit.visit.date >= pool.visits[known].visit.date:
            latest[visit.program.id] = place
    values = [(total.value(place), place) for place in latest.values()]
    formed = [(value, place) for value, place in values if value is not None]
    if len(formed) < 2:
        return tuple(latest.values())[:2]
    return max(formed)[1], min(formed)[1]


def _rated(visit: PoolVisit) -> Rated:
    if visit.rated is None:
        raise ValueError(f"Nothing of visit {visit.visit.id} is to be seen.")
    return visit.rated


def _open_raters(visit: PoolVisit) -> list[str]:
    return [rater for rater in visit.raters if rater in visit.rows and visit.rows[rater].levels]


def _why(pool: ScoredPool, visit: PoolVisit) -> WhyApart:
    if not visit.shown:
        return "not_open"
    mapped = may_compare_scores(pool.scale, visit.version)
    return "version" if visit.has_ratings and not mapped else "not_rated"


def _labels(visits: Sequence[PoolVisit]) -> list[str]:
    names = [named(each.program) for each in visits]
    often = Counter(names)
    dated = [
        f"{name}, {each.visit.date.isoformat()}" if often[name] > 1 else name
        for name, each in zip(names, visits, strict=True)
    ]
    again = Counter(dated)
    return [
        f"{label} (visit {each.visit.id})" if again[label] > 1 else label
        for label, each in zip(dated, visits, strict=True)
    ]
