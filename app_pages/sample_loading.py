"""Put the invented sample programs into the database, all of them or the rest of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import streamlit as st

from app_pages.session import KINDS, now, open_catalog
from app_pages.standing import find_standing
from exchange.filed import FiledAssessment
from exchange.ratings_file import read_content, read_ratings
from sample_data import SampleAction, SampleProgram, SampleVisit, load_samples
from scales.catalog import Catalog
from scoring import State
from storage.acting import Acting
from storage.answers import Answer, list_answers, save_answer
from storage.answers import State as AnswerState
from storage.facts import FactAnswer, list_facts, save_fact
from storage.plans import PlanAction, add_action, list_actions
from storage.programs import Program, add_program, list_programs
from storage.team import alone
from storage.visit_record import Kind, Visit
from storage.visits import add_visit, get_assessments, list_team, list_visits

_STATES: dict[State, AnswerState] = {
    State.NOT_RATED: "unanswered",
    State.NOT_APPLICABLE: "not_applicable",
    State.NOT_ENOUGH: "not_enough_information",
}


def samples_missing(acting: Acting) -> bool:
    """Whether any sample program, or any of its visits, is not in the database."""
    visits = {p.name: len(list_visits(acting, p.id)) for p in _sample_programs(acting)}
    return any(visits.get(sample.name, 0) < len(sample.visits) for sample in load_samples())


def add_samples(acting: Acting) -> None:
    """Add what is not there yet; a run that was cut off is taken up where it stopped.

    Who adds them is the person behind the invented reviewer; what another person added is theirs.
    """
    samples = load_samples()
    with st.spinner("Adding the sample programs"):
        for sample in samples:
            program = _program(acting, sample)
            for visit in sample.visits:
                _add_visit(acting, open_catalog(), program, visit)


def _sample_programs(acting: Acting) -> Iterator[Program]:
    for archived in (False, True):
        yield from (p for p in list_programs(acting, archived=archived) if p.invented)


def _program(acting: Acting, sample: SampleProgram) -> Program:
    for program in _sample_programs(acting):
        if program.name == sample.name:
            return program
    facts = {key: value for key, value in vars(sample).items() if key not in ("story", "visits")}
    return add_program(acting, **facts, now=now())


def _add_visit(acting: Acting, catalog: Catalog, program: Program, sample: SampleVisit) -> None:
    visit = _visit(acting, catalog, program, sample)
    rater = find_standing(acting, visit, list_team(acting, visit.id)).own
    if rater is None or visit.status != "draft":
        return
    scales = {scale_id: catalog.get(scale_id).scale for scale_id in sample.scales}
    read = read_ratings(read_content(sample.ratings), sample.ratings.name, scales)
    ids = {a.scale_id: a.id for a in get_assessments(acting, visit.id)}
    for filed in read.assessments:
        _add_answers(acting, ids[filed.scale.id], rater, filed)
    if not list_actions(acting, visit.id):
        for action in sample.plan:
            add_action(acting, _action(catalog, visit, action, read.assessments), now())


def _visit(acting: Acting, catalog: Catalog, program: Program, sample: SampleVisit) -> Visit:
    for visit in list_visits(acting, program.id):
        if visit.date == sample.date:
            return visit
    entries = [catalog.get(scale_id) for scale_id in sample.scales]
    pins = [(e.scale.id, e.scale.version, e.stamp, e.scale.target_level) for e in entries]
    kinds: dict[str, Kind] = {known: known for known in KINDS}
    team = alone(sample.rater, acting.person.id)
    return add_visit(acting, program.id, sample.date, kinds[sample.kind], team, pins, now())


def _add_answers(acting: Acting, assessment_id: int, rater: str, filed: FiledAssessment) -> None:
    there = list_answers(acting, assessment_id, rater)
    known = list_facts(acting, assessment_id, rater)
    facts: dict[str, dict] = {fact: {"choice": c} for fact, c in filed.row.choices.items()}
    facts |= {fact: {"count": count} for fact, count in filed.counts.items()}
    for fact, value in facts.items():
        if fact not in known:
            save_fact(acting, FactAnswer(assessment_id, rater, fact, **value), 0, now())
    for item in filed.row.levels:
        if item not in there:
            save_answer(acting, _answer(assessment_id, rater, item, filed), 0, now())


def _answer(assessment_id: int, rater: str, item: str, filed: FiledAssessment) -> Answer:
    level, detail = filed.row.levels[item], filed.details.get(item)
    note = detail.note if detail else ""
    left_out = level == State.NOT_APPLICABLE
    return Answer(
        assessment_id,
        rater,
        item,
        state="rated" if level >= 0 else _STATES[State(level)],
        level=level if level >= 0 else None,
        reason=note if left_out else "",
        numerator=detail.numerator if detail else None,
        denominator=detail.denominator if detail else None,
        note="" if left_out else note,
        grade=detail.grade if detail else None,
    )


def _action(
    catalog: Catalog, visit: Visit, sample: SampleAction, assessments: tuple[FiledAssessment, ...]
) -> PlanAction:
    scale = catalog.get(sample.scale).scale
    action = next(a for a in scale.item(sample.item).actions if a.id == sample.action)
    filed = next(f for f in assessments if f.scale.id == sample.scale)
    rest = {k: v for k, v in asdict(sample).items() if k not in ("scale", "item", "action")}
    return PlanAction(
        visit.id,
        action.do,
        origin=f"suggested:{sample.scale}/{sample.item}/{sample.action}",
        items=((sample.scale, sample.item),),
        effort=action.effort,
        measure_of_success=action.done_when,
        baseline=filed.row.levels[sample.item],
        target=scale.target_level,
        **rest,
    )
