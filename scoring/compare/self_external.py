"""How a program rates itself against how others rate it, where both were done near each other.

Self-ratings tend to run high. Each program counts once, so that one that was visited often does not
weigh more, and only items that both rated are compared, so that an item left out moves nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from scales.model import Scale
from scoring.compare.lineup import ComparedVisit, Lineup
from scoring.due import add_months
from scoring.ratings import Ratings
from scoring.scores import score
from scoring.states import State

BY_SELF, BY_OTHERS = "self_audit", "site_visit"


@dataclass(frozen=True)
class ItemPair:
    """One item as both rated it: levels, or a `State`."""

    item: str
    by_self: int
    by_others: int

    @property
    def difference(self) -> int | None:
        """Levels that the self-rating is higher (or lower, below zero); None unless both rated."""
        rated = self.by_self >= 0 and self.by_others >= 0
        return self.by_self - self.by_others if rated else None


@dataclass(frozen=True)
class SelfExternal:
    """A program's self-audit beside a site visit.

    Attributes:
        items: In the order of the scale.
        total_self, total_others: The totals over the items that both rated; None where too few.
    """

    by_self: ComparedVisit
    by_others: ComparedVisit
    items: tuple[ItemPair, ...]
    total_self: Fraction | None
    total_others: Fraction | None

    @property
    def difference(self) -> Fraction | None:
        """How far the self-audit's total is above the site visit's."""
        if self.total_self is None or self.total_others is None:
            return None
        return self.total_self - self.total_others

    @property
    def days(self) -> int:
        """Days from the self-audit to the site visit; below zero where it came after."""
        return (self.by_others.day - self.by_self.day).days

    @property
    def steps(self) -> tuple[int, ...]:
        """The differences of the items that both rated."""
        return tuple(d for each in self.items if (d := each.difference) is not None)


@dataclass(frozen=True)
class Differences:
    """Differences, self less external, over several programs.

    Attributes:
        n: Programs that have such a difference.
        total: Their sum.
        higher, lower: In how many the self-rating is higher, and lower.
        self_total, others_total: The sums of what is compared.
    """

    n: int
    total: Fraction
    higher: int
    lower: int
    self_total: Fraction
    others_total: Fraction

    @property
    def same(self) -> int:
        """In how many both are alike."""
        return self.n - self.higher - self.lower

    @property
    def mean(self) -> Fraction | None:
        """The mean difference; None where there is none."""
        return self.total / self.n if self.n else None

    @property
    def self_mean(self) -> Fraction | None:
        """The mean self-rating."""
        return self.self_total / self.n if self.n else None

    @property
    def others_mean(self) -> Fraction | None:
        """The mean of the others' rating."""
        return self.others_total / self.n if self.n else None


@dataclass(frozen=True)
class SelfExternalPool:
    """All programs that have both near each other.

    Attributes:
        months: How far apart both may be.
        pairs: In the order of the lineup's site visits.
        total: Over the totals.
        items: By item id, in the order of the scale.
        alone: Programs that have one or both, but none near the other.
    """

    scale: Scale
    months: int
    pairs: tuple[SelfExternal, ...]
    total: Differences
    items: dict[str, Differences]
    alone: int


def self_external(lineup: Lineup, months: int) -> SelfExternalPool:
    """Set each program's latest site visit that has a self-audit near it beside that self-audit.

    Of several self-audits the nearest is taken, of two equally near the earlier one: it was made
    before the visit could teach anything.

    Args:
        lineup: Visits of any kind and number; those of other kinds are passed over.
        months: How many whole months may lie between the two.
    """
    places = find_pairs(lineup.visits, months)
    scale = lineup.scale
    one = lineup.levels[[mine for mine, _ in places]]
    other = lineup.levels[[theirs for _, theirs in places]]
    both = (one >= 0) & (other >= 0)
    totals = [_totals(scale, np.where(both, each, State.NOT_RATED)) for each in (one, other)]
    pairs = tuple(
        SelfExternal(
            lineup.visits[mine],
            lineup.visits[theirs],
            _item_pairs(scale, one[row], other[row]),
            totals[0][row],
            totals[1][row],
        )
        for row, (mine, theirs) in enumerate(places)
    )
    kinds = (BY_SELF, BY_OTHERS)
    programs = {visit.program for visit in lineup.visits if visit.kind in kinds}
    return SelfExternalPool(
        scale,
        months,
        pairs,
        _differences(
            (pair.total_self, pair.total_others)
            for pair in pairs
            if pair.total_self is not None and pair.total_others is not None
        ),
        {item: _item(one[:, k], other[:, k]) for k, item in enumerate(scale.item_ids)},
        len(programs) - len(pairs),
    )


