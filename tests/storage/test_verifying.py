"""`verify` says nothing of what the toolkit wrote, and finds every change made by hand."""

from __future__ import annotations

import json
import os
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from storage import tables
from storage.answers import Answer, copy_answers, save_answer
from storage.backup import backup, restore
from storage.location import default_url
from storage.people import act, add_first_person, change_person, remove_member
from storage.plans import list_actions, move_action, remove_action
from storage.programs import add_program, archive_program, change_program, get_program
from storage.purge import purge_visit
from storage.sealed import canonical, purged
from storage.signed_content import content_hash
from storage.signing import reopen, sign
from storage.steps import shift_steps
from storage.store import Store, downgrade, upgrade
from storage.tables import LOGGED
from storage.team_changes import change_member, remove_from_team
from storage.verifying import verify, verify_and_count
from storage.visit_deletion import delete_visit
from storage.visit_states import reopen_ratings, submit_ratings
from storage.visits import list_team
from tests.storage.full_visit import (
    begin_full_visit,
    begun_full_visit_in,
    full_visit,
    full_visit_in,
    words,
)
from tests.storage.site_visit import NOW, SiteVisit, begin_site_visit
from tests.storage.tampered import by_hand

LONG = os.environ.get("FIDELITY_TEST_LONG") == "1"
ONLY_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ONLY_POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def told(store: Store) -> list[str]:
    return [str(tampering) for tampering in verify(store)]


# What is as it should be


def busy_database(store: Store) -> SiteVisit:
    """Several visits to two programs, and everything that can happen to them."""
    first = full_visit_in(store)
    purge_visit(first.lead, first.id, "Kept long enough", NOW)
    reopened = full_visit(first.another())
    reopen(reopened.lead, reopened.id, "A wrong count", NOW)
    purge_visit(reopened.lead, reopened.id, "Kept long enough", NOW)
    reopened.rate("consensus", "T2", 3, because="Counted again")
    again = reopened.walk_to("with_program")
    sign(again.lead, again.id, NOW)
    gone = begin_full_visit(first.another())
    delete_visit(gone.lead, gone.id, NOW, with_entries=True)
    draft = begin_full_visit(first.another())
    ids = (reopened.assessment_id, "Ann", draft.assessment_id, "Ann")
    copy_answers(draft.ann, *ids, NOW)
    team = {member.name: member for member in list_team(draft.lead, draft.id)}
    change_member(draft.lead, replace(team["Ben"], name="Benjamin"), 1, NOW)
    remove_from_team(draft.lead, team["Con"].id, NOW)
    plan = list_actions(first.lead, first.id)
    move_action(first.lead, plan[1].id, 0, NOW)
    remove_action(first.lead, plan[0], plan[0].revision, NOW)
    shift_steps(first.lead, first.id, 14, NOW)
    change_person(first.lead, replace(first.stranger.person, active=False), 1, NOW)
    remove_member(first.lead, first.visit.program_id, first.colleague.person.id, NOW)
    program = get_program(first.lead, first.visit.program_id)
    change_program(first.lead, replace(program, caseload=12), 1, NOW)
    other = add_program(first.ann, name="Z", populations=("adults", "né"), caseload=0, now=NOW)
    archive_program(first.ann, other.id, NOW)
    return first


def count(store: Store, *counted: Any) -> int:
    with store.read() as connection:
        queries = [select(func.count()).select_from(table) for table in counted]
        return sum(connection.execute(query).scalar_one() for query in queries)


def test_nothing_is_said_of_what_the_toolkit_wrote_and_all_of_it_is_counted(store: Store):
    busy_database(store)
    verified = verify_and_count(store)
    assert verified.found == ()
    assert verified.records == count(store, *LOGGED)
    assert verified.events == count(store, tables.audit_event)
    assert verified.signatures == 3
    assert verified.records > 70 and verified.events > 150


