"""A server killed in mid-entry: what it had acknowledged is there."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sqlalchemy import make_url

import storage
from storage.answers import list_answers

ROOT = Path(storage.__file__).parents[1]
ROUNDS = 40

# Rates items again and again with notes of many sizes; says so only after the save returned.
# Where the platform can, every round is a fork, which saves the time to start Python.
SERVER = """
import datetime as dt, os, random, sys
from storage.answers import Answer, list_answers, save_answer
from storage.store import Store

url, assessment = sys.argv[1], int(sys.argv[2])


def serve(seed):
    chance = random.Random(seed)
    store = Store.open(url)
    stored = list_answers(store, assessment, "Rater one")
    revisions = {item: answer.revision for item, answer in stored.items()}
    print("ready", os.getpid(), flush=True)
    while True:
        item, level = f"T{chance.randrange(12)}", chance.randint(1, 5)
        note = f"{level} " + chance.choice("xyz") * chance.choice([0, 10, 500, 19_000])
        answer = Answer(assessment, "Rater one", item, "rated", level, note=note)
        saved = save_answer(store, answer, revisions.get(item, 0), dt.datetime.now(dt.UTC))
        revisions[item] = saved.revision
        print(item, saved.revision, level, len(note), flush=True)


for line in sys.stdin:
    child = os.fork() if hasattr(os, "fork") else 0
    if child == 0:
        serve(int(line))
    _, status = os.waitpid(child, 0)
    print("ended", os.waitstatus_to_exitcode(status), flush=True)
"""
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # on Windows SIGTERM ends it just as rudely


def test_no_acknowledged_answer_is_lost_however_often_the_server_is_killed(store, begin, url):
    assessment = begin().id
    chance = random.Random(20260302)
    known: dict[str, tuple[int, int, int]] = {}
    saves = 0
    with servers(url, assessment) as server:
        for number in range(ROUNDS):
            lines = killed_after(chance.uniform(0, 0.2), server(), seed=number)
            saves += len(lines)
            for item, *numbers in map(str.split, lines):
                revision, level, length = map(int, numbers)
                known[item] = (revision, level, length)
            assert integrity(url) == "ok"
            stored = list_answers(store, assessment, "Rater one")
            found = {i: (a.revision, a.level, len(a.note)) for i, a in stored.items()}
            # The last save may have been stored when its acknowledgment was cut off.
            unsaid = {item for item in found if found[item] != known.get(item)}
            assert len(unsaid) <= 1
            assert all(found[i][0] == known.get(i, (0,))[0] + 1 for i in unsaid)
            assert known.keys() <= found.keys()
            assert all(a.note.startswith(f"{a.level} ") for a in stored.values())
            known = found
    assert saves > ROUNDS


@contextmanager
def servers(url: str, assessment: int) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Hand out a server to write with: the same again, or a new one if that was killed."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", SERVER, url, str(assessment)]

    def start() -> subprocess.Popen[str]:
        begun = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        running.append(stack.enter_context(begun))
        stack.callback(begun.kill)
        return begun

    running: list[subprocess.Popen[str]] = []
    with ExitStack() as stack:
        start()
        yield lambda: running[-1] if running[-1].poll() is None else start()


def killed_after(seconds: float, server: subprocess.Popen[str], seed: int) -> list[str]:
    """Let a server write for so long, kill it, and return what it acknowledged."""
    assert server.stdin and server.stdout
    server.stdin.write(f"{seed}\n")
    server.stdin.flush()
    ready, pid = server.stdout.readline().split()
    assert ready == "ready"
    time.sleep(seconds)
    os.kill(int(pid), KILL)
    said = []
    while (line := server.stdout.readline()) and not line.startswith("ended"):
        said.append(line)
    # Killed, and not stopped by itself; where nothing was forked the whole server is gone.
    assert line == (f"ended {-KILL}\n" if hasattr(os, "fork") else "")
    return [line for line in said if line.endswith("\n")]


def integrity(url: str) -> str:
    file = make_url(url).database
    assert file
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone()[0]
