"""Who may write into a set of ratings, and when."""

from __future__ import annotations

from storage.access import rates_as, reviews, team_of
from storage.acting import NotAllowed, Writing
from storage.problem import Problem
from storage.team import CONSENSUS, Member
from storage.visit_record import Visit


def check_may_rate(writing: Writing, visit: Visit, rater: str) -> list[Problem]:
    """Check that the person may write into a set now; the visit is locked and not final.

    Returns:
        A problem where nobody of that name rates this visit.

    Raises:
        NotAllowed: It is not theirs, it is handed in, or this is not the time for it.
    """
    team = team_of(writing, visit.id)
    if rater == CONSENSUS:
        if not reviews(writing, visit, team):
            raise NotAllowed("Only the reviewers of this visit settle what it found.")
        _require(visit, "in_consensus", "The consensus can be changed while it is being settled.")
        return []
    member = next((m for m in team if m.name == rater), None)
    if member is None or not (member.rates or member.role == "respondent"):
        return _nobody(rater, team)
    if member.role == "respondent":
        if not reviews(writing, visit, team):
            raise NotAllowed("Only the reviewers of this visit enter what staff said.")
        return []
    if not rates_as(writing, visit, team, rater):
        raise NotAllowed(f"These are the ratings of {rater!r}. Everybody rates alone.")
    if member.submitted_at is not None:
        raise NotAllowed(
            "These ratings are handed in and cannot be changed. The lead can open them again, with "
            "a reason."
        )
    _require(visit, "draft", "Ratings can be changed while the visit is being rated.")
    return []


def _require(visit: Visit, status: str, sentence: str) -> None:
    if visit.status != status:
        raise NotAllowed(f"{sentence} This visit is now: {visit.status.replace('_', ' ')}.")


def _nobody(rater: str, team: tuple[Member, ...]) -> list[Problem]:
    # Under another name the answer would be stored but never shown.
    names = ", ".join(repr(member.name) for member in team if member.rates)
    what = f"{rater!r} does not rate this visit, {names} does"
    return [Problem("K11", "rater", rater, what, "Reload the visit.")]
