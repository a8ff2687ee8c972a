"""The audit trail: every change and nothing else, in chains that nobody can mend by hand."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import tables
from storage.acting import NotAllowed
from storage.answers import Answer, AnswerProblem, StaleAnswer, save_answer
from storage.journal import last_writer, program_book
from storage.people import act, add_first_person, add_person, change_person, keep_member
from storage.programs import StaleProgram, add_program, change_program, get_program
from storage.store import Store
from storage.verifying import verify
from tests.storage.calls import CALLS, rows
from tests.storage.story import Story, events, play

TOLD = Path(__file__).parent / "story.txt"
OWN_WORDS = {
    "visit": {"note"},
    "answer": {"reason", "note", "because"},
    "plan_action": {"note"},
    "visit_step": {"note"},
    "document_request": {"note"},
    "chart_row": {"chart", "findings", "note"},
    "correction": {"says", "answer"},
    "report_words": {"words"},
}


def hashed(value: object) -> str:
    """By a rule of the test's own: what `docs` promise, not what the code does."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode("utf-8")).hexdigest()


def sealed(record: dict | None, table: str, salt: str) -> dict | None:
    def one(name: str, value: object) -> object:
        if name not in OWN_WORDS.get(table, ()) or not value:
            return value
        return value["purged"] if isinstance(value, dict) else hashed([salt, name, value])

    return record and {name: one(name, value) for name, value in record.items()}


def breaks(store: Store) -> Iterator[str]:
    """Where a chain is broken; a book ends where its head says."""
    ends: dict[str, tuple[int, str]] = {}
    for event in events(store):
        number, previous = ends.get(event.book, (0, ""))
        fields = asdict(event)
        salt, written = fields.pop("salt"), fields.pop("hash")
        for side in ("old", "new"):
            fields[side] = sealed(json.loads(fields[side]), event.record, salt)
        if (event.number, event.previous) != (number + 1, previous) or hashed(fields) != written:
            yield f"{event.book}, event {event.number}"
        ends[event.book] = (event.number, event.hash)
    with store.read() as connection:
        heads = {b.book: (b.events, b.hash) for b in connection.execute(select(tables.audit_book))}
    if heads != ends:
        yield "heads"


def heads(store: Store) -> dict[str, str]:
    return {event.book: event.hash for event in events(store)}


def test_every_function_that_writes_tells_what_it_changed_and_nothing_else(store, now):
    story = Story(store, now)
    play(story)
    writers = {name.split(".")[1] for name, _ in CALLS}
    writers = {
        name for name in writers if not name.startswith(("get_", "list_", "export_", "read_"))
    }
    writers |= {"add_person", "change_person", "add_program", "add_first_person"}
    assert story.functions == writers
    assert story.told == TOLD.read_text(encoding="utf-8").splitlines()
    assert list(breaks(store)) == []
    assert verify(store) == ()
    # Nothing in these books is in anybody's own words, so nothing is salted: the hashes are the
    # same on every database and for ever.
    found = heads(store)
    assert (found["people"], found["program 1"], found["visit 3"]) == (
        "6692fe56325d19e1d030c2b69f7fa6acfab8367385d5b181251c9cb456b198e1",
        "a05b156e1495ce3cbde720bb0df746ad449688f3da67a6a37a48a19d754e706f",
        "39785c36910a703bd152b4108a57754809baeb85a51214fef47c419c21c6b63b",
    )


def test_the_first_event_of_all_can_be_worked_out_by_hand(store, now):
    add_first_person(store, "First person", now)
    (event,) = events(store)
    assert asdict(event) == {
        "book": "people",
        "number": 1,
        "at": "2026-03-02T09:30:00.000000+00:00",
        "person_id": None,
        "person": "",
        "record": "person",
        "key": '{"id":1}',
        "old": "null",
        "new": '{"active":true,"created_at":"2026-03-02T09:30:00.000000+00:00","id":1,'
        '"invented":false,"name":"First person","revision":1,"sees_all":true}',
        "why": "",
        "salt": "",
        "previous": "",
        "hash": sha256(
            b'{"at":"2026-03-02T09:30:00.000000+00:00","book":"people","key":"{\\"id\\":1}",'
            b'"new":{"active":true,"created_at":"2026-03-02T09:30:00.000000+00:00","id":1,'
            b'"invented":false,"name":"First person","revision":1,"sees_all":true},'
            b'"number":1,"old":null,"person":"","person_id":null,"previous":"",'
            b'"record":"person","why":""}'
        ).hexdigest(),
    }


