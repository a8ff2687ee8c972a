"""Bundles on the page: chosen and made, looked at and brought in."""

from __future__ import annotations

import shutil
from contextlib import closing

import pytest

from app_pages.bundle_out import CHOSEN, bundle_name
from storage.location import default_url
from storage.numbering import keep_counting, set_last_number
from storage.people import act, add_first_person, add_member, add_person
from storage.programs import add_program, list_programs
from storage.store import Store
from storage.team import Member, alone
from storage.visits import add_visit
from tests.app.conftest import NOW
from tests.app.page_words import words
from tests.storage.bundles import taken_out
from tests.storage.site_visit import DAY, SCALE


@pytest.fixture
def elsewhere(migrated, tmp_path) -> bytes:
    """A bundle from a database in which everything has another number."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    shutil.copy(migrated, folder)
    with closing(Store.open(default_url(folder))) as store:
        with store.write() as connection:
            keep_counting(connection, {}, 70_001)
        lou = act(store, add_first_person(store, "Lou", NOW).id)
        program = add_program(lou, name="Far *away*", now=NOW).id
        add_visit(lou, program, DAY, "self_audit", alone("Lou", lou.person.id), [SCALE], NOW)
        return taken_out(store)


def field(app):
    """Where a bundle is brought in; None where there is no such field."""
    return next((f for f in app.file_uploader if f.label.startswith("A bundle")), None)


def test_programs_are_chosen_and_the_file_is_made(acting, begin, open_page):
    begin("iddt", program="Harbor House")
    app = open_page("reports")
    assert [b.label for b in app.get("download_button") if "bundle" in b.label] == []
    app.button("make bundle").click().run()
    (made,) = [b.label for b in app.get("download_button") if "bundle" in b.label]
    assert made.startswith("Download the bundle (")
    assert bundle_name(DAY) == "programs-2026-03-02.fidelity.zip"


def test_what_may_not_be_taken_out_is_named_and_can_be_left_out(acting, begin, open_page):
    program = add_program(acting, name="Harbor House", now=NOW).id
    rae = add_person(acting, "Rae", NOW).id
    add_member(acting, program, rae, NOW)
    free = add_program(act(acting.store, rae), name="Free", now=NOW).id
    add_visit(acting, program, DAY, "self_audit", alone("Rater", acting.person.id), [SCALE], NOW)
    team = alone("Rater", acting.person.id)
    other = add_program(acting, name="Seen in part", now=NOW).id
    add_visit(
        acting, other, DAY, "self_audit", (*team, Member("Rae", "reviewer", rae)), [SCALE], NOW
    )
    add_visit(acting, other, DAY, "self_audit", team, [SCALE], NOW)
    app = open_page("reports", person=rae)
    app.button("make bundle").click().run()
    assert f"program {other}: you do not see all of it" in words(app)
    app.button("choose exportable").click().run()
    assert app.multiselect(CHOSEN).value == [program, free]
    app.button("make bundle").click().run()
    assert [b.label for b in app.get("download_button") if "bundle" in b.label]


def test_a_bundle_is_looked_at_first_and_brought_in_when_somebody_says_so(
    acting, open_page, elsewhere
):
    app = open_page("reports")
    upload(app, elsewhere)
    table = app.table[0].value
    assert list(table["Record"]) == ["Program 70001", "Visit 70001"]
    assert list(table["Here"]) == ["new", "new"]
    assert "1 person added: Lou (70001)." in words(app)
    assert "Lou sees everything where the file comes from, and not here." in words(app)
    assert list_programs(acting) == ()
    app.button("bring bundle in").click().run()
    assert "1 program brought in." in words(app)
    assert [p.name for p in list_programs(acting)] == ["Far *away*"]
    assert not field(app).value
    assert not app.exception


def upload(app, content: bytes) -> None:
    field(app).set_value(("far.fidelity.zip", content, "application/zip"))
    app.run()


def test_a_conflict_must_be_left_out_before_anything_comes(acting, open_page, elsewhere):
    with acting.store.write() as connection:
        set_last_number(connection, "program", 70_000)
    add_program(acting, name="Ours", now=NOW)
    app = open_page("reports")
    upload(app, elsewhere)
    assert "number 70001 is another program here, 'Ours'" in list(app.table[0].value["What comes"])
    assert "Nothing would be brought in; 1 program cannot be." in words(app)
    assert [b.key for b in app.button if b.key == "bring bundle in"] == []


def test_a_file_with_a_fault_is_told(acting, open_page, elsewhere):
    app = open_page("reports")
    upload(app, elsewhere[:-40])
    assert "far.fidelity.zip: nothing was brought in." in words(app)
    assert "its end is missing or damaged" in words(app)


def test_who_does_not_see_everything_is_told_why_there_is_no_field(acting, open_page):
    rae = add_person(acting, "Rae", NOW).id
    app = open_page("reports", person=rae)
    assert "Only who sees everything may bring in a bundle." in words(app)
    assert field(app) is None
