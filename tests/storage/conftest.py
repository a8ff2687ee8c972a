"""An empty, migrated database for every test, which runs once on SQLite and once on PostgreSQL.

What is about one of them alone is marked
`@pytest.mark.parametrize("database", ["sqlite"], indirect=True)`.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from storage.acting import Acting
from storage.assessments import Assessment
from storage.location import default_url
from storage.numbering import keep_counting
from storage.people import act, add_first_person
from storage.programs import add_program
from storage.store import Store
from storage.team import alone
from storage.visits import add_visit, get_assessments
from tests.storage.cast import Cast, assemble


@pytest.fixture
def now() -> dt.datetime:
    """The moment of a test."""
    return dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on."""
    return request.param


@pytest.fixture
def url(database: str, request: pytest.FixtureRequest) -> str:
    """Where the test's data is: an empty database with the newest tables."""
    if database == "postgresql":
        return request.getfixturevalue("postgresql_url")
    migrated: Path = request.getfixturevalue("migrated")
    # In one place for all tests, and new for each; see `stores`.
    folder = migrated.parent / "in_use"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(migrated, folder)
    return default_url(folder)


@pytest.fixture(scope="session")
def stores() -> dict[str, Store]:
    """What earlier tests opened, by address; a third of the time goes into compiling statements.

    A store that was closed can be used again, and knows the statements it has compiled.
    """
    return {}


@pytest.fixture
def store(database: str, url: str, request: pytest.FixtureRequest) -> Iterator[Store]:
    """An open, empty database."""
    if database == "postgresql":
        yield request.getfixturevalue("spare_databases").store(url)
        return
    stores: dict[str, Store] = request.getfixturevalue("stores")
    if url not in stores:
        stores[url] = Store.open(url)
    with closing(stores[url]) as store:
        yield store


@pytest.fixture
def new_store(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[str], Store]]:
    """Open another database of a kind: on PostgreSQL with the newest tables, else with none."""
    with ExitStack() as stack:

        def new_store(kind: str) -> Store:
            if kind == "postgresql":
                spare = request.getfixturevalue("spare_databases")
                url = spare.take()
                stack.callback(spare.give_back, url)
            else:
                url = default_url(tmp_path / f"new {kind}")
            return stack.enter_context(closing(Store.open(url)))

        yield new_store


@pytest.fixture
def other(tmp_path: Path, migrated: Path) -> Iterator[Store]:
    """Another empty database, which numbers its records from 70,001."""
    folder = tmp_path / "other"
    folder.mkdir()
    shutil.copy(migrated, folder)
    with closing(Store.open(default_url(folder))) as store:
        with store.write() as connection:
            keep_counting(connection, {}, 70_001)
        yield store


@pytest.fixture
def acting(store: Store, now: dt.datetime) -> Acting:
    """The database in the hands of the first person, who sees everything."""
    return act(store, add_first_person(store, "First person", now).id)


@pytest.fixture
def cast(acting: Acting, now: dt.datetime) -> Cast:
    """A site visit that two reviewers rate, and everybody who has to do with it."""
    return assemble(acting, now)


@pytest.fixture
def begin(acting: Acting, now: dt.datetime) -> Callable[..., Assessment]:
    """Begin a self-audit with one scale of a new program; returns its assessment."""

    def begin(rater: str = "Rater one", scale: str = "iddt") -> Assessment:
        program = add_program(acting, name="Invented program", invented=True, now=now)
        pin = (scale, "1.0.0", "a" * 64, 4)
        day = dt.date(2026, 3, 2)
        team = alone(rater, acting.person.id)
        visit = add_visit(acting, program.id, day, "self_audit", team, [pin], now)
        return get_assessments(acting, visit.id)[0]

    return begin
