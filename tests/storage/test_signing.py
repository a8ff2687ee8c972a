"""A signed visit: who signed what and when; nothing that was rated changes until it is reopened."""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select

import storage
from storage import tables
from storage.acting import NotAllowed
from storage.action_verifying import take_back_verifying, verify_action
from storage.answers import Answer, confirm_answer, copy_answers, list_answers, save_answer
from storage.audit import list_events
from storage.corrections import add_correction, answer_correction, list_corrections
from storage.documents import (
    DocumentRequest,
    add_documents,
    change_document,
    list_documents,
    remove_document,
)
from storage.facts import FactAnswer, save_fact
from storage.filling import fill_set
from storage.own_targets import OwnTarget, set_own_target
from storage.people import change_person
from storage.plan_filling import keep_plan
from storage.plans import PlanAction, add_action, change_action, list_actions, remove_action
from storage.plans import move_action as place_action
from storage.problem import NotFound, StorageError
from storage.purge import purge_visit
from storage.report_words import ReportWords, save_report_words
from storage.signing import list_signatures, read_edition, reopen, sign
from storage.steps import Step, begin_timeline, change_step, list_steps, shift_steps
from storage.store import Store
from storage.taking_in import KnownVisit, TakenSet, take_in
from storage.team import CONSENSUS, Member
from storage.team_changes import add_to_team, change_member, remove_from_team
from storage.verifying import verify
from storage.visit_deletion import delete_visit
from storage.visit_states import (
    reopen_ratings,
    send_to_program,
    settle,
    settle_again,
    start_consensus,
    submit_ratings,
    take_back,
)
from storage.visits import (
    VisitFinal,
    VisitProblem,
    change_visit,
    get_visit,
    list_team,
    set_target_level,
    take_scale,
)
from storage.worksheets import (
    ChartSample,
    add_sample,
    list_rows,
    list_samples,
    remove_sample,
    save_row,
)
from tests.storage.full_visit import full_visit, full_visit_in, words
from tests.storage.site_visit import DAY, NOW, SiteVisit, begin_site_visit

SIGNED_AT = dt.datetime(2026, 4, 1, 15, 0, 0, 250, tzinfo=dt.UTC)


def canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def test_a_signature_says_who_when_and_over_what(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4)
    site.rate("Ben", "T1", 4)
    site.walk_to("with_program")
    signature = sign(site.lead, site.id, SIGNED_AT, "One chart was missing")
    assert list_signatures(site.lead, site.id) == (signature,)
    assert (signature.person_id, signature.person) == (site.lead.person.id, "Lee")
    assert signature.signed_at == "2026-04-01T15:00:00.000250+00:00"
    assert (signature.visit_id, signature.edition, signature.previous) == (site.id, 1, "")
    assert (signature.voided_at, signature.voided_by, signature.void_reason) == ("", "", "")
    content = json.loads(signature.content)
    assert content["remarks"] == "One chart was missing"
    assert [
        (scale["scale_id"], scale["scale_version"], scale["scale_stamp"])
        for scale in content["records"]["assessment"]
    ] == [("iddt", "1.0.0", "a" * 64)]
    assert [(row["rater"], row["item"], row["level"]) for row in content["records"]["answer"]] == [
        ("Ann", "T1", 4),
        ("Ben", "T1", 4),
        (CONSENSUS, "T1", 4),
    ]


def test_the_hash_of_a_signature_can_be_worked_out_by_hand(store: Store):
    """Without words, all that is signed stands in the hashed text as it is."""
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4)
    site.rate("Ben", "T1", 4)
    site.walk_to("with_program")
    signature = sign(site.lead, site.id, SIGNED_AT, "One chart was missing")
    content = json.loads(signature.content)
    assert content.pop("salt") == ""
    assert signature.content_hash == sha(canonical(content))
    last = list_events(site.lead, site.id)[-2]
    assert (signature.book, signature.event, signature.event_hash) == (
        f"visit {site.id}",
        last.number,
        last.hash,
    )
    signed = {
        "book": f"visit {site.id}",
        "content_hash": signature.content_hash,
        "edition": 1,
        "event": last.number,
        "event_hash": last.hash,
        "person": "Lee",
        "person_id": site.lead.person.id,
        "previous": "",
        "signed_at": "2026-04-01T15:00:00.000250+00:00",
        "visit_id": site.id,
    }
    assert signature.hash == sha(canonical(signed))


