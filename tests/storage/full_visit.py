"""A visit with something in every table, and with words of their own wherever anybody can write."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from storage.answers import Answer, save_answer
from storage.corrections import add_correction, answer_correction
from storage.documents import DocumentRequest, add_documents
from storage.facts import FactAnswer, save_fact
from storage.own_targets import OwnTarget, set_own_target
from storage.people import act, add_first_person
from storage.plans import PlanAction, add_action
from storage.programs import add_program
from storage.report_words import ReportWords, save_report_words
from storage.signing import sign
from storage.steps import Step, begin_timeline
from storage.store import Store
from storage.team import CONSENSUS, Member, alone
from storage.team_changes import add_to_team
from storage.visit_states import send_to_program, settle, submit_ratings
from storage.visits import add_visit, change_visit, get_assessments
from storage.worksheets import ChartSample, add_sample, list_rows, save_row
from tests.storage.prepared import once
from tests.storage.site_visit import DAY, NOW, SCALE, SiteVisit, begin_site_visit

MARK = "xyzzy"
"""Stands in all words that a purge must take away, and nowhere else."""


def words(where: str) -> str:
    """Somebody's own words, to be found again."""
    return f"{MARK} {where}: “née”"


def begin_full_visit(site: SiteVisit) -> SiteVisit:
    """Enter something of everything while the visit is being rated."""
    change_visit(site.lead, replace(site.visit, note=words("visit")), 1, NOW)
    step = Step(site.id, "call", "First call", "Agree on the day", "Lee", DAY, note=words("step"))
    begin_timeline(site.lead, site.id, [step, replace(step, step="report", name="Report")], NOW)
    document = DocumentRequest(site.id, "Policies", (("iddt", "T1"),), DAY, note=words("document"))
    add_documents(site.contact, site.id, [document], NOW)
    sample = ChartSample(site.id, 40, "f" * 64, "2026", (("iddt", "T1"), ("iddt", "T2")))
    sample = add_sample(site.ann, sample, [words("chart 1"), words("chart 2")], NOW)
    for row in list_rows(site.ann, sample.id):
        findings = (("iddt", "T1", "yes"), ("iddt", "T2", "no"))
        save_row(site.ben, replace(row, findings=findings, note=words("row")), 1, NOW)
    site.rate("Ann", "T1", 4, numerator=8, denominator=10, sources=("Charts",), grade="B")
    site.rate("Ann", "T1", note=words("note of Ann"))
    site.rate("Ben", "T1", 4, note=words("note of Ben"))
    site.rate("Ann", "T2", 4)
    site.rate("Ben", "T2", state="not_applicable", reason=words("reason"))
    save_fact(site.ann, FactAnswer(site.assessment_id, "Ann", "delivery", "integrated"), 0, NOW)
    save_fact(site.ben, FactAnswer(site.assessment_id, "Ben", "clients", count=0), 0, NOW)
    staff = Member("Nurse one", "respondent", staff_role="nurse")
    add_to_team(site.ann, site.id, staff, NOW)
    answer = Answer(site.assessment_id, "Nurse one", "T1", "rated", 2, note=words("survey"))
    save_answer(site.ann, answer, 0, NOW)
    return site


def finish_full_visit(site: SiteVisit, remarks: str = "Two charts were missing") -> SiteVisit:
    """Take it from being rated to being signed, with a correction and a plan on the way."""
    site.walk_to("in_consensus")
    site.rate(CONSENSUS, "T2", 4, because=words("because"), note=words("note of both"))
    for fact in (
        FactAnswer(site.assessment_id, CONSENSUS, "delivery", "integrated"),
        FactAnswer(site.assessment_id, CONSENSUS, "clients", count=0),
    ):
        save_fact(site.ann, fact, 0, NOW)
    written = ReportWords(site.assessment_id, "T2", "strength", 4, words("report"))
    save_report_words(site.ann, written, 0, NOW)
    set_own_target(site.ann, OwnTarget(site.assessment_id, "total", "treatment", 420), 0, NOW)
    site.walk_to("with_program")
    said = add_correction(site.contact, site.assessment_id, "T1", words("says"), NOW)
    answer_correction(site.ann, said.id, "declined", words("answer"), 1, NOW)
    action = PlanAction(site.id, "Write down the stages", items=(("iddt", "T1"),), due=DAY)
    add_action(site.contact, replace(action, note=words("action")), NOW)
    add_action(site.lead, replace(action, do="Train two nurses", due=DAY + dt.timedelta(30)), NOW)
    sign(site.lead, site.id, NOW, remarks)
    return site


def full_visit(site: SiteVisit) -> SiteVisit:
    """A signed visit with something in every table."""
    return finish_full_visit(begin_full_visit(site))


def full_visit_in(store: Store) -> SiteVisit:
    """The same in an empty database."""
    return once("full visit", store, lambda store: full_visit(begin_site_visit(store)))


def begun_full_visit_in(store: Store) -> SiteVisit:
    """The same while it is being rated."""
    return once("begun", store, lambda store: begin_full_visit(begin_site_visit(store)))


def sign_small_visit(store: Store) -> SiteVisit:
    """A signed visit of one rater with one row in every table, each as short as can be."""
    rae = act(store, add_first_person(store, "R", NOW).id)
    program = add_program(rae, name="P", levels_of_care=("op",), now=NOW)
    team = alone("R", rae.person.id)
    visit = add_visit(rae, program.id, DAY, "self_audit", team, [SCALE], NOW)
    place = get_assessments(rae, visit.id)[0].id
    note = Answer(place, "R", "T1", "rated", 4, numerator=8, denominator=9, note="né", grade="B")
    save_answer(rae, replace(note, sources=("s",)), 0, NOW)
    save_fact(rae, FactAnswer(place, "R", "f", count=0), 0, NOW)
    begin_timeline(rae, visit.id, [Step(visit.id, "s", "S", "", "R", DAY, note="n")], NOW)
    add_documents(rae, visit.id, [DocumentRequest(visit.id, "D", (("iddt", "T1"),), DAY)], NOW)
    add_sample(rae, ChartSample(visit.id, 1, "f" * 8, "1", (("iddt", "T1"),)), ["7"], NOW)
    submit_ratings(rae, visit.id, "R", NOW)
    settle(rae, visit.id, NOW)
    send_to_program(rae, visit.id, NOW)
    save_report_words(rae, ReportWords(place, "T1", "strength", 4, "w"), 0, NOW)
    set_own_target(rae, OwnTarget(place, "item", "T1", 500), 0, NOW)
    answer_correction(rae, add_correction(rae, place, "T1", "m", NOW).id, "declined", "n", 1, NOW)
    add_action(
        rae, PlanAction(visit.id, "Do", items=(("iddt", "T1"),), note="n", status="done"), NOW
    )
    sign(rae, visit.id, NOW, "r")
    return SiteVisit(rae, rae, rae, rae, rae, rae, visit, place)
