"""What was rated at a visit, and the scales, as FHIR R4."""

from __future__ import annotations

from collections.abc import Collection

from exchange.fhir.bundle import as_file, write_bundle
from exchange.fhir.questionnaire import Json, write_questionnaire
from exchange.fhir.response import write_response
from exchange.incoming import IncomingAnswer, IncomingSet
from handover.scoring_rows import Given, is_settled, load_given, outdated
from handover.workspace import Workspace
from scales.catalog import Entry
from scales.item import Item
from storage.acting import NotAllowed
from storage.answers import Answer
from storage.team import CONSENSUS


def readable_raters(workspace: Workspace) -> tuple[str, ...]:
    """Whose sets the person may read: the result first, then in the order of the team."""
    names = [CONSENSUS, *(member.name for member in workspace.team)]
    names.sort(key=lambda name: name != workspace.official)
    return tuple(name for name in names if _is_readable(workspace, name))


def _is_readable(workspace: Workspace, rater: str) -> bool:
    try:
        sets = [load_given(workspace, scale_id, rater) for scale_id in workspace.entries]
    except NotAllowed:
        return False
    return any(given.answers or given.facts for given in sets)


def questionnaire_file(entry: Entry) -> bytes:
    """Write a scale as a Questionnaire."""
    return as_file(write_questionnaire(entry.scale, entry.stamp))


def visit_file(workspace: Workspace, raters: Collection[str]) -> bytes:
    """Write the scales of a visit and what was answered on each as a Bundle.

    Args:
        workspace: The visit in hand.
        raters: Whose sets; one without any answer to a scale is left out.

    Raises:
        NotAllowed: The person may not see one of them (yet).
    """
    responses = [
        response
        for rater in raters
        for scale_id in workspace.entries
        if (response := _response(workspace, load_given(workspace, scale_id, rater)))
    ]
    forms = [write_questionnaire(e.scale, e.stamp) for e in workspace.entries.values()]
    return as_file(write_bundle([*forms, *responses]))


def _response(workspace: Workspace, given: Given) -> Json | None:
    if not given.answers and not given.facts:
        return None
    changed = [
        a.updated_at for a in (*given.answers.values(), *given.facts.values()) if a.updated_at
    ]
    pinned = workspace.assessment(given.scale.id)
    return write_response(
        set_of(workspace, given),
        pinned.scale_version,
        pinned.scale_stamp,
        max(changed, default=None),
        finished=_is_finished(workspace, given.rater),
    )


def _is_finished(workspace: Workspace, rater: str) -> bool:
    if rater == CONSENSUS:
        return workspace.visit.status in ("draft_report", "with_program", "final")
    return any(m.name == rater and m.submitted_at is not None for m in workspace.team)


def set_of(workspace: Workspace, given: Given) -> IncomingSet:
    """Return what was answered as a data file brings it; what does not count has no level."""
    visit, scale = workspace.visit, given.scale
    choices = {
        fact.id: answer.choice
        for fact in scale.choice_facts
        if (answer := given.facts.get(fact.id)) is not None and answer.choice is not None
        if answer.choice in [choice.id for choice in fact.choices]
    }
    counts = {
        fact.id: answer.count
        for fact in scale.count_facts
        if (answer := given.facts.get(fact.id)) is not None and answer.count is not None
    }
    answers = {
        item.id: _answer(item, given.answers[item.id])
        for item in scale.items
        if item.id in given.answers
    }
    return IncomingSet(
        place=f"visit {visit.id}",
        scale=scale,
        program=workspace.program.name,
        date=visit.date,
        kind=visit.kind,
        visit=visit.id,
        rater=given.rater,
        answers=answers,
        choices=choices,
        counts=counts,
    )


def _answer(item: Item, answer: Answer) -> IncomingAnswer:
    counts = is_settled(answer) and not outdated(item, answer)
    return IncomingAnswer(
        place=f"item {item.id}",
        state=answer.state if counts else "unanswered",
        level=answer.level if counts else None,
        reason=answer.reason if counts and answer.state == "not_applicable" else "",
        numerator=answer.numerator,
        denominator=answer.denominator,
        note=answer.note,
        grade=answer.grade,
        sources=answer.sources,
        because=answer.because,
    )
