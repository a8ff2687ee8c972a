"""Change who takes part in a visit after it has begun."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import Connection, select

from storage import tables
from storage.access import check_lead, check_reviewer
from storage.acting import Acting, NotAllowed, Writing
from storage.journal import (
    add_record,
    change_record,
    last_writer,
    remove_record,
    visit_book,
)
from storage.late_rater import check_late_rater
from storage.problem import NotFound, Stale
from storage.stored_row import StoredRow
from storage.team import Member, TeamProblem, check_team
from storage.team_names import check_name_is_free
from storage.visit_record import Visit
from storage.visit_states import hand_in_if_complete
from storage.visits import lock_visit


class StaleMember(Stale[Member]):
    """A member of a team was changed elsewhere first."""


_RATED = (tables.answer, tables.fact_answer)
"""Tables that name a rater."""


def add_to_team(acting: Acting, visit_id: int, member: Member, now: dt.datetime) -> Member:
    """Add somebody to the team of a visit.

    A rater can be added while the visit is being rated; others until it is signed. Reviewers add
    the staff they survey, the lead everybody else.

    Raises:
        TeamProblem: They do not fit into the team; all reasons together.
        NotFound: There is no such visit.
        NotAllowed: The acting person may not, the visit is past being rated, or they could read
            already what others rated.
        VisitFinal: It is signed.
    """
    with acting.write(now) as writing:
        visit = lock_visit(writing, visit_id)
        if member.role == "respondent":
            team = check_reviewer(writing, visit, "add staff they survey")
        else:
            team = check_lead(writing, visit, "change its team")
        if member.rates:
            _require_draft(visit)
            check_late_rater(writing, visit, member)
        new = replace(member, id=0, visit_id=visit_id, submitted_at=None, revision=1)
        _check(writing, (*team, new), new)
        return replace(new, id=add_record(writing, tables.team_member, new, visit_book(visit_id)))


def remove_from_team(acting: Acting, member_id: int, now: dt.datetime) -> None:
    """Take somebody off the team of a visit.

    Where everybody else who rates has handed in, the visit is handed in with this.

    Raises:
        TeamProblem: Nobody who rates would be left.
        NotFound: There is nobody with this id, or no longer.
        NotAllowed: The acting person may not, they have rated, or the visit is past being rated.
        VisitFinal: It is signed.
    """
    with acting.write(now) as writing:
        stored, visit = _lock(writing, member_id)
        if stored.role == "respondent":
            team = check_reviewer(writing, visit, "take off staff they surveyed")
        else:
            team = check_lead(writing, visit, "change its team")
        if stored.rates:
            _require_draft(visit)
        if _rows_of(writing.connection, stored):
            raise NotAllowed(f"{stored.name!r} has rated at this visit, so they stay on its team.")
        _check(writing, tuple(m for m in team if m.id != stored.id))
        remove_record(writing, tables.team_member, stored, visit_book(visit.id))
        hand_in_if_complete(writing, visit)


def change_member(
    acting: Acting, member: Member, expected_revision: int, now: dt.datetime
) -> Member:
    """Save a member's name, person, role and whether they rate; what they rated stays theirs.

    Where everybody else who rates has handed in, the visit is handed in with a member who does not
    rate any more.

    Raises:
        TeamProblem: The team cannot be so; all reasons together.
        StaleMember: A newer revision is stored; it was kept.
        NotFound: There is nobody with this id, or no longer.
        NotAllowed: The acting person does not lead the visit, what somebody rated would become
            somebody else's or something else, somebody would begin to rate who could read already
            what others rated, or the visit is past being rated.
        VisitFinal: It is signed.
    """
    with acting.write(now) as writing:
        stored, visit = _lock(writing, member.id)
        team = check_lead(writing, visit, "change its team")
        wanted = replace(
            stored,
            name=member.name,
            person_id=member.person_id,
            role=member.role,
            rates=member.rates,
            staff_role=member.staff_role,
            submitted_at=stored.submitted_at if member.rates else None,
        )
        if wanted == stored:
            return stored
        if stored.revision != expected_revision:
            book = visit_book(visit.id)
            by = last_writer(writing.connection, tables.team_member, stored, book)
            raise StaleMember(stored, member, by)
        rows = _rows_of(writing.connection, stored)
        if stored.rates or wanted.rates:
            _require_draft(visit)
        if wanted.rates and (stored.rates, stored.person_id) != (True, wanted.person_id):
            check_late_rater(writing, visit, wanted)
        if rows:
            _check_stays_theirs(stored, wanted)
        kept = replace(wanted, revision=stored.revision + 1)
        _check(writing, tuple(kept if m.id == kept.id else m for m in team), kept)
        change_record(writing, tables.team_member, stored, kept, visit_book(visit.id))
        for table, row in rows if kept.name != stored.name else ():
            theirs = row.but(rater=kept.name)
            change_record(writing, table, row, theirs, visit_book(visit.id), "Their name changed.")
        hand_in_if_complete(writing, visit)
    return kept


def _lock(writing: Writing, member_id: int) -> tuple[Member, Visit]:
    visit_id = _fetch(writing.connection, member_id).visit_id
    try:
        visit = lock_visit(writing, visit_id)
    except NotFound:
        raise NotFound("team member", member_id) from None
    return _fetch(writing.connection, member_id), visit


def _fetch(connection: Connection, member_id: int) -> Member:
    query = select(tables.team_member).where(tables.team_member.c.id == member_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("team member", member_id)
    return Member(**row._mapping)


def _rows_of(connection: Connection, member: Member) -> list[tuple]:
    """The answers and facts that stand under a member's name."""
    own = select(tables.assessment.c.id).where(tables.assessment.c.visit_id == member.visit_id)
    return [
        (table, StoredRow(row))
        for table in _RATED
        for row in connection.execute(
            select(table).where(table.c.assessment_id.in_(own), table.c.rater == member.name)
        ).all()
    ]


def _check_stays_theirs(stored: Member, wanted: Member) -> None:
    """Refuse what would let somebody else read, before the time, what a rater wrote alone."""
    kind = (stored.rates, stored.role == "respondent")
    if kind != (wanted.rates, wanted.role == "respondent"):
        raise NotAllowed(f"{stored.name!r} has rated at this visit, so they go on as they began.")
    if stored.person_id is not None and stored.person_id != wanted.person_id:
        raise NotAllowed(f"{stored.name!r} has rated at this visit, so this stays the same person.")


def _check(writing: Writing, team: tuple[Member, ...], changed: Member | None = None) -> None:
    people = frozenset(writing.connection.execute(select(tables.person.c.id)).scalars())
    problems = check_team(team, people)
    if changed is not None:
        problems += check_name_is_free(writing, changed)
    if problems:
        raise TeamProblem("The team was not changed.", problems)


def _require_draft(visit: Visit) -> None:
    if visit.status != "draft":
        raise NotAllowed("Who rates can be changed while the visit is being rated.")
