"""A visit with something in every table, and with words of their own wherever anybody can write."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from storage.answers import Answer, save_answer
from storage.corrections import add_correction, answer_correction
from storage.documents import DocumentRequest, add_documents
from storage.facts import FactAnswer, save_fact
from storage.plans import PlanAction, add_action
from storage.signing import sign
from storage.steps import Step, begin_timeline
from storage.team import CONSENSUS, Member
from storage.team_changes import add_to_team
from storage.visits import change_visit
from storage.worksheets import ChartSample, add_sample, list_rows, save_row
from tests.storage.site_visit import DAY, NOW, SiteVisit

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
