"""Put the invented sample programs into the database, all of them or the rest of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import streamlit as st

from app_pages.sample_answers import add_answers
from app_pages.sample_site_visit import SampleSiteVisit, sample_team
from app_pages.session import KINDS, now, open_catalog
from exchange.filed import FiledAssessment
from exchange.ratings_file import read_content, read_ratings
from handover.standing import find_standing
from sample_data import SampleAction, SampleProgram, SampleVisit, load_samples
from scales.catalog import Catalog
from storage.acting import Acting
from storage.plans import PlanAction, add_action, list_actions
from storage.programs import Program, add_program, list_programs
from storage.team import alone
from storage.visit_record import Kind, Visit
from storage.visits import add_visit, get_assessments, list_team, list_visits


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
    standing = find_standing(acting, visit, list_team(acting, visit.id))
    scales = {scale_id: catalog.get(scale_id).scale for scale_id in sample.scales}
    if sample.team:
        if standing.leads and visit.status != "final":
            SampleSiteVisit(acting, visit, sample, scales).take_through()
        return
    rater = standing.own
    if rater is None or visit.status != "draft":
        return
    read = read_ratings(read_content(sample.ratings), sample.ratings.name, scales)
    ids = {a.scale_id: a.id for a in get_assessments(acting, visit.id)}
    for filed in read.assessments:
        add_answers(acting, ids[filed.scale.id], rater, filed, now())
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
    team = sample_team(acting, sample) if sample.team else alone(sample.rater, acting.person.id)
    return add_visit(acting, program.id, sample.date, kinds[sample.kind], team, pins, now())


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
