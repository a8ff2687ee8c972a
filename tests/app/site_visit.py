"""A site visit with a lead, two reviewers and a contact, and its pages as each sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from streamlit.testing.v1 import AppTest

from storage.acting import Acting
from storage.people import Person, act, add_person
from storage.programs import add_program
from storage.signing import sign
from storage.team import Member
from storage.visit_states import send_to_program, settle, start_consensus, submit_ratings
from storage.visits import add_visit, get_assessments
from tests.app.conftest import NOW, Visited
from tests.app.page_words import words
from tests.shipped_scales import shipped_scales


@dataclass
class Page:
    """A page of the app, with what a reader does there."""

    app: AppTest

    def says(self) -> str:
        """All the words of the page, captions and tables too."""
        captions = [str(caption.value) for caption in self.app.caption]
        tables = [table.value.to_string() for table in self.app.table]
        return "\n".join([words(self.app), *captions, *tables]).replace("\\", "")

    def labels(self) -> list[str]:
        """The labels of the buttons."""
        return [button.label.replace("\\", "") for button in self.app.button]

    def links(self) -> list[str]:
        """The labels of the links to other pages."""
        return [link.value for link in self.app.page_link]

    def press(self, label: str) -> None:
        """Press the first button with this label."""
        found = [b for b in self.app.button if b.label.replace("\\", "") == label]
        assert found, f"no button {label!r} among {self.labels()}"
        found[0].click().run()
        assert not self.app.exception

    def give(self, key: str, value: object) -> None:
        """Give a widget a value."""
        self.app.get_by_key(key).set_value(value).run()
        assert not self.app.exception

    def unfold(self, key: str) -> None:
        """Open a folded box."""
        self.app.session_state[key] = True
        self.app.run()

    def again(self) -> None:
        """Look at the page again."""
        self.app.run()
        assert not self.app.exception


@dataclass
class SiteVisit:
    """The visit in the test's database, and those who take part in it."""

    visited: Visited
    people: dict[str, Person]
    open_page: Callable[..., AppTest]

    @property
    def id(self) -> int:
        """Its id."""
        return self.visited.id

    def acting(self, name: str) -> Acting:
        """The database in the hands of somebody."""
        return act(self.visited.acting.store, self.people[name].id)

    def finish(self) -> None:
        """Carry it, nothing rated, to the signature."""
        for name in ("Ann", "Ben"):
            submit_ratings(self.acting(name), self.id, name, NOW)
        lee = self.acting("Lee")
        start_consensus(lee, self.id, NOW)
        settle(lee, self.id, NOW)
        send_to_program(lee, self.id, NOW)
        sign(lee, self.id, NOW, "As agreed")

    def open(self, page: str, who: str = "Lee", **address: str) -> Page:
        """Open a page of the visit as somebody."""
        person = self.people[who].id
        return Page(self.open_page(page, person=person, visit=str(self.id), **address))


def begin_site_visit(acting: Acting, open_page: Callable[..., AppTest], *scales: str) -> SiteVisit:
    """Lee leads, Ann and Ben review, Con is the contact; Out sees everything and is no part of it.

    It is on March 2, 2026. The names are invented.
    """
    people = {name: add_person(acting, name, NOW) for name in ("Lee", "Ann", "Ben", "Con")}
    people["Out"] = add_person(acting, "Out", NOW, sees_all=True)
    team = (
        Member("Lee", "lead", people["Lee"].id),
        Member("Ann", "reviewer", people["Ann"].id, rates=True),
        Member("Ben", "reviewer", people["Ben"].id, rates=True),
        Member("Con", "contact", people["Con"].id),
    )
    entries = [shipped_scales().get(scale) for scale in scales]
    pins = [(e.scale.id, e.scale.version, e.stamp, e.scale.target_level) for e in entries]
    program = add_program(acting, name="Harbor House", invented=True, now=NOW)
    visit = add_visit(acting, program.id, dt.date(2026, 3, 2), "site_visit", team, pins, NOW)
    found = {a.scale_id: a.id for a in get_assessments(acting, visit.id)}
    return SiteVisit(Visited(acting, visit.id, found), people, open_page)