def highest_first(found: SelfExternalPool) -> SelfExternalPool:
    """Sort the pairs by how far the self-audit runs high, the farthest first."""
    pairs = sorted(found.pairs, key=lambda pair: (pair.difference is None, -(pair.difference or 0)))
    return replace(found, pairs=tuple(pairs))


def find_pairs(visits: Sequence[ComparedVisit], months: int) -> list[tuple[int, int]]:
    """Find a self-audit and a site visit for each program that has both near each other.

    Returns:
        Places of the self-audit and of the site visit, in the order of the latter.
    """
    own: defaultdict[int, list[int]] = defaultdict(list)
    for place, visit in enumerate(visits):
        if visit.kind == BY_SELF:
            own[visit.program].append(place)
    latest: dict[int, tuple[int, int]] = {}
    for place, visit in enumerate(visits):
        if visit.kind != BY_OTHERS:
            continue
        near = [k for k in own[visit.program] if _near(visits[k], visit, months)]
        if not near:
            continue
        before = latest.get(visit.program)
        if before is None or visit.day >= visits[before[1]].day:
            latest[visit.program] = (_nearest(visits, near, visit), place)
    return sorted(latest.values(), key=lambda pair: pair[1])


def _near(one: ComparedVisit, other: ComparedVisit, months: int) -> bool:
    first, last = sorted((one.day, other.day))
    return last <= add_months(first, months)


def _nearest(visits: Sequence[ComparedVisit], places: list[int], to: ComparedVisit) -> int:
    return min(places, key=lambda k: (abs((visits[k].day - to.day).days), visits[k].day))


def _totals(scale: Scale, levels: NDArray[np.int8]) -> list[Fraction | None]:
    names = tuple(str(row) for row in range(len(levels)))
    none = np.full((len(levels), len(scale.choice_facts)), -1, dtype=np.int8, order="F")
    total = score(scale, Ratings(scale, names, np.asfortranarray(levels), none)).total
    return [total.value(row) for row in range(len(levels))]


def _item_pairs(
    scale: Scale, one: NDArray[np.int8], other: NDArray[np.int8]
) -> tuple[ItemPair, ...]:
    levels = zip(scale.item_ids, one.tolist(), other.tolist(), strict=True)
    return tuple(ItemPair(item, mine, theirs) for item, mine, theirs in levels)


def _item(one: NDArray[np.int8], other: NDArray[np.int8]) -> Differences:
    both = (one >= 0) & (other >= 0)
    mine, theirs = one[both].astype(np.int64), other[both].astype(np.int64)
    return Differences(
        len(mine),
        Fraction(int((mine - theirs).sum())),
        int((mine > theirs).sum()),
        int((mine < theirs).sum()),
        Fraction(int(mine.sum())),
        Fraction(int(theirs.sum())),
    )


def _differences(pairs: Iterable[tuple[Fraction, Fraction]]) -> Differences:
    known = list(pairs)
    return Differences(
        len(known),
        sum((mine - theirs for mine, theirs in known), Fraction(0)),
        sum(mine > theirs for mine, theirs in known),
        sum(mine < theirs for mine, theirs in known),
        sum((mine for mine, _ in known), Fraction(0)),
        sum((theirs for _, theirs in known), Fraction(0)),
    )
