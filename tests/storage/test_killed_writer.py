"""A server killed in mid-entry: what it had acknowledged is there."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import func, select, text

import storage
from storage import tables
from storage.answers import list_answers
from storage.store import Store

ROOT = Path(storage.__file__).parents[1]
ROUNDS = 200 if os.environ.get("FIDELITY_TEST_LONG") == "1" else 15

# Rates items again and again with notes of many sizes; says so only after the save returned.
# Where the platform can, every round is a fork, which saves the time to start Python.
SERVER = """
import datetime as dt, os, random, sys
from storage.answers import Answer, list_answers, save_answer
from storage.people import act
from storage.store import Store

url, person, assessment = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def serve(seed):
    chance = random.Random(seed)
    acting = act(Store.open(url), person)
    stored = list_answers(acting, assessment, "Rater one")
    revisions = {item: answer.revision for item, answer in stored.items()}
    print("ready", os.getpid(), flush=True)
    while True:
        item, level = f"T{chance.randrange(12)}", chance.randint(1, 5)
        note = f"{level} " + chance.choice("xyz") * chance.choice([0, 10, 500, 19_000])
        answer = Answer(assessment, "Rater one", item, "rated", level, note=note)
        saved = save_answer(acting, answer, revisions.get(item, 0), dt.datetime.now(dt.UTC))
        revisions[item] = saved.revision
        print(item, saved.revision, level, len(note), flush=True)


# Loads the driver once for all rounds. Closed, or it would stay connected until it is swept up.
Store.open(url).close()
for line in sys.stdin:
    child = os.fork() if hasattr(os, "fork") else 0
    if child == 0:
        serve(int(line))
    _, status = os.waitpid(child, 0)
    print("ended", os.waitstatus_to_exitcode(status), flush=True)
"""
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # on Windows SIGTERM ends it just as rudely


def test_no_acknowledged_answer_is_lost_however_often_the_server_is_killed(
    store, acting, begin, url
):
    assessment = begin().id
    chance = random.Random(20260302)
    known: dict[str, tuple[int, int | None, int]] = {}
    saves = 0
    with servers(url, acting.person.id, assessment) as server:
        for number in range(ROUNDS):
            saved, more = chance.randrange(6), chance.uniform(0, 0.05)
            lines = killed_after(saved, more, server(), seed=number)
            saves += len(lines)
            for item, *numbers in map(str.split, lines):
                revision, level, length = map(int, numbers)
                known[item] = (revision, level, length)
            look_after(store)
            stored = list_answers(acting, assessment, "Rater one")
            found = {i: (a.revision, a.level, len(a.note)) for i, a in stored.items()}
            # The last save may have been stored when its acknowledgment was cut off.
            unsaid = {item for item in found if found[item] != known.get(item)}
            assert len(unsaid) <= 1
            assert all(found[i][0] == known.get(i, (0,))[0] + 1 for i in unsaid)
            assert known.keys() <= found.keys()
            assert all(a.note.startswith(f"{a.level} ") for a in stored.values())
            # Each of them stands in the audit trail, and nothing else does.
            assert logged(store) == {item: found[item][0] for item in found}
            known = found
    assert saves > ROUNDS


@contextmanager
def servers(
    url: str, person: int, assessment: int
) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Hand out a server to write with: the same again, or a new one if that was killed."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", SERVER, url, str(person), str(assessment)]

    def start() -> subprocess.Popen[str]:
        begun = subprocess.Popen(
            command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, env=os.environ | NAMED
        )
        running.append(stack.enter_context(begun))
        stack.callback(begun.kill)
        return begun

    running: list[subprocess.Popen[str]] = []
    with ExitStack() as stack:
        start()
        yield lambda: running[-1] if running[-1].poll() is None else start()


def killed_after(saves: int, seconds: float, server: subprocess.Popen[str], seed: int) -> list[str]:
    """Let a server save so often and go on for so long; kill it; return what it acknowledged.

    At any moment of a save, that is, however fast or busy the machine is.
    """
    assert server.stdin and server.stdout
    server.stdin.write(f"{seed}\n")
    server.stdin.flush()
    ready, pid = server.stdout.readline().split()
    assert ready == "ready"
    said = [server.stdout.readline() for _ in range(saves)]
    time.sleep(seconds)
    os.kill(int(pid), KILL)
    while (line := server.stdout.readline()) and not line.startswith("ended"):
        said.append(line)
    # Killed, and not stopped by itself; where nothing was forked the whole server is gone.
    assert line == (f"ended {-KILL}\n" if hasattr(os, "fork") else "")
    return [line for line in said if line.endswith("\n")]


def look_after(store: Store) -> None:
    """Check the file just written, or wait until PostgreSQL has noticed that its writer is gone."""
    if store.engine.dialect.name == "sqlite":
        assert asked(store, "PRAGMA integrity_check") == "ok"
        return
    give_up = time.monotonic() + 30
    while connected := asked(store, WRITERS):
        assert time.monotonic() < give_up, connected
        time.sleep(0.005)


def asked(store: Store, question: str) -> object:
    with store.read() as connection:
        return connection.execute(text(question)).scalar_one()


# What the store of the test, or of one before it, has left connected is none of them.
NAMED = {"PGAPPNAME": "killed writer"}
WRITERS = """
SELECT string_agg(concat_ws(' ', pid, state, wait_event, query), '; ') FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'killed writer'
"""


def logged(store: Store) -> dict[str, int]:
    """How often the audit trail says that an answer was saved, by item."""
    table = tables.audit_event
    saves = select(table.c.key, func.count()).where(table.c.record == "answer")
    with store.read() as connection:
        found = connection.execute(saves.group_by(table.c.key)).all()
    return {json.loads(key)["item"]: times for key, times in found}
