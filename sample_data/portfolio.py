"""A state's portfolio of forty invented programs over three years, with what is true of each.

It is drawn, not made up program by program, so that what the toolkit finds can be held against what
was put in. How it is drawn:

1. Every program has a strength, every item a difficulty; together they give the true level of each
   item. Programs of one region are weaker by nearly a level. One item of each scale is rarely in
   place anywhere.
2. Ten programs improve and four decline halfway through their visits: about three quarters of their
   items move by one level. Four are new and have one visit. In all others nothing ever changes.
3. A rater sees the true level of an item, but departs from it by one level with a known chance
   (`ERROR`), up or down alike, at an end of the scale inward. Nothing else makes ratings differ.
4. Every other visit is rated by two, each alone; what they saw differently they settle at the true
   level if one of them saw it. The visits between are self-audits of one rater.
5. Six programs were not visited for more than a year, five are due within sixty days of `AS_OF`,
   three have a visit in progress, two one that is planned.

Only `random.Random(seed).random()` is used, which Python promises to keep: the same seed gives the
same portfolio on every machine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, TypeVar

from sample_data.portfolio_levels import Course, Strength, draw_difficulties, draw_strength
from sample_data.portfolio_rating import rate, settle
from sample_data.portfolio_visits import AS_OF, Standing, VisitPlan, plan_visits

SEED = 20260630
"""The portfolio that the tests and the button speak of."""
ERROR = 0.12
"""How often a rater departs from the true level of an item."""
WEAKEST: Mapping[str, str] = {"iddt": "T9", "goi": "G10", "integration": "INT21"}
"""By scale, the item that is rarely in place anywhere."""
LAGGING = "Invented plains district"
_REGIONS = ("Invented coast district", "Invented hill district", "Invented lake district")
_REGIONS += (LAGGING, "Invented river district")
_PLACES = ("Alder Creek", "Birch Hollow", "Cobble Bridge", "Dry Gulch", "Elm Row")
_PLACES += ("Fern Valley", "Granite Point", "Heron Marsh", "Indigo Mesa", "Juniper Flats")
_KINDS = (
    ("Outpatient Program", "Community mental health center", ("Outpatient",)),
    ("Day Program", "Hospital-based program", ("Partial hospitalization (PHP)",)),
    ("Residential Treatment", "Residential program", ("Residential",)),
    ("Community Team", "Community mental health center", ("Assertive community treatment",)),
)
_COURSES: dict[Course, int] = {"improves": 10, "declines": 4, "new": 4, "steady": 22}
_STANDINGS: dict[Standing, int] = {
    "overdue": 6,
    "due": 5,
    "in_progress": 3,
    "planned": 2,
    "later": 24,
}
"""How many programs of each there are."""
_DELIVERY = ("in_house_separate", "in_house_one_team", "partial_in_house", "referred_active")
RATERS = ("Invented rater A", "Invented rater B")
"""The two who rate a site visit; in a self-audit, the first alone."""

_Kind = TypeVar("_Kind")

Levels = dict[str, dict[str, int]]
"""Scale id to item id to level."""


@dataclass(frozen=True)
class PortfolioVisit:
    """One visit and what was rated at it.

    Attributes:
        truth: What a rater without error would give.
        sets: By rater; in progress only the first items, of a planned visit nothing.
        settled: What two raters settled on; None where one rated or the visit is open.
        choices: Scale id to fact id to choice.
        open: Whether it is still in progress, or planned.
    """

    day: dt.date
    kind: Literal["site_visit", "self_audit"]
    truth: Levels
    sets: Mapping[str, Levels]
    settled: Levels | None
    choices: Mapping[str, Mapping[str, str]]
    open: bool

    @property
    def scales(self) -> tuple[str, ...]:
        """Ids of the scales that are rated."""
        return tuple(self.truth)

    @property
    def result(self) -> Levels:
        """What counts as the visit's result."""
        return self.settled or self.sets.get(RATERS[0], {})


@dataclass(frozen=True)
class PortfolioProgram:
    """An invented program, with what is true of it.

    Attributes:
        course: Whether it really improved, declined or stayed as it was.
        standing: How it stands to the rule of the IDDT scale on `AS_OF`.
        visits: The earliest first.
    """

    name: str
    agency: str
    setting: str
    levels_of_care: tuple[str, ...]
    region: str
    caseload: int
    course: Course
    standing: Standing
    visits: tuple[PortfolioVisit, ...]


def draw_portfolio(
    items: Mapping[str, Sequence[str]], seed: int = SEED
) -> tuple[PortfolioProgram, ...]:
    """Draw the forty programs.

    Args:
        items: Scale id to the ids of its items, in the order of the file, of the scales iddt, goi
            and integration. Their levels are 1 to 5.
        seed: Whole number; the same one gives the same portfolio.
    """
    chance = Random(seed)
    hard = draw_difficulties(chance, items, WEAKEST)
    courses, standings = _mixed(chance, _COURSES), _mixed(chance, _STANDINGS)
    return tuple(
        _draw_program(chance, number, courses[number], standings[number], hard)
        for number in range(len(courses))
    )


def _mixed(chance: Random, counts: Mapping[_Kind, int]) -> list[_Kind]:
    """Shuffle by `random()` alone, the one draw that Python keeps as it is for ever."""
    values = [value for value, count in counts.items() for _ in range(count)]
    places = sorted((chance.random(), place) for place in range(len(values)))
    return [values[place] for _, place in places]


def _draw_program(
    chance: Random, number: int, course: Course, standing: Standing, hard: Mapping[str, Mapping]
) -> PortfolioProgram:
    kind, setting, levels_of_care = _KINDS[number // len(_PLACES)]
    region = _REGIONS[number % len(_REGIONS)]
    strength = draw_strength(chance, course, hard, lags=region == LAGGING)
    plans = plan_visits(chance, course, standing)
    delivery = _DELIVERY[int(chance.random() * len(_DELIVERY))]
    return PortfolioProgram(
        name=f"{_PLACES[number % len(_PLACES)]} {kind}",
        agency=f"Invented Example Agency {number % 8 + 1}",
        setting=setting,
        levels_of_care=levels_of_care,
        region=region,
        caseload=20 + int(chance.random() * 100),
        course=course,
        standing=standing,
        visits=tuple(_draw_visit(chance, plan, strength, delivery) for plan in plans),
    )


def _draw_visit(
    chance: Random, plan: VisitPlan, strength: Strength, delivery: str
) -> PortfolioVisit:
    double = plan.kind == "site_visit"
    known = ("iddt", "goi", "integration") if double else ("iddt", "goi")
    truth = {scale: strength.levels(scale, changed=plan.changed) for scale in known}
    raters = RATERS if double else RATERS[:1]
    sets = {rater: rate(chance, truth, ERROR) for rater in raters} if plan.rated else {}
    if plan.open:
        sets = {rater: _begun(given) for rater, given in sets.items()}
    settled = settle(truth, list(sets.values())) if double and not plan.open else None
    choices = {"integration": {"delivery": delivery}} if double else {}
    return PortfolioVisit(plan.day, plan.kind, truth, sets, settled, choices, plan.open)


def _begun(given: Levels) -> Levels:
    """What is rated of a visit in progress."""
    return {"iddt": dict(list(given["iddt"].items())[:8])}


__all__ = [
    "AS_OF",
    "ERROR",
    "LAGGING",
    "RATERS",
    "SEED",
    "WEAKEST",
    "PortfolioProgram",
    "PortfolioVisit",
    "draw_portfolio",
]