def test_words_are_signed_by_their_salted_digests(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4, note="Read ten charts")
    site.rate("Ben", "T1", 4)
    signature = sign(site.walk_to("draft_report").lead, site.id, NOW)
    content = json.loads(signature.content)
    salt = content.pop("salt")
    assert len(salt) == 32
    of_ann = content["records"]["answer"][0]
    assert of_ann["note"] == "Read ten charts"
    of_ann["note"] = sha(canonical([salt, "note", "Read ten charts"]))
    assert signature.content_hash == sha(canonical(content))


def test_a_visit_is_signed_in_the_name_that_its_lead_has_then(store: Store):
    site = begin_site_visit(store, "with_program")
    change_person(site.lead, replace(site.lead.person, name="Lee Doe"), 1, NOW)
    assert sign(site.lead, site.id, NOW).person == "Lee Doe"
    reopen(site.lead, site.id, "A wrong count", NOW)
    assert list_signatures(site.lead, site.id)[0].voided_by == "Lee Doe"


def test_a_visit_is_not_signed_with_a_correction_nobody_answered(store: Store):
    site = begin_site_visit(store, "with_program")
    first, second = (
        add_correction(site.contact, site.assessment_id, item, "We do more", NOW)
        for item in ("T1", "T2")
    )
    with pytest.raises(VisitProblem) as raised:
        sign(site.lead, site.id, NOW)
    assert str(raised.value).splitlines() == [
        "Nothing was changed.",
        "  - item T1: a correction is not answered. Answer it first. [K64]",
        "  - item T2: a correction is not answered. Answer it first. [K64]",
    ]
    assert (site.status, list_signatures(site.lead, site.id)) == ("with_program", ())
    answer_correction(site.ann, first.id, "accepted", "Right", 1, NOW)
    answer_correction(site.ann, second.id, "declined", "See chart 7", 1, NOW)
    assert sign(site.lead, site.id, NOW).edition == 1


def test_remarks_that_cannot_be_kept_are_told_and_nothing_is_signed(store: Store):
    site = begin_site_visit(store, "draft_report")
    with pytest.raises(VisitProblem, match=r"remarks: 20,001 characters are more than 20,000"):
        sign(site.lead, site.id, NOW, "x" * 20_001)
    assert (site.status, list_signatures(site.lead, site.id)) == ("draft_report", ())


def test_opening_it_again_begins_the_next_edition_and_voids_the_signature(store: Store):
    site = full_visit_in(store)
    (first,) = list_signatures(site.lead, site.id)
    opened = reopen(site.lead, site.id, "A wrong count", SIGNED_AT)
    assert (opened.status, opened.edition) == ("in_consensus", 2)
    (void,) = list_signatures(site.lead, site.id)
    assert void == replace(
        first,
        voided_at="2026-04-01T15:00:00.000250+00:00",
        voided_by="Lee",
        void_reason="A wrong count",
    )
    site.rate(CONSENSUS, "T2", 3)
    settle(site.lead, site.id, NOW)
    second = sign(site.lead, site.id, NOW)
    assert (second.edition, second.previous) == (2, first.hash)
    assert list_signatures(site.lead, site.id) == (second, void)
    assert verify(store) == ()


def test_an_old_edition_stays_readable_in_full(store: Store):
    site = full_visit_in(store)
    sets = ("Ann", "Ben", CONSENSUS, "Nurse one")
    before = {s: list_answers(site.lead, site.assessment_id, s) for s in sets}
    reopen(site.lead, site.id, "A wrong count", NOW)
    site.rate(CONSENSUS, "T1", 2, because="Counted again")
    site.rate(CONSENSUS, "T2", 2)
    settle(site.lead, site.id, NOW)
    sign(site.lead, site.id, NOW, "Counted again")
    new, old = map(read_edition, list_signatures(site.lead, site.id))
    assert {s: old.answers[site.assessment_id, s] for s in sets} == before
    assert old.answers[site.assessment_id, "Ann"]["T1"].note == words("note of Ann")
    assert old.facts[site.assessment_id, "Ben"]["clients"].count == 0
    assert (old.remarks, old.signature.edition) == ("Two charts were missing", 1)
    assert new.answers[site.assessment_id, CONSENSUS]["T1"].level == 2
    assert new.answers[site.assessment_id, "Ann"] == before["Ann"]
    assert (new.remarks, new.signature.edition) == ("Counted again", 2)


