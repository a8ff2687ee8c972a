"""Of two who change the same record, the second learns what the first saved, and by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import select

from storage import tables
from storage.action_checks import StaleCheck
from storage.action_verifying import list_checks, verify_action
from storage.answers import Answer, StaleAnswer, confirm_answer, copy_answers, save_answer
from storage.corrections import StaleCorrection, add_correction, answer_correction
from storage.documents import DocumentRequest, StaleDocument, add_documents, change_document
from storage.facts import FactAnswer, StaleFact, save_fact
from storage.own_targets import OwnTarget, StaleOwnTarget, set_own_target
from storage.people import StalePerson, change_person
from storage.plans import PlanAction, StaleAction, add_action, change_action, remove_action
from storage.problem import Stale
from storage.programs import StaleProgram, change_program, get_program
from storage.report_words import ReportWords, StaleReportWords, save_report_words
from storage.steps import StaleStep, Step, begin_timeline, change_step
from storage.store import Store
from storage.tables import LOGGED
from storage.team_changes import StaleMember, change_member
from storage.visits import StaleVisit, change_visit, list_team
from storage.worksheets import ChartSample, StaleRow, add_sample, list_rows, save_row
from tests.storage.site_visit import DAY, NOW, SiteVisit, begin_site_visit


@dataclass(frozen=True)
class Race:
    """Two people open a record, and one after the other saves it."""

    stored: Any
    """What both opened."""
    mine: Any
    """What the second wants to save."""
    theirs: Callable[[], Any]
    """Saves what the first wants; returns it as it is stored."""
    save: Callable[[Any, int], Any]
    """Saves what the second wants, made from a revision."""
    by: str


def of_a_program(site: SiteVisit) -> Race:
    stored = get_program(site.lead, site.visit.program_id)
    return Race(
        stored,
        replace(stored, agency="Mine"),
        lambda: change_program(site.colleague, replace(stored, agency="Theirs"), 1, NOW),
        lambda mine, revision: change_program(site.lead, mine, revision, NOW),
        "Kim",
    )


def of_a_person(site: SiteVisit) -> Race:
    stored = site.ann.person
    return Race(
        stored,
        replace(stored, name="Annie"),
        lambda: change_person(site.lead, replace(stored, name="Anna"), 1, NOW),
        lambda mine, revision: change_person(site.ann, mine, revision, NOW),
        "Lee",
    )


def of_a_visit(site: SiteVisit) -> Race:
    return Race(
        site.visit,
        replace(site.visit, note="Mine"),
        lambda: change_visit(site.lead, replace(site.visit, note="Theirs"), 1, NOW),
        lambda mine, revision: change_visit(site.lead, mine, revision, NOW),
        "Lee",
    )


def of_a_member(site: SiteVisit) -> Race:
    stored = list_team(site.lead, site.id)[3]
    return Race(
        stored,
        replace(stored, name="Connie"),
        lambda: change_member(site.lead, replace(stored, name="Cora"), 1, NOW),
        lambda mine, revision: change_member(site.lead, mine, revision, NOW),
        "Lee",
    )


def of_an_answer(site: SiteVisit) -> Race:
    site.walk_to("in_consensus")
    new = Answer(site.assessment_id, "consensus", "T1", "rated", 4)
    stored = save_answer(site.ann, new, 0, NOW)
    return Race(
        stored,
        replace(stored, level=3),
        lambda: save_answer(site.ben, replace(stored, level=5), 1, NOW),
        lambda mine, revision: save_answer(site.ann, mine, revision, NOW),
        "Ben",
    )


def of_an_answer_that_is_confirmed(site: SiteVisit) -> Race:
    site.rate("Ann", "T1", 4)
    later = site.another()
    ids = (site.assessment_id, "Ann", later.assessment_id, "Ann")
    (stored,) = copy_answers(site.ann, *ids, NOW)
    return Race(
        stored,
        replace(stored, confirmed=True),
        lambda: save_answer(site.ann, replace(stored, note="Theirs"), 1, NOW),
        lambda mine, revision: confirm_answer(
            site.ann, mine.assessment_id, "Ann", "T1", revision, NOW
        ),
        "Ann",
    )


def of_a_fact(site: SiteVisit) -> Race:
    site.walk_to("in_consensus")
    new = FactAnswer(site.assessment_id, "consensus", "clients", count=5)
    stored = save_fact(site.ann, new, 0, NOW)
    return Race(
        stored,
        replace(stored, count=0),
        lambda: save_fact(site.ben, replace(stored, count=7), 1, NOW),
        lambda mine, revision: save_fact(site.ann, mine, revision, NOW),
        "Ben",
    )


def of_an_action(site: SiteVisit) -> Race:
    site.walk_to("submitted")
    stored = add_action(site.lead, PlanAction(site.id, "Train two nurses"), NOW)
    return Race(
        stored,
        replace(stored, owner="Mine"),
        lambda: change_action(site.ann, replace(stored, owner="Theirs"), 1, NOW),
        lambda mine, revision: change_action(site.lead, mine, revision, NOW),
        "Ann",
    )


def of_an_action_that_is_removed(site: SiteVisit) -> Race:
    site.walk_to("submitted")
    stored = add_action(site.lead, PlanAction(site.id, "Train two nurses"), NOW)
    return Race(
        stored,
        stored,
        lambda: change_action(site.ann, replace(stored, owner="Theirs"), 1, NOW),
        lambda mine, revision: remove_action(site.lead, mine, revision, NOW),
        "Ann",
    )


def of_a_step(site: SiteVisit) -> Race:
    new = Step(site.id, "call", "First call", "", "Lee", DAY)
    (stored,) = begin_timeline(site.lead, site.id, [new], NOW)
    return Race(
        stored,
        replace(stored, note="Mine"),
        lambda: change_step(site.contact, replace(stored, note="Theirs"), 1, NOW),
        lambda mine, revision: change_step(site.lead, mine, revision, NOW),
        "Con",
    )


def of_a_document(site: SiteVisit) -> Race:
    (stored,) = add_documents(site.lead, site.id, [DocumentRequest(site.id, "Policies")], NOW)
    return Race(
        stored,
        replace(stored, note="Mine"),
        lambda: change_document(site.contact, replace(stored, note="Theirs"), 1, NOW),
        lambda mine, revision: change_document(site.lead, mine, revision, NOW),
        "Con",
    )


def of_a_chart(site: SiteVisit) -> Race:
    new = ChartSample(site.id, 9, "f" * 64, "1", (("iddt", "T1"),))
    sample = add_sample(site.ann, new, ["0048"], NOW)
    (stored,) = list_rows(site.ann, sample.id)
    return Race(
        stored,
        replace(stored, note="Mine"),
        lambda: save_row(site.ben, replace(stored, note="Theirs"), 1, NOW),
        lambda mine, revision: save_row(site.ann, mine, revision, NOW),
        "Ben",
    )


def of_a_correction(site: SiteVisit) -> Race:
    site.walk_to("with_program")
    stored = add_correction(site.contact, site.assessment_id, "T1", "We do more", NOW)
    answered = {"answered_by": "Ann", "answered_at": NOW}
    return Race(
        stored,
        replace(stored, outcome="accepted", answer="Mine", **answered),
        lambda: answer_correction(site.ben, stored.id, "declined", "Theirs", 1, NOW),
        lambda mine, revision: answer_correction(
            site.ann, stored.id, mine.outcome, mine.answer, revision, NOW
        ),
        "Ben",
    )


def of_a_check(site: SiteVisit) -> Race:
    site.walk_to("with_program")
    action = add_action(site.contact, PlanAction(site.id, "Train two nurses"), NOW)
    change_action(site.contact, replace(action, status="done"), 1, NOW)
    stored = list_checks(site.lead, site.id)[action.id]
    return Race(
        stored,
        stored,
        lambda: verify_action(site.ben, action.id, 1, NOW),
        lambda _mine, revision: verify_action(site.ann, action.id, revision, NOW),
        "Ben",
    )


def of_words_for_the_report(site: SiteVisit) -> Race:
    site.walk_to("in_consensus")
    new = ReportWords(site.assessment_id, "T1", "strength", 4, "Both")
    stored = save_report_words(site.ann, new, 0, NOW)
    return Race(
        stored,
        replace(stored, words="Mine"),
        lambda: save_report_words(site.ben, replace(stored, words="Theirs"), 1, NOW),
        lambda mine, revision: save_report_words(site.ann, mine, revision, NOW),
        "Ben",
    )


def of_a_target(site: SiteVisit) -> Race:
    site.walk_to("in_consensus")
    new = OwnTarget(site.assessment_id, "item", "T1", 500)
    stored = set_own_target(site.ann, new, 0, NOW)
    return Race(
        stored,
        replace(stored, hundredths=300),
        lambda: set_own_target(site.ben, replace(stored, hundredths=400), 1, NOW),
        lambda mine, revision: set_own_target(site.ann, mine, revision, NOW),
        "Ben",
    )


RACES: dict[Callable[[SiteVisit], Race], tuple[str, type[Stale]]] = {
    of_a_program: ("program", StaleProgram),
    of_a_person: ("person", StalePerson),
    of_a_visit: ("visit", StaleVisit),
    of_a_member: ("team_member", StaleMember),
    of_an_answer: ("answer", StaleAnswer),
    of_an_answer_that_is_confirmed: ("answer", StaleAnswer),
    of_a_fact: ("fact_answer", StaleFact),
    of_an_action: ("plan_action", StaleAction),
    of_an_action_that_is_removed: ("plan_action", StaleAction),
    of_a_step: ("visit_step", StaleStep),
    of_a_document: ("document_request", StaleDocument),
    of_a_chart: ("chart_row", StaleRow),
    of_a_correction: ("correction", StaleCorrection),
    of_a_check: ("action_check", StaleCheck),
    of_words_for_the_report: ("report_words", StaleReportWords),
    of_a_target: ("own_target", StaleOwnTarget),
}


def everything(store: Store) -> list[Any]:
    with store.read() as connection:
        return [
            connection.execute(select(table).order_by(*table.primary_key)).all()
            for table in tables.metadata.sorted_tables
        ]


def test_every_record_with_a_revision_is_raced_for():
    """A chart sample has one but is never changed: its rows are."""
    with_revision = {table.name for table in LOGGED if "revision" in table.c}
    assert {name for name, _stale in RACES.values()} == with_revision - {"chart_sample"}


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.__name__)
def test_the_second_learns_what_is_stored_and_who_saved_it(
    store: Store, race: Callable[[SiteVisit], Race]
):
    raced = race(begin_site_visit(store))
    stored = raced.theirs()
    before = everything(store)
    with pytest.raises(RACES[race][1]) as raised:
        raced.save(raced.mine, raced.stored.revision)
    assert raised.value.current == stored
    confirms = race is of_an_answer_that_is_confirmed  # and says nothing else of it
    if race is of_a_check:  # there is nothing else to say of it than what is stored
        assert raised.value.attempted == stored
    else:
        mine = replace(stored, confirmed=True) if confirms else raced.mine
        assert raised.value.attempted == mine
    assert raised.value.by == raced.by
    assert str(raised.value) == (
        f"This was changed elsewhere in the meantime by {raced.by}, and the newer version was "
        "kept. Compare the two and save again."
    )
    assert everything(store) == before


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.__name__)
def test_who_looked_again_saves(store: Store, race: Callable[[SiteVisit], Race]):
    raced = race(begin_site_visit(store))
    stored = raced.theirs()
    saved = raced.save(raced.mine, stored.revision)
    assert saved is None or saved.revision == stored.revision + 1
