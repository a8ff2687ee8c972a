"""In which order visits stand beside each other."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Literal

from scoring.compare.lineup import Lineup

SortBy = Literal["highest", "lowest", "verdict", "name", "region"]


def in_order(lineup: Lineup, by: SortBy, number_id: str = "") -> Lineup:
    """Sort visits; what has no such number stands last, and equals by name, then by day.

    Args:
        lineup: The visits.
        by: "highest" and "lowest" go by a mean, "verdict" by its tier, the highest first.
        number_id: The mean; the total if empty.
    """
    places = sorted(
        range(len(lineup.visits)),
        key=lambda place: (
            lineup.visits[place].name.casefold(),
            lineup.visits[place].day,
            lineup.visits[place].id,
        ),
    )
    if by == "region":
        places.sort(key=lambda place: _region(lineup.visits[place].region))
    elif by == "verdict":
        tiers = [verdict.tier for verdict in lineup.scores.verdicts]
        totals = lineup.values(lineup.scale.total.id)
        places.sort(key=_highest_first(totals.__getitem__))
        places.sort(key=_highest_first(tiers.__getitem__))
    elif by in ("highest", "lowest"):
        values = lineup.values(number_id or lineup.scale.total.id)
        sign = 1 if by == "highest" else -1
        places.sort(key=_highest_first(values.__getitem__, sign))
    return lineup.take(places)


def _region(region: str) -> tuple[bool, str]:
    return not region, region.casefold()


def _highest_first(
    of: Callable[[int], Fraction | int | None], sign: int = 1
) -> Callable[[int], tuple[bool, Fraction | int]]:
    def key(place: int) -> tuple[bool, Fraction | int]:
        value = of(place)
        return value is None, 0 if value is None else -sign * value

    return key