def test_signatures_are_shown_to_who_may_see_what_the_visit_found(store: Store):
    site = begin_site_visit(store, "in_consensus")
    with pytest.raises(NotAllowed, match="once its report is sent to the program"):
        list_signatures(site.contact, site.id)
    site.walk_to("final")
    assert len(list_signatures(site.contact, site.id)) == 1
    reopen(site.lead, site.id, "A wrong count", NOW)
    (void,) = list_signatures(site.contact, site.id)  # what they saw once stays open to them
    assert void.void_reason == "A wrong count"
    with pytest.raises(NotFound):
        list_signatures(site.stranger, site.id)


# What a final visit refuses, and what goes on: a function that is in neither list fails the test
# below, so that whoever adds one decides.

Call = Callable[[SiteVisit], object]


def consensus_answer(site: SiteVisit) -> Answer:
    return list_answers(site.lead, site.assessment_id, CONSENSUS)["T1"]


def member(site: SiteVisit, name: str) -> Member:
    return next(m for m in list_team(site.lead, site.id) if m.name == name)


def open_visit(site: SiteVisit) -> int:
    """The assessment of an older visit with an answer that could be copied."""
    return site.assessment_id - 1


def remove_first_sample(site: SiteVisit) -> None:
    sample = list_samples(site.ann, site.id)[0].id
    remove_sample(site.ann, sample, list_rows(site.ann, sample), NOW)


REFUSED: dict[str, Call] = {
    "save_answer": lambda s: save_answer(
        s.ann, replace(consensus_answer(s), level=1), consensus_answer(s).revision, NOW
    ),
    "confirm_answer": lambda s: confirm_answer(s.ann, s.assessment_id, "Ann", "T1", 2, NOW),
    "copy_answers": lambda s: copy_answers(
        s.ann, open_visit(s), "Ann", s.assessment_id, "Ann", NOW
    ),
    "fill_set": lambda s: fill_set(
        s.ann, s.assessment_id, "Ann", [Answer(0, "", "T9", "rated", 4)], [], NOW
    ),
    "save_report_words": lambda s: save_report_words(
        s.ann, ReportWords(s.assessment_id, "T9", "strength", 4, "Other words"), 0, NOW
    ),
    "set_own_target": lambda s: set_own_target(
        s.lead, OwnTarget(s.assessment_id, "item", "T1", 500), 0, NOW
    ),
    "take_in": lambda s: take_in(
        s.ann,
        [KnownVisit(s.id, (TakenSet("iddt", "Ann", (Answer(0, "", "T9", "rated", 4),)),))],
        NOW,
    ),
    "save_fact": lambda s: save_fact(
        s.ann, FactAnswer(s.assessment_id, "Ann", "delivery", "parallel"), 1, NOW
    ),
    "set_target_level": lambda s: set_target_level(s.lead, s.assessment_id, 3, 4, NOW),
    "take_scale": lambda s: take_scale(s.lead, s.assessment_id, "1.0.1", "b" * 64, "A comma", NOW),
    "change_visit": lambda s: change_visit(
        s.lead, replace(get_visit(s.lead, s.id), note="Other"), s.visit.revision, NOW
    ),
    "delete_visit": lambda s: delete_visit(s.lead, s.id, NOW, with_entries=True),
    "add_to_team": lambda s: add_to_team(s.lead, s.id, Member("Zoe", "reviewer"), NOW),
    "change_member": lambda s: change_member(
        s.lead, replace(member(s, "Con"), staff_role="director"), 1, NOW
    ),
    "remove_from_team": lambda s: remove_from_team(s.lead, member(s, "Con").id, NOW),
    "add_correction": lambda s: add_correction(s.contact, s.assessment_id, "T1", "More", NOW),
    "answer_correction": lambda s: answer_correction(
        s.ann, list_corrections(s.lead, s.id)[0].id, "accepted", "Right", 2, NOW
    ),
    "add_documents": lambda s: add_documents(s.lead, s.id, [DocumentRequest(s.id, "More")], NOW),
    "change_document": lambda s: change_document(
        s.lead, replace(list_documents(s.lead, s.id)[0], note="Came"), 1, NOW
    ),
    "remove_document": lambda s: remove_document(s.lead, list_documents(s.lead, s.id)[0], 1, NOW),
    "add_sample": lambda s: add_sample(
        s.ann, ChartSample(s.id, 9, "e" * 64, "1", (("iddt", "T1"),)), ["7"], NOW
    ),
    "save_row": lambda s: save_row(
        s.ann, replace(list_rows(s.ann, list_samples(s.ann, s.id)[0].id)[0], note="Seen"), 2, NOW
    ),
    "remove_sample": remove_first_sample,
    "submit_ratings": lambda s: submit_ratings(s.ann, s.id, "Ann", NOW),
    "reopen_ratings": lambda s: reopen_ratings(s.lead, s.id, "Ann", "Why not", NOW),
    "start_consensus": lambda s: start_consensus(s.lead, s.id, NOW),
    "settle": lambda s: settle(s.lead, s.id, NOW),
    "settle_again": lambda s: settle_again(s.lead, s.id, "Why not", NOW),
    "send_to_program": lambda s: send_to_program(s.lead, s.id, NOW),
    "take_back": lambda s: take_back(s.lead, s.id, "Why not", NOW),
    "sign": lambda s: sign(s.lead, s.id, NOW),
}

