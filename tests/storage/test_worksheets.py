"""Chart reviews: a sample that can be drawn again, one row a chart, for the reviewers alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.acting import NotAllowed
from storage.people import act, add_person
from storage.problem import NotFound
from storage.store import Store
from storage.verifying import verify
from storage.worksheets import (
    ChartRow,
    ChartSample,
    StaleRow,
    WorksheetProblem,
    add_sample,
    list_rows,
    list_samples,
    remove_sample,
    save_row,
)
from tests.storage.site_visit import NOW, SiteVisit, begin_site_visit

CRITERIA = (("iddt", "T1"), ("iddt", "T2"))


def draw(site: SiteVisit, *charts: str) -> ChartSample:
    sample = ChartSample(site.id, 40, "f" * 64, "2026-03", CRITERIA)
    return add_sample(site.ann, sample, charts, NOW)


def test_a_sample_is_kept_with_its_seed_and_an_empty_row_for_each_chart(store: Store):
    site = begin_site_visit(store)
    sample = draw(site, "0048", "0007")
    assert (sample.listed, sample.list_hash, sample.seed) == (40, "f" * 64, "2026-03")
    assert (sample.criteria, sample.created_at, sample.revision) == (CRITERIA, NOW, 1)
    assert list_samples(site.ben, site.id) == (sample,)
    first, second = list_rows(site.ben, sample.id)
    assert first == ChartRow(sample.id, "0048", (), "", 0, first.id, 1)
    assert second == ChartRow(sample.id, "0007", (), "", 1, second.id, 1)


def test_what_was_found_in_a_chart_is_kept_for_all_reviewers(store: Store):
    site = begin_site_visit(store)
    sample = draw(site, "0048")
    (row,) = list_rows(site.ann, sample.id)
    found = (("iddt", "T1", "yes"), ("iddt", "T2", "not_seen"))
    kept = save_row(site.ann, replace(row, findings=found, note="No date", chart="x"), 1, NOW)
    assert kept == replace(row, findings=found, note="No date", revision=2)
    assert list_rows(site.ben, sample.id) == (kept,)
    assert save_row(site.ben, kept, 1, NOW) == kept
    changed = save_row(site.ben, replace(kept, findings=()), 2, NOW)
    assert (changed.findings, changed.revision) == ((), 3)


def test_charts_are_for_the_reviewers_alone(store: Store):
    site = begin_site_visit(store)
    sample = draw(site, "0048")
    (row,) = list_rows(site.lead, sample.id)
    boss = act(store, add_person(site.lead, "State office", NOW, sees_all=True).id)
    site.walk_to("with_program")
    for who in (site.contact, site.colleague, boss):
        for attempt in (
            lambda who=who: draw(replace(site, ann=who), "0007"),
            lambda who=who: save_row(who, replace(row, note="x"), 1, NOW),
            lambda who=who: remove_sample(who, sample.id, (row,), NOW),
            lambda who=who: list_samples(who, site.id),
            lambda who=who: list_rows(who, sample.id),
        ):
            with pytest.raises(NotAllowed, match="reviewers of this visit may work on its charts"):
                attempt()
    with pytest.raises(NotFound, match=f"There is no sample {sample.id}"):
        list_rows(site.stranger, sample.id)
    with pytest.raises(NotFound, match=f"There is no sample {sample.id}"):
        remove_sample(site.stranger, sample.id, (row,), NOW)
    with pytest.raises(NotFound, match=f"There is no chart {row.id}"):
        save_row(site.stranger, replace(row, note="x"), 1, NOW)
    with pytest.raises(NotFound, match="There is no chart 99"):
        save_row(site.ann, replace(row, id=99, note="x"), 1, NOW)
    assert list_rows(site.ann, sample.id) == (row,)


def test_a_sample_is_deleted_with_its_rows(store: Store):
    site = begin_site_visit(store)
    gone, stays = draw(site, "0048", "0007"), draw(site, "0009")
    remove_sample(site.ben, gone.id, list_rows(site.ben, gone.id), NOW)
    assert list_samples(site.ann, site.id) == (stays,)
    with pytest.raises(NotFound, match=f"There is no sample {gone.id}"):
        list_rows(site.ann, gone.id)
    assert len(list_rows(site.ann, stays.id)) == 1
    assert verify(store) == ()


def test_a_sample_in_which_something_was_found_meanwhile_is_not_deleted(store: Store):
    site = begin_site_visit(store)
    sample = draw(site, "0048", "0007")
    seen = list_rows(site.ben, sample.id)
    found = save_row(site.ann, replace(seen[1], findings=(("iddt", "T1", "yes"),)), 1, NOW)
    with pytest.raises(StaleRow) as raised:
        remove_sample(site.ben, sample.id, seen, NOW)
    assert (raised.value.current, raised.value.attempted, raised.value.by) == (
        found,
        seen[1],
        "Ann",
    )
    with pytest.raises(StaleRow):
        remove_sample(site.ben, sample.id, (), NOW)
    assert list_rows(site.ben, sample.id) == (seen[0], found)
    remove_sample(site.ben, sample.id, (seen[0], found), NOW)
    assert list_samples(site.ben, site.id) == ()


def test_everything_wrong_with_a_sample_is_said_at_once(store: Store):
    site = begin_site_visit(store)
    wrong = ChartSample(site.id, 2, "", "s" * 201, ())
    with pytest.raises(WorksheetProblem) as raised:
        add_sample(site.ann, wrong, ["0007", "0048", "0007", ""], NOW)
    assert str(raised.value).splitlines() == [
        "This was not saved.",
        "  - fingerprint of the list: it is empty. Fill it in. [K01]",
        "  - seed: 201 characters are more than 200. Shorten it. [K02]",
        "  - chart 4: it is empty. Fill it in. [K01]",
        "  - charts: 4 charts cannot be picked from 2. Pick at least one, and at most 500. [K63]",
        "  - charts: '0007' is picked twice. Pick every chart once. [K63]",
        "  - criteria: none is chosen. Choose at least one. [K01]",
    ]
    with pytest.raises(WorksheetProblem, match="charts: 0 charts cannot be picked from 40"):
        draw(site)
    with pytest.raises(WorksheetProblem, match="charts: 501 charts cannot be picked from 600"):
        sample = ChartSample(site.id, 600, "f" * 64, "1", CRITERIA)
        add_sample(site.ann, sample, [str(number) for number in range(501)], NOW)
    assert list_samples(site.ann, site.id) == ()


def test_a_finding_is_one_of_the_choices_and_under_one_criterion_of_the_sample(store: Store):
    site = begin_site_visit(store)
    sample = draw(site, "0048")
    (row,) = list_rows(site.ann, sample.id)
    with pytest.raises(WorksheetProblem, match="T1: 'maybe' is not a choice"):
        save_row(site.ann, replace(row, findings=(("iddt", "T1", "maybe"),)), 1, NOW)
    twice = (("iddt", "T1", "yes"), ("iddt", "T1", "no"), ("other", "T2", "yes"))
    with pytest.raises(WorksheetProblem) as raised:
        save_row(site.ann, replace(row, findings=twice), 1, NOW)
    assert str(raised.value).splitlines() == [
        "This was not saved.",
        "  - T1: it is not asked, or answered twice. Reload the worksheet. [K65]",
        "  - T2: it is not asked, or answered twice. Reload the worksheet. [K65]",
    ]
    assert list_rows(site.ann, sample.id) == (row,)