def test_an_empty_database_has_nothing_to_say(store: Store):
    verified = verify_and_count(store)
    assert (verified.found, verified.records, verified.events) == ((), 0, 0)


def test_nothing_is_said_of_data_from_before_there_was_an_audit_trail(store: Store):
    site = begun_full_visit_in(store)
    downgrade(store, "0002")
    upgrade(store)
    verified = verify_and_count(store)
    assert verified.found == ()
    assert verified.records == verified.events > 5
    newcomer = act(store, add_first_person(store, "New", NOW).id)
    assert replace(site, lead=newcomer).status == "draft"
    assert told(store) == []


def test_nothing_is_said_of_a_set_that_was_opened_again_before_all_had_handed_in(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 3, note="Two of four charts")
    submit_ratings(site.ann, site.id, "Ann", NOW)
    reopen_ratings(site.lead, site.id, "Ann", "A page was missed", NOW)
    assert told(store) == []


@ONLY_SQLITE
def test_nothing_is_said_of_what_was_moved_from_one_database_to_another(
    store: Store, postgresql_url: str, tmp_path: Path
):
    """Each keeps text in another order, and moments and lists in another form."""
    site = begin_site_visit(store)
    team = {member.name: member for member in list_team(site.lead, site.id)}
    change_member(site.lead, replace(team["Ben"], name="anton"), 1, NOW)
    change_member(site.lead, replace(team["Con"], name="Änne"), 1, NOW)
    for who, rater in ((site.ann, "Ann"), (site.ben, "anton")):
        for item in ("T10", "T2", "t2", "T_1"):
            save_answer(who, Answer(site.assessment_id, rater, item, "rated", 4), 0, NOW)
        submit_ratings(who, site.id, rater, NOW)
    site.walk_to("final")
    backup(store, tmp_path / "one.zip")
    with closing(Store.open(postgresql_url)) as other:
        restore(other, tmp_path / "one.zip")
        assert told(other) == []
        backup(other, tmp_path / "two.zip")
    (tmp_path / "back").mkdir()
    with closing(Store.open(default_url(tmp_path / "back"))) as back:
        restore(back, tmp_path / "two.zip")
        assert told(back) == []


def test_a_signature_from_before_something_was_signed_with_it_holds(store):
    """An earlier version signed no words of the report: its signatures are over what it knew."""
    site = full_visit(begin_site_visit(store))
    with store.write() as connection:
        row = connection.execute(select(tables.signature)).one()
        content = json.loads(row.content)
        del content["records"]["report_words"]
        older = {"content": canonical(content), "content_hash": content_hash(content)}
        connection.execute(update(tables.signature).values(**older))
    found = told(store)
    assert not [line for line in found if "report_words" in line]
    assert site.id == row.visit_id


# What was changed by hand, and how it is told

