"""Many reviewers write at once: nothing is lost, nothing is stored twice, the trail is whole.

With FIDELITY_TEST_LONG=1 it is 20,000 ratings; else enough to meet each other in every lock.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import func, select

import storage
from storage import tables
from storage.acting import Acting
from storage.people import act, add_person
from storage.programs import add_program
from storage.team import Member
from storage.verifying import verify
from storage.visits import add_visit, get_assessments

ROOT = Path(storage.__file__).parents[1]
REVIEWERS = {"postgresql": 50, "sqlite": 10}
LONG = os.environ.get("FIDELITY_TEST_LONG") == "1"
RATINGS = {"postgresql": 20_000 if LONG else 500, "sqlite": 20_000 if LONG else 150}
TEAM = 5
"""Reviewers of one visit, who wait for each other; those of different visits do not."""
PROCESSES = 4

# Every thread is a reviewer with a connection of their own. Every third save is of an item that
# the reviewer has saved before.
WRITERS = """
import datetime as dt, json, sys, threading
from storage.answers import Answer, save_answer
from storage.people import act
from storage.store import Store

url, each = sys.argv[1], int(sys.argv[2])
store = Store.open(url)


def rate(person, rater, assessment):
    acting, last = act(store, person), 0
    for number in range(each):
        again = number % 3 == 2
        last = last if again else number
        answer = Answer(assessment, rater, f"X{last}", "rated", 1 + number % 5)
        save_answer(acting, answer, 1 if again else 0, dt.datetime.now(dt.UTC))


threads = [threading.Thread(target=rate, args=who) for who in json.load(sys.stdin)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_reviewers_who_write_at_once_lose_nothing(acting, store, url, database, now):
    reviewers = begin_visits(acting, REVIEWERS[database], now)
    each = RATINGS[database] // len(reviewers)
    write(url, reviewers, each)
    # Of three saves two make an answer and the third changes it.
    items = [n for n in range(each) if n % 3 != 2]
    changed = {n - 1 for n in range(each) if n % 3 == 2}
    answer = tables.answer
    with store.read() as connection:
        stored = connection.execute(select(answer)).all()
        events = connection.execute(
            select(tables.audit_event.c.key, func.count())
            .where(tables.audit_event.c.record == "answer")
            .group_by(tables.audit_event.c.key)
        ).all()
    assert len(stored) == len(reviewers) * len(items)
    assert Counter(row.rater for row in stored) == {
        rater: len(items) for _person, rater, _assessment in reviewers
    }
    for row in stored:
        number = int(row.item[1:])
        last = number + 1 if number in changed else number
        assert (row.level, row.revision) == (1 + last % 5, 2 if number in changed else 1)
    assert sum(times for _key, times in events) == each * len(reviewers)
    assert {json.loads(key)["rater"] for key, _times in events} == {r for _p, r, _a in reviewers}
    assert verify(store) == ()


def begin_visits(acting: Acting, number: int, now: dt.datetime) -> list[tuple[int, str, int]]:
    """Begin visits with a team each; return who rates: person, name, assessment."""
    program = add_program(acting, name="Invented program", invented=True, now=now)
    found = []
    for first in range(0, number, TEAM):
        names = [f"Reviewer {first + place}" for place in range(TEAM)]
        people = [add_person(acting, name, now).id for name in names]
        team = [
            Member(name, "reviewer", person, rates=True)
            for name, person in zip(names, people, strict=True)
        ]
        pin = ("iddt", "1.0.0", "a" * 64, 4)
        day = dt.date(2026, 3, 2)
        visit = add_visit(acting, program.id, day, "site_visit", team, [pin], now)
        assessment = get_assessments(act(acting.store, people[0]), visit.id)[0].id
        found += [(person, name, assessment) for name, person in zip(names, people, strict=True)]
    return found


def write(url: str, reviewers: list[tuple[int, str, int]], each: int) -> None:
    """Let all reviewers save at once, in several processes; reviewers of one visit in different."""
    with ExitStack() as stack:
        writers = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", WRITERS, url, str(each)],
                    cwd=ROOT,
                    stdin=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
            for _ in range(PROCESSES)
        ]
        for place, writer in enumerate(writers):
            assert writer.stdin
            json.dump(reviewers[place::PROCESSES], writer.stdin)
            writer.stdin.close()
        for writer in writers:
            assert writer.stderr
            assert writer.stderr.read() == ""
            assert writer.wait(600) == 0
