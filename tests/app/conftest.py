"""The app on an empty database of its own, and a visit to look at."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from storage.acting import Acting
from storage.answers import Answer, Grade, save_answer
from storage.facts import FactAnswer, save_fact
from storage.location import default_url
from storage.people import act, add_first_person
from storage.programs import add_program
from storage.store import Store
from storage.team import Member, alone
from storage.visit_record import Kind
from storage.visits import add_visit, get_assessments
from tests.shipped_scales import read_scales, shipped_scales

APP = Path(__file__).parents[2] / "fidelity_app.py"
NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="session", autouse=True)
def components_found_once() -> Iterator[None]:
    """Look through what is installed for components once: every AppTest does, half of its time."""
    found = cache(manifest_scanner.scan_component_manifests)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@dataclass(frozen=True)
class Visited:
    """A visit in the test's database."""

    acting: Acting
    """Who began it, and rates it."""
    id: int
    assessments: Mapping[str, int]
    """Scale id to the id of its assessment."""

    def rate(self, scale: str, levels: Mapping[str, int], grade: Grade | None = "A") -> None:
        """Store ratings, all with evidence of one grade."""
        for item, level in levels.items():
            answer = Answer(
                self.assessments[scale], "Rater", item, state="rated", level=level, grade=grade
            )
            save_answer(self.acting, answer, 0, NOW)

    def answer_fact(self, scale: str, fact: str, choice: str) -> None:
        """Store the answer to a question before the items."""
        answer = FactAnswer(self.assessments[scale], "Rater", fact, choice=choice)
        save_fact(self.acting, answer, 0, NOW)


@pytest.fixture
def store(tmp_path: Path, migrated: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The database that the app under test opens."""
    shutil.copy(migrated, tmp_path)
    monkeypatch.setenv("FIDELITY_DATABASE_URL", default_url(tmp_path))
    monkeypatch.delenv("FIDELITY_SCALES", raising=False)
    monkeypatch.setattr("app_pages.session.load_catalog", read_scales)
    st.cache_resource.clear()
    with closing(Store.open(default_url(tmp_path))) as store:
        yield store
    st.cache_resource.clear()


@pytest.fixture
def acting(store: Store) -> Acting:
    """The database in the hands of the first person, whom the app takes without asking."""
    return act(store, add_first_person(store, "Rater", NOW).id)


@pytest.fixture
def begin(acting: Acting) -> Callable[..., Visited]:
    """Begin a visit with some scales to a new program; one who rates it alone unless told."""

    def begin(
        *scales: str,
        program: str = "Harbor House",
        kind: Kind = "self_audit",
        team: Sequence[Member] = (),
        region: str = "",
    ) -> Visited:
        catalog = shipped_scales()
        entries = [catalog.get(scale) for scale in scales]
        pins = [(e.scale.id, e.scale.version, e.stamp, e.scale.target_level) for e in entries]
        kept = add_program(acting, name=program, region=region, invented=True, now=NOW)
        raters = team or alone("Rater", acting.person.id)
        visit = add_visit(acting, kept.id, dt.date(2026, 3, 2), kind, raters, pins, NOW)
        found = {a.scale_id: a.id for a in get_assessments(acting, visit.id)}
        return Visited(acting, visit.id, found)

    return begin


@pytest.fixture
def open_page(acting: Acting) -> Callable[..., AppTest]:
    """Open a page of the app at its address, as a link would; of several people as one of them."""

    def open_page(page: str, person: int | None = None, **address: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60)
        if person is not None:
            app.session_state["person chosen"] = person
        app.run()
        for name, value in address.items():
            app.query_params[name] = value
        app.switch_page(f"app_pages/{page}.py").run()
        assert not app.exception
        return app

    return open_page