GOES_ON: dict[str, Call] = {
    "add_action": lambda s: add_action(s.contact, PlanAction(s.id, "One more thing"), NOW),
    "change_action": lambda s: change_action(
        s.contact, replace(list_actions(s.lead, s.id)[0], status="done"), 1, NOW
    ),
    "keep_plan": lambda s: keep_plan(s.contact, s.id, [], [PlanAction(s.id, "And two")], NOW),
    "verify_action": lambda s: verify_action(s.ann, list_actions(s.lead, s.id)[0].id, 1, NOW),
    "take_back_verifying": lambda s: take_back_verifying(
        s.ann, list_actions(s.lead, s.id)[0].id, 2, NOW
    ),
    "move_action": lambda s: place_action(s.contact, list_actions(s.lead, s.id)[0].id, 1, NOW),
    "remove_action": lambda s: remove_action(
        s.contact, list_actions(s.lead, s.id)[0], list_actions(s.lead, s.id)[0].revision, NOW
    ),
    "begin_timeline": lambda s: begin_timeline(
        s.lead, s.id, [Step(s.id, "plan", "Plan", "", "Lee", DAY)], NOW
    ),
    "change_step": lambda s: change_step(
        s.contact, replace(list_steps(s.lead, s.id)[0], done_on=DAY), 1, NOW
    ),
    "shift_steps": lambda s: shift_steps(s.contact, s.id, 7, NOW),
    "purge_visit": lambda s: purge_visit(s.lead, s.id, "Kept long enough", NOW),
    "reopen": lambda s: reopen(s.lead, s.id, "A wrong count", NOW),
}
"""In this order: what is done about a visit, then what undoes it."""

OF_NO_VISIT = {
    *("add_first_person", "add_person", "change_person", "add_member", "remove_member"),
    *("add_program", "change_program", "archive_program", "restore_program", "add_visit"),
    "import_bundle",
}


def public_writers() -> set[str]:
    """Every public function of storage that is told who writes, or where to, and when."""
    found = set()
    for info in pkgutil.iter_modules(storage.__path__):
        module = importlib.import_module(f"storage.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            parameters = [*inspect.signature(function).parameters]
            told = parameters[:1] in (["acting"], ["store"]) and "now" in parameters
            if told and not name.startswith("_"):
                found.add(name)
    return found


def everything(store: Store) -> dict[str, list[Any]]:
    with store.read() as connection:
        return {
            table.name: connection.execute(select(table).order_by(*table.primary_key)).all()
            for table in tables.metadata.sorted_tables
        }


def test_of_every_function_that_writes_it_is_decided_what_a_final_visit_does():
    assert public_writers() == {*REFUSED, *GOES_ON, *OF_NO_VISIT}


def test_a_final_visit_refuses_every_write_about_what_was_rated(store: Store):
    older = begin_site_visit(store)
    older.rate("Ann", "T9", 4)
    site = full_visit(older.another())
    before = everything(store)
    for name, call in REFUSED.items():
        with pytest.raises(VisitFinal, match=r"final and signed.*\[K60\]"):
            call(site)
        assert everything(store) == before, name


def test_what_is_done_about_a_final_visit_goes_on_and_leaves_the_signature(store: Store):
    site = full_visit_in(store)
    for name, call in GOES_ON.items():
        before = everything(store)
        call(site)
        if name != "begin_timeline":  # there is one already
            assert everything(store) != before, name
        assert verify(store) == (), name
        if name != "reopen":
            assert get_visit(site.lead, site.id).status == "final", name


def test_it_is_refused_because_the_visit_is_final_and_for_no_other_reason(store: Store):
    older = begin_site_visit(store)
    older.rate("Ann", "T9", 4)
    site = full_visit(older.another())
    reopen(site.lead, site.id, "A wrong count", NOW)
    said = {}
    for name, call in REFUSED.items():
        try:
            call(site)
        except StorageError as error:
            said[name] = type(error)
    assert VisitFinal not in said.values()
    assert len(REFUSED) - len(said) > 12, said
