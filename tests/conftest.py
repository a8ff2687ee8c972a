"""Programs that some tests drive: found, or the test says why it was skipped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage.location import FILE_NAME, default_url
from storage.store import Store, upgrade
from tests.in_memory import memory_folder
from tests.postgres import Postgres, find_programs

if TYPE_CHECKING:
    from tests.spare_databases import SpareDatabases

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Where browsers are on systems that do not put them on the path.
BROWSER_FILES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)

# Where several processes share the tests file by file, these come first: the last one to be begun
# must not be the longest, while the others have nothing left to do.
LONGEST = (
    "browser/test_pages.py",
    "browser/test_site_visit.py",
    "browser/test_killed_server.py",
    "browser/test_two_tabs.py",
    "browser/test_interruptions.py",
    "scoring/test_faults.py",
    "storage/test_killed_writer.py",
    "browser/test_keyboard.py",
    "storage/test_backup.py",
    "scoring/test_coverage.py",
    "test_benchmarks.py",
)

Need = Callable[[str, str | None], str]


def pytest_configure() -> None:
    """Write to memory where there is room: every answer stored waits for the disk otherwise."""
    folder = memory_folder()
    if folder:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest where several processes share the tests."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _rank(item.path))


def _rank(file: Path) -> int:
    ranks = (rank for rank, name in enumerate(LONGEST) if file.as_posix().endswith(f"tests/{name}"))
    return next(ranks, len(LONGEST))


@pytest.fixture(scope="session")
def need() -> Need:
    """Take a service that a test cannot do without: `need("LibreOffice", path_or_None)`.

    Where it is missing the test is skipped and says so. With FIDELITY_TEST_STRICT=1 it fails
    instead: a run that is meant to try everything must not pass by trying less.
    """

    def need(service: str, found: str | None) -> str:
        if found:
            return found
        reason = f"{service} is not installed, and this test drives it."
        if os.environ.get("FIDELITY_TEST_STRICT") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)

    return need


@pytest.fixture(scope="session")
def chromium_path(need: Need) -> str:
    """The browser, for Playwright's `executable_path`."""
    on_path = (shutil.which(name) for name in BROWSERS)
    elsewhere = (file for file in BROWSER_FILES if Path(file).exists())
    return need("Chromium", next((f for f in (*on_path, *elsewhere) if f), None))


@pytest.fixture(scope="session")
def soffice(need: Need) -> str:
    """LibreOffice, which recalculates a workbook's formulas as its reader's program does."""
    return need("LibreOffice", shutil.which("soffice") or shutil.which("libreoffice"))


@pytest.fixture(scope="session")
def postgres(need: Need) -> Iterator[Postgres]:
    """PostgreSQL, with nothing in it; a crash may lose what it had committed."""
    yield from _running(need, durable=False)


@pytest.fixture(scope="session")
def durable_postgres(need: Need) -> Iterator[Postgres]:
    """PostgreSQL as it runs where it matters, to be killed; nothing committed is lost."""
    yield from _running(need, durable=True)


def _running(need: Need, *, durable: bool) -> Iterator[Postgres]:
    programs = find_programs()
    need("PostgreSQL", str(programs) if programs else None)
    assert programs is not None
    server = Postgres(programs, durable=durable)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def spare_databases(postgres: Postgres) -> Iterator[SpareDatabases]:
    """Empty PostgreSQL databases with the newest tables."""
    from tests.spare_databases import SpareDatabases

    spare = SpareDatabases(postgres)
    yield spare
    spare.close()


@pytest.fixture
def postgresql_url(spare_databases: SpareDatabases) -> Iterator[str]:
    """The address of a PostgreSQL database of the test's own: the newest tables, no rows."""
    url = spare_databases.take()
    yield url
    spare_databases.give_back(url)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with the newest tables, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    with closing(Store.open(default_url(folder))) as store:
        upgrade(store)
    return folder / FILE_NAME