OF_ANN = '{"assessment_id":1,"item":"T1","rater":"Ann"}'
IS_SIGNED = "what is stored is not what was signed."
BY_HAND: dict[str, tuple[tuple[str, ...], list[str]]] = {
    "a level is raised": (
        ("UPDATE answer SET level = 5 WHERE rater = 'Ann' AND item = 'T1'",),
        [
            f"answer {OF_ANN}: level not as the audit trail says.",
            f"visit 1: answer: {IS_SIGNED}",
        ],
    ),
    "a rating is taken back": (
        (
            "UPDATE answer SET level = NULL, state = 'unanswered' "
            "WHERE rater = 'Ann' AND item = 'T1'",
        ),
        [
            f"answer {OF_ANN}: state, level not as the audit trail says.",
            f"visit 1: answer: {IS_SIGNED}",
        ],
    ),
    "a count becomes unknown": (
        ("UPDATE fact_answer SET count = NULL WHERE rater = 'Ben'",),
        [
            'fact_answer {"assessment_id":1,"fact":"clients","rater":"Ben"}: count not as the '
            "audit trail says.",
            f"visit 1: fact_answer: {IS_SIGNED}",
        ],
    ),
    "a rating is deleted": (
        ("DELETE FROM answer WHERE rater = 'Ann' AND item = 'T1'",),
        [
            f"answer {OF_ANN}: it is gone, and nobody removed it.",
            f"visit 1: answer: {IS_SIGNED}",
        ],
    ),
    "a fact is put in": (
        (
            "INSERT INTO fact_answer (assessment_id, rater, fact, choice, revision, updated_at) "
            "SELECT assessment_id, 'Zoe', fact, choice, 1, updated_at FROM fact_answer "
            "WHERE rater = 'Ann'",
        ),
        [
            'fact_answer {"assessment_id":1,"fact":"delivery","rater":"Zoe"}: it is stored, and '
            "the audit trail knows nothing of it.",
            f"visit 1: fact_answer: {IS_SIGNED}",
        ],
    ),
    "two raters are swapped": (
        (
            "UPDATE answer SET rater = 'x' WHERE rater = 'Ann' AND item = 'T1'",
            "UPDATE answer SET rater = 'Ann' WHERE rater = 'Ben' AND item = 'T1'",
            "UPDATE answer SET rater = 'Ben' WHERE rater = 'x'",
        ),
        [
            f"answer {OF_ANN}: numerator, denominator, note, sources, grade, revision not as the "
            "audit trail says.",
            'answer {"assessment_id":1,"item":"T1","rater":"Ben"}: numerator, denominator, note, '
            "sources, grade, revision not as the audit trail says.",
            f"visit 1: answer: {IS_SIGNED}",
        ],
    ),
    "a scale's stamp is exchanged": (
        ("UPDATE assessment SET scale_stamp = 'b' || substr(scale_stamp, 2)",),
        [
            'assessment {"id":1}: scale_stamp not as the audit trail says.',
            f"visit 1: assessment: {IS_SIGNED}",
        ],
    ),
    "a recommendation is put into other words": (
        ("UPDATE report_words SET words = 'All is well'",),
        [
            'report_words {"assessment_id":1,"item":"T2","subject":"strength"}: words not as the '
            "audit trail says.",
            f"visit 1: report_words: {IS_SIGNED}",
        ],
    ),
    "a visit is opened without a reason": (
        ("UPDATE visit SET status = 'draft'",),
        [
            'visit {"id":1}: status not as the audit trail says.',
            "visit 1: its state and its signatures do not agree.",
        ],
    ),
    "another person signed": (
        ("UPDATE signature SET person = 'Zoe'",),
        [
            'signature {"id":1}: person not as the audit trail says.',
            "signature of visit 1, edition 1: its hash is not the hash of what was signed.",
        ],
    ),
    "a signature is deleted": (
        ("DELETE FROM signature",),
        [
            'signature {"id":1}: it is gone, and nobody removed it.',
            "visit 1: its state and its signatures do not agree.",
        ],
    ),
    "a remark is put into what was signed": (
        (
            "UPDATE signature SET content = replace(content, "
            "'Two charts were missing', 'Nothing was missing')",
        ),
        ["signature of visit 1, edition 1: what was signed is not what its hash is over."],
    ),
    "something is added to what was signed": (
        ("UPDATE signature SET content = '{\"also\"\\:null,' || substr(content, 2)",),
        ["signature of visit 1, edition 1: what was signed is not what its hash is over."],
    ),
    "the trail's last event is removed": (
        ("DELETE FROM audit_event WHERE book = 'people' AND number = 6",),
        [
            "people: its last event is not the one that was written last.",
            'person {"id":6}: it is stored, and the audit trail knows nothing of it.',
        ],
    ),
    "the trail's end is removed with its head": (
        (
            "UPDATE audit_book SET events = 5, hash = (SELECT previous FROM audit_event "
            "WHERE book = 'people' AND number = 6) WHERE book = 'people'",
            "DELETE FROM audit_event WHERE book = 'people' AND number = 6",
        ),
        ['person {"id":6}: it is stored, and the audit trail knows nothing of it.'],
    ),
    "an event in the middle is removed": (
        ("DELETE FROM audit_event WHERE book = 'people' AND number = 3",),
        [
            "people, event 4: it comes after event 2, so events are missing.",
            "people, event 4: it does not follow from the event before it.",
            'person {"id":3}: it is stored, and the audit trail knows nothing of it.',
        ],
    ),
    "a whole book is removed": (
        (
            "DELETE FROM audit_event WHERE book = 'program 1'",
            "DELETE FROM audit_book WHERE book = 'program 1'",
        ),
        [
            'membership {"person_id":1,"program_id":1}: it is stored, and the audit trail knows '
            "nothing of it.",
            'membership {"person_id":5,"program_id":1}: it is stored, and the audit trail knows '
            "nothing of it.",
            'program {"id":1}: it is stored, and the audit trail knows nothing of it.',
        ],
    ),
    "a book's head is put back": (
        ("UPDATE audit_book SET events = 5 WHERE book = 'people'",),
        ["people: its last event is not the one that was written last."],
    ),
    "a head without a book is put in": (
        ("INSERT INTO audit_book (book, events, hash) VALUES ('visit 9', 0, '')",),
        ["visit 9: its last event is not the one that was written last."],
    ),
    "two events are swapped": (
        (
            "UPDATE audit_event SET number = 99 WHERE book = 'people' AND number = 2",
            "UPDATE audit_event SET number = 2 WHERE book = 'people' AND number = 3",
            "UPDATE audit_event SET number = 3 WHERE book = 'people' AND number = 99",
        ),
        [
            "people, event 2: it does not follow from the event before it.",
            "people, event 2: its hash is not the hash of what it says.",
            "people, event 3: it does not follow from the event before it.",
            "people, event 3: its hash is not the hash of what it says.",
            "people, event 4: it does not follow from the event before it.",
        ],
    ),
    "an event gets another author and another time": (
        (
            "UPDATE audit_event SET person = 'Zoe' WHERE book = 'people' AND number = 2",
            "UPDATE audit_event SET at = '2026-03-01' WHERE book = 'people' AND number = 3",
        ),
        [
            "people, event 2: its hash is not the hash of what it says.",
            "people, event 3: its hash is not the hash of what it says.",
        ],
    ),
    "an event is made unreadable": (
        ("UPDATE audit_event SET new = '[' WHERE book = 'people' AND number = 2",),
        ["people, event 2: it cannot be read."],
    ),
    "an event of a record there is none is made of one": (
        ("UPDATE audit_event SET record = 'nobody' WHERE book = 'people' AND number = 2",),
        [
            "people, event 2: there is no kind of record 'nobody'.",
            'person {"id":2}: it is stored, and the audit trail knows nothing of it.',
        ],
    ),
    "a salt is taken away": (
        ("UPDATE audit_event SET salt = '' WHERE book = 'visit 1' AND number = 7",),
        [
            "visit 1, event 7: its hash is not the hash of what it says.",
            "visit 1, event 7: its salt is not that of its words.",
        ],
    ),
    "a salt is put in": (
        ("UPDATE audit_event SET salt = '0' WHERE book = 'visit 1' AND number = 1",),
        ["visit 1, event 1: its salt is not that of its words."],
    ),
}