def test_what_somebody_wrote_is_hashed_by_salted_digests_and_each_event_has_its_salt(
    store, acting, begin, now
):
    assessment = begin()
    answer = Answer(assessment.id, "Rater one", "T1", "rated", 3, note="Half of the charts")
    save_answer(acting, answer, 0, now)
    save_answer(acting, replace(answer, level=4), 1, now)
    salted = [event for event in events(store) if event.salt]
    assert [event.record for event in salted] == ["answer", "answer"]
    assert {len(event.salt) for event in salted} == {32}
    assert salted[0].salt != salted[1].salt
    assert list(breaks(store)) == []


def test_a_refused_write_leaves_no_event(store, acting, begin, now):
    assessment = begin()
    program = get_program(acting, 1)
    change_program(acting, replace(program, region="North"), 1, now)
    save_answer(acting, Answer(assessment.id, "Rater one", "T1", "rated", 3), 0, now)
    second = act(store, add_person(acting, "Second", now).id)
    before = rows(store)
    for write, refusal in (
        (lambda: change_program(acting, replace(program, region="South"), 1, now), StaleProgram),
        (lambda: save_answer(acting, answer(3, note="\x00"), 1, now), AnswerProblem),
        (lambda: save_answer(acting, answer(4), 7, now), StaleAnswer),
        (lambda: change_person(second, replace(acting.person, name="x"), 1, now), NotAllowed),
    ):
        with pytest.raises(refusal):
            write()
    assert rows(store) == before


def answer(level: int, **more: str) -> Answer:
    return Answer(1, "Rater one", "T1", "rated", level, **more)  # type: ignore[arg-type]


def test_a_transaction_that_fails_in_the_end_leaves_neither_record_nor_event(store, acting, now):
    program = add_program(acting, name="Harbor house", now=now)
    second = add_person(acting, "Second", now)
    before = rows(store)
    with pytest.raises(RuntimeError, match="power cut"), acting.write(now) as writing:
        keep_member(writing, program.id, second.id)
        raise RuntimeError("power cut")
    assert rows(store) == before
    assert list(breaks(store)) == []


def test_an_event_names_who_it_was_by_the_name_they_had(store, acting, now):
    program = add_program(acting, name="Harbor house", now=now)
    renamed = change_person(acting, replace(acting.person, name="New name"), 1, now)
    program = change_program(acting, replace(program, region="North"), 1, now)
    told = [event for event in events(store) if event.book == program_book(program.id)]
    assert [(event.person_id, event.person) for event in told] == [
        (renamed.id, "First person"),
        (renamed.id, "First person"),
        (renamed.id, "New name"),
    ]
    with store.read() as connection:
        book = program_book(program.id)
        assert last_writer(connection, tables.program, program, book) == "New name"


def test_events_are_in_the_order_they_were_written_whatever_the_clock_says(store, acting, now):
    program = add_program(acting, name="Harbor house", now=now)
    earlier = now.astimezone(dt.timezone(dt.timedelta(hours=-7))) - dt.timedelta(days=1)
    change_program(acting, replace(program, region="North"), 1, earlier)
    last = [event for event in events(store) if event.book == program_book(program.id)][-1]
    assert (last.number, last.at) == (3, "2026-03-01T09:30:00.000000+00:00")
    assert list(breaks(store)) == []


def test_writers_at_once_leave_one_whole_chain_in_each_book(store, acting, begin, now):
    places = [begin(), begin()]

    def write(number: int) -> None:
        place = places[number % 2].id
        item = f"T{number}"
        first = save_answer(acting, Answer(place, "Rater one", item, "rated", 1), 0, now)
        save_answer(acting, replace(first, level=5, note="Seen"), 1, now)
        add_person(acting, f"Person {number}", now)
        add_program(acting, name=f"Program {number}", now=now)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))
    assert list(breaks(store)) == []
    assert verify(store) == ()
    counted = dict.fromkeys(heads(store), 0)
    for event in events(store):
        counted[event.book] += 1
    # A visit begins with three events: itself, its team of one, its scale.
    assert {book: counted[book] for book in ("visit 1", "visit 2", "people")} == {
        "visit 1": 3 + 24,
        "visit 2": 3 + 24,
        "people": 1 + 24,
    }
    assert len(counted) == 3 + 2 + 24


@pytest.mark.parametrize(
    "wrong",
    [
        {"why": "x"},
        {"person": "Somebody else"},
        {"person_id": 2},
        {"at": "2026-03-02T09:30:00.000001+00:00"},
        {"new": "null"},
        {"key": '{"id":3}'},
        {"previous": "0" * 64},
        {"number": 9},
        {"book": "people "},
    ],
)
def test_the_rule_of_this_test_does_find_what_was_changed_by_hand(store, acting, now, wrong):
    add_person(acting, "Second", now)
    assert list(breaks(store)) == []
    table = tables.audit_event
    with store.write() as connection:
        connection.execute(table.update().where(table.c.number == 2).values(wrong))
    assert list(breaks(store)) != []
