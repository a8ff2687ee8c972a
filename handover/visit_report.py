"""What is said about the visit in hand: its stored answers scored, and made into a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from handover.corrections import correction_facts
from handover.own_targets import fetch_own_targets, scale_targets
from handover.plan_lines import fetch_plan, plan_lines, suggested_lines
from handover.rater_sets import load_sets
from handover.report_words import fetch_report_words, written_words
from handover.scoring_rows import Given, counts_of, load_given, outdated, row_of
from handover.standing import raters_of
from handover.visit_facts import program_facts, visit_facts
from handover.workspace import Workspace
from reporting.facts import AnswerFacts, ScaleResult
from reporting.report import Report, build_report
from scales.item import Item
from scoring import explain, ratings_from_rows, score
from scoring.agreement import Agreement
from scoring.evidence import verified_row
from scoring.explanation import Scored
from scoring.ratings import Row
from storage.acting import NotAllowed
from storage.action_checks import ActionCheck
from storage.answers import Answer
from storage.own_targets import OwnTarget
from storage.plans import PlanAction

_COPIED = "copied from an earlier visit and not confirmed yet"


def scale_results(workspace: Workspace) -> tuple[ScaleResult, ...]:
    """Score every scale of the visit, as given and as verified, in the order of the visit."""
    written = fetch_report_words(workspace)
    targets = fetch_own_targets(workspace)
    return tuple(
        replace(
            _result(workspace, given, targets),
            written=written_words(written.get(given.scale.id, ())),
        )
        for given in _all_given(workspace)
    )


def visit_report(
    workspace: Workspace,
    made_on: dt.date,
    results: tuple[ScaleResult, ...] | None = None,
    actions: tuple[PlanAction, ...] | None = None,
    *,
    checks: Mapping[int, ActionCheck] | None = None,
    to_hand_over: bool = False,
) -> Report:
    """Decide what is said about the visit, its plan included.

    Args:
        workspace: The visit in hand.
        made_on: The day of the report.
        results: Its scored scales, where they are known already.
        actions: Its plan, where it is known already.
        checks: Whose word it is that actions are done, where that is known already.
        to_hand_over: Whether to tell also what the screens have pages of their own for: the
            suggested first steps nobody has taken on, agreement, and the program's corrections.
    """
    if results is None:
        results = scale_results(workspace)
    if actions is None:
        actions = fetch_plan(workspace)
    plan = plan_lines(workspace.acting, workspace.visit.id, actions, checks)
    if to_hand_over:
        plan += suggested_lines(workspace, results, actions)
        results = tuple(_with_agreement(workspace, result) for result in results)
    facts = program_facts(workspace), visit_facts(workspace, _all_given(workspace))
    corrections = correction_facts(workspace) if to_hand_over else ()
    return build_report(*facts, results, plan, made_on, corrections=corrections)


def _all_given(workspace: Workspace) -> list[Given]:
    rated = (a.scale_id for a in workspace.assessments if a.scale_id in workspace.entries)
    return [load_given(workspace, scale_id) for scale_id in rated]


def _with_agreement(workspace: Workspace, result: ScaleResult) -> ScaleResult:
    return replace(result, agreement=_agreement(workspace, result.scored.scale.id))


def _agreement(workspace: Workspace, scale_id: str) -> Agreement | None:
    """How well the raters agreed; None where one rated alone, or while it is not to be seen."""
    if len(raters_of(workspace.team)) < 2 or workspace.shown != workspace.official:
        return None
    try:
        return load_sets(workspace, scale_id).agreement
    except NotAllowed:
        return None


def _result(workspace: Workspace, given: Given, targets: Sequence[OwnTarget]) -> ScaleResult:
    assessment = workspace.assessment(given.scale.id)
    own = scale_targets(given.scale, (t for t in targets if t.assessment_id == assessment.id))
    levels = given.scale.levels
    row = row_of(given, workspace.program.name)
    grades = {item: answer.grade for item, answer in given.answers.items()}
    verified = verified_row(given.scale, row, grades)
    scored = _scored(given, row)
    return ScaleResult(
        scored=scored,
        verified=scored if verified.levels == row.levels else _scored(given, verified),
        # The scale file may have fewer levels than when the target was set.
        target_level=min(max(assessment.target_level, levels.low), levels.high),
        answers={
            item.id: _facts(item, given.answers[item.id])
            for item in given.scale.items
            if item.id in given.answers
        },
        counts=counts_of(given),
        stamp=assessment.scale_stamp,
        by_reviewers=workspace.visit.kind != "self_audit",
        item_targets=own.items,
        mean_targets=own.means,
    )


def _scored(given: Given, row: Row) -> Scored:
    return explain(score(given.scale, ratings_from_rows(given.scale, [row])), 0)


def _facts(item: Item, answer: Answer) -> AnswerFacts:
    # A reason typed before a level was chosen is kept for the rater and said nowhere else.
    reason = answer.reason if answer.state == "not_applicable" else ""
    return AnswerFacts(
        note=answer.note,
        sources=answer.sources,
        grade=answer.grade,
        numerator=answer.numerator,
        denominator=answer.denominator,
        reason=outdated(item, answer) or (reason if answer.confirmed else _COPIED),
        confirmed=answer.confirmed,
    )
