"""What is said about the visit in hand: its stored answers scored, and made into a report."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from handover.scoring_rows import (
    Given,
    counts_of,
    load_given,
    missing_facts,
    missing_items,
    outdated,
    row_of,
)
from handover.standing import raters_of
from handover.suggested_actions import draft_of, new_action, untaken_first_steps
from handover.workspace import Workspace
from reporting.facts import AnswerFacts, PlanLine, ProgramFacts, ScaleResult, VisitFacts
from reporting.plan_table import SUGGESTED
from reporting.report import Report, build_report
from reporting.sentences import listed, upper_first
from scales.barrier import load_barriers
from scales.item import Item
from scoring import explain, ratings_from_rows, score
from scoring.evidence import verified_row
from scoring.explanation import Scored
from scoring.ratings import Row
from storage.answers import Answer
from storage.plans import PlanAction, list_actions
from storage.signing import list_signatures
from storage.team import CONSENSUS
from storage.visit_states import WORDS

_COPIED = "copied from an earlier visit and not confirmed yet"


def scale_results(workspace: Workspace) -> tuple[ScaleResult, ...]:
    """Score every scale of the visit, as given and as verified, in the order of the visit."""
    return tuple(
        _result(workspace, load_given(workspace, assessment.scale_id))
        for assessment in workspace.assessments
        if assessment.scale_id in workspace.entries
    )


def visit_report(
    workspace: Workspace,
    made_on: dt.date,
    results: tuple[ScaleResult, ...] | None = None,
    actions: tuple[PlanAction, ...] | None = None,
    *,
    suggesting: bool = False,
) -> Report:
    """Decide what is said about the visit, its plan included.

    Args:
        workspace: The visit in hand.
        made_on: The day of the report.
        results: Its scored scales, where they are known already.
        actions: Its plan, where it is known already.
        suggesting: Whether the plan ends with the suggested first steps nobody has taken on.
    """
    if results is None:
        results = scale_results(workspace)
    if actions is None:
        actions = _plan(workspace)
    plan = [plan_line(action) for action in actions]
    if suggesting:
        new = untaken_first_steps(draft_of(results), actions)
        steps = [new_action(workspace.visit.id, suggested) for suggested in new]
        plan += [replace(plan_line(step), status=SUGGESTED) for step in steps]
    facts = _program(workspace), _visit(workspace)
    return build_report(*facts, results, plan, made_on)


def _plan(workspace: Workspace) -> tuple[PlanAction, ...]:
    # The plan is made from what is settled; with one's own set, before that, goes none.
    if workspace.shown != workspace.official:
        return ()
    return list_actions(workspace.acting, workspace.visit.id)


def plan_line(action: PlanAction) -> PlanLine:
    """Lay out an action of the plan for a report, its barrier in words."""
    names = {barrier.id: barrier.name for barrier in load_barriers()}
    return PlanLine(
        do=action.do,
        reason=action.reason,
        items=action.items,
        owner=action.owner,
        start=action.start,
        due=action.due,
        effort=action.effort,
        barrier=names.get(action.barrier, action.barrier),
        measure_of_success=action.measure_of_success,
        status=action.status,
        baseline=action.baseline,
        target=action.target,
        note=action.note,
    )


def _result(workspace: Workspace, given: Given) -> ScaleResult:
    assessment = workspace.assessment(given.scale.id)
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


def _program(workspace: Workspace) -> ProgramFacts:
    program = workspace.program
    return ProgramFacts(
        name=program.name,
        agency=program.agency,
        setting=program.setting,
        levels_of_care=program.levels_of_care,
        region=program.region,
        caseload=program.caseload,
        populations=program.populations,
        invented=program.invented,
    )


def _visit(workspace: Workspace) -> VisitFacts:
    visit = workspace.visit
    all_given = [load_given(workspace, scale_id) for scale_id in workspace.entries]
    still_open = any(missing_items(given) or missing_facts(given) for given in all_given)
    return VisitFacts(
        visit.date,
        visit.kind,
        _rated_by(workspace),
        draft=still_open,
        status=upper_first(WORDS[visit.status]),
        signature=_signature(workspace),
    )


def _signature(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    if workspace.visit.status != "final":
        return ()
    signed = list_signatures(workspace.acting, workspace.visit.id)[0]  # the latest; it holds
    return (
        ("Signed by", signed.person),
        ("Signed at", signed.signed_at),
        ("Edition", str(signed.edition)),
        ("Signature (SHA-256)", signed.hash),
    )


def _rated_by(workspace: Workspace) -> str:
    if workspace.shown != CONSENSUS:
        return workspace.shown or ""
    return f"{listed(member.name for member in raters_of(workspace.team))} (consensus)"
