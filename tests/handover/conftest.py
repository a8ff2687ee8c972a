"""A database of the test's own with two reviewers' visit on a scale that ships."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.location import default_url
from storage.store import Store
from tests.handover.visited import Visited, visit_harbor_house


@pytest.fixture
def store(tmp_path: Path, migrated: Path) -> Iterator[Store]:
    """An open, empty database."""
    shutil.copy(migrated, tmp_path)
    with closing(Store.open(default_url(tmp_path))) as store:
        yield store


@pytest.fixture
def visited(store: Store) -> Visited:
    """A site visit on the General Organizational Index, rated by two and not handed in."""
    return visit_harbor_house(store)


@pytest.fixture
def made_on() -> dt.date:
    """The day of an export."""
    return dt.date(2026, 5, 1)
