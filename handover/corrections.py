"""The program's factual corrections as a report tells of them."""

from __future__ import annotations

from handover.workspace import Workspace
from reporting.facts import CorrectionFacts
from reporting.sentences import day
from storage.acting import NotAllowed
from storage.answers import Answer, list_answers
from storage.corrections import Correction, Outcome, list_corrections

OUTCOMES: dict[Outcome, str] = {
    "open": "Not answered yet",
    "accepted": "Accepted",
    "declined": "Declined",
}
"""What an outcome is called."""


def correction_facts(workspace: Workspace) -> tuple[CorrectionFacts, ...]:
    """Tell every correction and its answer; none where the person may not see them (yet)."""
    try:
        found = list_corrections(workspace.acting, workspace.visit.id)
        return tuple(_facts(workspace, correction) for correction in found)
    except NotAllowed:
        return ()


def rating_words(state: str, level: int | None) -> str:
    """Say how an item is rated."""
    return str(level) if state == "rated" else state.replace("_", " ")


def _facts(workspace: Workspace, correction: Correction) -> CorrectionFacts:
    assessment = next(a for a in workspace.assessments if a.id == correction.assessment_id)
    answers = list_answers(workspace.acting, assessment.id, workspace.official)
    stands = answers.get(correction.item, Answer(0, "", correction.item))
    before = rating_words(correction.state_before, correction.level_before)
    after = rating_words(stands.state, stands.level)
    outcome = OUTCOMES[correction.outcome]
    return CorrectionFacts(
        _item_words(workspace, assessment.scale_id, correction.item),
        f"{correction.says} ({correction.said_by}, {day(correction.said_at.date())})",
        outcome if correction.outcome == "open" else f"{outcome}. {correction.answer}",
        f"{before}, unchanged" if before == after else f"{before}, now {after}",
    )


def _item_words(workspace: Workspace, scale_id: str, item: str) -> str:
    entry = workspace.entries.get(scale_id)
    if entry is None or item not in entry.scale.item_ids:
        return f"{scale_id} {item}"
    return f"{entry.scale.short_name} {item} {entry.scale.item(item).name}"