def test_what_was_changed_by_hand_is_told(store: Store):
    full_visit_in(store)
    found, expected = {}, {}
    with by_hand(store) as hand:
        rows = hand.rows()
        for name, (changes, findings) in BY_HAND.items():
            for change in changes:
                hand.run(change)
            found[name], expected[name] = sorted(told(store)), sorted(findings)
            hand.put_back(rows)
    assert found == expected
    assert told(store) == []


def test_a_note_deleted_by_hand_with_its_digest_left_is_no_purge(store: Store):
    """Every hash holds, as after a purge: what is missing is the purge itself."""
    site = full_visit_in(store)
    with by_hand(store) as hand:
        (note,) = (e for e in hand.events("visit 1") if words("note of Ben") in e.new)
        gone = canonical(purged(json.loads(note.new), {"note"}, note.salt))
        hand.put(replace(note, new=gone, salt=""))
        hand.run("UPDATE answer SET note = '' WHERE rater = 'Ben' AND item = 'T1'")
    assert told(store) == [
        f"visit 1, event {note.number}: its words are gone without a purge.",
        f"visit 1: answer: {IS_SIGNED}",
    ]
    purge_visit(site.lead, site.id, "Kept long enough", NOW)
    assert told(store) == []


def test_words_put_back_after_a_purge_are_told(store: Store):
    site = full_visit_in(store)
    with by_hand(store) as hand:
        (note,) = (e for e in hand.events("visit 1") if words("note of Ben") in e.new)
        signed = hand.rows()[tables.signature][0]["content"]
        purge_visit(site.lead, site.id, "Kept long enough", NOW)
        hand.put(note)
        hand.run("UPDATE signature SET content = :signed", signed=signed)
    assert told(store) == [
        f"visit 1, event {note.number}: it has words that a purge took away.",
        "signature of visit 1, edition 1: it has words that a purge took away.",
        *(
            f"visit 1: {table}: {IS_SIGNED}"
            for table in ("answer", "correction", "report_words", "visit")
        ),
        'answer {"assessment_id":1,"item":"T1","rater":"Ben"}: note not as the audit trail says.',
    ]


