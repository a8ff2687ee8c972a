"""What a person is shown of a visit's ratings, and why no more, in a calm sentence."""

from __future__ import annotations

from app_pages.header import escape
from handover.standing import raters_of, still_rating
from handover.workspace import Workspace
from reporting.sentences import listed


def shown_words(workspace: Workspace) -> str:
    """Say whose ratings are shown before there is an official set, or why none are."""
    if workspace.shown is None:
        return _why_nothing(workspace)
    settled = (
        "nobody else's are seen before all have handed in"
        if still_rating(workspace.visit, workspace.team)
        else "the reviewers have not settled their differences yet"
    )
    whose = (
        "Your own ratings"
        if workspace.shown == workspace.own
        else f"The ratings of {escape(workspace.shown)}, which you enter"
    )
    return f"{whose} (draft); {settled}."


def _why_nothing(workspace: Workspace) -> str:
    if not workspace.standing.reviews:
        return "What this visit found can be seen once its report is sent to the program."
    open_sets = still_rating(workspace.visit, workspace.team)
    if not open_sets:
        return "All ratings are handed in. What the visit found is shown once the consensus begins."
    done = [m for m in raters_of(workspace.team) if m.submitted_at is not None]
    waiting = f"{escape(listed(m.name for m in open_sets))} still {_rates(len(open_sets))}"
    if done:
        waiting = f"{escape(listed(m.name for m in done))} handed in, {waiting}"
    return f"Ratings are seen once all have handed them in: {waiting}."


def _rates(number: int) -> str:
    return "rates" if number == 1 else "rate"
