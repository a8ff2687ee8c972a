"""However a file is broken: it is read, or every fault has a place, and nothing is half taken in.

With FIDELITY_TEST_LONG=1 there are 5,000 broken files of each form.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from exchange.incoming import Incoming, IncomingError
from handover.formats import DataFile, read_data_file
from handover.incoming import Choice, accept, preview
from handover.places import Direction
from storage.acting import Acting
from storage.location import default_url
from storage.people import act, add_first_person
from storage.problem import StorageError
from storage.store import Store
from tests.exchange.broken_files import FORMS, SCALES
from tests.shipped_scales import shipped_scales
from tests.storage.calls import rows

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
LONG = os.environ.get("FIDELITY_TEST_LONG") == "1"
TRIES = 5_000 if LONG else 200
MOST_TAKEN_IN = 1_000 if LONG else 15
OF_THE_WHOLE_FILE = {
    *("R20", "R21", "R22", "R32", "W01", "W02", "W03", "W04", "W05", "D01", "D15"),
}
"""Faults of the file as a whole, whose place is the file."""


def broken(name: str, seed: int) -> bytes:
    make, spoil = FORMS[name]
    return spoil(random.Random(f"{name} {seed}"), make())


@pytest.mark.parametrize("name", FORMS)
def test_a_whole_file_is_read(name: str):
    assert read_data_file(DataFile(FORMS[name][0](), name, SCALES)).sets


@pytest.mark.parametrize("name", FORMS)
def test_a_broken_file_is_told_with_places_or_taken_in_whole(
    name: str, tmp_path: Path, migrated: Path
):
    brought: dict[str, Incoming] = {}
    refused = 0
    for seed in range(TRIES):
        try:
            incoming = read_data_file(DataFile(broken(name, seed), name, SCALES))
        except IncomingError as error:
            refused += 1
            assert error.faults, seed
            for fault in error.faults:
                placed = fault.place or fault.line or fault.code in OF_THE_WHOLE_FILE
                assert placed and fault.found and fault.code, (seed, fault)
        else:
            assert incoming.sets, seed
            told = [{**vars(one), "scale": one.scale.id} for one in incoming.sets]
            brought.setdefault(repr(told), incoming)
    assert refused > TRIES / 10
    assert len(brought) > 3
    for incoming in [*brought.values()][:MOST_TAKEN_IN]:
        shutil.copy(migrated, tmp_path)
        with closing(Store.open(default_url(tmp_path))) as store:
            acting = act(store, add_first_person(store, "Ann", NOW).id)
            _take_in_or_nothing(acting, incoming)


def _take_in_or_nothing(acting: Acting, incoming: Incoming) -> None:
    before = rows(acting.store)
    catalog = shipped_scales()
    seen = preview(acting, incoming, catalog, Direction(adding=True))
    assert rows(acting.store) == before
    try:
        taken = accept(acting, seen, Choice(), catalog, NOW)
    except (IncomingError, StorageError):
        assert rows(acting.store) == before
        return
    after = rows(acting.store)
    given = sum(len(one.answers) for one in incoming.sets)
    blank = sum(a.state == "unanswered" for one in incoming.sets for a in one.answers.values())
    assert given - blank <= taken.answers == len(after["answer"]) <= given
