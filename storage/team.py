"""Who takes part in a visit: the lead, the reviewers, the program's contact, the staff surveyed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from storage.limits import (
    LARGEST_ID,
    LONGEST_NAME,
    check_choice,
    check_number,
    check_text,
    joined,
)
from storage.problem import Problem, StorageProblem

Role = Literal["lead", "reviewer", "contact", "respondent"]
REVIEWERS: tuple[Role, ...] = ("lead", "reviewer")
"""Roles of those who judge; a program's contact does not, nor does staff who are surveyed."""
CONSENSUS = "consensus"
"""The rater of what the reviewers settled on; nobody on a team may be named so."""


@dataclass(frozen=True)
class Member:
    """Somebody who takes part in a visit. A new one needs only `name` and `role`."""

    name: str
    """How they stand in forms and reports, unique within the visit: the rater of their answers."""
    role: Role = "lead"
    person_id: int | None = None
    """None for who does not use the toolkit; then who leads the visit enters their ratings."""
    rates: bool = False
    """Whether they rate on their own, blind until all who do have submitted."""
    staff_role: str = ""
    """What a respondent of a staff survey does in the program."""
    submitted_at: dt.datetime | None = None
    """When they handed their ratings in; None while they still rate."""
    id: int = 0
    visit_id: int = 0
    revision: int = 0
    """0 while it is not stored."""


class TeamProblem(StorageProblem):
    """The team was not changed."""


def alone(name: str, person_id: int | None = None) -> tuple[Member, ...]:
    """A team of one, who leads and rates."""
    return (Member(name, "lead", person_id, rates=True),)


def check_team(team: Sequence[Member], people: Collection[int]) -> list[Problem]:
    """Check a whole team.

    Args:
        team: Its members.
        people: The ids of all people there are.
    """
    found = joined(*(check_member(member, people) for member in team))
    names = [member.name.strip().casefold() for member in team]
    for name in sorted({name for name in names if names.count(name) > 1}):
        what = f"{name!r} takes part twice"
        found.append(Problem("K54", "name", name, what, "Add something that tells them apart."))
    rating = [m.person_id for m in team if m.rates and m.person_id is not None]
    for person in sorted({person for person in rating if rating.count(person) > 1}):
        what = "one person would rate twice"
        found.append(Problem("K54", "person", person, what, "Choose somebody else to rate too."))
    if not any(member.rates for member in team):
        what = "nobody rates"
        found.append(Problem("K55", "team", len(team), what, "Choose at least one who rates."))
    if sum(member.role == "lead" for member in team) > 1:
        what = "several lead this visit"
        found.append(Problem("K56", "team", len(team), what, "Choose one lead."))
    return found


def check_member(member: Member, people: Collection[int]) -> list[Problem]:
    """Check what can be told of a member of a team by themselves."""
    found = joined(
        check_text("who rates", member.name, LONGEST_NAME, required=True),
        check_choice("role", member.role, get_args(Role)),
        check_text("staff role", member.staff_role, LONGEST_NAME),
        check_number("person", member.person_id, 1, LARGEST_ID),
    )
    if member.name.strip().casefold() == CONSENSUS:
        what = f"{member.name!r} is kept for what the reviewers settle on"
        found.append(Problem("K53", "name", member.name, what, "Choose another name."))
    if member.person_id is not None and member.person_id not in people:
        what = f"there is nobody with the number {member.person_id}"
        found.append(Problem("K57", "person", member.person_id, what, "Choose somebody listed."))
    if member.role == "respondent" and member.person_id is not None:
        # Any reviewer adds respondents, and must not open the visit to others by that.
        what = f"{member.name!r} is surveyed, and reviewers enter what they say"
        found.append(Problem("K58", "person", member.person_id, what, "Leave the person out."))
    if member.rates and member.role not in REVIEWERS:
        what = f"{member.name!r} is {member.role} and cannot rate on their own"
        found.append(Problem("K58", "role", member.role, what, "Make them a reviewer."))
    return found
