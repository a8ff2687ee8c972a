"""An empty database, visits in it, and a visit as a page or a command has it in hand."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from handover.workspace import Workspace, read_workspace
from storage.acting import Acting
from storage.location import default_url
from storage.store import Store
from tests.handover.visited import Visited, visit_harbor_house
from tests.shipped_scales import shipped_scales


@pytest.fixture
def store(migrated: Path, tmp_path: Path) -> Iterator[Store]:
    """An open, empty database."""
    shutil.copy(migrated, tmp_path)
    with closing(Store.open(default_url(tmp_path))) as store:
        yield store


@pytest.fixture
def in_hand() -> Callable[[Acting, int], Workspace]:
    """Take a visit in hand for somebody."""
    return lambda acting, visit_id: read_workspace(acting, visit_id, shipped_scales())


@pytest.fixture
def visited(store: Store) -> Visited:
    """A site visit on the General Organizational Index, rated by two and not handed in."""
    return visit_harbor_house(store)


@pytest.fixture
def made_on() -> dt.date:
    """The day of an export."""
    return dt.date(2026, 5, 1)
