"""What the checks before signing look at, from what is stored of a visit."""

from __future__ import annotations

import datetime as dt
import json

from app_pages.session import load_workspace, today
from handover.rater_sets import RaterSets, load_sets
from handover.scoring_rows import Given, load_given, row_of
from handover.standing import raters_of
from handover.visit_report import scale_results
from handover.workspace import Workspace
from reporting.facts import ScaleResult
from reporting.preflight.finding import Finding
from reporting.preflight.run import preflight
from reporting.preflight.visit import (
    Correction,
    Document,
    RaterLevels,
    RatingMember,
    ScaleUnderCheck,
    SeenAlike,
    StoredAnswer,
    TimelineStep,
    VisitUnderCheck,
)
from storage.access import official_set
from storage.audit import list_events
from storage.corrections import list_corrections
from storage.documents import list_documents
from storage.identifiers import find_identifiers
from storage.people import list_members
from storage.problem import StorageError
from storage.steps import list_steps
from storage.team import CONSENSUS
from storage.visits import list_visits


def check_visit(workspace: Workspace) -> tuple[Finding, ...]:
    """Put every check to the visit in hand; its official set must be there to be seen."""
    return preflight(_under_check(workspace), find_identifiers)


def _under_check(workspace: Workspace) -> VisitUnderCheck:
    visit, acting, team = workspace.visit, workspace.acting, workspace.team
    sets = {i: load_sets(workspace, i) for i in workspace.entries}
    inside = {person.id for person in list_members(acting, visit.program_id)}
    earlier = _visit_before(workspace)
    results = {result.scored.scale.id: result for result in scale_results(workspace)}
    return VisitUnderCheck(
        date=visit.date,
        kind=visit.kind,
        today=today(),
        has_lead=any(member.role == "lead" for member in team),
        has_contact=any(member.role == "contact" for member in team),
        members=tuple(
            RatingMember(
                m.name,
                submitted=m.submitted_at is not None,
                outside=None if m.person_id is None else m.person_id not in inside,
                rated_on=_last_day(sets, m.name),
            )
            for m in raters_of(team)
        ),
        scales=tuple(_scale(workspace, sets[i], results[i], earlier) for i in workspace.entries),
        official=None if workspace.official == CONSENSUS else workspace.official,
        sent_on=_sent_on(workspace),
        corrections=tuple(
            Correction(_scale_of(workspace, c.assessment_id), c.item, c.outcome != "open")
            for c in list_corrections(acting, visit.id)
        ),
        timeline=tuple(
            TimelineStep(step.name, step.due, step.done_on is not None)
            for step in list_steps(acting, visit.id)
        ),
        documents=tuple(
            Document(d.document, d.received_on is not None)
            for d in list_documents(acting, visit.id)
            if d.requested_on is not None
        ),
        missing=tuple(
            a.scale_id for a in workspace.assessments if a.scale_id not in workspace.entries
        ),
    )


def _scale(
    workspace: Workspace, sets: RaterSets, result: ScaleResult, earlier: Workspace | None
) -> ScaleUnderCheck:
    official = _official(workspace, sets)
    counts = sets.agreement.overall.counts if len(sets.sets) > 1 else None
    assessment = workspace.assessment(sets.scale.id)
    return ScaleUnderCheck(
        result=result,
        stored={
            item: StoredAnswer(answer.state, answer.level, answer.because)
            for item, answer in official.answers.items()
        },
        raters=tuple(_levels(name, given) for name, given in sets.sets.items()),
        seen_alike=SeenAlike(counts.alike, counts.compared) if counts and counts.compared else None,
        previous=_levels_before(earlier, sets.scale.id),
        same_file=workspace.entries[sets.scale.id].stamp == assessment.scale_stamp,
    )


def _official(workspace: Workspace, sets: RaterSets) -> Given:
    return sets.settled if workspace.official == CONSENSUS else sets.sets[workspace.official]


def _levels(name: str, given: Given) -> RaterLevels:
    row = row_of(given, name)
    notes = {item: answer.note for item, answer in given.answers.items() if answer.note}
    return RaterLevels(name, row.levels, notes, row.choices)


def _last_day(sets: dict[str, RaterSets], rater: str) -> dt.date | None:
    moments = [
        answer.updated_at
        for each in sets.values()
        for answer in each.sets[rater].answers.values()
        if answer.updated_at is not None
    ]
    return max(moments).date() if moments else None


def _visit_before(workspace: Workspace) -> Workspace | None:
    """The latest earlier visit that rated one of the scales, of those that the person sees."""
    here = workspace.visit
    for visit in list_visits(workspace.acting, here.program_id):
        if visit.id != here.id and visit.date < here.date:
            earlier = load_workspace(workspace.acting, visit.id)
            if workspace.entries.keys() & {a.scale_id for a in earlier.assessments}:
                return earlier
    return None


def _levels_before(earlier: Workspace | None, scale_id: str) -> dict[str, int]:
    if earlier is None or scale_id not in earlier.entries:
        return {}
    rater = official_set(earlier.visit, earlier.team)
    if not rater or not any(a.scale_id == scale_id for a in earlier.assessments):
        return {}
    try:
        given = load_given(earlier, scale_id, rater)
    except StorageError:
        return {}  # that visit is not open to this person; nothing is compared
    levels = row_of(given, "before").levels
    return {item: level for item, level in levels.items() if level >= 0}


def _scale_of(workspace: Workspace, assessment_id: int) -> str:
    return next(a.scale_id for a in workspace.assessments if a.id == assessment_id)


def _sent_on(workspace: Workspace) -> dt.date | None:
    """The day the report of this edition was first sent to the program; None if it never was."""
    for event in list_events(workspace.acting, workspace.visit.id, "visit"):
        old, new = json.loads(event.old) or {}, json.loads(event.new) or {}
        sent = new.get("status") == "with_program" != old.get("status")
        if sent and new["edition"] == workspace.visit.edition:
            return dt.datetime.fromisoformat(event.at).date()
    return None
