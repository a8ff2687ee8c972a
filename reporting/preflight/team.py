"""Checks of the visit's people and days."""

from __future__ import annotations

from collections.abc import Iterable

from reporting.preflight.check import Check, Spot
from reporting.preflight.finding import Place
from reporting.preflight.visit import RatingMember, VisitUnderCheck
from reporting.sentences import counted, day, listed

TWO_RATERS = 2
DAYS_TO_RATE = 7
"""Ratings belong within a day of the visit (rater protocol). A week is this project's own limit:
it leaves room for a note that is added later."""

_VISIT = Place("visit")


def _future(visit: VisitUnderCheck) -> Iterable[Spot]:
    if visit.date > visit.today:
        said = f"The visit is dated {day(visit.date)}; today is {day(visit.today)}."
        yield Spot(said, _VISIT)


def _no_scale(visit: VisitUnderCheck) -> Iterable[Spot]:
    for scale in visit.missing:
        yield Spot(f"The scale file {scale}.yaml is missing or has faults.", _VISIT)
    if not (visit.scales or visit.missing):
        yield Spot("No scale is rated at this visit.", _VISIT)


def _no_lead(visit: VisitUnderCheck) -> Iterable[Spot]:
    if visit.reviewed and not visit.has_lead:
        yield Spot("The visit has no lead.", _VISIT)


def _no_contact(visit: VisitUnderCheck) -> Iterable[Spot]:
    if visit.reviewed and not visit.has_contact:
        yield Spot("Nobody of the program is named as its contact.", _VISIT)


def _too_few_raters(visit: VisitUnderCheck) -> Iterable[Spot]:
    found = len(visit.members)
    if visit.kind == "site_visit" and found < TWO_RATERS:
        said = f"The site visit has {counted(found, 'rater')}; two are recommended."
        yield Spot(said, _VISIT)


def _nobody_outside(visit: VisitUnderCheck) -> Iterable[Spot]:
    told = [member.outside for member in visit.members]
    if visit.reviewed and told and all(outside is False for outside in told):
        yield Spot("Every rater belongs to the program; at least one should not.", _VISIT)


def _not_submitted(visit: VisitUnderCheck) -> Iterable[Spot]:
    open_sets = [member.name for member in visit.members if not member.submitted]
    if visit.official is None and open_sets:
        verb = "has" if len(open_sets) == 1 else "have"
        yield Spot(f"{listed(open_sets)} {verb} not submitted the ratings.", Place("consensus"))


def _late(visit: VisitUnderCheck) -> Iterable[Spot]:
    for member in _dated(visit):
        waited = (member.rated_on - visit.ended).days if member.rated_on else 0
        if waited > DAYS_TO_RATE:
            yield Spot(
                f"{member.name} rated until {day(member.rated_on)}, {counted(waited, 'day')} after "
                "the visit; within a day is recommended.",
                _VISIT,
            )


def _early(visit: VisitUnderCheck) -> Iterable[Spot]:
    for member in _dated(visit):
        if member.rated_on and member.rated_on < visit.date:
            yield Spot(
                f"{member.name} rated for the last time on {day(member.rated_on)}, before the "
                f"visit of {day(visit.date)}.",
                _VISIT,
            )


def _dated(visit: VisitUnderCheck) -> tuple[RatingMember, ...]:
    """Those whose days mean something: a self-audit may be spread over weeks."""
    return visit.members if visit.reviewed else ()


TEAM_CHECKS = (
    Check(
        "P01",
        "error",
        "The visit is dated in the future.",
        "The date decides the timeline, the trend and when the program is due again.",
        "Correct the date of the visit.",
        _future,
    ),
    Check(
        "P02",
        "error",
        "No scale is rated at the visit, or the file of one cannot be read.",
        "There would be nothing to sign, or something that nobody could check.",
        "Choose a scale for the visit, or put its file back.",
        _no_scale,
    ),
    Check(
        "P03",
        "error",
        "A visit by reviewers has no lead.",
        "The lead settles the consensus and answers for it.",
        "Name the lead.",
        _no_lead,
    ),
    Check(
        "P04",
        "warning",
        "A visit by reviewers has no contact in the program.",
        "The draft goes to the contact, who asks for factual corrections.",
        "Name a contact.",
        _no_contact,
    ),
    Check(
        "P05",
        "warning",
        "A site visit has fewer than two raters.",
        "Two who rate alone and then agree see what one overlooks; with one rater, agreement "
        "cannot be told.",
        "Add a second rater, or say why there is only one.",
        _too_few_raters,
    ),
    Check(
        "P06",
        "warning",
        "No rater of a visit by reviewers is from outside the program, where this is known of all.",
        "Self-ratings tend to run high.",
        "Ask somebody from outside to rate as well, or call the visit a self-audit.",
        _nobody_outside,
    ),
    Check(
        "P07",
        "error",
        "The consensus is official, and a rater has not submitted.",
        "Until a set is handed in, its rater may still change it, having seen the others.",
        "Ask the rater to submit.",
        _not_submitted,
    ),
    Check(
        "P08",
        "warning",
        f"A rater of a visit by reviewers rated more than {DAYS_TO_RATE} days after its last day.",
        "Memory fades and fills gaps. The rater protocol asks for ratings within a day; the limit "
        f"of {DAYS_TO_RATE} days is this project's own choice.",
        "Check the dates. If they are right, say what the late ratings rest on.",
        _late,
    ),
    Check(
        "P09",
        "warning",
        "A rater of a visit by reviewers rated for the last time before its first day.",
        "What was rated before the visit does not rest on it.",
        "Check the dates, or look at the ratings again.",
        _early,
    ),
)
