"""A visit's way from being rated to being signed: who may take which step, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from storage import tables
from storage.access import check_lead, has_left, leads, rates_as, team_of
from storage.acting import Acting, NotAllowed, Writing
from storage.client_data import clients_in
from storage.consensus import check_settled, fill_consensus
from storage.journal import change_record, visit_book
from storage.limits import LONGEST_LINE, check_text
from storage.problem import NotFound
from storage.team import Member
from storage.visit_record import Status, Visit
from storage.visits import VisitProblem, keep_visit, lock_visit

WORDS: dict[Status, str] = {
    "draft": "being rated",
    "submitted": "handed in",
    "in_consensus": "in consensus",
    "draft_report": "draft report",
    "with_program": "with the program",
    "final": "final",
}
"""Each state in a few words, in the order a visit goes through them."""


def submit_ratings(acting: Acting, visit_id: int, rater: str, now: dt.datetime) -> Visit:
    """Hand in a set of ratings; with the last one, the visit is handed in and all may be seen.

    Handing in again changes nothing. For a rater who does not use the toolkit any more whoever
    leads the visit hands in what they rated, unread.

    Raises:
        NotFound: There is no such visit, or nobody of that name rates it.
        NotAllowed: They are somebody else's ratings, or the visit is past being rated.
        VisitFinal: It is signed.
    """
    with acting.write(now) as writing:
        visit = lock_visit(writing, visit_id)
        team = team_of(writing, visit_id)
        member = _rating_member(team, rater)
        own = rates_as(writing, visit, team, rater)
        if not (own or (has_left(writing, member) and leads(writing, visit, team))):
            raise NotAllowed(f"These are the ratings of {rater!r}; they hand them in themselves.")
        if member.submitted_at is not None:
            return visit
        _require(visit, "draft")
        why = "" if own else "They do not use the toolkit any more."
        _keep_member(writing, member, replace(member, submitted_at=writing.at), why)
        return hand_in_if_complete(writing, visit)


def reopen_ratings(
    acting: Acting, visit_id: int, rater: str, reason: str, now: dt.datetime
) -> Visit:
    """Give a set of ratings back to its rater; until it is handed in again, all are blind again.

    Raises:
        VisitProblem: No reason is given.
        NotFound: There is no such visit, or nobody of that name rates it.
        NotAllowed: The acting person does not lead the visit, or the set is not handed in.
        VisitFinal: It is signed.
    """
    _check_reason(reason)
    with acting.write(now) as writing:
        visit = lock_visit(writing, visit_id)
        team = check_lead(writing, visit, "open a rater's set again")
        member = _rating_member(team, rater)
        if member.submitted_at is None:
            raise NotAllowed(f"The ratings of {rater!r} are not handed in, so they are open.")
        _keep_member(writing, member, replace(member, submitted_at=None), reason)
        if visit.status == "draft":  # others still rate
            return visit
        return keep_visit(writing, visit, replace(visit, status="draft"), reason)


def start_consensus(acting: Acting, visit_id: int, now: dt.datetime) -> Visit:
    """Begin to settle differences; what all raters saw alike is filled in.

    Raises:
        NotFound: There is no such visit.
        NotAllowed: The acting person does not lead it, it is not handed in, or one rated alone.
        VisitFinal: It is signed.
    """
    with acting.write(now) as writing:
        visit = lock_visit(writing, visit_id)
        team = check_lead(writing, visit, "begin the consensus")
        _require(visit, "submitted")
        raters = [member.name for member in team if member.rates]
        if len(raters) < 2:
            raise NotAllowed("One person rated alone, so there is nothing to settle.")
        fill_consensus(writing, visit, raters)
        return keep_visit(writing, visit, replace(visit, status="in_consensus"))


def settle(acting: Acting, visit_id: int, now: dt.datetime) -> Visit:
    """Say that the ratings are settled: the consensus, or those of the one who rated alone.

    Raises:
        VisitProblem: An item that was rated is not settled, or differs from a rater's level
            without a reason; all of them together.
        NotFound: There is no such visit.
        NotAllowed: The acting person does not lead it, or this is not the time for it.
        VisitFinal: It is signed.
    """
    with acting.write(now) as writing:
        visit = lock_visit(writing, visit_id)
        team = check_lead(writing, visit, "settle it")
        raters = [member.name for member in team if member.rates]
        if len(raters) < 2:
            _require(visit, "submitted")
        else:
            _require(visit, "in_consensus")
            problems = check_settled(writing.connection, visit, raters)
            if problems:
                raise VisitProblem("The consensus is not complete.", problems)
        return keep_visit(writing, visit, replace(visit, status="draft_report"))


def send_to_program(acting: Acting, visit_id: int, now: dt.datetime) -> Visit:
    """Hand the draft report to the program, which may then see it and say what is wrong in it.

    Raises:
        NotFound: There is no such visit.
        NotAllowed: The acting person does not lead it, or there is no draft report.
        VisitFinal: It is signed.
    """
    return _move(acting, visit_id, ("draft_report",), "with_program", "send it", "", now)


def take_back(acting: Acting, visit_id: int, reason: str, now: dt.datetime) -> Visit:
    """Take the report back from the program, to work on it.

    Raises:
        VisitProblem: No reason is given.
        NotFound: There is no such visit.
        NotAllowed: The acting person does not lead it, or it is not with the program.
        VisitFinal: It is signed.
    """
    _check_reason(reason)
    return _move(acting, visit_id, ("with_program",), "draft_report", "take it back", reason, now)


def settle_again(acting: Acting, visit_id: int, reason: str, now: dt.datetime) -> Visit:
    """Open the consensus again; what was settled stays until it is changed.

    Raises:
        VisitProblem: No reason is given.
        NotFound: There is no such visit.
        NotAllowed: The acting person does not lead it, one rated alone, or nothing is settled.
        VisitFinal: It is signed.
    """
    _check_reason(reason)
    with acting.write(now) as writing:
        visit = lock_visit(writing, visit_id)
        team = check_lead(writing, visit, "open the consensus again")
        if sum(member.rates for member in team) < 2:
            raise NotAllowed("One person rated alone: open their ratings again instead.")
        _require(visit, "draft_report", "with_program")
        return keep_visit(writing, visit, replace(visit, status="in_consensus"), reason)


def hand_in_if_complete(writing: Writing, visit: Visit) -> Visit:
    """Hand in a visit that is being rated once all of its raters have, within a transaction."""
    raters = [member for member in team_of(writing, visit.id) if member.rates]
    if visit.status != "draft" or any(member.submitted_at is None for member in raters):
        return visit
    return keep_visit(writing, visit, replace(visit, status="submitted"))


def _move(
    acting: Acting,
    visit_id: int,
    before: Sequence[Status],
    after: Status,
    deed: str,
    reason: str,
    now: dt.datetime,
) -> Visit:
    with acting.write(now) as writing:
        visit = lock_visit(writing, visit_id)
        check_lead(writing, visit, deed)
        _require(visit, *before)
        return keep_visit(writing, visit, replace(visit, status=after), reason)


def _rating_member(team: Sequence[Member], rater: str) -> Member:
    member = next((m for m in team if m.name == rater and m.rates), None)
    if member is None:
        raise NotFound("rater", rater)
    return member


def _keep_member(writing: Writing, stored: Member, wanted: Member, why: str = "") -> None:
    kept = replace(wanted, revision=stored.revision + 1)
    change_record(writing, tables.team_member, stored, kept, visit_book(kept.visit_id), why)


def _require(visit: Visit, *allowed: Status) -> None:
    if visit.status not in allowed:
        wanted = " or ".join(WORDS[status] for status in allowed)
        raise NotAllowed(
            f"This can be done while a visit is {wanted}; this one is {WORDS[visit.status]}."
        )


def _check_reason(reason: str) -> None:
    problems = check_text("reason", reason, LONGEST_LINE, required=True)
    problems += clients_in("reason", reason)
    if problems:
        raise VisitProblem("Nothing was changed.", problems)
