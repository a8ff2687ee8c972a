"""Many writers at one item: one wins each revision, the others are told, nothing is lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import storage
from storage import tables
from storage.answers import Answer, StaleAnswer, list_answers, save_answer
from storage.journal import change_record, remove_record
from storage.plans import PlanAction, add_action, list_actions, move_action
from storage.programs import list_programs
from storage.verifying import verify
from storage.visits import get_visit

ROOT = Path(storage.__file__).parents[1]
RATER = "Rater one"


def test_of_eight_tabs_that_start_from_one_revision_exactly_one_wins(acting, begin, now):
    assessment = begin().id
    for revision in range(6):
        start = threading.Barrier(8)

        def save(tab: int, revision: int = revision, start: threading.Barrier = start) -> Answer:
            note = f"tab {tab}, revision {revision}"
            start.wait()
            return save_answer(acting, Answer(assessment, RATER, "T1", note=note), revision, now)

        with ThreadPoolExecutor(8) as pool:
            ends = [pool.submit(save, tab) for tab in range(8)]
        won = [end.result() for end in ends if end.exception() is None]
        lost = [end.exception() for end in ends if end.exception() is not None]
        assert len(won) == 1
        assert won[0].revision == revision + 1
        assert [(type(end), getattr(end, "current", None)) for end in lost] == [
            (StaleAnswer, won[0])
        ] * 7
        assert {getattr(end, "attempted").note for end in lost} == {  # noqa: B009
            f"tab {tab}, revision {revision}" for tab in range(8)
        } - {won[0].note}
        assert list_answers(acting, assessment, RATER)["T1"] == won[0]


WRITER = """
import datetime as dt, sys
from dataclasses import replace
from storage.answers import Answer, StaleAnswer, list_answers, save_answer
from storage.people import act
from storage.store import Store

url, person, assessment, name, times = sys.argv[1:]
assessment = int(assessment)
acting = act(Store.open(url), int(person))
lost = 0
for number in range(int(times)):
    mine = list_answers(acting, assessment, "Rater one").get("T1")
    mine = mine or Answer(assessment, "Rater one", "T1")
    while True:
        longer = replace(mine, note=mine.note + f"{name}{number} ")
        try:
            save_answer(acting, longer, mine.revision, dt.datetime.now(dt.UTC))
            break
        except StaleAnswer as stale:
            lost += 1
            mine = stale.current
print(lost)
"""


def test_processes_that_add_to_one_note_lose_nothing(acting, begin, url):
    assessment = begin().id
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, url, str(acting.person.id), str(assessment), name, "10"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in "abc"
    ]
    ends = [writer.communicate(timeout=60)[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert all(end.strip().isdigit() for end in ends)
    stored = list_answers(acting, assessment, RATER)["T1"]
    expected = Counter(f"{name}{number}" for name in "abc" for number in range(10))
    assert Counter(stored.note.split()) == expected
    assert stored.revision == 30


def test_answers_to_different_items_do_not_get_in_each_others_way(acting, begin, now):
    assessment = begin().id

    def rate(item: int) -> Answer:
        first = save_answer(acting, Answer(assessment, RATER, f"T{item}", "rated", 1), 0, now)
        return save_answer(acting, replace(first, level=5), 1, now)

    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(rate, range(40)))
    assert list_answers(acting, assessment, RATER) == {
        answer.item: answer for answer in sorted(saved, key=lambda answer: answer.item)
    }


def test_actions_added_and_moved_at_once_keep_an_order_without_gaps(acting, begin, now):
    visit = get_visit(acting, begin().visit_id)

    def add(number: int) -> None:
        action = add_action(acting, PlanAction(visit.id, f"Action {number}"), now)
        move_action(acting, action.id, 0, now)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(24)))
    plan = list_actions(acting, visit.id)
    assert [action.position for action in plan] == list(range(24))
    assert {action.do for action in plan} == {f"Action {number}" for number in range(24)}


def test_a_record_that_is_gone_is_not_logged_as_changed_or_removed(store, acting, begin, now):
    begin()
    (program,) = list_programs(acting)
    gone = replace(program, id=99)
    for write in (
        lambda writing: change_record(writing, tables.program, gone, gone, "program 99"),
        lambda writing: remove_record(writing, tables.program, gone, "program 99"),
    ):
        with pytest.raises(RuntimeError, match="0 rows were written"), acting.write(now) as writing:
            write(writing)
    assert verify(store) == ()
