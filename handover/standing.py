"""What a person is to a visit: whose ratings they fill in, and whose they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.access import has_left, leads, may_read, official_set, rates_as, reviews
from storage.acting import Acting
from storage.team import Member
from storage.visit_record import Visit


@dataclass(frozen=True)
class Standing:
    """What a person is to a visit."""

    own: str | None
    """The rater name of their own set; None if they do not rate it."""
    fills: tuple[str, ...]
    """The sets they fill in, their own first; who leads does it for who has no person here."""
    official: str
    """Whose answers are the visit's result; empty while that is not settled."""
    shown: str | None
    """The set that is shown as result: the official one, or before there is one their own."""
    leads: bool
    reviews: bool
    """Whether they belong to those who judge, and so may know who has handed in."""
    left: tuple[str, ...]
    """Raters who have not handed in and do not use the toolkit any more: the lead does it."""
    settles: bool
    """Whether they settle differences and answer the program: on the team, not only seeing all."""


def find_standing(acting: Acting, visit: Visit, team: Sequence[Member]) -> Standing:
    """Find out what the acting person is to a visit."""
    person = acting.person
    raters = [member for member in team if member.rates]
    own = next((member.name for member in raters if member.person_id == person.id), None)
    official = official_set(visit, team)
    with acting.read() as reading:
        fills = [m.name for m in raters if rates_as(reading, visit, team, m.name)]
        fills.sort(key=lambda name: name != own)
        seen = official and may_read(reading, visit, team, official)
        settles = reviews(reading, visit, team)
        left = [m.name for m in still_rating(visit, team) if has_left(reading, m)]
        return Standing(
            own,
            tuple(fills),
            official,
            official if seen else next(iter(fills), None),
            leads(reading, visit, team),
            person.sees_all or settles,
            tuple(left),
            settles,
        )


def raters_of(team: Sequence[Member]) -> tuple[Member, ...]:
    """Those who rate a visit, in the order they were added."""
    return tuple(member for member in team if member.rates)


def still_rating(visit: Visit, team: Sequence[Member]) -> tuple[Member, ...]:
    """Those who have not handed in yet, while the visit is being rated."""
    return tuple(m for m in raters_of(team) if m.submitted_at is None and visit.status == "draft")
