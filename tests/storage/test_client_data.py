"""What may identify a client is kept nowhere, unless somebody says that it does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from storage.answers import Answer, list_answers, save_answer
from storage.audit import list_events
from storage.corrections import add_correction, answer_correction, list_corrections
from storage.documents import DocumentRequest, add_documents, change_document, list_documents
from storage.plans import PlanAction, add_action, change_action, list_actions
from storage.problem import StorageProblem
from storage.steps import Step, begin_timeline, change_step, list_steps
from storage.store import Store
from storage.worksheets import ChartSample, add_sample, list_rows, list_samples, save_row
from tests.storage.site_visit import DAY, NOW, SiteVisit, begin_site_visit

NUMBER = "Called 078-05-1120 twice"


def in_an_answer(site: SiteVisit, text: str, **more: bool) -> None:
    answer = Answer(site.assessment_id, "Ann", "T1", "rated", 4, note=text)
    stored = list_answers(site.ann, site.assessment_id, "Ann").get("T1")
    save_answer(site.ann, answer, stored.revision if stored else 0, NOW, **more)


def in_a_step(site: SiteVisit, text: str, **more: bool) -> None:
    begin_timeline(site.lead, site.id, [Step(site.id, "call", "Call", "", "lead", DAY)], NOW)
    (step,) = list_steps(site.lead, site.id)
    change_step(site.lead, replace(step, note=text), step.revision, NOW, **more)


def in_the_owner_of_a_step(site: SiteVisit, text: str, **more: bool) -> None:
    begin_timeline(site.lead, site.id, [Step(site.id, "call", "Call", "", "lead", DAY)], NOW)
    (step,) = list_steps(site.lead, site.id)
    change_step(site.lead, replace(step, owner=text), step.revision, NOW, **more)


def in_a_document(site: SiteVisit, text: str, **more: bool) -> None:
    add_documents(site.lead, site.id, [DocumentRequest(site.id, "Roster")], NOW)
    (asked,) = list_documents(site.lead, site.id)
    change_document(site.lead, replace(asked, note=text), asked.revision, NOW, **more)


def in_a_chart(site: SiteVisit, text: str, **more: bool) -> None:
    if not list_samples(site.ann, site.id):
        sample = ChartSample(site.id, 9, "b" * 64, "seed", (("iddt", "T1"),))
        add_sample(site.ann, sample, ["0007"], NOW)
    (row,) = list_rows(site.ann, list_samples(site.ann, site.id)[0].id)
    save_row(site.ann, replace(row, note=text), row.revision, NOW, **more)


def in_a_correction(site: SiteVisit, text: str, **more: bool) -> None:
    site.walk_to("with_program")
    add_correction(site.contact, site.assessment_id, "T1", text, NOW, **more)


def in_the_answer_to_one(site: SiteVisit, text: str, **more: bool) -> None:
    site.walk_to("with_program")
    if not list_corrections(site.ann, site.id):
        add_correction(site.contact, site.assessment_id, "T1", "Wrong", NOW)
    (said,) = list_corrections(site.ann, site.id)
    answer_correction(site.ann, said.id, "declined", text, said.revision, NOW, **more)


def in_an_action(site: SiteVisit, text: str, **more: bool) -> None:
    site.walk_to("draft_report")
    if not list_actions(site.lead, site.id):
        add_action(site.lead, PlanAction(site.id, "Train two nurses"), NOW)
    (action,) = list_actions(site.lead, site.id)
    change_action(site.lead, replace(action, note=text), action.revision, NOW, **more)


PLACES: tuple[Callable[..., None], ...] = (
    in_an_answer,
    in_a_step,
    in_the_owner_of_a_step,
    in_a_document,
    in_a_chart,
    in_a_correction,
    in_the_answer_to_one,
    in_an_action,
)


@pytest.mark.parametrize("write", PLACES)
def test_what_looks_like_a_clients_data_is_refused_and_kept_where_somebody_says_so(
    store: Store, write: Callable[..., None]
):
    site = begin_site_visit(store)
    with pytest.raises(StorageProblem) as refused:
        write(site, NUMBER)
    (problem,) = refused.value.problems
    assert (problem.code, problem.value) == ("K40", "078-05-1120")
    assert NUMBER not in "".join(event.new for event in list_events(site.ann, site.id))
    write(site, NUMBER, accept_identifiers=True)
    said = [event for event in list_events(site.ann, site.id) if NUMBER in event.new]
    assert [event.why for event in said] == ["Kept as no client's data, though it looks like it."]


@pytest.mark.parametrize("write", PLACES)
def test_plain_words_are_kept_and_the_trail_says_nothing_more(
    store: Store, write: Callable[..., None]
):
    site = begin_site_visit(store)
    write(site, "Read three charts")
    said = [e for e in list_events(site.ann, site.id) if "Read three charts" in e.new]
    assert [event.why for event in said] == [""]


def test_what_is_stored_already_may_stay_when_something_else_is_changed(store: Store):
    site = begin_site_visit(store)
    in_a_step(site, NUMBER, accept_identifiers=True)
    (step,) = list_steps(site.lead, site.id)
    later = replace(step, due=DAY + dt.timedelta(1))
    assert change_step(site.lead, later, step.revision, NOW).note == NUMBER