def test_a_rating_forged_with_its_event_and_every_later_hash_is_told_by_the_signature(store: Store):
    full_visit_in(store)
    with by_hand(store) as hand:
        (rated,) = (e for e in hand.events("visit 1") if words("note of Ben") in e.new)
        hand.put(replace(rated, new=rated.new.replace('"level":4', '"level":5')))
        hand.chain_anew("visit 1")
        hand.run("UPDATE answer SET level = 5 WHERE rater = 'Ben' AND item = 'T1'")
    assert told(store) == [
        "signature of visit 1, edition 1: the audit trail is not the one that was signed.",
        f"visit 1: answer: {IS_SIGNED}",
    ]


def test_a_rating_changed_after_it_was_signed_is_told_though_the_trail_has_it(store: Store):
    full_visit_in(store)
    with by_hand(store) as hand:
        last = hand.events("visit 1")[-1]
        (rated,) = (e for e in hand.events("visit 1") if words("note of Ben") in e.new)
        raised = rated.new.replace('"level":4', '"level":5')
        hand.put(replace(rated, number=last.number + 1, old=rated.new, new=raised))
        hand.chain_anew("visit 1")
        hand.run("UPDATE answer SET level = 5 WHERE rater = 'Ben' AND item = 'T1'")
    assert told(store) == [f"visit 1: answer: {IS_SIGNED}"]


def test_an_edition_in_between_that_is_exchanged_is_told(store: Store):
    site = full_visit_in(store)
    reopen(site.lead, site.id, "A wrong count", NOW)
    sign(site.walk_to("draft_report").lead, site.id, NOW)
    with by_hand(store) as hand:
        hand.run("UPDATE signature SET previous = :none WHERE edition = 2", none="0" * 64)
        hand.run("UPDATE signature SET voided_at = '' WHERE edition = 1")
    assert told(store) == [
        "signature of visit 1, edition 2: its hash is not the hash of what was signed.",
        "signature of visit 1, edition 2: it does not follow from the signature before it.",
        "visit 1: its state and its signatures do not agree.",
        'signature {"id":1}: voided_at not as the audit trail says.',
        'signature {"id":2}: previous not as the audit trail says.',
    ]
