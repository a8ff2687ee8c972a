"""Data from before there were teams, people and an audit trail is taken over, and given back."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from sqlalchemy import MetaData, insert, select, text

from storage.acting import Acting
from storage.answers import Answer, list_answers, save_answer
from storage.facts import FactAnswer, list_facts, save_fact
from storage.people import act, add_first_person, list_people
from storage.programs import list_programs
from storage.store import Store, downgrade, upgrade
from storage.team import CONSENSUS
from storage.verifying import verify
from storage.visit_deletion import delete_visit
from storage.visit_states import start_consensus
from storage.visits import get_assessments, list_team, list_visits
from tests.storage.cast import ONE, TWO, hand_in, rate
from tests.storage.story import events, tell

THEN = dt.datetime(2025, 3, 2, 9, 30, tzinfo=dt.UTC)
DAY = dt.date(2025, 3, 2)


def put_old_data(store: Store) -> None:
    """One program, a visit that is being rated and one that is finished, as they once were."""
    downgrade(store, "0002")
    old = MetaData()
    with store.write() as connection:
        old.reflect(connection)

        def put(table: str, **values: object) -> None:
            connection.execute(insert(old.tables[table]).values(values))

        common = {"created_at": THEN, "revision": 1}
        blank = {"agency": "", "setting": "", "region": "", "levels_of_care": [], "populations": []}
        put("program", name="Harbor house", archived=False, invented=True, **blank, **common)
        visit = {"program_id": 1, "date": DAY, "kind": "self_audit", "note": "", **common}
        put("visit", rater="Rater one", status="draft", **visit)
        put("visit", rater="Rater two", status="finished", **visit)
        scale = {"scale_id": "iddt", "scale_version": "1.0.0", "scale_stamp": "a" * 64}
        for number in (1, 2):
            put("assessment", visit_id=number, target_level=4, **scale)
        saved = {"revision": 2, "updated_at": THEN}
        rated = {"item": "T1", "state": "rated", "reason": "", "sources": ["Charts"], **saved}
        put("answer", assessment_id=1, rater="Rater one", level=3, note="", confirmed=True, **rated)
        put(
            "answer",
            assessment_id=2,
            rater="Rater two",
            level=0,
            note="Seen",
            confirmed=False,
            copied_from=1,
            **rated,
        )
        put("fact_answer", assessment_id=2, fact="stage_1", count=0, **saved)


def come_first(store: Store, now: dt.datetime) -> Acting:
    return act(store, add_first_person(store, "First person", now).id)


def test_who_rated_is_the_team_and_facts_are_theirs(store, now):
    put_old_data(store)
    upgrade(store)
    assert list_people(store) == ()
    first = come_first(store, now)
    (program,) = list_programs(first)
    finished, draft = list_visits(first, program.id)
    assert [(v.status, v.edition, v.purged_at, v.revision) for v in (draft, finished)] == [
        ("draft", 1, None, 1),
        ("submitted", 1, None, 1),
    ]
    for visit, name, handed_in in ((draft, "Rater one", None), (finished, "Rater two", THEN)):
        (member,) = list_team(first, visit.id)
        assert (member.name, member.role, member.rates) == (name, "lead", True)
        assert (member.person_id, member.submitted_at) == (None, handed_in)
    assert list_answers(first, 2, "Rater two") == {
        "T1": Answer(
            assessment_id=2,
            rater="Rater two",
            item="T1",
            state="rated",
            level=0,
            note="Seen",
            sources=("Charts",),
            confirmed=False,
            copied_from=1,
            revision=2,
            updated_at=THEN,
        )
    }
    assert list_facts(first, 1, "Rater one") == {}
    assert list_facts(first, 2, "Rater two") == {
        "stage_1": FactAnswer(2, "Rater two", "stage_1", None, 0, 2, THEN)
    }
    # Whoever belongs to the program goes on with what is not finished.
    later = save_answer(first, Answer(1, "Rater one", "T1", "rated", 4), 2, now)
    assert (later.level, later.revision) == (4, 3)


def test_the_audit_trail_begins_with_what_was_there(store):
    put_old_data(store)
    upgrade(store)
    why = "(Kept since before the audit trail began.)"
    assert [tell(event) for event in events(store)] == [
        f"toolkit | program 1 | program 1 | new {why}",
        f"toolkit | visit 1 | visit 1 | new {why}",
        f"toolkit | visit 1 | team_member 1 | new {why}",
        f"toolkit | visit 1 | assessment 1 | new {why}",
        f"toolkit | visit 1 | answer 1 T1 Rater one | new {why}",
        f"toolkit | visit 2 | visit 2 | new {why}",
        f"toolkit | visit 2 | team_member 2 | new {why}",
        f"toolkit | visit 2 | assessment 2 | new {why}",
        f"toolkit | visit 2 | answer 2 T1 Rater two | new {why}",
        f"toolkit | visit 2 | fact_answer 2 stage_1 Rater two | new {why}",
    ]
    noted = next(event for event in events(store) if event.salt)
    assert (noted.book, json.loads(noted.new)["note"]) == ("visit 2", "Seen")
    assert verify(store) == ()


def test_upgrading_again_takes_nothing_over_twice(store):
    put_old_data(store)
    upgrade(store)
    before = events(store)
    upgrade(store)
    assert events(store) == before


def test_an_older_version_finds_what_it_knew(store, now):
    put_old_data(store)
    upgrade(store)
    first = come_first(store, now)
    save_answer(first, Answer(1, "Rater one", "T2", "rated", 5), 0, now)
    save_fact(first, FactAnswer(1, "Rater one", "stage_1", count=7), 0, now)
    downgrade(store, "0002")
    with store.read() as connection:
        old = MetaData()
        old.reflect(connection)
        visit, answer, fact = (old.tables[name] for name in ("visit", "answer", "fact_answer"))
        visits = select(visit.c.id, visit.c.rater, visit.c.status).order_by(visit.c.id)
        assert connection.execute(visits).all() == [
            (1, "Rater one", "draft"),
            (2, "Rater two", "finished"),
        ]
        answers = select(answer.c.assessment_id, answer.c.item, answer.c.level)
        assert set(connection.execute(answers)) == {(1, "T1", 3), (1, "T2", 5), (2, "T1", 0)}
        facts = select(fact.c.assessment_id, fact.c.fact, fact.c.count)
        assert set(connection.execute(facts)) == {(1, "stage_1", 7), (2, "stage_1", 0)}


@pytest.mark.parametrize(("settled", "rater", "level"), [(False, ONE, 2), (True, CONSENSUS, 3)])
def test_an_older_version_keeps_the_consensus_or_who_was_named_first(
    store, cast, now, settled, rater, level
):
    rate(cast)
    hand_in(cast)
    if settled:
        start_consensus(cast.lead, cast.visit.id, now)
        answer = Answer(cast.assessment.id, CONSENSUS, "T2", "rated", 3, because="Half of them")
        save_answer(cast.two, answer, 0, now)
    downgrade(store, "0002")
    with store.read() as connection:
        kept = connection.execute(text("SELECT rater, item, level FROM answer ORDER BY item"))
        assert kept.all() == [(rater, "T1", 3), (rater, "T2", level)]
        facts = connection.execute(text("SELECT fact, count FROM fact_answer"))
        assert facts.all() == [("stage_1", 12)]
        visit = connection.execute(text("SELECT rater, status FROM visit"))
        assert visit.all() == [(rater, "finished")]
    # A newer version finds a visit that one rated, and nobody who signs in.
    upgrade(store)
    first = come_first(store, now)
    (visit,) = list_visits(first, cast.program.id)
    (assessment,) = get_assessments(first, visit.id)
    assert TWO not in [member.name for member in list_team(first, visit.id)]
    assert verify(store) == ()
    if not settled:
        assert list_answers(first, assessment.id, ONE)["T2"].level == 2


def test_no_id_of_a_deleted_visit_is_given_out_again_after_a_change_of_versions(
    store, acting, begin, now
):
    begin()
    gone = begin()
    delete_visit(acting, gone.visit_id, now)
    downgrade(store, "0002")
    upgrade(store)
    with store.write() as connection:
        columns = "program_id, date, kind, status, edition, created_at, note, revision"
        values = "1, '2026-03-02', 'self_audit', 'draft', 1, '2026-03-02', '', 1"
        made = text(f"INSERT INTO visit ({columns}) VALUES ({values}) RETURNING id")
        assert connection.execute(made).scalar_one() == gone.visit_id + 1
