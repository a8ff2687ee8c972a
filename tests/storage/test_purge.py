"""A purge takes everybody's words from every place they were kept, and nothing else."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select

from storage import tables
from storage.acting import NotAllowed
from storage.answers import StaleAnswer, list_answers, save_answer
from storage.audit import list_events
from storage.columns import own_words
from storage.corrections import list_corrections
from storage.location import FILE_NAME
from storage.plans import list_actions
from storage.problem import NotFound
from storage.purge import purge_visit
from storage.signing import list_signatures, read_edition, reopen
from storage.store import Store
from storage.team import CONSENSUS
from storage.verifying import verify
from storage.visit_deletion import delete_visit
from storage.visits import VisitProblem, get_visit
from storage.worksheets import list_rows, list_samples
from tests.storage.full_visit import (
    MARK,
    begin_full_visit,
    begun_full_visit_in,
    full_visit,
    full_visit_in,
    words,
)
from tests.storage.site_visit import NOW, begin_site_visit

ONLY_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def rows(store: Store) -> dict[str, list[dict[str, Any]]]:
    with store.read() as connection:
        return {
            table.name: [
                dict(row._mapping)
                for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in tables.metadata.sorted_tables
        }


def places_of_words(store: Store) -> set[str]:
    return {
        f"{table}.{name}"
        for table, found in rows(store).items()
        for row in found
        for name, value in row.items()
        if MARK in str(value)
    }


def test_words_are_gone_from_every_table_and_column(store: Store):
    site = full_visit_in(store)
    written = {
        f"{table.name}.{name}"
        for table in tables.metadata.sorted_tables
        for name in own_words(table)
    }
    assert places_of_words(store) == {
        *(written - {"chart_row.findings"}),
        "audit_event.old",
        "audit_event.new",
        "signature.content",
    }
    purge_visit(site.lead, site.id, "Kept long enough", NOW)
    assert places_of_words(store) == set()


def test_what_was_rated_and_counted_stays(store: Store):
    site = full_visit_in(store)
    before = rows(store)
    purge_visit(site.lead, site.id, "Kept long enough", NOW)
    after = rows(store)
    for table in tables.metadata.sorted_tables:
        if table.name in ("audit_event", "audit_book", "signature", "chart_row", "visit"):
            continue
        assert after[table.name] == [emptied(table, row) for row in before[table.name]]
    (visit,) = before["visit"]
    assert after["visit"] == [{**visit, "note": "", "purged_at": NOW, "revision": 8}]
    assert (len(before["chart_row"]), after["chart_row"]) == (2, [])
    answers = list_answers(site.lead, site.assessment_id, "Ann")
    assert {i: (a.state, a.level, a.numerator, a.grade) for i, a in answers.items()} == {
        "T1": ("rated", 4, 8, "B"),
        "T2": ("rated", 4, None, None),
    }


def emptied(table: Table, row: dict) -> dict:
    """A row as a purge of a signed visit leaves it: what goes on has a revision more."""
    own = own_words(table)
    goes_on = table.name in ("plan_action", "visit_step", "document_request")
    changed = goes_on and any(row[name] for name in own)
    return {
        **row,
        **dict.fromkeys(own, ""),
        **({"revision": row["revision"] + 1} if changed else {}),
    }


def test_a_window_that_still_shows_the_words_does_not_write_them_back(store: Store):
    site = begin_site_visit(store)
    site.rate("Ann", "T1", 4, note=words("note"))
    (shown,) = list_answers(site.ann, site.assessment_id, "Ann").values()
    purge_visit(site.lead, site.id, "Kept long enough", NOW)
    with pytest.raises(StaleAnswer) as stale:
        save_answer(site.ann, replace(shown, level=5), shown.revision, NOW)
    assert (stale.value.current.note, stale.value.current.level) == ("", 4)
    assert places_of_words(store) == set()
    assert verify(store) == ()


def test_a_signature_and_what_it_was_given_for_hold_without_the_words(store: Store):
    site = full_visit_in(store)
    (before,) = list_signatures(site.lead, site.id)
    purge_visit(site.lead, site.id, "Kept long enough", NOW)
    (after,) = list_signatures(site.lead, site.id)
    assert replace(after, content="") == replace(before, content="")
    edition = read_edition(after)
    settled = edition.answers[site.assessment_id, CONSENSUS]["T2"]
    assert (settled.level, settled.note, settled.because) == (4, "", "")
    assert edition.remarks == "Two charts were missing"
    assert verify(store) == ()


def test_the_trail_keeps_who_changed_what_and_when_without_the_words(store: Store):
    site = full_visit_in(store)
    (before,) = list_events(site.lead, site.id, "answer", rater="Ben", item="T2")
    purge_visit(site.lead, site.id, "Kept long enough", NOW)
    (after,) = list_events(site.lead, site.id, "answer", rater="Ben", item="T2")
    assert replace(after, new="", salt="") == replace(before, new="", salt="")
    assert (json.loads(before.new)["reason"], len(before.salt)) == (words("reason"), 32)
    purged = json.loads(after.new)
    assert (purged["state"], list(purged["reason"]), after.salt) == (
        "not_applicable",
        ["purged"],
        "",
    )


def test_the_purge_itself_is_in_the_trail_with_its_reason(store: Store):
    site = full_visit_in(store)
    visit = purge_visit(site.lead, site.id, "Kept long enough", NOW)
    assert (visit.purged_at, visit.status, visit.edition) == (NOW, "final", 1)
    assert get_visit(site.lead, site.id) == visit
    *changes, purge = [e for e in list_events(site.lead, site.id) if e.why == "Kept long enough"]
    assert [(e.record, e.new == "null") for e in changes] == [
        ("chart_row", True),
        ("chart_row", True),
        ("plan_action", False),
        ("visit_step", False),
        ("visit_step", False),
        ("document_request", False),
    ]
    assert (purge.record, purge.person, purge.why) == ("visit", "Lee", "Kept long enough")


@pytest.mark.parametrize("status", ["draft", "final"])
def test_work_goes_on_after_a_purge_and_it_can_be_purged_again(store: Store, status: str):
    site = begin_site_visit(store)
    site = begin_full_visit(site) if status == "draft" else full_visit(site)
    purge_visit(site.lead, site.id, "Kept long enough", NOW)
    if status == "final":
        reopen(site.lead, site.id, "A wrong count", NOW)
        site.rate(CONSENSUS, "T2", 3, because=words("because, again"))
    else:
        site.rate("Ann", "T1", 5, note=words("note of Ann, again"))
    assert verify(store) == ()
    if status == "final":
        assert site.walk_to("final").status == "final"
        assert verify(store) == ()
    assert places_of_words(store) > {"audit_event.new", "answer.because"} or status == "draft"
    purge_visit(site.lead, site.id, "Kept long enough, again", NOW)
    assert places_of_words(store) == set()
    assert verify(store) == ()


def test_the_words_of_other_visits_stay(store: Store):
    site = full_visit_in(store)
    other = begin_full_visit(site.another())
    purge_visit(site.lead, site.id, "Kept long enough", NOW)
    answers = list_answers(other.ann, other.assessment_id, "Ann")
    assert answers["T1"].note == words("note of Ann")
    (sample,) = list_samples(other.ann, other.id)
    assert [row.note for row in list_rows(other.ann, sample.id)] == [words("row")] * 2
    assert [c.says for c in list_corrections(site.lead, site.id)] == [""]
    assert [a.do for a in list_actions(site.lead, site.id)] == [
        "Write down the stages",
        "Train two nurses",
    ]
    assert verify(store) == ()


def test_only_the_lead_purges_and_gives_a_reason(store: Store):
    site = full_visit_in(store)
    before = rows(store)
    with pytest.raises(VisitProblem, match=r"Nothing was deleted\.\n  - reason: it is empty"):
        purge_visit(site.lead, site.id, " ", NOW)
    for who in (site.ann, site.contact, site.colleague):
        with pytest.raises(NotAllowed, match="Only the lead of this visit may delete its notes"):
            purge_visit(who, site.id, "Kept long enough", NOW)
    with pytest.raises(NotFound):
        purge_visit(site.stranger, site.id, "Kept long enough", NOW)
    assert rows(store) == before


def test_a_deleted_visit_leaves_no_words_in_the_trail(store: Store):
    site = begun_full_visit_in(store)
    assert "audit_event.new" in places_of_words(store)
    delete_visit(site.lead, site.id, NOW, with_entries=True)
    assert places_of_words(store) == set()
    assert verify(store) == ()


def bytes_of(store: Store) -> bytes:
    folder = Path(store.engine.url.database or "").parent
    return b"".join(file.read_bytes() for file in sorted(folder.glob(f"{FILE_NAME}*")))


@ONLY_SQLITE
@pytest.mark.parametrize("end", ["purged", "deleted"])
def test_words_are_gone_from_the_file_too_not_only_from_the_tables(store: Store, end: str):
    site = begun_full_visit_in(store)
    for number in range(60):  # long notes that are changed, so that pages are split and freed
        site.rate("Ann", f"T{number % 7}", 4, note=words(f"note {number} ") * (1 + number * 5))
    assert MARK.encode() in bytes_of(store)
    if end == "deleted":
        delete_visit(site.lead, site.id, NOW, with_entries=True)
    else:
        purge_visit(site.lead, site.id, "Kept long enough", NOW)
    assert MARK.encode() not in bytes_of(store)
    assert verify(store) == ()


@ONLY_SQLITE
def test_a_purge_is_done_though_somebody_reads_at_the_time(store: Store):
    """Words that a reader still sees are in the log until the reader ends and it is emptied."""
    site = begun_full_visit_in(store)
    with closing(Store.open(store.engine.url.render_as_string() + "?timeout=1")) as other:
        with other.read() as connection:
            connection.execute(select(tables.visit)).all()
            purge_visit(site.lead, site.id, "Kept long enough", NOW)
        assert places_of_words(store) == set()
        purge_visit(site.lead, site.id, "Kept long enough", NOW)
    assert MARK.encode() not in bytes_of(store)
