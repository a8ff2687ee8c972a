"""Who may see and do what. Checked in the transaction that reads or writes, for every call.

What a person may not see does not exist for them (`NotFound`); what they may see but not do is
refused with a sentence (`NotAllowed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select, true

from storage import tables
from storage.acting import NotAllowed, Person, Reading
from storage.problem import NotFound
from storage.team import CONSENSUS, REVIEWERS, Member
from storage.visit_record import Visit

OPEN_TO_PROGRAM = ("with_program", "final")
"""States in which the program sees what its reviewers settled on."""
CONSENSUS_STATES = ("in_consensus", "draft_report", "with_program", "final")


@dataclass(frozen=True)
class Survey(Reading):
    """A reading in which many visits are looked at: what rights hang on is asked once.

    Attributes:
        programs: Those that the person belongs to; not asked of who sees everything.
        active: Everybody who may use the database.
    """

    programs: frozenset[int]
    active: frozenset[int]


def survey(reading: Reading) -> Survey:
    """Ask once for what the rights of many visits hang on."""
    member, person = tables.membership, tables.person
    own = reading.person.id if reading.person else None
    programs = select(member.c.program_id).where(member.c.person_id == own)
    active = select(person.c.id).where(person.c.active)
    return Survey(
        reading.connection,
        reading.person,
        frozenset(reading.connection.execute(programs).scalars()),
        frozenset(reading.connection.execute(active).scalars()),
    )


def programs_seen(reading: Reading) -> ColumnElement[bool]:
    """Which programs a person sees: their own, and those of the visits they take part in."""
    person = reading.person
    if person is None or person.sees_all:
        return true()
    member, team, visit = tables.membership, tables.team_member, tables.visit
    own = select(member.c.program_id).where(member.c.person_id == person.id)
    visited = (
        select(visit.c.program_id)
        .join(team, team.c.visit_id == visit.c.id)
        .where(team.c.person_id == person.id)
    )
    return or_(tables.program.c.id.in_(own), tables.program.c.id.in_(visited))


def visits_seen(reading: Reading) -> ColumnElement[bool]:
    """Which visits a person sees: those to their own programs, and those they take part in."""
    person = reading.person
    if person is None or person.sees_all:
        return true()
    member, team = tables.membership, tables.team_member
    own = select(member.c.program_id).where(member.c.person_id == person.id)
    taken_part = select(team.c.visit_id).where(team.c.person_id == person.id)
    return or_(tables.visit.c.program_id.in_(own), tables.visit.c.id.in_(taken_part))


def check_program(reading: Reading, program_id: int) -> None:
    """Raise NotFound unless there is such a program and the person sees it."""
    table = tables.program
    query = select(table.c.id).where(table.c.id == program_id, programs_seen(reading))
    if reading.connection.execute(query).one_or_none() is None:
        raise NotFound("program", program_id)


def belongs(reading: Reading, program_id: int) -> bool:
    """Whether a person belongs to a program, or sees everything."""
    person = reading.person
    if person is None or person.sees_all:
        return True
    if isinstance(reading, Survey):
        return program_id in reading.programs
    table = tables.membership
    query = select(table.c.person_id).where(
        table.c.program_id == program_id, table.c.person_id == person.id
    )
    return reading.connection.execute(query).one_or_none() is not None


def check_editor(reading: Reading, program_id: int) -> None:
    """Raise unless the person may change what is noted about a program and begin visits to it."""
    check_program(reading, program_id)
    if not belongs(reading, program_id):
        raise NotAllowed("Only who belongs to this program may do this.")


def team_of(reading: Reading, visit_id: int) -> tuple[Member, ...]:
    """The team of a visit, in the order of its ids."""
    table = tables.team_member
    query = select(table).where(table.c.visit_id == visit_id).order_by(table.c.id)
    return tuple(Member(**row._mapping) for row in reading.connection.execute(query))


def leads(reading: Reading, visit: Visit, team: Sequence[Member]) -> bool:
    """Whether a person leads a visit.

    Where the lead does not use the toolkit, whoever belongs to the program does; where they do not
    use it any more, who sees everything.
    """
    lead = [m.person_id for m in team if m.role == "lead" and m.person_id is not None]
    if not lead:
        return belongs(reading, visit.program_id)
    if reading.person is None or reading.person.id in lead:
        return True
    return reading.person.sees_all and not _any_active(reading, lead)


def check_lead(reading: Reading, visit: Visit, deed: str) -> tuple[Member, ...]:
    """Raise NotAllowed unless the person leads the visit; return the team."""
    team = team_of(reading, visit.id)
    if not leads(reading, visit, team):
        raise NotAllowed(f"Only the lead of this visit may {deed}.")
    return team


def reviews(reading: Reading, visit: Visit, team: Sequence[Member]) -> bool:
    """Whether a person is one of those who rate a visit or lead it."""
    return _is(reading.person, team, REVIEWERS) or leads(reading, visit, team)


def check_reviewer(reading: Reading, visit: Visit, deed: str) -> tuple[Member, ...]:
    """Raise NotAllowed unless the person reviews the visit; return the team."""
    team = team_of(reading, visit.id)
    if not reviews(reading, visit, team):
        raise NotAllowed(f"Only the reviewers of this visit may {deed}.")
    return team


def may_read(reading: Reading, visit: Visit, team: Sequence[Member], rater: str) -> bool:
    """Whether a person may see one set of ratings.

    One's own always. Anybody else's only once all raters have submitted, and then only who reviews
    the visit or sees everything; what staff said in a survey they see at once, since any reviewer
    enters it. What is settled (the consensus, or the one rater's set) everybody who sees the visit
    may see from the moment it is handed to the program; of a program's own audit, with one rater,
    at once.
    """
    person = reading.person
    if person is None or rates_as(reading, visit, team, rater):
        return True
    rating = [member for member in team if member.rates]
    by_themselves = len(rating) <= 1 and visit.kind == "self_audit"
    settled = CONSENSUS if len(rating) > 1 else next((m.name for m in rating), "")
    if rater == settled and (by_themselves or visit.status in OPEN_TO_PROGRAM):
        return True
    insider = is_insider(reading, visit, team)
    if rater == CONSENSUS:
        return insider and visit.status in CONSENSUS_STATES
    surveyed = any(member.name == rater and member.role == "respondent" for member in team)
    return insider and (surveyed or visit.status != "draft")


def check_may_read(reading: Reading, visit: Visit, rater: str) -> None:
    """Raise NotAllowed unless the person may see a set of ratings."""
    team = team_of(reading, visit.id)
    if not may_read(reading, visit, team, rater):
        raise NotAllowed(
            f"The ratings of {rater!r} cannot be seen yet: every reviewer rates alone until all "
            "have submitted, and the program sees what they settled on once the report is sent."
        )


def is_insider(reading: Reading, visit: Visit, team: Sequence[Member]) -> bool:
    """Whether a person reviews a visit or sees everything, and so is not only of the program."""
    person = reading.person
    return person is None or person.sees_all or reviews(reading, visit, team)


def sees_results(reading: Reading, visit: Visit, team: Sequence[Member]) -> bool:
    """Whether a person may see what the visit found, and its improvement plan."""
    return is_insider(reading, visit, team) or may_read(
        reading, visit, team, official_set(visit, team)
    )


def check_results(reading: Reading, visit: Visit) -> None:
    """Raise NotAllowed unless the person may see what the visit found."""
    if not sees_results(reading, visit, team_of(reading, visit.id)):
        raise NotAllowed(
            "What this visit found can be seen once its report is sent to the program."
        )


def official_set(visit: Visit, team: Sequence[Member]) -> str:
    """Whose answers are the visit's result: the consensus, or the one who rated alone.

    Empty while several rate and the consensus has not begun.
    """
    rating = [member.name for member in team if member.rates]
    if len(rating) == 1:
        return rating[0]
    return CONSENSUS if rating and visit.status in CONSENSUS_STATES else ""


def rates_as(reading: Reading, visit: Visit, team: Sequence[Member], rater: str) -> bool:
    """Whether a set of ratings is the person's own.

    Who leads the visit enters the ratings of those who do not use the toolkit.
    """
    member = next((m for m in team if m.name == rater), None)
    if member is None:
        return False
    if member.person_id is None:
        return leads(reading, visit, team)
    return reading.person is None or member.person_id == reading.person.id


def has_left(reading: Reading, member: Member) -> bool:
    """Whether a member of a team used the toolkit and does not any more."""
    return member.person_id is not None and not _any_active(reading, [member.person_id])


def is_blind(visit: Visit, team: Sequence[Member]) -> bool:
    """Whether several rate and not all have handed in.

    Then nobody sees what was found before either: what was signed, a correction and an action of
    the plan tell what others rate to who joined only now.
    """
    return visit.status == "draft" and sum(member.rates for member in team) > 1


def _any_active(reading: Reading, people: Sequence[int]) -> bool:
    if isinstance(reading, Survey):
        return not reading.active.isdisjoint(people)
    table = tables.person
    query = select(table.c.id).where(table.c.id.in_(people), table.c.active).limit(1)
    return reading.connection.execute(query).one_or_none() is not None


def _is(person: Person | None, team: Sequence[Member], roles: Sequence[str]) -> bool:
    return person is None or any(m.person_id == person.id and m.role in roles for m in team)
