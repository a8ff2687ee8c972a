"""Checks of what belongs to the end of a visit: the draft, its corrections, what was asked for."""

from __future__ import annotations

from collections.abc import Iterable

from reporting.preflight.check import Check, Spot
from reporting.preflight.finding import Place
from reporting.preflight.visit import VisitUnderCheck
from reporting.sentences import counted, day, listed

DAYS_TO_DRAFT = 28
"""The draft report is due four weeks after the visit."""


def _not_asked(visit: VisitUnderCheck) -> Iterable[Spot]:
    if visit.reviewed and visit.sent_on is None:
        yield Spot("The program was not asked for factual corrections.", Place("signoff"))


def _unanswered(visit: VisitUnderCheck) -> Iterable[Spot]:
    scales = {of.scale.id: of.scale for of in visit.scales}
    for correction in visit.corrections:
        if correction.answered:
            continue
        scale, place, name = scales.get(correction.scale), Place("signoff"), correction.item
        if scale is not None and correction.item in scale.item_ids:
            item = scale.item(correction.item)
            name = f"{item.id} {item.name}"
            place = Place("signoff", scale.id, item.subscale, item.id)
        yield Spot(f"{name}: the program's correction has no answer.", place)


def _late_draft(visit: VisitUnderCheck) -> Iterable[Spot]:
    sent = visit.sent_on or visit.today
    waited = (sent - visit.ended).days
    if visit.reviewed and waited > DAYS_TO_DRAFT:
        state = f"was sent on {day(sent)}" if visit.sent_on else "has not been sent"
        yield Spot(
            f"The draft report {state}, {waited} days after the visit; four weeks are planned.",
            Place("signoff"),
        )


def _not_received(visit: VisitUnderCheck) -> Iterable[Spot]:
    missing = [document.name for document in visit.documents if not document.received]
    if missing:
        verb = "was" if len(missing) == 1 else "were"
        what = counted(len(missing), "document")
        yield Spot(f"{what} {verb} asked for and not received: {listed(missing)}.", Place("visit"))


def _overdue(visit: VisitUnderCheck) -> Iterable[Spot]:
    late = [step for step in visit.timeline if not step.done and step.due < visit.today]
    if late:
        verb = "is" if len(late) == 1 else "are"
        named = listed(f"{step.name} (due {day(step.due)})" for step in late)
        what = counted(len(late), "step")
        yield Spot(f"{what} of the visit {verb} overdue: {named}.", Place("visit"))


CLOSING_CHECKS = (
    Check(
        "P70",
        "warning",
        "A visit by reviewers was not sent to the program for factual corrections.",
        "The program knows facts that reviewers miss, and a signed visit cannot be corrected.",
        "Send the draft, or say why the program was not asked.",
        _not_asked,
    ),
    Check(
        "P71",
        "error",
        "A correction of the program has no answer.",
        "The number is disputed, and nobody has looked.",
        "Answer the correction: what was changed, or why nothing was.",
        _unanswered,
    ),
    Check(
        "P72",
        "note",
        f"The draft of a visit by reviewers came, or is still to come, more than {DAYS_TO_DRAFT} "
        "days after its last day.",
        "The program waits for it, and what was seen grows old.",
        "Nothing, if there was a reason. Else plan more time for the next draft.",
        _late_draft,
    ),
    Check(
        "P73",
        "note",
        "Documents were asked for and not received.",
        "What they would have shown is missing from the evidence.",
        "Ask once more, or say in the report what was not seen.",
        _not_received,
    ),
    Check(
        "P74",
        "note",
        "Steps of the visit are overdue.",
        "Something may have been forgotten.",
        "Tick what is done, or do it.",
        _overdue,
    ),
)
