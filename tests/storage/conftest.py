"""An empty, migrated database in a file of its own for every test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.location import default_url
from storage.programs import add_program
from storage.store import Store, upgrade
from storage.visits import Assessment, add_visit, get_assessments


@pytest.fixture
def now() -> dt.datetime:
    """The moment of a test."""
    return dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Where the test's data is."""
    return default_url(tmp_path)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An open, empty database."""
    with closing(Store.open(url)) as store:
        upgrade(store)
        yield store


@pytest.fixture
def begin(store: Store, now: dt.datetime) -> Callable[..., Assessment]:
    """Begin a visit with one scale to a new program; returns its assessment."""

    def begin(rater: str = "Rater one", scale: str = "iddt") -> Assessment:
        program = add_program(store, name="Invented program", invented=True, now=now)
        pin = (scale, "1.0.0", "a" * 64, 4)
        visit = add_visit(store, program.id, dt.date(2026, 3, 2), "self_audit", rater, [pin], now)
        return get_assessments(store, visit.id)[0]

    return begin
